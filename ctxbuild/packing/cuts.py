"""Where a document may be cut between two parts: the text shown of it, and the best place.

A cut is made between definitions where that fills a part well enough, else
after a blank line, else between lines, and only in a line that is longer than
what is left of a part after a blank or between characters.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.model import Detail, Document, Lines, Outline
from ctxbuild.packing.layout import view_text

Cost = Callable[[int], int]
"""Tokens of the block that would hold the view from where it goes on to an offset."""

# How much of a room may be left unused to save counting the same text once more.
_TOLERANCE = 500
# Every so many guesses the search halves what is left, so that no text can make it crawl.
_HALVING = 3


@dataclass(frozen=True, slots=True)
class View:
    """The text shown of a document, with the line of the document that each row stands for."""

    text: str
    starts: Sequence[int]
    """Offset of each row, and at last the text's length."""
    rows: Sequence[Lines] | None
    """The lines that each row stands for; ``None`` where rows are lines."""
    definitions: Sequence[int]
    """Offsets at which definitions of the top level begin, or what follows them."""
    members: Sequence[int]
    """The same for definitions inside others."""
    outline: Outline | None = None

    def lines(self, start: int, stop: int) -> Lines:
        """Return the first and the last line of the document that a stretch touches."""
        first = bisect_right(self.starts, start) - 1
        last = max(bisect_left(self.starts, stop) - 1, first)
        if self.rows is None:
            return first + 1, last + 1
        return self.rows[first][0], self.rows[last][1]

    def definition_at(self, line: int) -> str:
        """Return the innermost definition that began before a line and goes on in it."""
        symbols = self.outline.symbols if self.outline is not None else ()
        around = [s for s in symbols if s.lines[0] < line <= s.lines[1] and s.kind != "heading"]
        return max(around, key=lambda symbol: symbol.lines[0]).qualified_name if around else ""

    def is_between_lines(self, offset: int) -> bool:
        """Whether a row begins at an offset, or the text ends there."""
        return self.starts[bisect_left(self.starts, offset)] == offset


def view_of(
    document: Document, detail: Detail, shown: tuple[Lines, ...], outline: Outline | None
) -> View:
    """Return what is shown of a document, with the places at which it may be cut."""
    text = view_text(document, detail, shown)
    starts = list(_starts(text))
    rows = None
    if detail != Detail.FULL:
        rows = list(_rows(document.text().split("\n"), shown, document.lines))
    row_of = {} if rows is None else {first: i for i, (first, last) in enumerate(rows)}
    places: tuple[set[int], set[int]] = (set(), set())
    for line, nested in _edges(outline) if outline is not None else ():
        row = line - 1 if rows is None else row_of.get(line, len(starts))
        offset = _next_visible(text, starts[row]) if row < len(starts) else 0
        if 0 < offset < len(text):
            places[nested].add(offset)
    return View(text, starts, rows, sorted(places[False]), sorted(places[True]), outline)


def clipped(shown: Sequence[Lines], lines: Lines) -> tuple[Lines, ...]:
    """Return the runs within a stretch of lines."""
    runs = ((max(first, lines[0]), min(last, lines[1])) for first, last in shown)
    return tuple(run for run in runs if run[0] <= run[1])


def best_cut(view: View, start: int, cost: Cost, room: int, least: int) -> int | None:
    """Return where to end a piece that begins at ``start``; ``None`` where none fits.

    Args:
        view: what is to be cut.
        start: offset at which the piece begins.
        cost: tokens of the piece up to an offset.
        room: most tokens that the piece may cost.
        least: tokens that it must cost for a better place to be preferred to a later one.

    """
    following = bisect_right(view.starts, start)
    ends = view.starts[following:-1]
    reached = _farthest(ends, start, cost, room)
    stop = ends[reached] if reached >= 0 else start
    if stop == start or cost(stop) < least:
        inside = _inside(view, stop, start, cost, room)
        if inside is not None:
            return inside
        return stop if stop > start else None
    for candidate in _candidates(view, start, stop):
        if least <= cost(candidate) <= room:
            return candidate
    return stop


