"""Identifiers of all schemes, and those that were read as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.model import UsageError
from ctxbuild.readers.arxiv.categories import CATEGORIES, is_in, known_category, oai_set
from ctxbuild.readers.arxiv.drawing import draw_order, highest_number, numbered
from ctxbuild.readers.arxiv.identifiers import month_of, parse_id, repaired
from ctxbuild.readers.arxiv.request import checked, request_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2601.00010", "2601.00010"),
        ("arXiv:2601.00010v2", "2601.00010v2"),
        ("https://arxiv.org/pdf/2601.00010v2.pdf", "2601.00010v2"),
        ("http://export.arxiv.org/abs/hep-th/9901001v1?context=x", "hep-th/9901001v1"),
        ("arxiv.org/html/0704.0001", "0704.0001"),
        ("math.GT/0309136", "math/0309136"),
        (" 1412.7878 ", "1412.7878"),
    ],
)
def test_all_ways_to_write_one_are_read(text, name):
    assert str(parse_id(text)) == name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1901.0001", "perhaps 1901.00010"),
        ("1412.78780", "4 digits"),
        ("2613.00001", "no month 13"),
        ("0703.0001", "begin with 0704"),
        ("2601.00000", "numbered from 1"),
        ("2601.00001v0", "counted from 1"),
        ("hep-xx/9901001", "no archive hep-xx"),
        ("hep-th/0801001", "ends with 0703"),
        ("ducks", "not an arXiv identifier"),
        ("2601.00001\x1b[31m", "not an arXiv identifier"),
    ],
)
def test_what_is_wrong_with_one_is_said(text, why):
    with pytest.raises(UsageError, match=why):
        parse_id(text)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("1908.0865399999998", "1908.08654"),
        (1908.0865399999998, "1908.08654"),
        ("1906.1234", "1906.12340"),
        (704.0001, "0704.0001"),
        ("704.0001", "0704.0001"),
        (901.1, "0901.1000"),
        ("0704.0001", "0704.0001"),
        ("9999", None),
        (None, None),
        (True, None),
        ("1" * 400, None),
    ],
)
def test_numbers_of_dumps_become_identifiers_again(value, name):
    assert repaired(value) == name


@given(st.integers(1, 99_999))
def test_an_identifier_that_was_a_float_comes_back(number):
    name = f"1907.{number:05}"
    assert repaired(float(name)) == name
    assert month_of(name) == "2019-07"


@given(st.text(max_size=30))
def test_any_text_is_an_identifier_or_a_usage_error(text):
    try:
        name = parse_id(text).id
    except UsageError as error:
        name = str(error)
    assert name.isprintable()


def test_categories_have_aliases_ancestors_and_sets():
    assert len(CATEGORIES) > 140
    assert known_category("CS.cl") == "cs.CL"
    assert is_in(["cmp-lg"], "cs.CL")
    assert is_in(["math.NA"], "cs.NA")
    assert is_in(["math.AP"], "math")
    assert not is_in(["math-ph"], "math.AP")
    assert [oai_set(each) for each in ("cs.CL", "math", "hep-th", "astro-ph.GA")] == [
        "cs:cs:CL", "math", "physics:hep-th", "physics:astro-ph:GA",
    ]  # fmt: skip


@pytest.mark.parametrize("top", [0, 1, 2, 399, 400, 401, 9998, 32_040, 61_234, 99_999])
def test_the_highest_number_is_found(top):
    numbers = (number for number in range(1, top + 1) if number % 97 or number == top)
    names = {numbered("2026-01", number) for number in numbers}
    assert highest_number("2026-01", lambda asked: names & set(asked)) == top


def test_a_draw_hangs_on_the_seed_alone_and_more_papers_only_join_it():
    few, many = draw_order(3, "2026-01", 500), draw_order(3, "2026-01", 600)
    assert [name for name in many if name in set(few)] == few
    assert draw_order(4, "2026-01", 500) != few


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cs.XX", "no category of arXiv"),
        ("cs.clx", "did you mean cs.CL"),
        ("maht.AG", "did you mean math.AG"),
        ("9999", "not an arXiv identifier"),
        ("hep-th/99", "not an arXiv identifier"),
    ],
)
def test_what_is_meant_as_a_category_or_an_identifier_is_not_searched_for(text, message):
    with pytest.raises(UsageError, match=message):
        checked(request_of([text]), "2026-01-05")


def test_a_word_is_searched_for():
    assert request_of(["abc"]).query == "abc"
    assert request_of(["U.S. ducks"]).query == "U.S. ducks"
