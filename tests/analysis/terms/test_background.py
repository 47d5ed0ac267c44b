"""The table of how common terms are, and its file."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.analysis.terms.background import LEVELS, background, decode, encode


def test_the_table_in_the_package_is_small_and_knows_arxiv():
    table = files("ctxbuild.analysis.terms").joinpath("background.bin").read_bytes()
    assert len(table) <= 2_000_000
    known = background()
    assert known.documents == 60_000
    assert known.frequency("model") > known.frequency("neural network") > 100
    assert known.frequency("rubber duck detector") == 0
    assert known.idf("rubber duck detector") > known.idf("neural network") > known.idf("model")


@given(st.dictionaries(st.text("abc xyz", min_size=1, max_size=12), st.integers(2, 60_000)))
def test_frequencies_survive_the_file_within_their_level(frequencies):
    table = decode(encode(60_000, frequencies))
    for term, frequency in frequencies.items():
        found = table.frequency(term)
        assert found <= frequency <= found * 1.06 or frequency <= 32 == found


@given(st.lists(st.integers(2, 60_000), max_size=40))
def test_the_same_frequencies_give_the_same_bytes_in_any_order(counts):
    pairs = [(f"term {number}", count) for number, count in enumerate(counts)]
    assert encode(9, dict(pairs)) == encode(9, dict(reversed(pairs)))


def test_small_frequencies_are_exact_and_levels_rise():
    assert LEVELS[:33] == tuple(range(33))
    assert sorted(set(LEVELS)) == list(LEVELS)
    assert max(LEVELS) > 60_000


@pytest.mark.parametrize("data", [b"x" * 16, encode(1, {})[:4] + b"\x09" + encode(1, {})[5:]])
def test_another_file_is_refused(data):
    with pytest.raises(ValueError, match="not a background table"):
        decode(data)
