"""Steps are made when they come up, and yet are those, in that order, that all at once would be."""

from __future__ import annotations

from functools import cache

import pytest
from corpora import corpus, document
from hypothesis import given, settings
from hypothesis import strategies as st

from ctxbuild.formats.bundle import FORMATS
from ctxbuild.languages.outline import outline
from ctxbuild.languages.views import merge_lines
from ctxbuild.model import Detail, Document, Ranking
from ctxbuild.packing.bundle import Request, plan_bundle
from ctxbuild.packing.candidates import Candidates
from ctxbuild.packing.choose import Step
from ctxbuild.packing.item import LEAST_BLOCK
from ctxbuild.packing.map_steps import MapLine
from ctxbuild.packing.offered import Offered
from ctxbuild.packing.steps import document_steps, most_dense
from ctxbuild.packing.weighed import Weighed
from ctxbuild.tokens import counter, encoding_named

FRAME = 300


def module(functions: int, lines: int) -> str:
    """Return a Python module of so many functions, each so long, with statements outside them."""
    body = "".join(
        f"    if step == {n}:\n        total += measure(step, {n})\n" for n in range(lines)
    )
    parts = [
        f'def part_{n}(step):\n    """Do part {n}.\n\n    Each part adds to what came before.\n\n'
        f'    It fails for none.\n    """\n    total = 0\n{body}    return total\n'
        for n in range(functions)
    ]
    return '"""Parts."""\n\nimport os\n\nTABLE = [\n    1,\n    2,\n]\n' + "\n\n".join(parts)


FILES = {
    "app/short.py": module(5, 1),
    "app/long.py": module(3, 30),
    "app/table.py": "import os\n\n\n" + "".join(f"KEY_{n} = {n}\n\n" for n in range(90)),
    "docs/guide.md": "".join(f"# Part {n}\n\n{'Words of it. ' * 40}\n\n" for n in range(6)),
    "docs/tiny.md": "# Tiny\n\nA word.\n",
    "data/words.txt": "some words in a line\n" * 61,
    "data/rows.txt": "1 2 3\n" * 400,
}


@cache
def documents() -> list[Document]:
    made = list(corpus(FILES).documents)
    made.append(document("data/cut.py", module(2, 9), ceiling=Detail.EXCERPT))
    made.append(document("data/names.py", module(2, 2), ceiling=Detail.NAME))
    made.append(document("data/heads.py", module(4, 2), ceiling=Detail.SIGNATURES))
    return made


@cache
def outlines():
    return [outline(each.content.data(), each.language) for each in documents()]


WORTHS = st.sampled_from([0.0, 0.1, 0.1, 0.25, 0.5, 1.0]) | st.floats(0.0, 1.0)


@st.composite
def weighed(draw) -> list[Weighed]:
    found = []
    for index, (each, own) in enumerate(zip(documents(), outlines(), strict=True)):
        number, regions = len(own.symbols), len(own.regions)
        shares = draw(st.lists(WORTHS, min_size=number, max_size=number))
        of_regions = draw(
            st.just([]) | st.lists(WORTHS, min_size=regions, max_size=regions)
            if regions
            else st.just([])
        )
        tokens = max(each.size // 4, 1)
        found.append(
            Weighed(index, each, draw(WORTHS), tokens, own, tuple(shares), tuple(of_regions))
        )
    return found


LINES = st.lists(st.tuples(WORTHS, st.integers(1, 40)), min_size=0, max_size=len(FILES) + 3).map(
    lambda rows: [MapLine(n - 3, worth, cost) for n, (worth, cost) in enumerate(rows)]
)


def key(step: Step) -> tuple[float, int, int]:
    return -step.density, step.item, step.order


def all_at_once(found: list[Weighed], lines: list[MapLine]) -> list[Step]:
    """Return all steps by the definition: a line gets the density that is reached at its share."""
    content = sorted((step for each in found for step in document_steps(each)), key=key)
    reached, total, known = [], float(FRAME), {}
    for step in content:
        shown, before = known.get(step.item, ((), 0.0))
        shown = merge_lines((*shown, *step.lines))
        length = sum(last - first + 1 for first, last in shown)
        tokens = 25.0 + 10.0 * len(shown) + found[step.item].per_line * length
        known[step.item] = shown, tokens
        total += tokens - before
        reached.append((step.density, total))
    density, total = content[0].density, float(FRAME)
    least, spent, steps = content[-1].density, 0.0, list(content)
    for line in sorted(lines, key=lambda line: (-line.worth, line.item)):
        spent += line.tokens
        while spent > 0.03 * (total + spent) and density > least:
            density, total = reached.pop(0)
        steps.append(Step(density, line.item, 0))
    top = max(step.density for step in steps) or 1.0
    scaled = [Step(step.density / top, step.item, step.order, step.lines) for step in steps]
    return sorted(scaled, key=key)


@given(weighed(), LINES)
@settings(max_examples=60, deadline=None)
def test_steps_come_as_if_all_had_been_made_at_once(found, lines):
    assert list(Offered(found, lines, FRAME)) == all_at_once(found, lines)


@given(weighed())
@settings(max_examples=60, deadline=None)
def test_no_step_of_a_document_is_denser_than_its_bound(found):
    for each in found:
        assert all(step.density <= most_dense(each) for step in document_steps(each))


def test_documents_are_not_taken_apart_before_they_come_up(monkeypatch):
    made = []
    monkeypatch.setattr(
        "ctxbuild.packing.offered.document_steps",
        lambda each: made.append(each.index) or document_steps(each),
    )
    found = [
        Weighed(n, d, 0.5**n, d.size // 4, o, (1.0,) * len(o.symbols))
        for n, (d, o) in enumerate(zip(documents(), outlines(), strict=True))
    ]
    next(iter(Offered(found, [], FRAME)))
    assert made[0] == 0
    assert len(made) < len(found) / 2


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("encoding", ["o200k_base", "cl100k_base"])
def test_no_block_costs_less_than_is_assumed(layout, encoding):
    tiny = document("a", "x")
    for detail in (Detail.FULL, Detail.EXCERPT):
        block = FORMATS[layout].layout.block(tiny, detail, ((1, 1),), "x")
        assert counter(encoding).count(str(block)) >= LEAST_BLOCK


@pytest.mark.parametrize("layout", FORMATS)
def test_what_is_left_out_when_room_is_short_changes_nothing(monkeypatch, layout):
    source = corpus({f"{place}/{path}": text for place in "abc" for path, text in FILES.items()})
    known = dict(enumerate(outline(d.content.data(), d.language) for d in source.documents))
    number = len(source.documents)
    ranking = Ranking(
        tuple((number - n) / number**2 for n in range(number)),
        {n: tuple(1 / len(o.symbols) for _ in o.symbols) for n, o in known.items()},
    )
    row = encoding_named("o200k_base")
    tokens = counter(row.base).count_batch([each.text() for each in source.documents])
    closed = []

    def plans():
        return [
            plan_bundle(
                source,
                tokens,
                Request(row, budget, FORMATS[layout].layout),
                lambda _: (ranking, known),
            )
            for budget in range(900, 2100, 13)
        ]

    narrow = Offered.narrow
    monkeypatch.setattr(Offered, "narrow", lambda *given: closed.append(1) or narrow(*given))
    with_it = plans()
    monkeypatch.setattr(Candidates, "close", lambda *_: None)
    assert [(p.items, p.directories, p.value) for p in with_it] == [
        (p.items, p.directories, p.value) for p in plans()
    ]
    assert closed
