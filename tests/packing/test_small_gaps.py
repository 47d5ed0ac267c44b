"""Gaps that cost as much to tell as to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.views import merge_lines, render_lines
from ctxbuild.packing.item import close_small_gaps

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
