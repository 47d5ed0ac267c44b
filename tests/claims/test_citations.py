"""A claim holds for the lines it was made of, and for no others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.claims import Claim, cite, objection
from ctxbuild.languages.outline import outline

TEXT = "import os\n\n\ndef walk(top):\n    return os.walk(top)\n"
SYMBOLS = outline(TEXT.encode(), "python").symbols
WALK = Claim("walk is defined.", cite("a.py", TEXT, (4, 5), "walk"), "symbol")
IMPORT = Claim("os is imported.", cite("a.py", TEXT, (1, 1)), "import", "os")


@pytest.mark.parametrize("claim", [WALK, IMPORT])
def test_what_is_so_is_not_objected_to(claim):
    assert objection(claim, TEXT, SYMBOLS) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no such file"),
        ("import os\n", "there are no lines 4 to 5"),
        (TEXT.replace("walk(top):", "walk(root):"), "the lines have changed"),
        (f"# moved\n{TEXT}", "the lines have changed"),
    ],
)
def test_a_deleted_shorter_changed_or_moved_file_is_objected_to(text, said):
    assert objection(WALK, text, SYMBOLS) == said


def test_a_renamed_symbol_is_objected_to():
    symbols = [replace(symbol, qualified_name="stroll") for symbol in SYMBOLS]
    assert objection(WALK, TEXT, symbols) == "walk is not defined there"


def test_words_that_do_not_stand_there_are_objected_to():
    assert objection(replace(IMPORT, evidence="sys"), TEXT) == "the lines do not say so"


def test_white_space_at_the_end_of_lines_does_not_count():
    assert objection(WALK, TEXT.replace("(top)\n", "(top)  \r\n"), SYMBOLS) == ""


@given(st.text(alphabet="ab \n", min_size=1), st.integers(1, 9), st.integers(1, 9))
def test_any_lines_that_there_are_can_be_cited(text, first, last):
    there = text.count("\n") + 1
    lines = (min(first, last, there), min(max(first, last), there))
    assert objection(Claim("", cite("a", text, lines)), text) == ""
