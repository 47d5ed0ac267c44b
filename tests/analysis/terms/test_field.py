"""Terms, named things and people of a set of papers."""

import subprocess
import sys

import pytest

from ctxbuild.analysis.terms import by_letter, field_terms, named_things, people, specialists
from ctxbuild.analysis.terms.authors import is_person, letter_of
from ctxbuild.analysis.terms.background import decode, encode
from ctxbuild.model import Paper


def paper(number, abstract, authors=(), title="Ducks"):
    return Paper(f"2601.{number:05}", title, abstract, tuple(authors))


FIELD = [
    paper(1, "Squeak tracing of rubber ducks. We fine-tune a model of squeak tracing.", ["Ann Ek"]),
    paper(2, "Squeak tracing in cold tubs. Fine-tuning the plug.", ["Ann Ek", "Bo van der Aa"]),
    paper(3, "The model of rubber ducks and their squeak tracing. Fine-tuning helps.", ["Cy Öz"]),
    paper(4, "The vortex plugs and the model of rubber ducks.", ["Cy Öz"]),
    paper(5, "Some vortex plugs, and moth wings.", ["Dee Lee"]),
]


def test_terms_of_a_field_are_those_that_arxiv_seldom_uses():
    terms = {term.text: term for term in field_terms(FIELD)}
    assert terms["squeak tracing"].papers == 3
    assert terms["vortex plugs"].papers == 2
    assert "model" not in terms
    assert "moth wings" not in terms


def test_a_word_that_only_stands_within_a_longer_term_is_left_to_it():
    assert "squeak" not in {term.text for term in field_terms(FIELD)}


def test_a_part_of_a_word_with_hyphens_is_no_term():
    normals = {term.normal for term in field_terms(FIELD)}
    assert "fine tune" in normals
    assert "fine" not in normals


def test_terms_come_by_score_and_their_odds_are_those_of_the_formula():
    terms = field_terms(FIELD)
    assert [term.score for term in terms] == sorted((term.score for term in terms), reverse=True)
    known = decode(encode(100, {"duck": 9, "squeak trace": 4}))
    (tracing,) = (term for term in field_terms(FIELD, 2, known) if term.text == "squeak tracing")
    assert tracing.odds == pytest.approx((3.5 / 5) / (4.5 / 100))


def test_single_papers_coin_terms_where_one_paper_is_enough():
    coined = {term.text for term in field_terms(FIELD, least=1) if term.band == "coined"}
    assert "moth wings" in coined
    assert "squeak tracing" not in coined


def test_no_papers_have_no_terms_and_no_people():
    assert field_terms([]) == ()
    assert people([]) == ()
    assert named_things([]) == ()


def test_people_come_with_terms_that_are_theirs():
    found = {person.name: person for person in people(FIELD)}
    assert found["Ann Ek"].papers == ("2601.00001", "2601.00002")
    assert "squeak tracing" in found["Ann Ek"].terms
    assert "vortex plugs" in found["Dee Lee"].terms


def test_each_letter_has_one_person_and_an_empty_letter_stays_empty():
    letters = by_letter(people(FIELD))
    assert {letter: person.name for letter, person in letters.items()} == {
        "A": "Bo van der Aa",
        "E": "Ann Ek",
        "L": "Dee Lee",
        "O": "Cy Öz",
    }


def test_specialists_wrote_few_papers_and_do_not_repeat_each_other():
    found = specialists(people(FIELD), most=1)
    assert {person.name for person in found} == {"Bo van der Aa", "Dee Lee"}
    assert len({person.papers for person in found}) == len(found)


@pytest.mark.parametrize(
    ("author", "letter"),
    [
        ("Vera Rubin", "R"),
        ("Łukasz Łoś", "L"),
        ("Åsa Öberg", "O"),
        ("Jan van der Berg", "B"),
        ("Martin King Jr.", "K"),
        ("Berg, Jan van der", "B"),
        ("李 明", "#"),
        ("محمد علي", "#"),
        ("Лев Ландау", "#"),
    ],
)
def test_people_stand_under_the_initial_of_their_surname(author, letter):
    assert letter_of(author) == letter


@pytest.mark.parametrize(
    ("author", "person"),
    [
        ("Vera Rubin", True),
        ("李 明", True),
        ("The DUCK Collaboration", False),
        ("Department of Baths", False),
        ("CERN", False),
        ("x" * 80 + " y", False),
        ("", False),
    ],
)
def test_collaborations_and_affiliations_are_no_people(author, person):
    assert is_person(author) is person


def test_named_things_have_the_kind_that_their_phrase_or_ending_says():
    found = named_things(
        [
            paper(1, "We test on the DuckPond dataset and on SqueakBench with the Gini index."),
            paper(2, "DuckPond and TubFormer are used; logistic regression is a baseline."),
            paper(3, "The QRS duck."),
        ]
    )
    kinds = {each.text: (each.kind, len(each.papers)) for each in found}
    assert kinds["DuckPond"] == ("data set", 2)
    assert kinds["SqueakBench"] == ("data set", 1)
    assert kinds["TubFormer"] == ("method", 1)
    assert kinds["logistic regression"] == ("method", 1)
    assert kinds["Gini index"] == ("measure", 1)
    assert "QRS" not in kinds


def test_the_order_of_papers_changes_nothing():
    there, back = field_terms(FIELD), field_terms(FIELD[::-1])
    assert there == back
    assert set(people(FIELD)) == set(people(FIELD[::-1]))
    assert named_things(FIELD) == named_things(FIELD[::-1])


def test_hash_seeds_change_nothing():
    code = (
        "from ctxbuild.analysis.terms import *\n"
        "from ctxbuild.model import Paper\n"
        f"papers = {FIELD!r}\n"
        "print(field_terms(papers), people(papers), named_things(papers), acronyms(papers))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
