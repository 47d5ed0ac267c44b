"""The figures about lint's rules follow from the labels, and the defaults from the figures."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ctxbuild.verify.lint.table import RULES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def precision():
    sys.path.insert(0, str(ROOT / "benchmarks" / "lint"))
    try:
        import precision
    finally:
        sys.path.pop(0)
    return precision


def lint_files(name):
    return sorted((ROOT / "benchmarks" / "lint").glob(name))


def fields(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:]]


def test_the_documents_show_what_the_labels_come_to(precision):
    text = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    assert precision.table(precision.newest()) in text


def test_a_rule_that_is_seldom_right_is_off(precision):
    found = precision.by_rule(precision.newest())
    assert set(RULES) - {"JS-001"} <= set(found) <= set(RULES)
    for name, measured in found.items():
        assert RULES[name].default == measured.is_right_enough, name


@pytest.mark.parametrize("path", lint_files("labels*.tsv"), ids=lambda path: path.name)
def test_every_label_names_a_source_with_a_version(path):
    rows = fields(path.with_name(path.name.replace("labels", "sources")))
    assert {row["source"] for row in fields(path)} == {row["source"] for row in rows}
    assert all(row["version"] for row in rows)


@pytest.mark.parametrize("path", lint_files("labels*.tsv"), ids=lambda path: path.name)
def test_excerpts_are_short(path):
    assert all(len(row["excerpt"]) <= 80 for row in fields(path))


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15, 0.4),
        ([(1, 1), (0, 0)], 1.0),
        ([(1, 0), (0, 1)], -1.0),
        ([(1, 1), (1, 1)], None),
    ],
)
def test_kappa(precision, pairs, kappa):
    labels = [precision.Label("A", "s", a, b, 2) for a, b in pairs]
    found = precision.measured(labels).kappa
    assert found == (kappa if kappa is None else pytest.approx(kappa))
