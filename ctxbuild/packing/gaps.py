"""Gaps of a view that cost no more to show than to tell of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ctxbuild.languages.table import LANGUAGES, TEXT
from ctxbuild.languages.views import elision_note
from ctxbuild.model import Document, Lines

Count = Callable[[str], int]

# Only bounds what is counted: longer gaps cost more than any placeholder.
_MOST_LINES = 12
_MOST_CHARACTERS = 80


class CheapGaps:
    """Says which hidden lines of a document have no more tokens than their placeholder.

    Lines are counted one by one and compared with a placeholder at the left margin with the
    smallest numbers, so that the answer for a gap is never another one than for all parts
    of it: views only grow.
    """

    __slots__ = ("_count", "_known", "_lines", "_most")

    def __init__(self, document: Document, lines: Sequence[str], count: Count) -> None:
        row = LANGUAGES.get(document.language, TEXT)
        forms = [row.placeholder, *(f"{mark} {{}}" for mark in row.comments[:1])]
        note = elision_note(2, 3)
        # A diff is told of by hunks, and applied by whole ones.
        is_diff = document.role == "change"
        self._most = 0 if is_diff else min(count(f"{form.format(note)}\n") for form in forms)
        self._lines = lines
        self._count = count
        self._known: dict[str, int] = {}

    def __call__(self, start: int, stop: int) -> bool:
        """Say whether ``lines[start:stop]`` is better shown."""
        if not 0 < stop - start <= _MOST_LINES:
            return False
        hidden = self._lines[start:stop]
        if sum(map(len, hidden)) > _MOST_CHARACTERS:
            return False
        return sum(map(self._tokens, hidden)) <= self._most

    def _tokens(self, line: str) -> int:
        found = self._known.get(line)
        if found is None:
            found = self._known[line] = self._count(f"{line}\n")
        return found


def close_small_gaps(
    runs: Sequence[Lines],
    lines: Sequence[str],
    is_cheap: Callable[[int, int], bool] = lambda _start, _stop: False,
) -> tuple[Lines, ...]:
    """Join runs that leave out a single line, blank ones, or what is cheap to show.

    Args:
        runs: sorted and disjoint.
        lines: of the document.
        is_cheap: says whether ``lines[start:stop]`` costs no more than a placeholder.

    """

    def is_small(start: int, stop: int) -> bool:
        return (
            stop - start <= 1 or not any(map(str.strip, lines[start:stop])) or is_cheap(start, stop)
        )

    joined: list[Lines] = []
    for first, last in runs:
        low = 1 if not joined and is_small(0, first - 1) else first
        high = len(lines) if is_small(last, len(lines)) else last
        if joined and is_small(joined[-1][1], low - 1):
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)
