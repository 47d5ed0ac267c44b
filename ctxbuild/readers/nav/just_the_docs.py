"""Just the Docs, a theme of Jekyll's: pages name their parents and their places themselves.

``nav_order`` orders the pages of a parent, numbers before words; ``parent`` and ``grand_parent``
are titles. A page without a title, or with ``nav_exclude``, is in no menu.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.project_files import (
    MARKDOWN,
    ProjectFiles,
    ProjectNavigation,
    joined,
)
from ctxbuild.readers.nav.unpublished import matched
from ctxbuild.readers.nav.yaml_text import number_of, table, text_of

_THEME = "just-the-docs"
_DEEPEST = 20
_MOST_NAMESAKES = 50
_MOST_DEFAULTS = 200
_NOT_READ = re.compile(r"(?:^|/)[._]")
_ORDERED = re.compile(r"^(?:nav_order|parent):", re.M)
_FRONT = 2000


@dataclass(frozen=True, slots=True)
class _Page:
    path: str
    title: str
    parent: str
    grand_parent: str
    order: tuple[float, str]
    is_reversed: bool


def read_just_the_docs(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read the order of a site's pages; ``None`` for another theme's settings."""
    settings = files.table(path)
    home = path.rpartition("/")[0]
    root = joined(home, text_of(settings.get("source")) or ".")
    left_out = frozenset(matched(settings.get("exclude"), root, files))
    paths = _paths(root, left_out, files)
    if not _is_ours(settings, paths, files):
        return None
    fields = {each: _defaults(each, root, settings) | files.fields(each) for each in paths}
    folds = settings.get("nav_sort") == "case_insensitive"
    shown = [_page(each, about, folds=folds) for each, about in fields.items() if _is_shown(about)]
    address = text_of(settings.get("url")).rstrip("/")
    base = text_of(settings.get("baseurl")).strip("/")
    return ProjectNavigation(
        path.rpartition("/")[2],
        root,
        _Tree(shown).items(),
        text_of(settings.get("title")),
        text_of(settings.get("description")),
        f"{address}/{base}".rstrip("/") + "/" if address else "",
        unpublished=left_out
        | {each for each, about in fields.items() if about.get("published") is False},
    )


def _paths(root: str, left_out: frozenset[str], files: ProjectFiles) -> list[str]:
    """Return the files that Jekyll may make pages of."""
    prefix = f"{root}/" if root else ""
    return [
        path
        for path in files.below(root)
        if path.endswith(MARKDOWN) and not _NOT_READ.search(path[len(prefix) :])
        if path not in left_out
    ]


def _is_ours(settings: dict[str, Any], paths: Sequence[str], files: ProjectFiles) -> bool:
    """Whether the theme is this one: it is named, or pages say their order (as its own do)."""
    themes = (text_of(settings.get(name)) for name in ("theme", "remote_theme"))
    named = [theme for theme in themes if theme]
    if named:
        return any(_THEME in theme for theme in named)
    return any(_ORDERED.search((files.text(path) or "")[:_FRONT]) for path in paths)


def _defaults(path: str, root: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that the settings give to the pages of directories."""
    found: dict[str, Any] = {}
    entries = settings.get("defaults")
    for entry in entries[:_MOST_DEFAULTS] if isinstance(entries, list) else ():
        scope = table(table(entry).get("scope"))
        place = joined(root, text_of(scope.get("path")).strip("/") or ".")
        if text_of(scope.get("type")) in ("", "pages") and (
            not place or path == place or path.startswith(f"{place}/")
        ):
            found |= table(table(entry).get("values"))
    return found


def _is_shown(about: dict[str, Any]) -> bool:
    return (
        bool(_word(about.get("title")))
        and about.get("nav_exclude") is not True
        and about.get("published") is not False
    )


def _page(path: str, about: dict[str, Any], *, folds: bool) -> _Page:
    title = _word(about.get("title"))
    order = about.get("nav_order")
    place = number_of(order)
    word = _word(order) or title
    return _Page(
        path,
        title,
        _word(about.get("parent")),
        _word(about.get("grand_parent")),
        (place, word.lower() if folds else word),
        text_of(about.get("child_nav_order")) in ("desc", "reversed"),
    )


def _word(value: Any) -> str:
    """Return a title; YAML takes those like ``1.0`` for numbers."""
    is_plain = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_plain else text_of(value)


class _Tree:
    """Puts each page below its parent, once; what only leads to itself stands nowhere."""

    def __init__(self, pages: Sequence[_Page]) -> None:
        self._named: dict[str, list[_Page]] = {}
        for page in pages:
            self._named.setdefault(page.title, []).append(page)
        self._children: dict[str, list[_Page]] = {}
        for page in pages:
            above = self._above(page)
            if above is not None or not page.parent:
                self._children.setdefault(above.path if above else "", []).append(page)

    def items(self) -> tuple[NavItem, ...]:
        return self._below("", 0, is_reversed=False)

    def _above(self, page: _Page) -> _Page | None:
        """Return the page that another names as its parent: of several the nearest."""
        known = [
            each
            for each in self._named.get(page.parent, ())[:_MOST_NAMESAKES]
            if each is not page and (not page.grand_parent or each.parent == page.grand_parent)
        ]
        return max(known, key=lambda each: _shared(each.path, page.path), default=None)

    def _below(self, parent: str, depth: int, *, is_reversed: bool) -> tuple[NavItem, ...]:
        pages = sorted(
            self._children.get(parent, ()),
            key=lambda each: (each.order, each.path),
            reverse=is_reversed,
        )
        return tuple(self._item(page, depth + 1) for page in pages if depth < _DEEPEST)

    def _item(self, page: _Page, depth: int) -> NavItem:
        inner = self._below(page.path, depth, is_reversed=page.is_reversed)
        return NavItem(page.title if inner else "", page.path, inner)


def _shared(path: str, other: str) -> int:
    return len(posixpath.commonprefix([path, other]))
