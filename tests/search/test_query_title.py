"""What the title of a question is: one line, however it was broken."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.search.query import parse_query, title_of

WORDS = st.lists(st.text("abcdef.,", min_size=1, max_size=12), min_size=1, max_size=60)


@given(WORDS, st.integers(60, 100))
def test_a_paragraph_asks_the_same_whether_its_lines_are_broken_or_not(words, width):
    text = " ".join(words)
    assert title_of(textwrap.fill(text, width)).split()[:1] == words[:1]
    broken = textwrap.wrap(text, width)
    if len(broken) > 2 and max(map(len, broken)) == width:
        assert title_of("\n".join(broken)) == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        ("Fix the total", "Fix the total"),
        ("Fix the total\n\nIt was wrong.", "Fix the total"),
        ("Fix the total\nIt was wrong.", "Fix the total"),
        (
            "Fix the total\nThe total was wrong when a basket was emptied before it was\nsent.",
            "Fix the total",
        ),
        ("\nbody", ""),
    ],
)
def test_a_title_ends_where_there_was_room_for_more(text, title):
    assert title_of(text) == title


def test_terms_of_a_broken_first_line_are_those_of_the_title():
    text = "The basket of a customer keeps what was put into it until it is\nemptied or sold."
    assert parse_query(text).title == parse_query(text.replace("\n", " ")).title
