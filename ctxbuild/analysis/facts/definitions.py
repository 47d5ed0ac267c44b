"""Which definitions a name in a file can mean: its own, its package's, what it imports."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ctxbuild.analysis.facts.material import Material
from ctxbuild.languages.exports import EVERYTHING, Export
from ctxbuild.model import Outline, Symbol

Place = tuple[int, int]
"""A document and a symbol of its outline."""

_HOLLOW = frozenset({"block", "module"})
_OWNED = re.compile(r"[.:#]+")
_GENERIC = re.compile(r"<[^<>]*>")
_MOST_HOPS = 5
_TOGETHER = frozenset({"go", "java"})
"""Languages in which the files of a directory know each other's names."""


@dataclass(frozen=True, slots=True)
class _Names:
    """The definitions of one file: at the top by name, members by owner and name."""

    top: Mapping[str, tuple[int, ...]]
    members: Mapping[tuple[str, str], tuple[int, ...]]


@dataclass(slots=True)
class Definitions:
    """Finds definitions by name; an answer is given only where one alone is possible."""

    material: Material
    _names: dict[int, _Names] = field(default_factory=dict)
    _targets: dict[int, dict[tuple[str, str], tuple[int, ...]]] = field(default_factory=dict)
    _mates: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the imports of each file and the files of each directory."""
        for edge in self.material.graph.edges:
            if edge.exact:
                own = self._targets.setdefault(edge.origin, {})
                own[edge.site.name, edge.site.member] = edge.targets
        for index, document in self.material.sources(*_TOGETHER):
            key = document.language, posixpath.dirname(document.path)
            self._mates.setdefault(key, []).append(index)

    def top(self, files: tuple[int, ...], name: str) -> Place | None:
        """Return the one definition of a name at the top of some files."""
        return _only([(f, at) for f in files for at in self._of(f).top.get(name, ())])

    def member(self, files: tuple[int, ...], owner: str, name: str) -> Place | None:
        """Return the one member of a type that some files define."""
        return _only([(f, at) for f in files for at in self._of(f).members.get((owner, name), ())])

    def files(self, index: int) -> tuple[int, ...]:
        """Return the files whose names a file sees without importing them, itself among them."""
        document = self.material.documents[index]
        if document.language not in _TOGETHER:
            return (index,)
        return tuple(self._mates.get((document.language, posixpath.dirname(document.path)), ()))

    def meant(self, index: int, name: str) -> Place | None:
        """Return the definition that a bare name means in a file."""
        found = self.top(self.files(index), name)
        if found is not None or name in self._of(index).top:
            return found
        for files, original in self._imported(index, name):
            if original and (found := self._passed(files, original, _MOST_HOPS)) is not None:
                return found
        return None

    def module(self, index: int, name: str) -> tuple[int, ...]:
        """Return the files of the module or package that a name means in a file."""
        return next((files for files, original in self._imported(index, name) if not original), ())

    def within(self, files: tuple[int, ...], name: str) -> Place | None:
        """Return what a name means that some files offer."""
        return self._passed(files, name, _MOST_HOPS)

    def _passed(self, files: tuple[int, ...], name: str, hops: int) -> Place | None:
        """Follow a name through files that pass it on."""
        found = self.top(files, name)
        if found is not None or not hops or len(files) != 1:
            return found
        for target, original in self._imported(files[0], name):
            if original and (place := self._passed(target, original, hops - 1)) is not None:
                return place
        return None

    def _imported(self, index: int, name: str) -> list[tuple[tuple[int, ...], str]]:
        """Return the files that a name is imported from, and its name there, empty for modules."""
        targets = self._targets.get(index, {})
        language = self.material.documents[index].language
        if language in {"go", "rust", "java"}:
            return _by_last_part(targets, name, language)
        passed = self.material.exports.get(index)
        found: list[tuple[tuple[int, ...], str]] = []
        for export in passed.entries if passed else ():
            if export.name == name and export.origin:
                found += self._bound(targets, export, language)
        plain = targets.get((name, ""), ()) if language == "python" else ()
        return [*found, (plain, "")] if plain else found

    def _bound(
        self, targets: Mapping[tuple[str, str], tuple[int, ...]], export: Export, language: str
    ) -> list[tuple[tuple[int, ...], str]]:
        whole = export.original == EVERYTHING
        member = export.original if language == "python" and not whole else ""
        files = targets.get((export.origin, member), ())
        if not files:
            return []
        path = self.material.documents[files[0]].path
        # ``from package import module`` is a file, unless its package defines that name.
        is_module = path.rpartition(".")[0].removesuffix("/__init__").endswith(f"/{member}")
        if whole or (member and is_module and member not in self._of(files[0]).top):
            return [(files, "")]
        return [(files, export.original)]

    def _of(self, index: int) -> _Names:
        if index not in self._names:
            outline = self.material.outlines.get(index)
            self._names[index] = _names(outline) if outline else _Names({}, {})
        return self._names[index]


def owner_of(symbol: Symbol) -> str:
    """Return the name of the type that a method belongs to; empty where it is none."""
    parts = _OWNED.split(_GENERIC.sub("", symbol.qualified_name))
    return parts[-2] if len(parts) > 1 else ""


def _names(outline: Outline) -> _Names:
    top: dict[str, tuple[int, ...]] = {}
    members: dict[tuple[str, str], tuple[int, ...]] = {}
    hollow = [False] * len(outline.symbols)
    for at, symbol in enumerate(outline.symbols):
        outer = symbol.parent
        above = outer < 0 or (hollow[outer] and outline.symbols[outer].kind == "block")
        hollow[at] = above and symbol.kind in _HOLLOW
        owner = owner_of(symbol)
        if above and symbol.kind not in {"block", "impl", "method"}:
            top[symbol.name] = (*top.get(symbol.name, ()), at)
        elif owner:
            members[owner, symbol.name] = (*members.get((owner, symbol.name), ()), at)
    return _Names(top, members)


def _by_last_part(
    targets: Mapping[tuple[str, str], tuple[int, ...]], name: str, language: str
) -> list[tuple[tuple[int, ...], str]]:
    """Return imports whose path ends in a name: a package of Go, an item or module of Rust."""
    found: list[tuple[tuple[int, ...], str]] = []
    for (path, member), files in targets.items():
        parts = [part for part in re.split(r"[/.:]+", path) if not re.match(r"v\d+\Z", part)]
        if parts[-1:] == [name]:
            item = language == "java" or (language == "rust" and member != "mod")
            found.append((files, name if item else ""))
            if item and language == "rust":
                found.append((files, ""))
    return found


def _only(places: list[Place]) -> Place | None:
    return places[0] if len(places) == 1 else None
