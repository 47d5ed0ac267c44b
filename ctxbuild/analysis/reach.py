"""Names followed from where a repository offers them to where they are defined.

Through any number of re-exports, aliases and modules handed on as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from ctxbuild.analysis.entries import Entries
from ctxbuild.analysis.modules import Modules
from ctxbuild.languages.exports import EVERYTHING, NOTHING, Export, Exports
from ctxbuild.model import Document, Outline

# A module handed on as a whole says less of each of its names.
_WHOLE_MODULE = 0.6
_MOST_HOPS = 200_000
"""Names that are followed in all, so that no corpus takes longer than it is worth."""

HOLLOW = frozenset({"block", "module"})
"""Kinds that are no scope of their own: conditions, namespaces, inline modules."""


@dataclass(slots=True)
class Reach:
    """Follows names from where they are offered to where they are defined."""

    modules: Modules
    outlines: Mapping[int, Outline]
    tops: Mapping[int, Mapping[str, Sequence[int]]]
    exports: Mapping[int, Exports]
    found: dict[int, dict[int, float]] = field(default_factory=dict)
    _names: dict[tuple[int, str], float] = field(default_factory=dict)
    _bound: dict[int, dict[str, Export]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        documents: Sequence[Document],
        outlines: Mapping[int, Outline],
        exports: Mapping[int, Exports],
        entries: Entries,
    ) -> Self:
        """Return a walk that has found nothing yet."""
        tops = {index: _top_names(outline) for index, outline in outlines.items()}
        return cls(Modules.of(documents, entries.packages), outlines, tops, exports)

    def offer(self, document: int, level: float) -> None:
        """Make all that a document offers public at ``level``."""
        self._follow([(document, EVERYTHING, level)])

    def demand(self, document: int, name: str, level: float) -> None:
        """Make what a document calls ``name`` public at ``level``."""
        self._follow([(document, name, level)])

    def offers(self, document: int) -> bool:
        """Whether a document passes on or defines something for others."""
        return any(True for _ in self._offered(document, 1.0))

    def _follow(self, wanted: list[tuple[int, str, float]]) -> None:
        while wanted and len(self._names) < _MOST_HOPS:
            document, name, level = wanted.pop()
            if self._names.get((document, name), 0.0) >= level:
                continue
            self._names[document, name] = level
            if name == EVERYTHING:
                wanted.extend(self._offered(document, level))
            else:
                wanted.extend(self._sources(document, name, level))

    def _offered(self, document: int, level: float) -> Iterator[tuple[int, str, float]]:
        """Yield the names that a document offers, as demands on it."""
        passed = self.exports.get(document, NOTHING)
        path = self.modules.documents[document].id
        # In Python, what the initialiser of a package imports from it is offered.
        initialiser = path.endswith(("__init__.py", "__init__.pyi")) and not passed.closed
        for export in passed.entries:
            if export.name == EVERYTHING and export.offered:
                yield from self._whole(document, export.origin, level)
            elif export.offered or (initialiser and not export.name.startswith("_")):
                whole = export.original == EVERYTHING
                yield document, export.name, level * (_WHOLE_MODULE if whole else 1.0)
        if not passed.closed and document in self.outlines:
            symbols = self.outlines[document].symbols
            for name, places in self.tops[document].items():
                if any(symbols[place].exported for place in places):
                    yield document, name, level

    def _sources(self, document: int, name: str, level: float) -> Iterator[tuple[int, str, float]]:
        """Mark the definitions of a name in a document; yield where else it comes from."""
        places = self.tops.get(document, {}).get(name, ())
        marked = self.found.setdefault(document, {})
        for place in places:
            marked[place] = max(level, marked.get(place, 0.0))
        export = self._binding(document, name)
        if export is not None:
            yield from self._origin(document, export, level)
        elif not places:
            for star in self.exports.get(document, NOTHING).entries:
                if star.name == EVERYTHING:
                    target = self.modules.find(document, star.origin)
                    if target is not None:
                        yield target, name, level

    def _binding(self, document: int, name: str) -> Export | None:
        if document not in self._bound:
            entries = self.exports.get(document, NOTHING).entries
            self._bound[document] = {export.name: export for export in entries}
        return self._bound[document].get(name)

    def _origin(
        self, document: int, export: Export, level: float
    ) -> Iterator[tuple[int, str, float]]:
        """Yield what a binding stands for."""
        origin, original = export.origin, export.original
        if not origin:
            head, _, rest = original.partition(".")
            if not rest:
                yield from [(document, head, level)] if head != export.name else []
                return
            through = self._binding(document, head)
            if through is None:
                return
            joined = _joined(through)
            origin, original = (joined, rest) if joined else (through.origin, rest)
        if original == EVERYTHING:
            yield from self._whole(document, origin, level)
            return
        target = self.modules.find(document, origin)
        # ``from . import x``: the name is a module, unless its package defines it.
        inner = self.modules.find(document, _child(origin, original)) if "." in origin else None
        if inner is not None and (target is None or original not in self.tops.get(target, {})):
            yield inner, EVERYTHING, level * _WHOLE_MODULE
        elif target is not None:
            yield target, original, level
        else:
            yield from self._inside(document, f"{origin}::{original}", level)

    def _whole(self, document: int, origin: str, level: float) -> Iterator[tuple[int, str, float]]:
        target = self.modules.find(document, origin)
        if target is not None:
            yield target, EVERYTHING, level
        else:
            yield from self._inside(document, origin, level)

    def _inside(self, document: int, path: str, level: float) -> Iterator[tuple[int, str, float]]:
        """Yield the Rust item that a path leads to when its last parts are no files."""
        if self.modules.documents[document].language != "rust":
            return
        found = self.modules.split(document, path)
        if found is not None:
            target, rest = found
            yield target, rest[-1] if rest else EVERYTHING, level


def _joined(export: Export) -> str:
    """Return the module that a binding stands for, if it may be one."""
    if export.original == EVERYTHING:
        return export.origin
    return _child(export.origin, export.original)


def _child(origin: str, name: str) -> str:
    return f"{origin}{name}" if origin.endswith(".") else f"{origin}.{name}"


def _top_names(outline: Outline) -> dict[str, list[int]]:
    """Return the symbols outside any class or function, by name."""
    names: dict[str, list[int]] = {}
    top = [False] * len(outline.symbols)
    for index, symbol in enumerate(outline.symbols):
        parent = symbol.parent
        top[index] = parent < 0 or (top[parent] and outline.symbols[parent].kind in HOLLOW)
        if top[index] and symbol.kind != "block":
            names.setdefault(symbol.name, []).append(index)
    return names
