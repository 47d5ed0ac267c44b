"""``mkdocs.yml`` of MkDocs and ProperDocs, ``zensical.toml``: one form of navigation."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.page_files import ordered_directory
from ctxbuild.readers.nav.project_files import (
    PROSE,
    ProjectFiles,
    ProjectNavigation,
    is_index,
    joined,
)
from ctxbuild.readers.nav.summary import summary_items
from ctxbuild.readers.nav.unpublished import matched
from ctxbuild.readers.nav.yaml_text import table, text_of

_MOST_PARENTS = 5
_DEEPEST = 20
_MOST_ITEMS = 20_000


def read_mkdocs(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read ``mkdocs.yml``, with the files that it inherits from."""
    settings = _inherited(path, files, 0)
    return _navigation(path, settings, files) if settings else None


def read_zensical(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read ``zensical.toml``, whose table ``project`` has the same keys."""
    settings = table(files.table(path).get("project"))
    return _navigation(path, settings, files) if settings else None


def _inherited(path: str, files: ProjectFiles, depth: int) -> dict[str, Any]:
    own = files.table(path)
    parent = text_of(own.get("INHERIT"))
    if not parent or depth >= _MOST_PARENTS:
        return own
    return _inherited(joined(path.rpartition("/")[0], parent), files, depth + 1) | own


def _navigation(
    path: str, settings: dict[str, Any], files: ProjectFiles
) -> ProjectNavigation | None:
    home = path.rpartition("/")[0]
    root = joined(home, text_of(settings.get("docs_dir")) or "docs")
    nav = settings.get("nav") or settings.get("pages")
    if isinstance(nav, list):
        items = tuple(_items(nav, root, files, 0))
    else:
        items = _without_nav(settings, root, files)
    return ProjectNavigation(
        path.rpartition("/")[2],
        root,
        items,
        text_of(settings.get("site_name")),
        text_of(settings.get("site_description")),
        text_of(settings.get("site_url")),
        unpublished=frozenset(
            path
            for key in ("exclude_docs", "draft_docs")
            for path in matched(settings.get(key), root, files)
        ),
    )


def _without_nav(settings: dict[str, Any], root: str, files: ProjectFiles) -> tuple[NavItem, ...]:
    """Return the order that plugins take from files among the pages, else that of paths."""
    for name in ("SUMMARY.md", "summary.md"):
        text = files.text(joined(root, name))
        if text is not None and "literate-nav" in str(settings.get("plugins")):
            return summary_items(text, root, files)
    return ordered_directory(root, files)


def _items(nav: list[Any], root: str, files: ProjectFiles, depth: int) -> Iterator[NavItem]:
    if depth > _DEEPEST:
        return
    for entry in nav[:_MOST_ITEMS]:
        pairs = list(entry.items()) if isinstance(entry, dict) else [("", entry)]
        for title, value in pairs:
            yield from _entry(text_of(title), value, root, files, depth)


def _entry(title: str, value: Any, root: str, files: ProjectFiles, depth: int) -> Iterator[NavItem]:
    """Yield a page, a section, a directory or what a pattern names."""
    if isinstance(value, list):
        inner = tuple(_items(value, root, files, depth + 1))
        first = inner[0] if inner else None
        if first is not None and not first.children and is_index(first.page) and not first.title:
            yield NavItem(title, first.page, inner[1:])
        elif inner:
            yield NavItem(title, "", inner)
    elif isinstance(value, str) and "://" not in value:
        target = joined(root, value)
        if target in files.paths:
            yield NavItem(title, target)
        elif any(mark in value for mark in "*?"):
            found = [p for p in files.below(root) if fnmatchcase(p, target)]
            pages = [NavItem("", page) for page in found]
            yield from [NavItem(title, "", tuple(pages))] if title else pages
        elif files.below(target) and value.endswith("/") | (not value.endswith(PROSE)):
            inside = ordered_directory(target, files)
            yield from [NavItem(title, "", inside)] if title else inside
