"""Questions to a repository: what they bring into a bundle, and why."""

from pathlib import Path

import pytest
from repositories import commit, git, repository, write

from ctxbuild.cache import Cache
from ctxbuild.formats.bundle import pieces
from ctxbuild.jobs.bundle import BundleOptions, count_repo, plan_counted
from ctxbuild.jobs.explain import explain
from ctxbuild.jobs.question import question
from ctxbuild.model import Detail, Plan, UsageError
from ctxbuild.readers.source import RepoOptions
from ctxbuild.search.quoted import find_quoted
from ctxbuild.tokens import counter

FILLER = "".join(
    f"def unrelated_{n}(value):\n    total = value * {n} + {n}\n    return total - {n} * 3\n\n\n"
    for n in range(60)
)
LEXER = '''def split_tokens(text):
    """Cut a text at blanks."""
    for position, character in enumerate(text):
        if character not in ALPHABET:
            raise ValueError(f"unexpected character {character!r} at {position}")
        yield character
'''
CACHE = '''class Cache:
    def evict_oldest(self, key):
        """Drop what was used longest ago."""
        while len(self.entries) > self.limit:
            self.entries.popitem(last=False)
        return self.entries.get(key)
'''
FILES = {
    "README.md": "# Sample\n\nA sample.\n",
    "lexer.py": LEXER + "\n\n" + FILLER,
    "cache.py": CACHE + "\n\n" + FILLER,
    "plumbing.py": "def frobnicate_all(pipes):\n    joined = [pipe.close() for pipe in pipes]\n"
    "    return joined + [len(joined)]\n\n\n" + FILLER,
    "tests/test_cache.py": "from cache import Cache\n\n\ndef test_eviction():\n"
    "    assert Cache().evict_oldest(1) is None\n\n\n" + FILLER,
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return repository(tmp_path / "project", FILES)


def options(root: Path, query: str, budget: int = 1200) -> BundleOptions:
    return BundleOptions(RepoOptions(str(root)), budget, query=query)


def planned(root: Path, query: str, budget: int = 1200) -> Plan:
    asked = options(root, query, budget)
    with Cache.disabled() as cache:
        return plan_counted(count_repo(asked, cache), asked, cache)


def text_of(plan: Plan) -> str:
    return "".join(pieces(plan))


def shown(plan: Plan) -> list[str]:
    return [
        plan.corpus.documents[item.document].id for item in plan.items if item.detail > Detail.NAME
    ]


@pytest.mark.parametrize(
    ("query", "path", "line"),
    [
        ("why are the oldest entries evicted?", "cache.py", "popitem(last=False)"),
        ("ValueError: unexpected character '/' at 3", "lexer.py", "raise ValueError"),
        ('  File "/srv/app/lexer.py", line 4, in split_tokens', "lexer.py", "if character not in"),
        ("`frobnicate_all` loses pipes", "plumbing.py", "pipe.close()"),
        ("something is wrong in plumbing.py", "plumbing.py", "pipe.close()"),
    ],
)
def test_a_question_brings_the_code_it_is_about(project, query, path, line) -> None:
    plan = planned(project, query)
    assert path in shown(plan)
    assert line in text_of(plan)


def test_past_commits_that_read_like_the_question_point_at_what_they_changed(project) -> None:
    write(project, {"plumbing.py": FILES["plumbing.py"].replace("len(joined)", "len(pipes)")})
    commit(project, "Fix zebra crossings on mondays")
    asked = "zebra crossings fail"
    assert "len(pipes)" in text_of(planned(project, asked, 700))
    git(project, "reset", "--quiet", "--hard", "HEAD~1")
    assert "len(joined)" not in text_of(planned(project, asked, 700))


def test_commits_after_the_revision_that_is_read_have_no_say(project) -> None:
    base = git(project, "rev-parse", "HEAD")
    write(project, {"plumbing.py": FILES["plumbing.py"] + "\n# changed\n"})
    commit(project, "Fix zebra crossings on mondays")
    asked = BundleOptions(RepoOptions(str(project), ref=base), 700, query="zebra crossings fail")
    with Cache.disabled() as cache:
        counted = count_repo(asked, cache)
        assert counted.corpus.history is not None
        ids = [each.id for each in counted.corpus.history.commits(cache)]
    assert ids == [base]


@pytest.mark.parametrize(
    "query",
    [
        "cache",
        "how do I use this and that?",
        "캐시가 왜 비워지나요",
        "Exception in thread main\n\tat org.app.Main.run(Main.java:12)",
        "the parser fails with ValueError: bad token 17 in foo_bar(). " * 3000,
        "\0\x1b[31m" + "'\"`" * 500,
    ],
)
@pytest.mark.parametrize("budget", [600, 2000, 6000])
def test_any_question_keeps_the_budget_and_uses_it(project, query, budget) -> None:
    plan = planned(project, query, budget)
    assert counter("o200k_base").count(text_of(plan)) == plan.tokens
    assert 0.97 * budget <= plan.tokens <= budget


def test_more_budget_never_lowers_the_value_of_a_plan(project) -> None:
    values = [planned(project, "evict entries", b).value for b in range(500, 5000, 375)]
    assert values == sorted(values)


def test_questions_work_without_git(tmp_path) -> None:
    write(tmp_path, FILES)
    assert "cache.py" in shown(planned(tmp_path, "why are the oldest entries evicted?"))


def test_a_repository_of_one_file_can_be_asked(tmp_path) -> None:
    write(tmp_path, {"a.py": FILLER})
    assert shown(planned(tmp_path, "unrelated_7", 500)) == ["a.py"]


def test_packages_with_the_same_names_are_told_apart_by_their_paths(tmp_path) -> None:
    same = {f"packages/{name}/src/index.py": LEXER + FILLER for name in ("alpha", "beta", "gamma")}
    plan = planned(write(tmp_path, same), "split_tokens of beta raises", 900)
    most = max(plan.items, key=lambda item: item.tokens)
    assert plan.corpus.documents[most.document].id == "packages/beta/src/index.py"


def test_items_carry_the_signals_that_put_them_there(project) -> None:
    plan = planned(project, "why are the oldest entries evicted?")
    item = next(i for i in plan.items if plan.corpus.documents[i.document].id == "cache.py")
    assert item.signals[0].label == "chance, per mille"
    assert "words" in item.reason
    left_out = [i for i in plan.items if i.detail == Detail.OMITTED]
    assert left_out
    assert all(i.signals for i in left_out)


def told(root: Path, target: str, query: str = "", budget: int = 1200):
    with Cache.disabled() as cache:
        return explain(target, options(root, query, budget), cache, lambda *_: None)


def test_explain_says_what_budget_would_include_a_symbol(project) -> None:
    query = "unexpected character"
    (found,) = told(project, "cache.py:Cache.evict_oldest", query, 600)
    need = found.budgets["all of it"]
    assert need > 600
    assert "popitem(last=False)" not in text_of(planned(project, query, 600))
    assert "popitem(last=False)" in text_of(planned(project, query, need + 5))


def test_explain_takes_a_file_and_says_where_it_stands(project) -> None:
    (found,) = told(project, "lexer.py", "unexpected character")
    assert (found.place, found.detail > Detail.NAME) == (1, True)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("none.py", "no such file"),
        ("cache.py:nope", "no symbol 'nope'.*Cache"),
        ("", "no path; write PATH:SYMBOL"),
    ],
)
def test_explain_names_what_it_cannot_find(project, target, message) -> None:
    with pytest.raises(UsageError, match=message):
        told(project, target)


