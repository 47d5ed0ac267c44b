"""Sentences, and those of them that define a term or say what is not known."""

import pytest
from growth import large, linear
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.analysis.terms import definitions, questions, sentences
from ctxbuild.model import Paper


def paper(abstract):
    return Paper("2601.00007", "On ducks", abstract, version=2)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ducks float. Tubs leak.", 2),
        ("Ducks (e.g. Rubber ones) float, cf. Smith et al. 2020. Tubs leak!", 2),
        ("We follow J. Smith. Why do ducks float? Nobody knows.", 3),
        ("It is 3.5 cm. Then $a. B$ holds. Done.", 3),
        ("The price is 5$ a duck. It rose. It fell.", 3),
        ('He said "float." Then it sank.', 2),
        ("one sentence without an end", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_would_pause(text, count):
    assert len(sentences(text)) == count


@given(st.text("ab. A?!$(e.g", max_size=80))
def test_sentences_are_verbatim_in_order_and_lose_only_space(text):
    found = sentences(text)
    place = 0
    for sentence in found:
        place = text.index(sentence, place) + len(sentence)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("sentence", "term", "form"),
    [
        ("A tub resonator is a device that stores the waves of floating ducks.", "tub resonator",
         "is a"),
        ("Duck sorting is the task of ordering ducks by their squeak.", "Duck sorting", "is a"),
        ("Squeak depth is defined as the number of octaves below a whistle.", "Squeak depth",
         "is a"),
        ("In this paper we introduce DuckBench, a benchmark of 400 tubs for buoyancy.", "DuckBench",
         "introduced"),
        ("We present the notion of duck flux, which is the flow of ducks in a tub.", "duck flux",
         "introduced"),
        ("Squeak tracing, a technique for hearing ducks in the dark, has seen wide use.",
         "Squeak tracing", "apposition"),
        ("Ducks that sink are also known as wet ducks in bath studies.",
         "wet ducks in bath studies", "called"),
        ("Waves hit every rubber duck network (RDN) in the tub at once.", "rubber duck network",
         "acronym"),
    ],
)  # fmt: skip
def test_a_definition_is_found_with_its_term(sentence, term, form):
    (found,) = definitions([paper(f"Ducks float. {sentence} Tubs leak.")])
    assert (found.term, found.form, found.paper) == (term, form, "2601.00007v2")
    assert found.sentence == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Duck sorting is a challenging problem in the study of bath tubs today.",
        "Duck sorting is an important task with many uses in modern baths.",
        "This is a device that stores the waves of floating rubber ducks.",
        "The main result is a bound on the waves of floating rubber ducks.",
        "However, ducks are the ones who float on the waves of the tub.",
        "In recent years, the availability of ducks for baths of all kinds has grown, too.",
        "At the heart of it is a device that stores the waves of ducks.",
        "Ducks float on water and have done so for many years in tubs.",
        "It is a duck.",
    ],
)
def test_what_only_judges_or_points_is_no_definition(sentence):
    assert definitions([paper(sentence)]) == ()


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("How ducks float in salt water remains an open problem in the field.", "open"),
        ("The fate of ducks that sink is still unresolved after many decades.", "open"),
        ("The mechanism by which ducks squeak is poorly understood so far.", "unknown"),
        ("It remains unclear what makes a rubber duck float upside down.", "unknown"),
        ("Future work will measure the squeak of ducks in very cold tubs.", "future"),
        ("Why do rubber ducks always turn towards the plug of the tub?", "asked"),
        ("We ask whether the shape of a duck decides how fast it turns.", "whether"),
    ],
)
def test_an_open_question_is_found_by_its_surest_cue(sentence, cue):
    (found,) = questions([paper(f"Ducks float. {sentence}")])
    assert (found.sentence, found.cue, found.paper) == (sentence, cue, "2601.00007v2")


def test_open_questions_come_surest_first():
    unsure = paper("We ask whether the shape of a duck decides how fast it turns.")
    sure = paper("How ducks float in salt water remains an open problem in the field.")
    assert [each.cue for each in questions([unsure, sure])] == ["open", "whether"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The code is open-source and can be had from the authors of the paper.",
        "The data are open access and can be had from the authors of the paper.",
        "Every closed set whose complement in the tub is open source of ducks.",
    ],
)
def test_open_things_are_no_open_questions(sentence):
    assert questions([paper(sentence)]) == ()


@linear
@pytest.mark.parametrize(
    "piece", [". ", "$. A", "In a, ", "we introduce a, ", "A. ", "not well a? "]
)
def test_time_grows_no_faster_than_the_text(piece):
    long = paper(large(piece))
    definitions([long])
    questions([long])
