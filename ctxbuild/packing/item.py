"""Items of a bundle that grow under the optimiser: directories, names and documents."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from ctxbuild.languages.views import (
    declaration_lines,
    full_lines,
    merge_lines,
    render_lines,
    signature_lines,
)
from ctxbuild.model import Detail, Document, Lines, Outline
from ctxbuild.packing.choose import Step
from ctxbuild.packing.gaps import CheapGaps, Count, close_small_gaps
from ctxbuild.packing.imports import UsedImports
from ctxbuild.packing.layout import Layout
from ctxbuild.tokens.seams import Part, count_joined

# Of a hundred thousand small files nearly all are tried once.
_MOST_READ = 1000

LEAST_BLOCK = 8
"""No block costs less tokens: heading, lines shown, fences or tags, in any format."""

IMPOSSIBLE = 1 << 60
"""The cost of a step whose condition is not met."""


@dataclass(slots=True)
class DirectoryItem:
    """A directory that may get a line of its own in the map.

    As soon as some of its files have a line, one more line counts the others.
    """

    line_cost: int
    more_cost: int
    files: int
    """Documents directly in it."""
    listed: bool = False
    named: int = 0

    def floor(self, step: Step) -> int:
        """Return the cost itself: it is known."""
        return self.cost(step)

    def cost(self, _step: Step) -> int:
        """Return the tokens of the directory's line."""
        return self.line_cost

    def cost_of_name(self, name_cost: int) -> int:
        """Return the cost of naming one more file: the first brings the count of the others."""
        if not self.listed:
            return IMPOSSIBLE
        first, last = self.named == 0, self.named == self.files - 1
        return name_cost + self.more_cost * (first - last)

    @property
    def lacks_one(self) -> bool:
        """Whether one more name makes the line that counts the others go."""
        return self.listed and self.files > 1 and self.named == self.files - 1

    def take(self, _step: Step) -> None:
        """List the directory."""
        self.listed = True

    def part(self, _step: Step, _room: int) -> Step | None:
        """Return nothing: a line is written whole."""
        return None

    def fill(self, _step: Step, _room: int) -> Step | None:
        """Return nothing: a line is written whole."""
        return None