def test_a_question_comes_from_one_place(tmp_path) -> None:
    file = tmp_path / "q.txt"
    file.write_text("why?\n")
    assert question(None, str(file)) == "why?"
    assert question(" why? ", None) == "why?"
    assert question(None, None) == ""
    assert question(None, None, "a text of an issue") == "a text of an issue"
    with pytest.raises(UsageError, match="exclude each other"):
        question("a", str(file))
    with pytest.raises(UsageError, match="cannot be read"):
        question(None, str(tmp_path / "none"))
    file.write_text(" \n")
    with pytest.raises(UsageError, match="no text"):
        question(None, str(file))


def test_quoted_names_are_bounded() -> None:
    assert len(find_quoted(" ".join(f"name_{n}" for n in range(5000))).names) <= 200


def long_function(topics: tuple[str, ...]) -> str:
    parts = "\n".join(
        f"    if {topic}:\n"
        + "".join(f"        {topic}_{n} = measure(source, {n * 17})\n" for n in range(12))
        for topic in topics
    )
    return f"from tools import measure\n\n\ndef inspect(source):\n{parts}    return source\n"


def test_of_a_long_function_the_part_asked_about_is_shown(tmp_path):
    topics = ("brakes", "lights", "mirror", "engine", "wheels", "doors", "horn", "wipers")
    root = repository(tmp_path / "cars", {**FILES, "inspect.py": long_function(topics)})
    text = text_of(planned(root, "the engine is measured wrongly by inspect", 700))
    assert "engine_11 = measure" in text
    assert "from tools import measure" in text
    assert "def inspect(source):" in text
    assert "horn_3" not in text


