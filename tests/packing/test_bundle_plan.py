"""Plans keep the budget contract on the text as it is written."""

import random

import pytest
from corpora import corpus, document
from hypothesis import given, settings
from hypothesis import strategies as st

from ctxbuild.formats.bundle import FORMATS, pieces
from ctxbuild.languages.outline import outline
from ctxbuild.model import Corpus, CtxbuildError, Detail, Ranking, Source
from ctxbuild.packing.bundle import Request, plan_bundle
from ctxbuild.tokens import counter, encoding_named


def ranked(corpus):
    """Rank documents equally, symbols too, with real outlines."""
    outlines = {}
    for index, doc in enumerate(corpus.documents):
        found = outline(doc.content.data(), doc.language)
        if found.symbols:
            outlines[index] = found
    shares = {i: (1 / len(o.symbols),) * len(o.symbols) for i, o in outlines.items()}
    count = len(corpus.documents)
    return Ranking((1 / count,) * count, shares), outlines


def plan(source, budget, layout="md", encoding="o200k_base"):
    row = encoding_named(encoding)
    tokens = counter(row.base).count_batch([doc.text() for doc in source.documents])
    return plan_bundle(source, tokens, Request(row, budget, FORMATS[layout].layout), ranked)


def python_module(seed, functions=6):
    rng = random.Random(seed)
    parts = [f'"""Module {seed}."""\n\nimport os\n']
    for number in range(functions):
        body = "".join(
            f"    value_{i} = compute({rng.randrange(1000)}, mode='{rng.random()}')\n"
            for i in range(rng.randrange(3, 25))
        )
        parts.append(f'\n\ndef function_{seed}_{number}(a, b):\n    """Do it."""\n{body}')
    return "".join(parts)


@pytest.fixture(scope="module")
def modules():
    files = {f"pkg/mod{seed}.py": python_module(seed) for seed in range(30)}
    files["README.md"] = "# Sample\n\n" + "Some words about it.\n" * 40
    files["data/table.txt"] = "".join(f"{i} row\n" for i in range(500))
    return corpus(files)


def written(plan):
    return "".join(pieces(plan))


@pytest.mark.parametrize("layout", list(FORMATS))
@pytest.mark.parametrize("budget", [700, 2000, 8000, 20000, 10**6, None])
def test_the_stated_count_is_a_recount_and_within_the_budget(modules, layout, budget):
    made = plan(modules, budget, layout)
    text = written(made)
    assert counter("o200k_base").count(text) == made.tokens
    assert budget is None or made.tokens <= budget
    assert str(made.tokens) in text[:1500]


@pytest.mark.parametrize("layout", list(FORMATS))
@pytest.mark.parametrize("budget", [2000, 4000, 8000, 12345, 20000])
def test_at_least_97_percent_of_the_budget_is_used(modules, layout, budget):
    assert plan(modules, budget, layout).tokens >= 0.97 * budget


def test_estimated_encodings_keep_their_own_budget(modules):
    made = plan(modules, 6000, encoding="claude")
    assert made.tokens == counter("claude").count(written(made)) <= 6000
    assert made.tokens >= 0.97 * 6000


def test_everything_is_full_when_it_fits(modules):
    made = plan(modules, 10**6)
    assert {item.detail for item in made.items} == {Detail.FULL}


@settings(max_examples=30, deadline=None)
@given(st.integers(600, 30000), st.integers(0, 3000))
def test_more_budget_never_lowers_the_value(modules, budget, more):
    assert plan(modules, budget + more).value >= plan(modules, budget).value - 1e-9


def test_ranking_is_not_computed_when_everything_fits(modules):
    tokens = counter("o200k_base").count_batch([doc.text() for doc in modules.documents])
    request = Request(encoding_named("o200k_base"), None, FORMATS["md"].layout)

    def unexpected(_corpus):
        raise AssertionError("not needed")

    assert plan_bundle(modules, tokens, request, unexpected).tokens > 0


@pytest.mark.parametrize("budget", [1, 50])
def test_a_budget_below_the_smallest_bundle_says_what_that_takes(modules, budget):
    with pytest.raises(CtxbuildError, match=r"smallest honest bundle takes (\d+)") as failure:
        plan(modules, budget)
    smallest = int(str(failure.value).split("takes ")[1].split()[0])
    assert plan(modules, smallest).tokens <= smallest
    with pytest.raises(CtxbuildError):
        plan(modules, smallest - 1)


def test_what_the_rules_reduce_is_named_though_everything_fits():
    lock = document("a.lock", "x\n" * 9, role="lock", ceiling=Detail.NAME, reduced="lock file")
    source = Corpus((Source("repo", "s", "r", "s"),), (lock, document("b.py", "x = 1\n")))
    made = plan(source, 10_000)
    assert [item.detail for item in made.items] == [Detail.NAME, Detail.FULL]
    assert "- a.lock 18 lock file\n" in written(made)


def test_every_directory_is_counted_while_that_is_affordable():
    files = {f"d{n}/f{i}.txt": "word " * 900 for n in range(5) for i in range(4)}
    text = written(plan(corpus(files), 1500))
    assert all(f"d{n}/ 4 files, " in text for n in range(5))


def test_an_empty_corpus_is_a_small_honest_bundle():
    made = plan(corpus({}), 1000)
    assert "Files: none." in written(made)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.text(st.sampled_from('ab/ .`"<&\n(é#'), min_size=1, max_size=8).filter(
            lambda p: not p.startswith("/") and "//" not in p and not p.endswith("/")
        ),
        st.text(st.sampled_from("ab `<]>&\n\r\t/#é\"'x("), max_size=60),
        max_size=5,
    ),
    st.sampled_from(list(FORMATS)),
)
def test_counts_are_exact_for_hostile_names_and_contents(files, layout):
    made = plan(corpus(files), None, layout)
    assert counter("o200k_base").count(written(made)) == made.tokens


@pytest.mark.parametrize("layout", list(FORMATS))
def test_full_is_chosen_from_exactly_the_budget_that_it_takes(layout):
    source = corpus({"a.py": "x = 1\n", "b/c.md": "# Title\n\nWords.\n"})
    # The header states the budget; one with as many digits takes as many tokens.
    whole = plan(source, 500, layout)
    for budget in range(whole.tokens + 20, whole.tokens - 1, -1):
        made = plan(source, budget, layout)
        assert {item.detail for item in made.items} == {Detail.FULL}
    below = plan(source, whole.tokens - 1, layout)
    assert below.tokens < whole.tokens
    assert counter("o200k_base").count(written(below)) == below.tokens


@pytest.mark.parametrize("layout", list(FORMATS))
def test_every_budget_from_the_smallest_on_is_kept(layout):
    files = {f"m{n}.py": python_module(n, 2) for n in range(3)}
    source = corpus(files)
    with pytest.raises(CtxbuildError) as failure:
        plan(source, 1, layout)
    smallest = int(str(failure.value).split("takes ")[1].split()[0])
    for budget in range(smallest, smallest + 150, 7):
        made = plan(source, budget, layout)
        assert counter("o200k_base").count(written(made)) == made.tokens <= budget
