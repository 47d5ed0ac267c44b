"""Which document a module name means, exactly: relative paths, packages, crates, workspaces.

:mod:`ctxbuild.analysis.links` guesses from the ends of paths, which is right
for a graph of thousands of imports. Following an export to its definition
allows no guess: one wrong turn makes private names public.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ctxbuild.model import Document

SCRIPTS = frozenset({"javascript", "typescript", "tsx", "vue", "svelte"})
_RUST_ROOTS = frozenset({"lib", "mod", "main"})
_SUFFIXES = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
# A stem may be there in several languages; the source is what people wrote.
_WRITTEN_FIRST = {"typescript": 0, "tsx": 0, "javascript": 1}


@dataclass(slots=True)
class Modules:
    """Documents of a corpus by the names under which code asks for them."""

    documents: Sequence[Document]
    packages: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Entry documents of the corpus's own npm packages and crates, by name."""
    _stems: dict[str, int] = field(default_factory=dict)
    """Path without suffix → document; a package's ``__init__``, ``index`` also as its directory."""
    _dotted: dict[str, list[int]] = field(default_factory=dict)
    """Absolute Python module name → documents."""

    @classmethod
    def of(cls, documents: Sequence[Document], packages: Mapping[str, Sequence[int]]) -> Modules:
        """Index the code among the documents."""
        modules = cls(documents, packages)
        ranked = sorted(
            (i for i, document in enumerate(documents) if document.kind == "code"),
            key=lambda i: (_WRITTEN_FIRST.get(documents[i].language, 2), i),
        )
        for index in ranked:
            for stem in _stems(documents[index].id):
                modules._stems.setdefault(stem, index)
        for index in ranked:
            if documents[index].language == "python":
                modules._dotted.setdefault(modules.dotted(index), []).append(index)
        return modules

    def dotted(self, index: int) -> str:
        """Return the absolute name of a Python module: from the topmost package above it."""
        document = self.documents[index]
        directory, _, name = document.path.rpartition("/")
        parts = [] if name.startswith("__init__.") else [name.split(".", 1)[0]]
        while directory and self._is_package(document.root + directory):
            directory, _, last = directory.rpartition("/")
            parts.append(last)
        return ".".join(reversed(parts))

    def _is_package(self, directory: str) -> bool:
        found = self._stems.get(f"{directory}/__init__")
        return found is not None

    def find(self, origin: int, name: str) -> int | None:
        """Return the document that ``name`` means in the document ``origin``, if it is ours."""
        language = self.documents[origin].language
        if language == "python":
            return self._python(origin, name)
        if language == "rust":
            found = self._rust(origin, name)
            return found[0] if found is not None and not found[1] else None
        return self._script(origin, name)

    def split(self, origin: int, path: str) -> tuple[int, tuple[str, ...]] | None:
        """Return the document that a Rust path leads to and what of the path lies inside it."""
        return self._rust(origin, path)

    def _python(self, origin: int, name: str) -> int | None:
        plain = name.lstrip(".")
        dots = len(name) - len(plain)
        if not dots:
            own, other = self._own_first(self._dotted.get(name, ()), origin)
            found = self._python(origin, f".{name}") if own is None else own
            return other if found is None else found
        home = posixpath.dirname(self.documents[origin].id)
        for _ in range(dots - 1):
            home = posixpath.dirname(home)
        path = posixpath.join(home, plain.replace(".", "/")) if plain else home
        return self._stems.get(path)

    def _script(self, origin: int, name: str) -> int | None:
        if not name.startswith("."):
            return self._package(name, origin)
        home = posixpath.dirname(self.documents[origin].id)
        path = posixpath.normpath(posixpath.join(home, name))
        for suffix in ("", *_SUFFIXES):
            if path.endswith(suffix):
                found = self._stems.get(path.removesuffix(suffix) if suffix else path)
                if found is not None and found != origin:
                    return found
        return None

    def _rust(self, origin: int, path: str) -> tuple[int, tuple[str, ...]] | None:
        parts = [part for part in path.split("::") if part]
        document = origin
        if parts and parts[0] == "crate":
            root = self._crate_root(origin)
            if root is None:
                return None
            document, parts = root, parts[1:]
        elif parts and parts[0] in self.packages and not self._child(origin, parts[0]):
            package = self._package(parts[0], origin)
            assert package is not None
            document, parts = package, parts[1:]
        while parts and parts[0] in {"self", "super"}:
            if parts[0] == "super":
                above = self._above(document)
                if above is None:
                    return None
                document = above
            parts = parts[1:]
        while parts and (child := self._child(document, parts[0])) is not None:
            document, parts = child, parts[1:]
        return document, tuple(parts)

    def _package(self, name: str, origin: int) -> int | None:
        own, other = self._own_first(self.packages.get(name, ()), origin)
        return other if own is None else own

    def _own_first(self, found: Sequence[int], origin: int) -> tuple[int | None, int | None]:
        """Return the first document of the origin's own source, and the first of any."""
        source = self.documents[origin].source
        own = (index for index in found if self.documents[index].source == source)
        return next(own, None), found[0] if found else None

    def _child(self, document: int, name: str) -> int | None:
        return self._stems.get(posixpath.join(_rust_home(self.documents[document].id), name))

    def _above(self, document: int) -> int | None:
        home = posixpath.dirname(_rust_home(self.documents[document].id))
        found = [self._stems.get(posixpath.join(home, root)) for root in ("lib", "mod", "main")]
        return next((index for index in (*found, self._stems.get(home)) if index is not None), None)

    def _crate_root(self, document: int) -> int | None:
        home = posixpath.dirname(self.documents[document].id)
        while True:
            for root in ("lib", "main"):
                found = self._stems.get(posixpath.join(home, root))
                if found is not None and self.documents[found].language == "rust":
                    return found
            if not home:
                return None
            home = posixpath.dirname(home)


def _stems(path: str) -> list[str]:
    directory, _, name = path.rpartition("/")
    stem, dot, _ = name.rpartition(".")
    stem = (stem if dot else name).removesuffix(".d")
    stems = [posixpath.join(directory, stem), path]
    if stem in {"__init__", "index", "mod"}:
        stems.append(directory)
    return stems


def _rust_home(path: str) -> str:
    """Return the directory in which a Rust module's children are."""
    stem = path.rpartition(".")[0]
    directory, _, name = stem.rpartition("/")
    return directory if name in _RUST_ROOTS else stem
