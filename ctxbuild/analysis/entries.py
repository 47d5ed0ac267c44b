"""Where a repository is entered: what its manifests name as packages and commands.

Reads the manifests that name source files: ``package.json``, ``Cargo.toml``,
``pyproject.toml`` and ``setup.cfg``. One that cannot be parsed names nothing.
"""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ctxbuild.analysis.manifest_values import table_of
from ctxbuild.model import Document

MANIFESTS = frozenset({"package.json", "cargo.toml", "pyproject.toml", "setup.cfg"})

# What a package publishes of itself is built; the source lies beside it under these names.
_BUILT = frozenset({"dist", "lib", "build", "out", "es", "esm", "cjs", "umd", "types", "typings"})
_SOURCES = ("src", "lib", "source", "")
_ENTRY_STEMS = ("src/index", "index", "src/main", "lib/index", "lib/main", "main", "src/lib")
_SCRIPT_SUFFIXES = ("ts", "tsx", "mts", "cts", "js", "mjs", "cjs", "jsx")
_TYPE_SUFFIX = re.compile(r"\.d\.[cm]?ts$|\.[a-z]{2,4}$")
_COMMAND = re.compile(r"""^[ \t]*["']?[\w.-]+["']?[ \t]*=[ \t]*["']?([\w.]+):(\w+)""", re.MULTILINE)
# A package that is not published is a place to work in, not what the repository gives away.
_UNPUBLISHED = 0.4
_SUBPATH = 0.7
_MOST_TARGETS = 200


@dataclass(slots=True)
class Entries:
    """Entry documents with their level, own packages by name, commands by document."""

    levels: dict[int, float] = field(default_factory=dict)
    """Document → how much of what it offers is the face of the repository, up to 1."""
    packages: dict[str, list[int]] = field(default_factory=dict)
    """Entry documents of packages by name; several sources may have one of the same name."""
    commands: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Documents that a command starts, with the functions it calls."""

    def enter(self, document: int, level: float) -> None:
        """Note an entry; the highest level counts."""
        self.levels[document] = max(level, self.levels.get(document, 0.0))


def is_entry_manifest(document: Document) -> bool:
    """Whether a document may name entries."""
    name = document.id.rpartition("/")[2].lower()
    return name in MANIFESTS and document.role == "manifest" and document.content is not None


def find_entries(documents: Sequence[Document], manifests: Mapping[int, str]) -> Entries:
    """Return the entries that manifests name.

    Args:
        documents: the corpus.
        manifests: texts of the documents for which :func:`is_entry_manifest` holds.

    """
    paths = {document.id: n for n, document in enumerate(documents) if document.kind == "code"}
    entries = Entries()
    for index, text in manifests.items():
        directory, _, name = documents[index].id.rpartition("/")
        try:
            _READERS[name.lower()](text, directory, paths, entries)
        except (ValueError, RecursionError):
            continue
    return entries


def _npm(text: str, directory: str, paths: Mapping[str, int], entries: Entries) -> None:
    package = table_of(json.loads(text))
    level = _UNPUBLISHED if package.get("private") is True else 1.0
    main = _first(_source_of(directory, str(target), paths) for target in _npm_mains(package))
    if main is None:
        candidates = (posixpath.join(directory, stem) for stem in _ENTRY_STEMS)
        main = _first(_with_suffix(stem, paths) for stem in candidates)
    if main is not None:
        entries.enter(main, level)
        if isinstance(package.get("name"), str):
            entries.packages.setdefault(package["name"], []).append(main)
    for target in _leaves(package.get("exports")):
        found = _source_of(directory, target, paths)
        if found is not None:
            entries.enter(found, level * _SUBPATH)
    for target in _leaves(package.get("bin")):
        found = _source_of(directory, target, paths)
        if found is not None:
            entries.commands.setdefault(found, ())


def _npm_mains(package: Mapping[str, Any]) -> Iterator[str]:
    root = package.get("exports")
    yield from _leaves(root.get(".") if isinstance(root, dict) else root)
    for key in ("source", "module", "main", "types", "typings", "browser"):
        if isinstance(package.get(key), str):
            yield package[key]


def _source_of(directory: str, target: str, paths: Mapping[str, int]) -> int | None:
    """Return the source of a published file: itself, or what it was built from."""
    path = posixpath.normpath(posixpath.join(directory, target))
    if path in paths and not path.endswith(".d.ts"):
        return paths[path]
    relative = _TYPE_SUFFIX.sub("", posixpath.normpath(target))
    head, slash, rest = relative.partition("/")
    if slash and head in _BUILT:
        inner, deeper, last = rest.partition("/")
        rests = (rest, last) if deeper and inner in _BUILT else (rest,)
        stems = [posixpath.join(source, end) for end in rests for source in _SOURCES]
    else:
        stems = [relative]
    found = _first(_with_suffix(posixpath.join(directory, stem), paths) for stem in stems)
    return paths.get(path) if found is None else found


def _with_suffix(stem: str, paths: Mapping[str, int]) -> int | None:
    stem = stem.removeprefix("./")
    names = (f"{base}.{end}" for base in (stem, f"{stem}/index") for end in _SCRIPT_SUFFIXES)
    return _first(paths.get(name) for name in names)


def _cargo(text: str, directory: str, paths: Mapping[str, int], entries: Entries) -> None:
    crate = tomllib.loads(text)
    library = table_of(crate.get("lib"))
    path = str(library.get("path", "src/lib.rs"))
    root = paths.get(posixpath.normpath(posixpath.join(directory, path)))
    package = table_of(crate.get("package"))
    if root is not None and package:
        entries.enter(root, _UNPUBLISHED if package.get("publish") is False else 1.0)
        for name in (library.get("name"), package.get("name"), posixpath.basename(directory)):
            if isinstance(name, str):
                entries.packages.setdefault(name.replace("-", "_"), []).append(root)
    rows = crate.get("bin")
    programs = [table_of(row).get("path") for row in rows] if isinstance(rows, list) else []
    for program in ("src/main.rs", *programs):
        found = paths.get(posixpath.normpath(posixpath.join(directory, str(program))))
        if found is not None:
            entries.commands.setdefault(found, ("main",))


def _python(text: str, directory: str, paths: Mapping[str, int], entries: Entries) -> None:
    for module, function in _COMMAND.findall(text):
        path = module.replace(".", "/")
        names = (
            posixpath.join(directory, root, f"{path}{end}")
            for root in ("", "src", "lib")
            for end in (".py", "/__init__.py")
        )
        found = _first(paths.get(name) for name in names)
        if found is not None:
            entries.commands[found] = (*entries.commands.get(found, ()), function)


_READERS: dict[str, Callable[[str, str, Mapping[str, int], Entries], None]] = {
    "package.json": _npm,
    "cargo.toml": _cargo,
    "pyproject.toml": _python,
    "setup.cfg": _python,
}


def _leaves(value: object) -> Iterator[str]:
    """Yield the strings of a nested table, in order, without recursion."""
    stack, found = [value], 0
    while stack and found < _MOST_TARGETS:
        top = stack.pop()
        if isinstance(top, str):
            found += 1
            yield top
        elif isinstance(top, dict):
            stack.extend(reversed(top.values()))
        elif isinstance(top, list):
            stack.extend(reversed(top))


def _first(found: Iterable[int | None]) -> int | None:
    return next((index for index in found if index is not None), None)
