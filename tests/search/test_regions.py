"""Which parts of long definitions a question is about."""

from __future__ import annotations

import pytest
from corpora import document

from ctxbuild.languages.outline import outline
from ctxbuild.search.index import Index
from ctxbuild.search.postings import find_postings
from ctxbuild.search.query import parse_query
from ctxbuild.search.regions import region_shares


def block(topic: str) -> str:
    body = "".join(f"        {topic}_{n} = read(source, {n})\n" for n in range(10))
    return f"    if {topic}:\n{body}"


TOPICS = ("brakes", "lights", "mirror", "engine", "wheels", "doors")
LONG = "def inspect(source):\n" + "\n".join(map(block, TOPICS)) + "\nsetup(source)\nstart(engine)\n"
SHORT = "def small():\n    return mirror\n"


@pytest.fixture
def index() -> Index:
    texts = {"long.py": LONG, "short.py": SHORT}
    documents = [document(path, text) for path, text in texts.items()]
    outlines = {n: outline(t.encode(), "python") for n, t in enumerate(texts.values())}
    postings = {n: find_postings(t, outlines[n]) for n, t in enumerate(texts.values())}
    return Index.of(documents, outlines, postings)


def best_lines(index: Index, question: str, hits: dict[int, list[int]] | None = None) -> str:
    likely = [1.0 / len(index.owner)] * len(index.owner)
    shares = region_shares(index, likely, parse_query(question).weights, hits or {})
    regions = index.outlines[0].regions
    inside = [n for n, region in enumerate(regions) if region.parent == 0]
    first, last = regions[max(inside, key=lambda n: shares[0][n])].lines
    return "\n".join(LONG.split("\n")[first - 1 : last])


@pytest.mark.parametrize("topic", TOPICS)
def test_the_part_that_has_the_words_gets_most(index, topic):
    assert f"if {topic}:" in best_lines(index, f"the {topic} are read wrongly")


def test_a_line_that_is_meant_outweighs_words(index):
    line = 1 + LONG.split("\n").index("        wheels_4 = read(source, 4)")
    assert "wheels_4" in best_lines(index, "the brakes", {0: [line]})


def test_shares_of_a_unit_sum_to_one(index):
    likely = [1.0 / len(index.owner)] * len(index.owner)
    shares = region_shares(index, likely, parse_query("mirror and doors").weights, {})
    inside: dict[int, float] = {}
    for region, share in zip(index.outlines[0].regions, shares[0], strict=True):
        inside[region.parent] = inside.get(region.parent, 0.0) + share
    assert inside == pytest.approx({0: 1.0, -1: 1.0})


def test_what_is_not_likely_at_all_is_not_looked_into(index):
    shares = region_shares(index, [0.0] * len(index.owner), {"mirror": 1.0}, {})
    several = [n for n, region in enumerate(index.outlines[0].regions) if region.parent == 0]
    assert all(shares[0][n] == 0.0 for n in several)


def test_short_definitions_have_no_regions(index):
    likely = [1.0 / len(index.owner)] * len(index.owner)
    assert 1 not in region_shares(index, likely, {"mirror": 1.0}, {})
