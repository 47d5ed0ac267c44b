"""Chunks, normal forms and keyphrases of one text."""

import random

import pytest
from growth import large, linear
from hypothesis import given
from hypothesis import strategies as st

import ctxbuild
from ctxbuild.analysis.terms import keyphrases, normal_form
from ctxbuild.analysis.terms.chunks import chunks
from ctxbuild.analysis.terms.grams import candidates
from ctxbuild.analysis.terms.stemming import stem

ABSTRACT = (
    "Tidal Locking of Rubber Ducks. We study the tidal locking of rubber ducks in shallow bath "
    "tubs. Rubber ducks are shown to lock within twelve minutes, which is explained by vortex "
    "shedding. Our results suggest that vortex shedding depends on the shampoo concentration."
)


def phrases(text):
    return [" ".join(chunk) for chunk in chunks(text)]


# Examples of M. F. Porter's paper, step by step.
STEMS = """caresses=caress ponies=poni ties=ti caress=caress cats=cat feed=feed agreed=agre
plastered=plaster bled=bled motoring=motor sing=sing conflated=conflat troubled=troubl sized=size
hopping=hop tanned=tan falling=fall hissing=hiss fizzed=fizz failing=fail filing=file happy=happi
sky=sky relational=relat conditional=condit rational=ration valenci=valenc digitizer=digit
conformabli=conform radicalli=radic vietnamization=vietnam predication=predic operator=oper
feudalism=feudal decisiveness=decis hopefulness=hope formaliti=formal sensitiviti=sensit
triplicate=triplic formative=form formalize=formal electrical=electr goodness=good revival=reviv
allowance=allow inference=infer airliner=airlin adjustable=adjust defensible=defens irritant=irrit
replacement=replac adjustment=adjust dependent=depend adoption=adopt communism=commun
activate=activ homologous=homolog effective=effect probate=probat rate=rate cease=ceas
controll=control roll=roll"""


@pytest.mark.parametrize("pair", STEMS.split())
def test_stems_are_those_of_porters_paper(pair):
    word, _, expected = pair.partition("=")
    assert stem(word) == expected


def test_a_stem_of_anything_but_lower_case_letters_is_the_thing_itself():
    assert [stem(word) for word in ("gpt4", "naïve", "", "is")] == ["gpt4", "naïve", "", "is"]


def test_normal_forms_ignore_case_number_hyphens_and_accents():
    assert normal_form("Neural-Network Models") == normal_form("neural network model")
    assert normal_form("Schrödinger operators") == normal_form("Schrodinger operator")
    assert normal_form("数学") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We propose a rubber duck detector based on bath acoustics.", ["rubber duck detector",
         "bath acoustics"]),
        ("to control the duck", ["duck"]),
        ("optimal control of ducks", ["optimal control", "ducks"]),
        ("the ducks that model waves", ["ducks", "waves"]),
        ("duck models", ["duck models"]),
        ("by solving nonlinear equations", ["nonlinear equations"]),
        ("spectral clustering of ducks", ["spectral clustering", "ducks"]),
        ("ducks are trained quickly", ["ducks"]),
        ("supervised learning", ["supervised learning"]),
        ("the duck is elliptic", ["duck"]),
        ("$K$-theory and \\(N\\)-gons", ["K-theory", "N-gons"]),
        ("the operator $\\Delta u + \\lambda f$ of ducks", ["operator", "ducks"]),
        (r"the Schr\"odinger \emph{rubber equation}", ["Schrödinger rubber equation"]),
        ("code at https://example.org/duck-detector now", ["code"]),
        ("see Newton's method", ["Newton's method"]),
        ("123 ducks in 4.5 tubs", ["ducks", "tubs"]),
    ],
)  # fmt: skip
def test_chunks_are_what_a_reader_would_underline(text, expected):
    assert phrases(text) == expected


def test_candidates_are_short_runs_within_chunks():
    found = candidates("A deep rubber duck detector. Duck 12.")
    assert {"duck", "rubber duck", "deep rubber duck detector"} <= found
    assert not {"12", "duck 12", "a"} & found


def test_what_is_said_often_and_early_comes_first():
    found = keyphrases(ABSTRACT)
    assert set(found[:3]) == {"tidal locking", "rubber ducks", "vortex shedding"}
    assert "shallow bath tubs" in found
    assert not {"results", "we", "which"} & set(found[:6])


def test_a_phrase_is_written_as_in_a_sentence_rather_than_a_title():
    assert "rubber ducks" in keyphrases(ABSTRACT)
    assert "Rubber Ducks" not in keyphrases(ABSTRACT)


def test_no_two_keyphrases_have_one_normal_form():
    found = keyphrases("Rubber duck, rubber ducks, Rubber-Ducks and rubber-duck.")
    assert [normal_form(each) for each in found] == ["rubber duck"]


@pytest.mark.parametrize("k", [0, -3])
def test_none_are_returned_where_none_are_asked_for(k):
    assert keyphrases(ABSTRACT, k) == []


def test_more_keyphrases_only_add_to_fewer():
    assert keyphrases(ABSTRACT, 4) == keyphrases(ABSTRACT, 9)[:4]


def test_the_public_name_is_the_same_function():
    assert ctxbuild.keyphrases is keyphrases


@pytest.mark.parametrize(
    "text", ["", " \n", "$$", "\\", "…", "这是一个摘要", "\u202eشبكة عصبية", "\ud800"]
)
def test_texts_without_english_words_are_no_error(text):
    assert isinstance(keyphrases(text), list)


@given(st.text(max_size=300), st.integers(0, 20))
def test_any_text_gives_at_most_k_distinct_phrases(text, k):
    found = keyphrases(text, k)
    assert len(found) <= k
    assert len({normal_form(each) for each in found}) == len(found)


PIECES = ("duck ", "a-b-c-d-e-f-", "$", "\\", "{", "(", ".", "x" * 70, "é", "\\'", "http://", "/")


@linear
@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_no_faster_than_the_text(piece):
    assert len(keyphrases(large(piece), 5)) <= 5


def test_a_text_of_many_words_is_no_trouble():
    rng = random.Random(1)
    text = " ".join(
        rng.choice(["duck", "tub", "of", "the", "is", ".", "wave"]) for _ in range(50_000)
    )
    assert len(keyphrases(text)) == 15