def test_statements_outside_definitions_are_found(tmp_path):
    hooks = "".join(f"register('event_{n}', handler_{n})\n\n" for n in range(200))
    odd = hooks + "register('shutdown', close_sockets)\n\n" + hooks
    root = repository(tmp_path / "hooks", {**FILES, "hooks.py": FILLER + odd})
    text = text_of(planned(root, "what runs at shutdown? sockets stay open", 1000))
    assert "register('shutdown', close_sockets)" in text


def test_of_near_copies_the_one_asked_for_is_shown(tmp_path):
    engine = "".join(f"def turn_{n}(wheel):\n    return wheel.turn({n})\n\n\n" for n in range(30))
    copy = engine + "def brake_hard(wheel):\n    return wheel.stop()\n"
    root = repository(tmp_path / "cars", {"new/engine.py": engine, "old/engine.py": copy})
    assert lines_shown(planned(root, "how do I turn a wheel", 500), "old/engine.py") == 0
    assert lines_shown(planned(root, "brake_hard does not stop", 500), "old/engine.py") > 2


def lines_shown(plan: Plan, path: str) -> int:
    ids = [document.id for document in plan.corpus.documents]
    return sum(last - first + 1 for first, last in plan.items[ids.index(path)].shown)


def test_of_code_without_a_grammar_the_paragraph_asked_about_is_shown(tmp_path):
    licence = "".join(f"; line {n} of a licence\n" for n in range(40))
    rules = "".join(f"(rule-{n}\n  (when (temperature > {n}))\n  (fan {n}))\n\n" for n in range(99))
    text = (
        licence + "\n" + rules + "(rule-flood\n  (when (water-in cellar))\n  (pump on))\n\n" + rules
    )
    root = repository(tmp_path / "house", {**FILES, "rules.clj": text})
    assert "(pump on)" in text_of(planned(root, "water floods the cellar", 700))


@pytest.mark.parametrize("name", ["_frobnicate_once", "test_rotation_of_logs"])
def test_the_only_definition_of_a_name_is_shown(tmp_path, name):
    body = "".join(f"    total_{n} = {n * 7}\n" for n in range(12))
    helper = f"def _frobnicate_once(pipes):\n{body}    return LAST_OF_HELPER\n\n\n"
    check = f"def test_rotation_of_logs():\n{body}    assert LAST_OF_TEST\n\n\n"
    extra = {"deep/down/helper.py": FILLER + helper, "tests/test_logs.py": FILLER + check}
    root = repository(tmp_path / "logs", {**FILES, **extra})
    last = {"_frobnicate_once": "LAST_OF_HELPER", "test_rotation_of_logs": "LAST_OF_TEST"}[name]
    assert last in text_of(planned(root, f"{name} fails on Windows", 900))
