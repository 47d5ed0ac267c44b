"""``.nav.yml`` (awesome-nav) and ``.pages`` (awesome-pages): the order of one directory each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.project_files import (
    PROSE,
    ProjectFiles,
    is_index,
    joined,
    own_page,
    titled,
)
from ctxbuild.readers.nav.yaml_text import text_of

_DEEPEST = 20


def ordered_directory(directory: str, files: ProjectFiles, depth: int = 0) -> tuple[NavItem, ...]:
    """Return the pages below a directory: as its file orders them, else by name."""
    settings = _settings(directory, files)
    left = _children(directory, files)
    found: list[NavItem] = []
    nav = settings.get("nav") or settings.get("arrange")
    for entry in nav if isinstance(nav, list) else []:
        found += _entry(entry, directory, files, left, depth)
    rest_is_wanted = not found or "..." in map(str, nav or [])
    if rest_is_wanted:
        for name in list(left):
            found += _named("", name, directory, files, left, depth)
    return tuple(found)


def _settings(directory: str, files: ProjectFiles) -> dict[str, Any]:
    for name in (".nav.yml", ".nav.yaml", ".pages"):
        path = joined(directory, name)
        if path in files.paths:
            return files.table(path)
    return {}


def _children(directory: str, files: ProjectFiles) -> dict[str, None]:
    """Return what a directory holds, pages before directories."""
    names = files.children(directory)
    order = sorted(names, key=lambda n: (not is_index(n), not n.endswith(PROSE), n.lower(), n))
    return dict.fromkeys(order)


def _entry(
    entry: Any, directory: str, files: ProjectFiles, left: dict[str, None], depth: int
) -> Iterator[NavItem]:
    pairs = list(entry.items()) if isinstance(entry, dict) else [("", entry)]
    for title, value in pairs[:1]:
        if isinstance(value, list):
            inner = [i for each in value for i in _entry(each, directory, files, left, depth)]
            if inner:
                yield NavItem(text_of(title), "", tuple(inner))
        elif isinstance(value, str):
            yield from _named(text_of(title), value.rstrip("/"), directory, files, left, depth)


def _named(
    title: str,
    name: str,
    directory: str,
    files: ProjectFiles,
    left: dict[str, None],
    depth: int,
) -> Iterator[NavItem]:
    path = joined(directory, name)
    left.pop(name, None)
    if path in files.paths:
        yield NavItem(title, path)
    elif depth < _DEEPEST and path:
        inner = ordered_directory(path, files, depth + 1)
        own = text_of(_settings(path, files).get("title"))
        if not inner:
            return
        start = own_page(path, inner)
        if start:
            yield NavItem(title or own, start, inner[1:])
        else:
            yield NavItem(title or own or titled(name), "", inner)
