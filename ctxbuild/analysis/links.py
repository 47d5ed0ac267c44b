"""From raw import strings to edges between documents.

No build system is run: a name such as ``a.b.C``, ``./x`` or ``net/http`` is
matched against the ends of paths, as a person would guess, and the candidate
nearest to the importing file wins. Where a corpus has several sources, the
importing file's own wins; in another, only what its users would import can be meant.
"""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ctxbuild.model import Document, Edge

Key = tuple[str, ...]

# File stems that stand for their directory when a package is imported.
_PACKAGE_STEMS = frozenset({"__init__", "index", "mod", "lib", "main", "package", "init"})
# A name shared by more files than this says nothing about which one is meant.
_MOST_CANDIDATES = 12
# A Go import names a directory; its files share the edge, up to this many.
_MOST_MEMBERS = 40
_SCRIPTS = frozenset({"javascript", "typescript", "tsx", "vue", "svelte"})
# Directories that may stand above a package of another source: src/main/java, packages/x/src.
_MOST_ABOVE = 3
_SEPARATORS = str.maketrans({"\\": "/", ":": "/"})


@dataclass(slots=True)
class PathIndex:
    """Documents by the last one to four segments of their paths, without suffix."""

    ends: dict[Key, list[int]] = field(default_factory=dict)
    directories: dict[str, list[int]] = field(default_factory=dict)
    parents: list[str] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, documents: Sequence[Document]) -> PathIndex:
        """Index the code documents."""
        index = cls()
        for number, document in enumerate(documents):
            index._add(number, document)
        return index

    def _add(self, number: int, document: Document) -> None:
        directory, _, name = document.id.rpartition("/")
        self.parents.append(directory)
        self.sources.append(document.source)
        self.roots.append(document.root)
        if document.kind != "code":
            return
        self.directories.setdefault(directory, []).append(number)
        stem = name.split(".", 1)[0]
        segments = [*directory.split("/"), stem] if directory else [stem]
        self._ends(segments, number)
        self._ends([*segments[:-1], name], number)
        if stem in _PACKAGE_STEMS and directory:
            self._ends(segments[:-1], number)

    def _ends(self, segments: list[str], number: int) -> None:
        for length in range(1, min(4, len(segments)) + 1):
            self.ends.setdefault(tuple(segments[-length:]), []).append(number)

    def nearest(self, key: Key, origin: int) -> int | None:
        """Return the document whose path ends in ``key``, the one nearest to ``origin``."""
        tail = key[-4:]
        found = self.ends.get(tail, ())
        if self.roots[origin]:
            source = self.sources[origin]
            own = [n for n in found if self.sources[n] == source]
            found = own or [n for n in found if self._is_offered(n, key)]
        if not found or (len(tail) == 1 and len(found) > _MOST_CANDIDATES):
            return None
        home = self.parents[origin]
        return max(found, key=lambda n: (_shared(home, self.parents[n]), -n))

    def _is_offered(self, number: int, key: Key) -> bool:
        """Whether another source may mean a document by this name: not much stands above it."""
        home = self.parents[number][len(self.roots[number]) :]
        package = home.rpartition("/")[2] == key[-1]
        above = (home.count("/") + 1 if home else 0) + (not package) - len(key)
        return above <= (1 if len(key) == 1 else _MOST_ABOVE)


def import_edges(
    documents: Sequence[Document],
    imports: Iterable[tuple[int, Sequence[str]]],
    packages: Mapping[str, Sequence[int]] | None = None,
) -> list[Edge]:
    """Return the edges that imports make, in document order.

    Args:
        documents: the corpus.
        imports: document index and the raw names that it imports.
        packages: entry documents of npm packages and crates, by name; an import
            of one leads there where it belongs to another source.

    """
    index = PathIndex.of(documents)
    weights: dict[tuple[int, int], float] = {}
    for origin, names in imports:
        language = documents[origin].language
        for name in names:
            targets: Sequence[int] = ()
            if packages and (language in _SCRIPTS or language == "rust"):
                targets = _other_package(index, origin, name, packages)
            targets = targets or resolve(index, origin, name, language)
            for target in targets:
                if target != origin:
                    pair = (origin, target)
                    weights[pair] = weights.get(pair, 0.0) + 1.0 / len(targets)
    return [Edge(origin, target, "imports", w) for (origin, target), w in weights.items()]


