"""Where the statements of a long definition begin, and what must frame a part of it.

The tree that the outline was made from is walked from body to body: the
statements of a body may be hidden one by one, and one that is long is opened
in turn. What lies between the bodies of an opened statement (its header,
``} else {``, its end) is its frame, without which no part of it makes sense.
Rows are 0-based and inclusive. Everything is kept on explicit stacks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from ctxbuild.languages.bodies import LONG_STATEMENT, Body, Item, Reader, is_crowded
from ctxbuild.languages.folds import Source
from ctxbuild.model import Lines

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_LEVELS = 3
"""How deep statements are opened; a body of one statement is not counted."""

MAX_DEPTH = 10
"""The same with those counted."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A long statement that is split inside: the runs of its frame, and its bodies between.

    There is one run more than there are bodies; a run may be empty.
    """

    first: int
    last: int
    frame: list[Lines]
    bodies: list[Lines]

    def around(self, first: int, last: int) -> Iterator[Lines]:
        """Yield the runs that must be shown with rows ``first`` to ``last``."""
        yield self.frame[0]
        index = max(0, bisect_right(self.bodies, (first, first)) - 1)
        while index < len(self.bodies) and self.bodies[index][0] <= last:
            if self.bodies[index][1] >= first:
                yield self.frame[index]
                yield self.frame[index + 1]
            index += 1
        yield self.frame[-1]


@dataclass(slots=True)
class Cuts:
    """Rows before which a text may be cut, each with its depth, and what is open there."""

    rows: dict[int, int] = field(default_factory=dict)
    opened: list[Opened] = field(default_factory=list)
    crowded: bool = False
    """Whether there may be more cuts, in what has too many parts to be looked into."""


def cuts_of(node: Node, fold: Lines, source: Source, language: str) -> Cuts:
    """Return the cuts inside the rows ``fold`` of the definition ``node``."""
    reader = Reader(source, language)
    bodies = _bodies_inside(node, fold, reader)
    cuts = Cuts()
    if len(bodies) > 1:
        between = [(a.last + 1, b.first - 1) for a, b in pairwise(bodies)]
        # What begins and ends the definition is outside its fold, and always shown.
        frame = [(fold[0], fold[0] - 1), *between, (fold[1] + 1, fold[1])]
        cuts.opened.append(Opened(*fold, frame, [(body.first, body.last) for body in bodies]))
        cuts.rows.update((first, 1) for first, last in between if first <= last)
    _descend([(body, 0, 0) for body in bodies], cuts, reader)
    cuts.crowded = reader.crowded
    return cuts


def cuts_among(nodes: Iterable[Node], runs: Sequence[Lines], source: Source, language: str) -> Cuts:
    """Return the cuts between and inside the statements directly in ``nodes``.

    Only statements that begin in one of ``runs`` (in order) are looked at, and
    only those that end there too are opened.
    """
    reader, cuts = Reader(source, language), Cuts()
    ends = [last for _, last in runs]
    for node in nodes:
        begin = bisect_left(ends, node.start_point[0])
        if is_crowded(node) or begin == len(runs):
            continue
        children = node.children
        for at in range(begin, len(runs)):
            first, last = runs[at]
            if first > node.end_point[0]:
                break
            low = bisect_left(children, first, key=_first_row)
            high = bisect_right(children, last, key=_first_row)
            items = reader.items(node, children[low:high], first - 1)[0]
            cuts.rows.update((item.first, 0) for item in items)
            long = [item for item in items if _is_long(item) and item.last <= last]
            _descend([(Body([item], item.last), 0, 0) for item in long], cuts, reader)
    return cuts


def text_cuts(rows: Lines, source: Source) -> Cuts:
    """Return the cuts of a text that no parser could read: after blank lines, by indentation."""
    first, last = rows
    lines = source.lines
    visible = [row for row in range(first, last + 1) if lines[row].strip()]
    indents = {row: len(lines[row]) - len(lines[row].lstrip()) for row in visible}
    base = min(indents.values(), default=0)
    cuts = Cuts()
    for row, indent in indents.items():
        blank = row > 0 and not lines[row - 1].strip()
        closes = lines[row].lstrip()[:1] in b")]}"
        if blank or (indent == base and not closes and not source.is_comment(max(row - 1, 0))):
            cuts.rows[row] = 0 if indent == base else 1 + (indent - base) // 2
    return cuts


def _first_row(node: Node) -> int:
    row: int = node.start_point[0]
    return row


def _is_long(item: Item) -> bool:
    return item.last - item.first >= LONG_STATEMENT


def _bodies_inside(node: Node, fold: Lines, reader: Reader) -> list[Body]:
    """Return the outermost bodies inside ``fold``, which a definition may have deep inside.

    So it is with a function that is an argument: ``const f = wrapped(2, () => {``.
    """
    within: Node | None = node
    for _ in range(MAX_DEPTH):
        if within is None:
            break
        found = reader.bodies(within)
        inside = [body for each in found if (body := _clipped(each, fold))]
        if inside:
            return inside
        items = (item for body in found for item in body.items)
        within = next((i.node for i in items if i.first < fold[0] and i.last > fold[1]), None)
    return []


def _clipped(body: Body, fold: Lines) -> Body | None:
    items = [item for item in body.items if fold[0] <= item.first and item.last <= fold[1]]
    return Body(items, min(body.last, fold[1])) if items else None


def _descend(stack: list[tuple[Body, int, int]], cuts: Cuts, reader: Reader) -> None:
    """Note the cuts of bodies and of the long statements in them."""
    while stack:
        body, level, depth = stack.pop()
        for item in body.items[1:]:
            cuts.rows[item.first] = depth
        deeper = level + (len(body.items) > 1)
        if deeper > MAX_LEVELS or depth >= MAX_DEPTH:
            continue
        for item in body.items:
            if item.node is None or not _is_long(item):
                continue
            inner = reader.bodies(item.node)
            if inner:
                cuts.opened.append(_opened(item, inner, cuts, depth + 1))
                within = deeper - reader.is_body(item.node)
                stack.extend((each, within, depth + 1) for each in inner)


def _opened(item: Item, bodies: list[Body], cuts: Cuts, depth: int) -> Opened:
    """Return the frame of a long statement; it may be cut before the runs between its bodies."""
    at = item.first if item.node is None else item.node.start_point[0]
    frame: list[Lines] = []
    for body in bodies:
        frame.append((at, body.first - 1))
        if len(frame) > 1 and at < body.first:
            cuts.rows[at] = depth
        at = body.last + 1
    frame.append((at, item.last))
    return Opened(frame[0][0], item.last, frame, [(body.first, body.last) for body in bodies])