def _candidates(view: View, start: int, stop: int) -> Iterator[int]:
    """Yield the last place of each kind, better kinds first."""
    for places in (view.definitions, view.members):
        index = bisect_right(places, stop) - 1
        if index >= 0 and places[index] > start:
            yield places[index]
    blank = max(view.text.rfind("\n\n", start, stop), view.text.rfind("\n\r\n", start, stop))
    place = _next_visible(view.text, blank + 1) if blank >= 0 else 0
    if start < place <= stop:
        yield place


def _inside(view: View, low: int, start: int, cost: Cost, room: int) -> int | None:
    """Return the last place inside the line that begins at ``low``, after a blank if possible."""
    text = view.text
    end = view.starts[bisect_right(view.starts, low)]
    places = range(low + 1, end)
    reached = _farthest(places, start, cost, room)
    if reached < 0:
        return None
    stop = places[reached]
    # A word at most is given up for a blank.
    blank = max(text.rfind(" ", stop - 40, stop), text.rfind("\t", stop - 40, stop))
    if blank >= low + 1 and cost(blank + 1) <= room:
        return blank + 1
    while stop > low + 1 and _joined(text, stop):
        stop -= 1
    return stop if cost(stop) <= room else None


def _joined(text: str, offset: int) -> bool:
    """Whether the characters around an offset belong together."""
    if text[offset - 1 : offset + 1] == "\r\n" or text[offset - 1] == "\u200d":
        return True
    return unicodedata.category(text[offset]) in {"Mn", "Mc", "Me", "Cf"}


def _farthest(places: Sequence[int], start: int, cost: Cost, room: int) -> int:
    """Return the index of the last place whose cost is within the room, −1 for none.

    Costs grow about in proportion to the text, so a few guesses suffice; a place
    is only returned after its own cost was counted.
    """
    low, high, guesses = -1, len(places), 0
    # Four characters to a token, until the first count tells better.
    guess = start + 4 * max(room, 0)
    while high - low > 1:
        index = min(max(bisect_right(places, guess) - 1, low + 1), high - 1)
        if guesses % _HALVING == _HALVING - 1:
            index = (low + high) // 2
        tokens, length = cost(places[index]), places[index] - start
        if tokens <= room:
            low = index
            if room - tokens <= room // _TOLERANCE:
                break
        else:
            high = index
        guess = places[index] + (room - tokens) * length // max(tokens, 1)
        guesses += 1
    return low


def _starts(text: str) -> Iterator[int]:
    """Yield the offset of each row, and at last the text's length."""
    offset = 0
    while offset < len(text):
        yield offset
        offset = text.find("\n", offset) + 1 or len(text)
    yield len(text)


def _rows(lines: Sequence[str], shown: Sequence[Lines], total: int) -> Iterator[Lines]:
    """Yield what each row of a view stands for: a line, or a run behind a placeholder.

    As :func:`ctxbuild.languages.views.render_lines` writes it: hidden lines are
    one row, but blank ones among themselves are shown.
    """
    done = 0
    for first, last in (*shown, (total + 1, total)):
        if first - 1 > done:
            if any(line.strip() for line in lines[done : first - 1]):
                yield done + 1, first - 1
            else:
                yield from ((number, number) for number in range(done + 1, first))
        yield from ((number, number) for number in range(max(first, done + 1), last + 1))
        done = max(done, last)


def _edges(outline: Outline) -> Iterator[tuple[int, bool]]:
    """Yield the lines before which a definition begins or has ended, and whether it is nested."""
    for symbol in outline.symbols:
        nested = symbol.parent >= 0
        yield min(symbol.head[0], symbol.lines[0]), nested
        yield symbol.lines[1] + 1, nested


def _next_visible(text: str, offset: int) -> int:
    """Return the offset of the first row from ``offset`` on that is not blank."""
    while offset < len(text):
        end = text.find("\n", offset) + 1
        if not end or text[offset:end].strip():
            return offset
        offset = end
    return offset
