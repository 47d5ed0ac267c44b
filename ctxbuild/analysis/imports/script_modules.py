"""JavaScript and TypeScript: relative paths, path aliases, packages of the same repository."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ctxbuild.analysis.manifest_values import leaves, table_of
from ctxbuild.languages.import_sites import ImportSite

SUFFIXES = (
    ".ts",
    ".tsx",
    ".d.ts",
    ".mts",
    ".cts",
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    ".vue",
    ".svelte",
)
# TypeScript is written as if it were built: the suffix stands for that of the source.
_SOURCES = {
    ".js": (".ts", ".tsx", ".d.ts"),
    ".jsx": (".tsx",),
    ".mjs": (".mts", ".d.mts"),
    ".cjs": (".cts", ".d.cts"),
}
_SETTINGS = ("tsconfig.json", "jsconfig.json")
_BUILT = ("dist", "lib", "build", "out", "es", "esm", "cjs")
_MOST_EXTENDED = 8
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/')
_TRAILING = re.compile(r",(\s*[}\]])")


@dataclass(frozen=True, slots=True)
class _Aliases:
    """``paths`` of a tsconfig, and the directory that they and bare names are relative to."""

    base: str
    bare: bool
    patterns: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Package:
    directory: str
    table: Mapping[str, Any]


class ScriptModules:
    """Script files by the names under which code imports them."""

    def __init__(
        self,
        paths: Mapping[str, int],
        manifests: Mapping[str, str],
        entries: Mapping[str, Sequence[int]],
    ) -> None:
        """Index files.

        Args:
            paths: script files with their documents.
            manifests: texts of ``package.json`` and ``tsconfig*.json`` by path.
            entries: entry documents of the repository's own packages, by name.

        """
        self._paths, self._entries = paths, entries
        self._texts = manifests
        self._aliases: dict[str, _Aliases | None] = {}
        self._packages: dict[str, _Package] = {}
        self._imports: dict[str, Mapping[str, Any]] = {}
        for path, text in sorted(manifests.items()):
            if posixpath.basename(path) == "package.json":
                table, directory = _json(text), posixpath.dirname(path)
                self._imports[directory] = table_of(table.get("imports"))
                if isinstance(table.get("name"), str):
                    self._packages.setdefault(table["name"], _Package(directory, table))

    def targets(self, origin: str, site: ImportSite) -> tuple[int, ...]:
        """Return the document that an import of a file means; none where it is not ours."""
        name = site.name.partition("?")[0]
        home = posixpath.dirname(origin)
        if name.startswith((".", "/")):
            bases = [posixpath.normpath(posixpath.join(home, name))] if name[0] == "." else []
            found = next((f for base in bases if (f := self._file(base)) is not None), None)
        else:
            found = self._named(home, name)
        return () if found is None or self._paths.get(origin) == found else (found,)

    def _file(self, base: str) -> int | None:
        return next((self._paths[p] for p in self._candidates(base) if p in self._paths), None)

    def _candidates(self, base: str) -> Iterator[str]:
        base = "" if base == "." else base
        stem, suffix = posixpath.splitext(base)
        yield base
        yield from (stem + source for source in _SOURCES.get(suffix, ()))
        if base:
            yield from (base + end for end in SUFFIXES)
        yield from (posixpath.join(base, f"index{end}") for end in SUFFIXES)

    def _named(self, home: str, name: str) -> int | None:
        """Return what a bare name means: an alias, an own package, a file below the base."""
        aliases = self._aliases_above(home)
        for base in _aliased(aliases, name) if aliases else ():
            found = self._file(base)
            if found is not None:
                return found
        if name.startswith("#"):
            return self._private(home, name)
        own = self._own_package(name)
        if own is None and aliases is not None and aliases.bare:
            return self._file(posixpath.normpath(posixpath.join(aliases.base, name)))
        return own

    def _private(self, home: str, name: str) -> int | None:
        """Return what the nearest ``package.json`` maps ``#name`` to."""
        while home and home not in self._imports:
            home = posixpath.dirname(home)
        for pattern, target in self._imports.get(home, {}).items():
            rest = _matched(pattern, name)
            for leaf in leaves(target) if rest is not None else ():
                found = self._file(
                    posixpath.normpath(posixpath.join(home, leaf.replace("*", rest or "")))
                )
                if found is not None:
                    return found
        return None

    def _own_package(self, name: str) -> int | None:
        parts = name.split("/")
        package = "/".join(parts[: 2 if name.startswith("@") else 1])
        rest = name[len(package) :].strip("/")
        if not rest:
            entry = self._entries.get(package, ())
            return entry[0] if entry else None
        own = self._packages.get(package)
        if own is None:
            return None
        for leaf in (*_exported(own.table, rest), rest):
            path = posixpath.normpath(leaf)
            head, _, inner = path.partition("/")
            tries = [path, f"src/{path}"]
            if head in _BUILT and inner:
                stem = re.sub(r"(\.d)?\.[cm]?[jt]sx?$", "", inner)
                tries += [f"src/{inner}", f"src/{stem}", inner, stem]
            for each in tries:
                found = self._file(posixpath.join(own.directory, each))
                if found is not None:
                    return found
        return None

    def _aliases_above(self, directory: str) -> _Aliases | None:
        """Return the aliases of the nearest settings at or above a directory."""
        if directory not in self._aliases:
            files = (posixpath.join(directory, name) for name in _SETTINGS)
            own = next((path for path in files if path in self._texts), None)
            if own is not None:
                self._aliases[directory] = self._read_aliases(own)
            elif directory:
                self._aliases[directory] = self._aliases_above(posixpath.dirname(directory))
            else:
                self._aliases[directory] = None
        return self._aliases[directory]

    def _read_aliases(self, path: str) -> _Aliases | None:
        for _ in range(_MOST_EXTENDED):
            table = _json(self._texts.get(path, ""))
            options, home = table_of(table.get("compilerOptions")), posixpath.dirname(path)
            if "paths" in options or "baseUrl" in options:
                base = posixpath.normpath(posixpath.join(home, str(options.get("baseUrl", "."))))
                rows = table_of(options.get("paths")).items()
                patterns = tuple((p, tuple(map(str, t))) for p, t in rows if isinstance(t, list))
                return _Aliases("" if base == "." else base, "baseUrl" in options, patterns)
            further = table.get("extends")
            if not isinstance(further, str) or not further.startswith("."):
                return None
            path = posixpath.normpath(posixpath.join(home, further))
            path = path if path in self._texts else f"{path}.json"
        return None


