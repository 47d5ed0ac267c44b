"""Answers never exceed their limits, and cursors lead through all of a text, once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.jobs.served.bounded import LEAST_TOKENS, MOST_CHARACTERS, bounded, tokens_of
from ctxbuild.model import UsageError

_CURSOR = re.compile(r'\n\n\[truncated: .* cursor="([^"]+)"\]\Z', re.DOTALL)


def parts(text: str, most: int) -> list[str]:
    """Follow the cursors of an answer to its end."""
    found, cursor = [], ""
    while True:
        part = bounded(text, "call", most, cursor)
        assert tokens_of(part) <= most
        assert len(part) <= MOST_CHARACTERS
        more = _CURSOR.search(part)
        found.append(part[: more.start()] if more else part)
        if more is None:
            return found
        cursor = more[1]


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(st.lists(st.text(max_size=80), max_size=60), st.integers(LEAST_TOKENS, 400))
def test_cursors_lead_through_the_whole_text(lines, most):
    text = "\n".join(lines)
    assert squeezed("".join(parts(text, most))) == squeezed(text)


def test_one_endless_line_is_cut_inside_and_keeps_the_limit_of_characters():
    text = "word " * 40_000
    found = parts(text, 20_000)
    assert squeezed("".join(found)) == squeezed(text)
    assert len(found) > 3


def test_what_fits_is_given_as_it_is():
    assert bounded("short\n", "call") == "short\n"


@pytest.mark.parametrize("most", [0, 199, 20_001, -5])
def test_a_limit_outside_of_what_is_allowed_is_refused(most):
    with pytest.raises(UsageError, match="200 to 20000"):
        bounded("text", "call", most)


@pytest.mark.parametrize("cursor", ["x", "A" * 10_000, "é", "====", "MDAw", "../..", "\0"])
def test_a_cursor_that_is_none_says_what_to_do(cursor):
    with pytest.raises(UsageError, match="call again without it"):
        bounded("line\n" * 9_000, "call", 300, cursor)


def test_a_cursor_of_another_call_or_of_a_changed_text_is_refused():
    text = "line\n" * 9_000
    found = _CURSOR.search(bounded(text, "call", 300))
    assert found is not None
    bounded(text, "call", 300, found[1])
    with pytest.raises(UsageError):
        bounded(text, "another", 300, found[1])
    with pytest.raises(UsageError):
        bounded(text + "!", "call", 300, found[1])
