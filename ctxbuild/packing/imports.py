"""The imports that shown bodies use: the context without which their names mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.languages.bindings import Binding, bindings_of
from ctxbuild.languages.views import merge_lines
from ctxbuild.model import Lines, Outline

_WORD = re.compile(r"[^\W\d][\w$]*")


class UsedImports:
    """Adds to the shown lines of a document the imports that bodies among them use.

    The more is shown, the more imports are: what this returns for some lines
    is part of what it returns for those and others.
    """

    def __init__(self, lines: Sequence[str], outline: Outline) -> None:
        self._lines = lines
        self._by_name: dict[str, list[Binding]] = {}
        for binding in bindings_of(lines, outline.language):
            for name in binding.names:
                self._by_name.setdefault(name, []).append(binding)
        self._bodies = _bodies(outline) if self._by_name else ()
        self._used: dict[int, tuple[Lines, ...]] = {}

    def of(self, shown: Sequence[Lines]) -> tuple[Lines, ...]:
        """Return the lines of the imports that the bodies in ``shown`` use."""
        found: list[Lines] = []
        for first, last in _common(shown, self._bodies):
            for row in range(first, last + 1):
                if row not in self._used:
                    self._used[row] = tuple(self._of_row(row))
                found += self._used[row]
        return merge_lines(found)

    def _of_row(self, row: int) -> Iterator[Lines]:
        for word in dict.fromkeys(_WORD.findall(self._lines[row - 1])):
            for binding in self._by_name.get(word, ()):
                yield from (binding.lines, *binding.around)


def _bodies(outline: Outline) -> tuple[Lines, ...]:
    """Return the lines of bodies, without those of what only holds others."""
    parents = {symbol.parent for symbol in outline.symbols}
    return merge_lines(
        symbol.fold
        for index, symbol in enumerate(outline.symbols)
        if symbol.fold is not None and index not in parents
    )


def _common(left: Sequence[Lines], right: Sequence[Lines]) -> Iterator[Lines]:
    """Yield the lines that both have; both are in order, without overlaps."""
    a = b = 0
    while a < len(left) and b < len(right):
        run = max(left[a][0], right[b][0]), min(left[a][1], right[b][1])
        if run[0] <= run[1]:
            yield run
        if left[a][1] < right[b][1]:
            a += 1
        else:
            b += 1
