"""Rust: the tree of modules that ``mod`` declarations make from the roots of crates."""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ctxbuild.analysis.manifest_values import table_of
from ctxbuild.languages.import_sites import ImportSite

Module = tuple[str, ...]
"""The crate's root file, then the names of modules."""

_ROOTS = ("src/lib.rs", "src/main.rs", "build.rs")
_TARGETS = ("src/bin", "tests", "examples", "benches")


class RustModules:
    """Rust files by crate and module path."""

    def __init__(
        self,
        paths: Mapping[str, int],
        sites: Mapping[str, Sequence[ImportSite]],
        manifests: Mapping[str, str],
    ) -> None:
        """Walk the modules of all crates; ``manifests`` are texts of ``Cargo.toml`` by path."""
        self._paths, self._sites = paths, sites
        self._modules: dict[Module, str] = {}
        self._homes: dict[str, Module] = {}
        self._crates: dict[str, str] = {}
        for path, text in sorted(manifests.items()):
            if posixpath.basename(path) == "Cargo.toml":
                self._enter(posixpath.dirname(path), _toml(text))

    def targets(self, origin: str, site: ImportSite) -> tuple[int, ...]:
        """Return the file that a path leads to; none where it is not ours or the file itself."""
        home = self._homes.get(origin)
        if site.name.startswith("./"):
            found = self._paths.get(_beside(origin, site.name))
            return () if found is None else (found,)
        if home is None:
            return ()
        module = self._module(home, site.name.split("::"))
        while module and len(module) > 1 and module not in self._modules:
            module = module[:-1]
        path = self._modules.get(module or ())
        return () if path is None or path == origin else (self._paths[path],)

    def _module(self, home: Module, parts: list[str]) -> Module | None:
        """Return the module path, with an item at its end, that a path means."""
        head, rest = parts[0], tuple(parts[1:])
        if head == "crate":
            return (home[0], *rest)
        if head == "self":
            return (*home, *rest)
        if head == "super":
            while head == "super":
                home = home[:-1] or home
                head, rest = (rest[0], rest[1:]) if rest else ("", ())
            return (*home, *([head] if head else []), *rest)
        if (*home, head) in self._modules:
            return (*home, head, *rest)
        if head in self._crates:
            return (self._crates[head], *rest)
        return (home[0], head, *rest) if (home[0], head) in self._modules else None

    def _enter(self, directory: str, manifest: Mapping[str, Any]) -> None:
        if not isinstance(manifest.get("package"), dict):
            return
        roots = list(self._roots(directory, manifest))
        library = table_of(manifest.get("lib"))
        first = posixpath.join(directory, str(library.get("path", "src/lib.rs")))
        name = str(library.get("name", manifest["package"].get("name", "")))
        if first in self._paths:
            self._crates.setdefault(name.replace("-", "_"), first)
        for root in dict.fromkeys([first, *roots]):
            if root in self._paths and root not in self._homes:
                self._walk(root)

    def _roots(self, directory: str, manifest: Mapping[str, Any]) -> Iterator[str]:
        yield from (posixpath.join(directory, root) for root in _ROOTS)
        for kind in ("bin", "test", "example", "bench"):
            rows = manifest.get(kind)
            for row in rows if isinstance(rows, list) else ():
                if isinstance(path := table_of(row).get("path"), str):
                    yield posixpath.normpath(posixpath.join(directory, path))
        for target in _TARGETS:
            home = posixpath.join(directory, target)
            for path in self._paths:
                inner = path.removeprefix(f"{home}/")
                if inner != path and ("/" not in inner or inner.split("/")[1:] == ["main.rs"]):
                    yield path

    def _walk(self, root: str) -> None:
        """Follow ``mod`` declarations from the root of a crate."""
        waiting: list[tuple[Module, str, str]] = [((root,), root, posixpath.dirname(root))]
        while waiting:
            module, path, home = waiting.pop()
            if module in self._modules:
                continue
            self._modules[module] = path
            self._homes.setdefault(path, module)
            waiting.extend(self._children(module, path, home))

    def _children(self, module: Module, path: str, home: str) -> Iterator[tuple[Module, str, str]]:
        for site in self._sites.get(path, ()):
            if site.member != "mod":
                continue
            if site.name.startswith("./"):
                child = _beside(path, site.name)
                if child in self._paths and child != path:
                    stem = posixpath.basename(child).partition(".")[0]
                    yield (*module, stem), child, posixpath.dirname(child)
                continue
            names = site.name.split("::")[1:]
            inner = posixpath.join(home, *names)
            for child in (f"{inner}.rs", f"{inner}/mod.rs"):
                if child in self._paths:
                    yield (*module, *names), child, inner
                    break


def _beside(origin: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(origin), name))


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
