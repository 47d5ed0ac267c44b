"""Fumadocs: collections of ``source.config.ts``, each directory ordered by its ``meta.json``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.project_files import (
    MARKDOWN,
    ProjectFiles,
    ProjectNavigation,
    divided,
    is_index,
    is_inside,
    joined,
    titled,
)
from ctxbuild.readers.nav.script_reading import exported_values
from ctxbuild.readers.nav.script_value import Call, member
from ctxbuild.readers.nav.yaml_text import text_of

_PACKAGE = "fumadocs-mdx/config"
_CONTENT = "content/docs"
_SEPARATOR = re.compile(r"-{3}(?:\[[^\[\]]{0,100}\])?(.*?)(?:-{3})?", re.S)
_TRANSLATION = re.compile(r"\.[a-z]{2}(?:-[A-Za-z]{2,4})?$")
_DEEPEST = 20
_REST, _REVERSED = "...", "z...a"


def read_fumadocs(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read the collections of documents and their order."""
    home = path.rpartition("/")[0]
    roots = [each for each in _collections(path, home, files) if files.below(each)]
    roots = [each for each in roots if not any(each.startswith(f"{other}/") for other in roots)]
    if not roots:
        return None
    sections = [_Tree(_english(root, files), files).items() for root in roots]
    if len(roots) == 1:
        return ProjectNavigation(path.rpartition("/")[2], roots[0], sections[0])
    items = tuple(
        NavItem(_title(root, files) or titled(root.rpartition("/")[2]), "", inner)
        for root, inner in zip(roots, sections, strict=True)
        if inner
    )
    return ProjectNavigation(path.rpartition("/")[2], posixpath.commonpath(roots), items)


def _collections(path: str, home: str, files: ProjectFiles) -> Iterator[str]:
    """Yield the directories of collections, each once, in the order of their definitions."""
    seen: set[str] = set()
    for value in exported_values(path, files).values():
        if not isinstance(value, Call) or value.module != _PACKAGE or value.name != "defineDocs":
            continue
        given = member(value.arguments[0], "dir") if value.arguments else None
        root = joined(home, text_of(given) or _CONTENT)
        if root and root not in seen:
            seen.add(root)
            yield root


def _english(root: str, files: ProjectFiles) -> str:
    """Return the directory of English, where each language has one and nothing lies above."""
    inside = joined(root, "en")
    has_pages = any(path.rpartition("/")[0] == root for path in files.below(root))
    return inside if not has_pages and files.below(inside) else root


def _meta(directory: str, files: ProjectFiles) -> dict[str, Any]:
    names = (joined(directory, name) for name in ("meta.json", "meta.en.json"))
    return next((found for name in names if (found := files.table(name))), {})


def _title(directory: str, files: ProjectFiles) -> str:
    return text_of(_meta(directory, files).get("title"))


class _Tree:
    """Follows the order of directories; each directory and page is entered once."""

    def __init__(self, root: str, files: ProjectFiles) -> None:
        self._root, self._files = root, files
        self._seen: set[str] = set()

    def items(self) -> tuple[NavItem, ...]:
        return self._directory(self._root, 0)

    def _directory(self, directory: str, depth: int) -> tuple[NavItem, ...]:
        """Return the entries of a directory; separators become sections."""
        self._seen.add(directory)
        return divided(self._parts(directory, depth))

    def _parts(self, directory: str, depth: int) -> Iterator[str | NavItem]:
        for entry in self._entries(directory):
            separator = _SEPARATOR.fullmatch(entry)
            if separator is not None:
                yield text_of(separator[1])
            else:
                yield from self._entry(directory, entry, depth)

    def _entries(self, directory: str) -> Iterator[str]:
        """Yield the names of a directory's entries, with what ``...`` stands for."""
        own = self._children(directory)
        pages = _meta(directory, self._files).get("pages")
        if not isinstance(pages, list):
            yield from own
            return
        named = [each for each in pages if isinstance(each, str)]
        taken = {posixpath.normpath(each.lstrip("!").removeprefix(_REST)) for each in named}
        rest = [each for each in own if each not in taken and _stem(each) not in taken]
        for each in named:
            if each in (_REST, _REVERSED):
                yield from rest if each == _REST else reversed(rest)
            elif not each.startswith("!"):
                yield each

    def _children(self, directory: str) -> list[str]:
        """Return the names in a directory, its index first, pages before directories."""
        names = set(self._files.children(directory))
        pages = [name for name in names if joined(directory, name) in self._files.paths]
        plain = [name for name in pages if _TRANSLATION.search(_stem(name)) is None]
        rest = names.difference(pages)
        return [*sorted(plain, key=lambda n: (not is_index(n), n.lower(), n)), *sorted(rest)]

    def _entry(self, directory: str, name: str, depth: int) -> Iterator[NavItem]:
        is_opened = name.startswith(_REST)
        path = joined(directory, name.removeprefix(_REST))
        page = self._file(path)
        if not is_inside(path, self._root) or {path, page} & self._seen or "](" in name:
            return
        if page.endswith(MARKDOWN):
            self._seen.add(page)
            yield NavItem("", page)
        elif not page and depth < _DEEPEST:
            yield from self._folder(path, depth, is_opened=is_opened)

    def _folder(self, path: str, depth: int, *, is_opened: bool) -> Iterator[NavItem]:
        inner = self._directory(path, depth + 1)
        if is_opened:
            yield from inner
            return
        own = self._file(f"{path}/index")
        if own and own not in self._seen:
            self._seen.add(own)
        elif own and inner and inner[0].page == own:
            inner = inner[1:]
        else:
            own = ""
        if not own and not inner:
            return
        title = _title(path, self._files)
        name = titled(path.rpartition("/")[2].strip("()"))
        yield NavItem(title or ("" if own else name), own, inner)

    def _file(self, path: str) -> str:
        """Return the file of a page, named with or without its ending, empty for none."""
        names = (path, *(path + ending for ending in MARKDOWN))
        return next((name for name in names if name in self._files.paths), "")


def _stem(name: str) -> str:
    return name.rpartition(".")[0] if name.endswith(MARKDOWN) else name
