"""The map has its share of every budget, upper directories first."""

import pytest
from corpora import corpus

from ctxbuild.formats.bundle import FORMATS, pieces
from ctxbuild.model import Ranking
from ctxbuild.packing.bundle import Request, plan_bundle
from ctxbuild.packing.map import directories
from ctxbuild.tokens import counter, encoding_named


@pytest.fixture(scope="module")
def many():
    text = "Some words that stand for a file of the source.\n" * 30
    places = [f"area{i}/part{j}" for i in range(6) for j in range(5)]
    return corpus({f"{place}/file{k}.txt": text for place in places for k in range(8)})


def plan_of(source, budget):
    row = encoding_named("o200k_base")
    tokens = counter(row.base).count_batch([each.text() for each in source.documents])
    number = len(source.documents)
    ranking = Ranking(tuple(2 * (number - i) / number**2 for i in range(number)))
    return plan_bundle(
        source, tokens, Request(row, budget, FORMATS["md"].layout), lambda _: (ranking, {})
    )


@pytest.mark.parametrize("budget", [1000, 2000, 8000, 32000])
def test_the_map_takes_about_its_share(many, budget):
    text = "".join(pieces(plan_of(many, budget)))
    shown = text.split("```text\n", 1)[1].split("```\n", 1)[0]
    assert 0.02 * budget <= counter("o200k_base").count(shown) <= 0.06 * budget


def test_upper_directories_come_before_lower_ones_and_names(many):
    plan = plan_of(many, 4000)
    paths = [directory.path for directory in plan.directories]
    assert {f"area{i}" for i in range(6)} < set(paths)
    larger = [directory.path for directory in plan_of(many, 16000).directories]
    assert set(paths) <= set(larger)


def test_directories_of_several_directories_have_a_line_and_those_of_one_have_not():
    source = corpus({"a/b/c/x.py": "x\n", "d/e/y.py": "y\n", "d/f/z.py": "z\n"})
    found = directories(source.documents, [1, 1, 1])
    assert [each.path for each in found] == ["", "a/b/c", "d", "d/e", "d/f"]
    assert [each.files for each in found] == [3, 1, 2, 1, 1]
