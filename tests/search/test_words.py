"""Identifiers and prose meet in the same terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.search.words import STOP_WORDS, stem, terms, words


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("parse", ("pars",)),
        ("parseHTTPHeader", ("=parsehttpheader", "pars", "http", "head")),
        ("parse_http_header", ("=parsehttpheader", "pars", "http", "head")),
        ("MAX_RETRIES", ("=maxretries", "max", "retry")),
        ("__init__", ("init",)),
        ("größe", ("größe",)),
        ("Ärger", ("ärger",)),
        ("naïveBayes", ("=naïvebayes", "naïve", "baye")),
        ("maximale_größe2", ("=maximalegröße2", "maximal", "größe")),
        ("ΔxMax", ("=δxmax", "δx", "max")),
        ("размерОкна", ("=размерокна", "размер", "окна")),
        ("utf8", ("=utf8", "utf", "8")[:2]),
    ],
)
def test_a_word_is_compared_as_a_whole_and_by_its_parts(word, expected) -> None:
    assert terms(word) == expected


@pytest.mark.parametrize(
    "forms",
    [
        ("parse", "parses", "parsed", "parsing", "parser", "parsers"),
        ("query", "queries"),
        ("retry", "retries", "retried"),
        ("run", "runs", "running"),
        ("class", "classes"),
        ("create", "creates", "created", "creating"),
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("pair", [("import", "impress"), ("cache", "catch"), ("test", "text")])
def test_different_words_keep_different_stems(pair) -> None:
    assert stem(pair[0]) != stem(pair[1])


def test_words_are_identifiers_versions_and_long_numbers_of_any_script() -> None:
    assert words("a.b_c(ß, 한국어) v1.2.3 404 7") == ["a", "b_c", "ß", "한국어", "v1", "2.3", "404"]


def test_data_has_no_terms_of_its_parts() -> None:
    assert terms("x" * 100) == ()
    assert terms("a1b2c3d4e5f6a7b8") == ("=a1b2c3d4e5f6a7b8",)


@given(st.text(max_size=60))
def test_every_word_has_terms_that_are_lower_case(text: str) -> None:
    for word in words(text):
        assert all(term == term.lower() for term in terms(word))


def test_stop_words_are_lower_case_words() -> None:
    assert all(word == word.lower() and words(word) == [word] for word in STOP_WORDS)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("설정을 어디에서", "설정은"),
        ("如何加载配置文件", "从配置文件读取"),
        ("設定ファイルの場所", "設定ファイルを読む"),
        ("การตั้งค่าระบบ", "ระบบตั้งค่า"),
        ("解析parseConfig函数", "parse_config"),
    ],
)
def test_scripts_without_blanks_meet_by_pairs_of_letters(asked: str, written: str) -> None:
    met = [{term for word in words(text) for term in terms(word)} for text in (asked, written)]
    assert {term for term in met[0] & met[1] if len(term) > 1}


def test_words_of_greek_and_cyrillic_stay_whole() -> None:
    for word in ("настройка", "ρύθμιση"):
        assert terms(word) == (word,)