@dataclass(slots=True)
class DocumentItem:
    """A document that may get a line in the map, and a block with more and more lines."""

    document: Document
    directory: DirectoryItem
    layout: Layout
    count: Count
    tokens: int
    """Tokens of the whole text."""
    name_cost: int
    outline: Outline | None = None
    recent: deque[DocumentItem] = field(default_factory=deque, repr=False, compare=False)
    """The items whose lines are in memory, in the order in which they were read."""
    named: bool = False
    shown: tuple[Lines, ...] = ()
    block_tokens: int = 0
    _lines: list[str] | None = None
    _signatures: tuple[Lines, ...] | None = None
    _imports: UsedImports | None = None
    _pending: tuple[tuple[Lines, ...], int] | None = field(default=None)
    _cheap: CheapGaps | None = None

    def floor(self, step: Step) -> int:
        """Return a quarter of the tokens that this share of the lines has on average.

        A guess that saves the exact count of what will not fit; being a
        function of the step alone, it leaves the optimiser monotone.
        """
        if not step.lines:
            return self.directory.cost_of_name(self.name_cost)
        lines = sum(last - first + 1 for first, last in step.lines)
        return self.tokens * lines // (4 * max(self.document.lines, 1))

    def cost(self, step: Step) -> int:
        """Return the exact tokens by which the output grows."""
        if not step.lines:
            return self.directory.cost_of_name(self.name_cost)
        shown = self._grown(step.lines)
        if shown == self.shown:
            return 0
        tokens = self._block_tokens(shown)
        self._pending = (shown, tokens)
        return tokens - self.block_tokens

    def take(self, step: Step) -> None:
        """Take the step, using the count of the last call of :meth:`cost`."""
        if not step.lines:
            self.named = True
            self.directory.named += 1
            return
        shown = self._grown(step.lines)
        if shown == self.shown:
            return
        if self._pending is None or self._pending[0] != shown:
            self._pending = (shown, self._block_tokens(shown))
        self.shown, self.block_tokens = self._pending

    def part(self, step: Step, room: int) -> Step | None:
        """Return the step with as many of its parts, from the top, as fit the room.

        Code is cut between definitions, so that the view stays valid; other texts between lines.
        """
        if not step.lines:
            return None
        if self.document.kind == "code" and self.outline is not None and self.outline.symbols:
            return self._longest(step, self._definitions_in(step, self.outline), room)
        return self.fill(step, room)

    def fill(self, step: Step, room: int) -> Step | None:
        """Return the step with as many of its new lines, from the top, as fit the room."""
        if not step.lines:
            return None
        new = [
            ((number, number),)
            for first, last in step.lines
            for number in range(first, last + 1)
            if not any(low <= number <= high for low, high in self.shown)
        ]
        return self._longest(step, new, room)

    def _longest(self, step: Step, units: Sequence[tuple[Lines, ...]], room: int) -> Step | None:
        """Return the step cut to the most units that fit, less than all of them."""
        low, high = 0, len(units) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.cost(_cut(step, units[:middle])) <= room:
                low = middle
            else:
                high = middle - 1
        cut = _cut(step, units[:low])
        return cut if low > 0 and self.cost(cut) <= room else None

    def _definitions_in(self, step: Step, outline: Outline) -> list[tuple[Lines, ...]]:
        """Return the lines of each definition that the step shows, as far as it shows them."""
        units = []
        for index, symbol in enumerate(outline.symbols):
            if not all(_covers(step.lines, run) for run in symbol.declaration):
                continue
            lines = declaration_lines
            if _covers(step.lines, symbol.head):
                lines = signature_lines
            if symbol.fold is not None and _covers(step.lines, symbol.fold):
                lines = full_lines
            units.append(lines(outline, [index]))
        return units

    @property
    def detail(self) -> Detail:
        """The level that the lines shown amount to."""
        if not self.shown:
            return Detail.NAME if self.named else Detail.OMITTED
        return self._detail_of(self.shown)

    def lines(self) -> list[str]:
        """Return the document's lines, without their newlines."""
        if self._lines is None:
            self._lines = self.document.text().split("\n")
            if not self._lines[-1]:
                self._lines.pop()
            self.recent.append(self)
            if len(self.recent) > _MOST_READ:
                self.recent.popleft()._forget()
        return self._lines

    def _forget(self) -> None:
        """Drop what can be made of the text again."""
        self._lines = self._imports = self._cheap = None

    def _grown(self, lines: Sequence[Lines]) -> tuple[Lines, ...]:
        runs = merge_lines((*self.shown, *lines))
        if self._imports is None and self.outline is not None:
            self._imports = UsedImports(self.lines(), self.outline)
        if self._imports is not None:
            runs = merge_lines((*runs, *self._imports.of(runs)))
        return self._closed(runs)

    def _closed(self, runs: Sequence[Lines]) -> tuple[Lines, ...]:
        if self._cheap is None:
            self._cheap = CheapGaps(self.document, self.lines(), self.count)
        return close_small_gaps(runs, self.lines(), self._cheap)

    def _detail_of(self, shown: tuple[Lines, ...]) -> Detail:
        if shown == ((1, self.document.lines),):
            return Detail.FULL
        if self.outline is None or not self.outline.symbols or self.document.role == "change":
            return Detail.EXCERPT
        if self._has_a_body(shown):
            return Detail.ELIDED
        return Detail.SIGNATURES if self._are_signatures(shown) else Detail.EXCERPT

    def _are_signatures(self, shown: tuple[Lines, ...]) -> bool:
        """Whether signatures are all that is shown, but for lines that closed a small gap."""
        assert self.outline is not None
        if self._signatures is None:
            self._signatures = self._closed(signature_lines(self.outline))
        return all(
            any(low - 1 <= first and last <= high + 1 for low, high in self._signatures)
            for first, last in shown
        )

    def _has_a_body(self, shown: tuple[Lines, ...]) -> bool:
        symbols = self.outline.symbols if self.outline is not None else ()
        parents = {symbol.parent for symbol in symbols}
        return any(
            first <= symbol.fold[0] and symbol.fold[1] <= last
            for index, symbol in enumerate(symbols)
            if symbol.fold is not None and index not in parents
            for first, last in shown
        )

    def _block_tokens(self, shown: tuple[Lines, ...]) -> int:
        detail = self._detail_of(shown)
        if detail == Detail.FULL:
            text = self.document.text()
        else:
            text = render_lines(self.lines(), self.document.language, shown)
        block = self.layout.block(self.document, detail, shown, text)
        if detail == Detail.FULL and self.layout.raw and block.body == text:
            return count_block(block.head, Part(text, self.tokens), block.tail, self.count)
        return self.count(str(block))


def _cut(step: Step, units: Sequence[tuple[Lines, ...]]) -> Step:
    lines = merge_lines(run for unit in units for run in unit)
    return Step(step.density, step.item, step.order, tuple(lines))


def _covers(runs: Sequence[Lines], lines: Lines) -> bool:
    return any(first <= lines[0] and lines[1] <= last for first, last in runs)


def count_block(head: str, body: Part, tail: str, count: Count) -> int:
    """Return the tokens of a block whose body has been counted before."""
    return count_joined([Part(head, count(head)), body, Part(tail, count(tail))], count)