def _aliased(aliases: _Aliases, name: str) -> Iterator[str]:
    """Yield the paths that aliases map a name to, the longest pattern first."""
    for pattern, targets in sorted(aliases.patterns, key=lambda row: -len(row[0].split("*")[0])):
        rest = _matched(pattern, name)
        if rest is not None:
            for target in targets:
                joined = posixpath.join(aliases.base, target.replace("*", rest))
                yield posixpath.normpath(joined)


def _matched(pattern: str, name: str) -> str | None:
    """Return what the star of a pattern stands for; ``None`` where a name does not match."""
    before, star, after = pattern.partition("*")
    if not star:
        return "" if name == pattern else None
    fits = name.startswith(before) and name.endswith(after)
    fits = fits and len(name) >= len(before) + len(after)
    return name[len(before) : len(name) - len(after)] if fits else None


def _exported(table: Mapping[str, Any], rest: str) -> Iterator[str]:
    for pattern, target in table_of(table.get("exports")).items():
        matched = _matched(pattern, f"./{rest}")
        if matched is not None:
            yield from (leaf.replace("*", matched) for leaf in leaves(target))


def _json(text: str) -> dict[str, Any]:
    """Return the table that JSON with comments and trailing commas holds; else an empty one."""
    plain = _STRING_OR_COMMENT.sub(lambda m: m[0] if m[0][0] == '"' else " ", text)
    try:
        return table_of(json.loads(_TRAILING.sub(r"\1", plain)))
    except (ValueError, RecursionError):
        return {}
