"""Where passages begin and end: never where a reader would miss a subject or an object."""

from __future__ import annotations

import pytest

from ctxbuild.analysis.priming.ends import CLAUSE, PHRASE, TORN, runs_on, start_grade, stop_grade
from ctxbuild.analysis.priming.passages import passages
from ctxbuild.model import Paper


@pytest.mark.parametrize(
    ("before", "after", "grade"),
    [
        ("", "Ducks float in tubs", CLAUSE),
        ("We show that ", "ducks float in tubs", CLAUSE),
        ("In warm tubs, ", "the duck floats", CLAUSE),
        ("We propose ", "a model of ducks", PHRASE),
        ("a theory of ", "rubber ducks in tubs", PHRASE),
        ("how to ", "build a small boat", PHRASE),
        ("a model that ", "uses it for boats", None),
        ("a raft, ", "which floats", None),
        ("The duck is ", "clean because of soap", None),
        ("It does ", "not sink", None),
        ("of the ", "picture is consistent", None),
        ("made from ", "scratch or bought", None),
        ("we then ", "jointly float ducks", None),
    ],
)
def test_where_a_passage_begins(before, after, grade):
    assert start_grade(before + after, len(before)) == grade


@pytest.mark.parametrize(
    ("before", "after", "grade"),
    [
        ("Rubber ducks float.", "", CLAUSE),
        ("rubber ducks in tubs", ", and boats float", CLAUSE),
        ("rubber ducks in tubs", " with a drain", PHRASE),
        ("we show the existence", " of ducks", TORN),
        ("a small duck responsible", " for waves", None),
        ("a taxonomy assisted", " by ducks", None),
        ("we use ducks to estimate", " the drift", None),
        ("in time, which", " can float", None),
    ],
)
def test_where_a_passage_ends(before, after, grade):
    assert stop_grade(before + after, len(before)) == grade


def test_the_rest_of_a_phrase_and_another_clause_are_told():
    assert runs_on("spectral analysis in tubs, their drift remains")
    assert not runs_on("ducks, boats and rafts in tubs")


def test_passages_of_an_abstract_begin_and_end_well():
    said = (
        "We propose a buoyant recurrent network that predicts the drift velocity of rubber ducks"
        " in shallow bath tubs and outperforms every older model assisted by hand."
    )
    found = list(passages(Paper("2601.00001", "", said), {"drift veloc", "rubber duck"}))
    assert found
    for each in found:
        assert start_grade(said, each.start) is not None
        assert stop_grade(said, each.start + len(each.text)) is not None