def resolve(index: PathIndex, origin: int, name: str, language: str) -> Sequence[int]:
    """Return the documents that an import name most likely means."""
    if is_external(name, language):
        return ()
    if language == "go":
        return _go_package(index, origin, name)
    if language == "python":
        return _one(_python(index, origin, name))
    path = name.translate(_SEPARATORS)
    if path.startswith("."):
        joined = posixpath.normpath(posixpath.join(index.parents[origin], path))
        return _one(index.nearest(_segments(joined), origin)) if joined[:2] != ".." else ()
    if "/" not in path and language in {"java", "kotlin", "scala", "csharp"}:
        path = path.replace(".", "/")
    return _one(_by_end(index, origin, _segments(path)))


def _other_package(
    index: PathIndex, origin: int, name: str, packages: Mapping[str, Sequence[int]]
) -> Sequence[int]:
    """Return the entry of another source's package; nothing where the own source has one."""
    head = name.split("::", 1)[0]
    scope = "/".join(head.split("/")[: 2 if head.startswith("@") else 1])
    found = packages.get(head) or packages.get(scope) or ()
    source = index.sources[origin]
    return () if any(index.sources[n] == source for n in found) else found[:1]


def is_external(name: str, language: str) -> bool:
    """Whether a name belongs to the language's own library or to another package.

    A file of the repository that happens to be called ``typing`` or ``std`` is
    not what such an import means.
    """
    if language == "python":
        return name.split(".", 1)[0] in sys.stdlib_module_names
    if language == "rust":
        return name.split("::", 1)[0] in {"std", "core", "alloc"}
    if language in _SCRIPTS:
        return not name.startswith((".", "/", "@/", "~", "#")) and "/" not in name
    if language in {"c", "cpp"}:
        return "." not in name and "/" not in name
    return False


def _python(index: PathIndex, origin: int, name: str) -> int | None:
    dots = len(name) - len(name.lstrip("."))
    segments = tuple(part for part in name.lstrip(".").split(".") if part)
    if not dots:
        return _by_end(index, origin, segments)
    home = index.parents[origin].split("/") if index.parents[origin] else []
    base = home[: len(home) - (dots - 1)] if dots > 1 else home
    for length in range(len(segments), -1, -1):
        key = (*base, *segments[:length])
        found = index.nearest(key, origin) if key else None
        if found is not None:
            return found
    return None


def _by_end(index: PathIndex, origin: int, segments: Key) -> int | None:
    """Match the name, then without its last part (a member), then without its first ones."""
    segments = tuple(part for part in segments if part not in {"crate", "self", "super", "~", "@"})
    for dropped in range(min(3, len(segments))):
        rest = segments[dropped:]
        for key in (rest, rest[:-1]):
            if len(key) < (2 if dropped else 1):
                continue
            found = index.nearest(key, origin)
            if found is not None:
                return found
    return None


def _go_package(index: PathIndex, origin: int, name: str) -> Sequence[int]:
    """Match an import path against directories, longest end first.

    A source's directory begins with its name, which is as a rule the last
    part of its module's path.
    """
    segments = name.split("/")
    for start in range(len(segments)):
        end = "/".join(segments[start:])
        members = index.directories.get(index.roots[origin] + end) or index.directories.get(end)
        if members:
            return members[:_MOST_MEMBERS]
    return ()


def _segments(path: str) -> Key:
    head, _, last = path.rpartition("/")
    stem = last.rsplit(".", 1)[0] if "." in last[1:] else last
    return tuple(part for part in [*head.split("/"), stem] if part)


def _one(target: int | None) -> Sequence[int]:
    return () if target is None else (target,)


def _shared(left: str, right: str) -> int:
    """Return the number of leading path segments in common, less the ones that differ."""
    a, b = left.split("/"), right.split("/")
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    return 2 * common - len(b)
