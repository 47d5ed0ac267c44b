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


def test_the_documents_show_what_the_labels_come_to(precision):
    text = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    assert precision.table(precision.read_labels()) in text


def test_a_rule_that_is_seldom_right_is_off(precision):
    found = precision.by_rule(precision.read_labels())
    assert set(found) == set(RULES) - {"JS-001"}
    for name, measured in found.items():
        assert RULES[name].default == measured.is_right_enough, name


def test_every_label_names_a_source_with_a_version(precision):
    lines = (ROOT / "benchmarks" / "lint" / "sources.tsv").read_text(encoding="utf-8").splitlines()
    versions = dict(line.split("\t") for line in lines[1:])
    assert {label.source for label in precision.read_labels()} == set(versions)
    assert all(versions.values())


def test_excerpts_are_short():
    lines = (ROOT / "benchmarks" / "lint" / "labels.tsv").read_text(encoding="utf-8").splitlines()
    assert all(len(line.split("\t")[4]) <= 80 for line in lines[1:])


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
    labels = [precision.Label("A", "s", first, second) for first, second in pairs]
    found = precision.measured(labels).kappa
    assert found == (kappa if kappa is None else pytest.approx(kappa))
