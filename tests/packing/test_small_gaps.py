"""Gaps that cost as much to tell as to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.views import merge_lines, render_lines
from ctxbuild.model import Document
from ctxbuild.packing.gaps import CheapGaps, close_small_gaps

LINES = st.lists(st.sampled_from(["", "  ", "code", "more"]), min_size=1, max_size=30)


def test_one_line_or_blank_ones_are_shown():
    lines = ["a", "b", "c", "", "", "d", "e", "f", "g", ""]
    assert close_small_gaps([(1, 1), (3, 3), (6, 6), (9, 9)], lines) == ((1, 6), (9, 10))


@given(LINES, st.data())
def test_what_is_said_to_be_shown_is_what_is_shown(lines, data):
    rows = data.draw(st.sets(st.integers(1, len(lines)), min_size=1))
    shown = close_small_gaps(merge_lines((row, row) for row in rows), lines)
    view = render_lines(lines, "text", shown).split("\n")[:-1]
    placeholders = [line for line in view if "…" in line]
    assert len(view) - len(placeholders) == sum(last - first + 1 for first, last in shown)


def _document(language, lines, role="source"):
    return Document("a", "code", role, language, "", 0, len(lines), None)


def _words(text):
    return len(text.split())


PLACEHOLDER = _words("# … 2 lines (2-3)")


def test_lines_that_cost_no_more_than_their_placeholder_are_shown():
    lines = ["a", "b c", "d e", "f", "g h i", "j k l", "m"]
    is_cheap = CheapGaps(_document("ruby", lines), lines, _words)
    assert PLACEHOLDER == 5
    assert is_cheap(1, 3)
    assert not is_cheap(4, 6)
    assert close_small_gaps([(1, 1), (4, 4), (7, 7)], lines, is_cheap) == ((1, 4), (7, 7))


def test_a_diff_hides_whole_hunks_however_short():
    lines = ["a", "b", "c", "d"]
    assert not CheapGaps(_document("diff", lines, "change"), lines, _words)(1, 3)


@given(LINES, st.data())
def test_where_a_gap_is_closed_every_part_of_it_is(lines, data):
    is_cheap = CheapGaps(_document("ruby", lines), lines, _words)
    few = data.draw(st.sets(st.integers(1, len(lines)), min_size=1))
    more = few | data.draw(st.sets(st.integers(1, len(lines))))
    shown = [
        {
            n
            for a, b in close_small_gaps(merge_lines((r, r) for r in rows), lines, is_cheap)
            for n in range(a, b + 1)
        }
        for rows in (few, more)
    ]
    assert shown[0] <= shown[1]
