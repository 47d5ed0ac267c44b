"""Python: absolute names from source roots, relative ones from the file's package."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterable, Mapping

from ctxbuild.analysis.imports.nearness import is_above, shared
from ctxbuild.languages.import_sites import ImportSite

# Where a stem is there several times, people wrote the first; the others describe it.
_SUFFIXES = (".py", ".pyx", ".pyi", ".pyw", ".pxd")


class PythonModules:
    """Python files by the names under which code imports them."""

    def __init__(
        self, paths: Mapping[str, int], sources: Iterable[str], roots: Iterable[str]
    ) -> None:
        """Index files.

        Args:
            paths: Python files with their documents.
            sources: those of them that are no tests, examples or the like.
            roots: directories that hold a manifest.

        """
        self._stems: dict[str, int] = {}
        for suffix in _SUFFIXES:
            for path, document in paths.items():
                if path.endswith(suffix):
                    self._stems.setdefault(path.removesuffix(suffix), document)
        self._packages = {
            posixpath.dirname(stem) for stem in self._stems if stem.endswith("/__init__")
        }
        tops = {self._top(posixpath.dirname(path)) for path in sources}
        given = {posixpath.join(root, end) for root in (*roots, "") for end in ("", "src", "lib")}
        self._nearest: dict[str, list[str]] = {}
        self._roots = sorted(tops | {root.rstrip("/") for root in given})

    def targets(self, origin: str, site: ImportSite) -> tuple[int, ...]:
        """Return the document that an import of a file means; none where it is not ours."""
        home = self._home(origin, site.name)
        if home is not None:
            found = self._at(home, site.member)
            return () if found is None else (found,)
        if self._is_library(origin, site.name):
            return ()
        place = site.name.replace(".", "/")
        for root in self._ordered(origin):
            base = posixpath.join(root, place)
            found = self._at(base, site.member)
            if found is None and not site.member:
                found = self._longest(root, place)
            if found is not None:
                return (found,)
        return ()

    def name(self, path: str) -> str:
        """Return the absolute name of a module."""
        stem = path.rpartition(".")[0]
        root = self._top(posixpath.dirname(path))
        inner = stem[len(root) :].lstrip("/")
        return inner.removesuffix("/__init__").replace("/", ".")

    def _home(self, origin: str, name: str) -> str | None:
        """Return the path that a relative name means; ``None`` where it is absolute."""
        plain = name.lstrip(".")
        if len(plain) == len(name):
            return None
        home = posixpath.dirname(origin)
        for _ in range(len(name) - len(plain) - 1):
            home = posixpath.dirname(home)
        return posixpath.join(home, plain.replace(".", "/")) if plain else home

    def _at(self, base: str, member: str) -> int | None:
        """Return the module of a member, else that of the base itself."""
        if member and member != "*":
            inner = self._module(f"{base}/{member}" if base else member)
            if inner is not None:
                return inner
        return self._module(base) if base else self._stems.get("__init__")

    def _module(self, base: str) -> int | None:
        found = self._stems.get(f"{base}/__init__")
        return self._stems.get(base) if found is None else found

    def _longest(self, root: str, place: str) -> int | None:
        while place:
            found = self._module(posixpath.join(root, place))
            if found is not None:
                return found
            place = posixpath.dirname(place)
        return None

    def _top(self, directory: str) -> str:
        """Return the directory that holds the topmost package above a directory."""
        top, at = directory, directory
        while at:
            if at in self._packages:
                top = posixpath.dirname(at)
            at = posixpath.dirname(at)
        return top

    def _ordered(self, origin: str) -> list[str]:
        """Return source roots, those above the file first and of these the deepest."""
        home = posixpath.dirname(origin)
        if home not in self._nearest:
            self._nearest[home] = self._ordered_from(home)
        return self._nearest[home]

    def _ordered_from(self, home: str) -> list[str]:
        own = self._top(home)
        above = {posixpath.join(*own.split("/")[:n]) for n in range(1, own.count("/") + 2)}
        roots = {*self._roots, own, *(above if own else ())}
        return sorted(
            roots,
            key=lambda root: (not is_above(root, home), -shared(home, root), -len(root), root),
        )

    def _is_library(self, origin: str, name: str) -> bool:
        head = name.partition(".")[0]
        own = self._top(posixpath.dirname(origin))
        return head in sys.stdlib_module_names and not origin.startswith(
            posixpath.join(own, head) + "/"
        )
