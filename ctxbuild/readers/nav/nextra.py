"""Nextra: each directory's ``_meta`` has its order and titles, or one for all its directories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.data_text import data_of
from ctxbuild.readers.nav.project_files import (
    MARKDOWN,
    ProjectFiles,
    ProjectNavigation,
    divided,
    joined,
    own_page,
    titled,
    without_ending,
)
from ctxbuild.readers.nav.script_reading import exported_value
from ctxbuild.readers.nav.script_value import COMPUTED, REST, unwrapped
from ctxbuild.readers.nav.yaml_text import table, text_of

_ROOTS = ("content", "src/content", "pages", "src/pages", "app", "src/app")
_ENDINGS = ("js", "jsx", "ts", "tsx", "json", "en.json", "en-US.json")
_LANGUAGES = ("en", "en-US")
_NOT_PAGES = re.compile(r"[_.\[].*|api")
_TRANSLATION = re.compile(r"\.(?!en\b)[a-z]{2}(?:-[A-Za-z]{2,4})?$")
_LANGUAGE = re.compile(r"\.en(?:-US)?$")
_DEEPEST = 20


def read_nextra(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read the order of a site's pages; ``None`` for what Next.js makes without Nextra."""
    if "nextra" not in (files.text(path) or ""):
        return None
    home = path.rpartition("/")[0]
    roots = [root for each in _ROOTS if files.below(root := joined(home, each))]
    if not roots:
        return None
    tree = _Tree(files)
    root = _english(roots[0], files)
    items = tree.items(root)
    return ProjectNavigation(path.rpartition("/")[2], root, items, is_computed=tree.is_computed)


def _english(root: str, files: ProjectFiles) -> str:
    """Return the directory of English, where each language has one."""
    homes = (joined(root, each) for each in _LANGUAGES)
    return next((each for each in homes if files.below(each)), root)


class _Tree:
    def __init__(self, files: ProjectFiles) -> None:
        self._files = files
        self.is_computed = False

    def items(self, root: str) -> tuple[NavItem, ...]:
        whole = table(self._value(joined(root, "_meta.global")))
        return self._directory(root, whole, 0)

    def _directory(self, directory: str, given: dict[str, Any], depth: int) -> tuple[NavItem, ...]:
        """Return the entries of a directory, as what stands above it says, else its own file."""
        meta = given or table(self._value(joined(directory, "_meta")))
        return divided(self._parts(directory, meta, depth))

    def _value(self, stem: str) -> Any:
        """Return what the file of this name has, whatever its ending; noted if it is computed."""
        names = (f"{stem}.{ending}" for ending in _ENDINGS)
        path = next((name for name in names if name in self._files.paths), "")
        if path.endswith(".json"):
            return data_of(path, self._files.text(path))
        value = unwrapped(exported_value(path, self._files)) if path else None
        self.is_computed |= value is COMPUTED or (isinstance(value, dict) and REST in value)
        return value

    def _parts(self, directory: str, meta: dict[str, Any], depth: int) -> Iterator[str | NavItem]:
        own = self._children(directory)
        named = [key for key in meta if key in own or _is_separator(meta[key])]
        rest = [stem for stem in own if stem not in meta]
        first = [stem for stem in rest if stem == "index"]
        for stem in (*first, *named, *(each for each in rest if each not in first)):
            about = meta.get(stem)
            settings = table(about)
            if stem not in own:
                yield text_of(settings.get("title"))
            elif settings.get("display") != "hidden":
                yield from self._entry(own[stem], about, depth)

    def _entry(self, paths: list[str], about: Any, depth: int) -> Iterator[NavItem]:
        """Yield a page, a directory, or both where they have one name."""
        settings = table(about)
        title = text_of(about) or text_of(settings.get("title"))
        page = next((path for path in paths if path in self._files.paths), "")
        directory = next((path for path in paths if path not in self._files.paths), "")
        inner: tuple[NavItem, ...] = ()
        if directory and depth < _DEEPEST:
            inner = self._directory(directory, table(settings.get("items")), depth + 1)
        start = own_page(directory, inner, ("page",)) if not page else ""
        if start:
            page, inner = start, inner[1:]
        if page or inner:
            name = titled(directory.rpartition("/")[2]) if not page else ""
            yield NavItem(title or name, page, inner)

    def _children(self, directory: str) -> dict[str, list[str]]:
        """Return the files and directories of each name in a directory."""
        found: dict[str, list[str]] = {}
        for name in self._files.children(directory):
            path = joined(directory, name)
            is_page = path in self._files.paths
            stem = _LANGUAGE.sub("", without_ending(name)) if is_page else name
            is_ours = name.endswith(MARKDOWN) and not _TRANSLATION.search(stem)
            if not _NOT_PAGES.fullmatch(stem) and (is_ours or not is_page):
                found.setdefault(stem, []).append(path)
        return found


def _is_separator(about: Any) -> bool:
    return table(about).get("type") == "separator"
