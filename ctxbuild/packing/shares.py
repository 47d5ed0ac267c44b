"""One selection in reading order, cut into parts that each fill their room."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ctxbuild.languages.outline import outline
from ctxbuild.model import CtxbuildError, Document, Item, Lines, Outline, Plan, Stretch
from ctxbuild.packing.cuts import View, best_cut, clipped, view_of
from ctxbuild.packing.layout import Layout
from ctxbuild.packing.part_map import PartMap

# The contract is 97 % of the budget; the rest is for what is only known in the end.
_LEAST_USED = 0.972
# A file above this is data in the clothes of code, and cut between lines.
_LARGEST_OUTLINED = 1 << 20


@dataclass(slots=True)
class Share:
    """What one part holds: items of its documents in reading order, and where they were cut."""

    items: list[Item] = field(default_factory=list)
    stretches: dict[int, Stretch] = field(default_factory=dict)
    used: int = 0
    """Tokens of blocks and of map lines beyond those that every part has."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """How much goes into a part, in tokens of the base encoding."""

    asked: int
    """The budget of a part as it was asked for, in tokens of the encoding."""
    budget: int
    fixed: int
    """What every part costs before its first document."""
    count: Callable[[str], int]
    scaled: Callable[[int], int]

    @property
    def most(self) -> int:
        """Return what documents may take of a part."""
        return self.budget - self.fixed

    @property
    def least(self) -> int:
        """Return what documents must take of a part before the next is begun."""
        return math.ceil(self.budget * _LEAST_USED) - self.fixed


def shares_of(plan: Plan, layout: Layout, part_map: PartMap, rooms: Rooms) -> list[Share]:
    """Cut a selection into shares.

    Raises:
        CtxbuildError: a part cannot hold even the beginning of some document.
    """
    filler = _Filler(plan, layout, part_map, rooms)
    for index in plan.order:
        filler.place(plan.items[index])
    return filler.shares


class _Filler:
    """Fills one share after the other."""

    def __init__(self, plan: Plan, layout: Layout, part_map: PartMap, rooms: Rooms) -> None:
        self._plan, self._layout, self._map, self._rooms = plan, layout, part_map, rooms
        self._share = Share()
        self.shares = [self._share]
        part_map.clear()

    def place(self, item: Item) -> None:
        """Put a document where there is room for it, cut if need be."""
        if self._fits(item):
            self._add(item)
        elif item.shown:
            self._place_cut(item)
        else:
            if self._share.items:
                self._close()
            if not self._fits(item):
                raise self._too_small(item.document, 0)
            self._add(item)

    def _place_cut(self, item: Item) -> None:
        """Fill what is left with the document's beginning, then further parts with the rest."""
        view = self._view(item)
        start = 0
        while start < len(view.text):
            if self._share.items and self._share.used >= self._rooms.least:
                self._close()
            if not start and self._fits(item):
                self._add(item)
                return
            stop = self._stop(item, view, start)
            if stop is not None:
                self._add(*self._piece(item, view, start, stop))
                start = stop
            elif not self._share.items:
                raise self._too_small(item.document, self._cost(item, view, start, start + 1))
            if start < len(view.text):
                self._close()

    def _stop(self, item: Item, view: View, start: int) -> int | None:
        """Return where the piece ends that goes into the open part; ``None`` where none fits."""
        room, end = self._room(item.document), len(view.text)
        least = self._rooms.least - self._share.used - self._map.adding(item.document)
        # Counting the whole rest is worth it where it may fit.
        likely = start > 0 and (end - start) * item.tokens <= 2 * room * end
        if likely and self._cost(item, view, start, end) <= room:
            return end
        counted: dict[int, int] = {}

        def cost(stop: int) -> int:
            if stop not in counted:
                counted[stop] = self._cost(item, view, start, stop)
            return counted[stop]

        return best_cut(view, start, cost, room, least)

    def _cost(self, item: Item, view: View, start: int, stop: int) -> int:
        piece, stretch = self._stretch(item, view, start, stop)
        document = self._plan.corpus.documents[item.document]
        text = view.text[start:stop]
        block = self._layout.block(document, item.detail, piece, text, stretch)
        return self._rooms.count(str(block))

    def _stretch(
        self, item: Item, view: View, start: int, stop: int
    ) -> tuple[tuple[Lines, ...], Stretch]:
        """Return the lines that a piece shows, and where it was cut out."""
        lines, number, end = view.lines(start, stop), len(self.shares), len(view.text)
        stretch = Stretch(
            lines,
            start,
            stop,
            item.shown,
            number - 1 if start else 0,
            number + 1 if stop < end else 0,
            (not view.is_between_lines(start), not view.is_between_lines(stop)),
            view.definition_at(lines[0]) if start else "",
        )
        return clipped(item.shown, lines), stretch

    def _piece(self, item: Item, view: View, start: int, stop: int) -> tuple[Item, Stretch]:
        shown, stretch = self._stretch(item, view, start, stop)
        tokens = self._cost(item, view, start, stop)
        return replace(item, shown=shown, tokens=tokens), stretch

    def _view(self, item: Item) -> View:
        document = self._plan.corpus.documents[item.document]
        found = self._plan.outlines.get(item.document) or _outline(document)
        return view_of(document, item.detail, item.shown, found)

    def _room(self, index: int) -> int:
        return self._rooms.most - self._share.used - self._map.adding(index)

    def _fits(self, item: Item) -> bool:
        return item.tokens <= self._room(item.document)

    def _add(self, item: Item, stretch: Stretch | None = None) -> None:
        self._share.used += item.tokens + self._map.adding(item.document)
        self._map.add(item.document)
        self._share.items.append(item)
        if stretch is not None:
            self._share.stretches[item.document] = stretch

    def _close(self) -> None:
        """Begin the next part."""
        self._share = Share()
        self.shares.append(self._share)
        self._map.clear()

    def _too_small(self, index: int, tokens: int) -> CtxbuildError:
        """Return what to say of a document of which an empty part cannot hold ``tokens``."""
        rooms = self._rooms
        needed = rooms.scaled(rooms.fixed + self._map.adding(index) + tokens)
        path = self._plan.corpus.documents[index].id
        return CtxbuildError(
            f"{path!r}: a part of {rooms.asked} tokens cannot hold its beginning; "
            f"give a budget of at least {needed}, or leave the file out"
        )


def _outline(document: Document) -> Outline | None:
    if document.size > _LARGEST_OUTLINED or document.content is None:
        return None
    return outline(document.content.data(), document.language)
