"""``_quarto.yml``: chapters of a book, the sidebar of a website."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.project_files import ProjectFiles, ProjectNavigation, joined
from ctxbuild.readers.nav.unpublished import kept_back
from ctxbuild.readers.nav.yaml_text import table, text_of

_DEEPEST = 20


def read_quarto(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read the navigation of a Quarto project."""
    settings = files.table(path)
    root = path.rpartition("/")[0]
    book, site = table(settings.get("book")), table(settings.get("website"))
    if book:
        entries = [*_list(book.get("chapters")), *_list(book.get("appendices"))]
    else:
        sidebar = site.get("sidebar")
        bars = sidebar if isinstance(sidebar, list) else [sidebar]
        entries = [_section(table(bar), len(bars)) for bar in bars if bar]
        if len(entries) == 1:
            entries = _list(entries[0].get("contents"))
    about = book or site
    items = tuple(_items(entries, root, files, 0))
    if not about:
        return None
    return ProjectNavigation(
        "_quarto.yml",
        root,
        items,
        text_of(about.get("title")),
        text_of(about.get("description")),
        text_of(about.get("site-url")),
        unpublished=frozenset(kept_back(("draft",), root, files)),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _section(bar: dict[str, Any], bars: int) -> dict[str, Any]:
    """Return one of several sidebars as a section of its title."""
    return bar if bars == 1 else {"section": bar.get("title") or bar.get("id"), **bar}


def _items(entries: list[Any], root: str, files: ProjectFiles, depth: int) -> Iterator[NavItem]:
    if depth > _DEEPEST:
        return
    for entry in entries:
        about = table(entry)
        if isinstance(entry, str):
            yield from _pages("", entry, root, files)
            continue
        inner = _list(about.get("contents") or about.get("chapters"))
        title = text_of(about.get("section") or about.get("part") or about.get("text"))
        target = text_of(about.get("href") or about.get("file"))
        if inner:
            own = files.page(joined(root, target or title)) if target or "." in title else ""
            name = "" if own and not target else title
            yield NavItem(name, own, tuple(_items(inner, root, files, depth + 1)))
        elif target:
            yield from _pages(title, target, root, files)


def _pages(title: str, target: str, root: str, files: ProjectFiles) -> Iterator[NavItem]:
    """Yield the page that a path means, or those of a directory; ``---`` is a rule."""
    if target.startswith("---") or "://" in target:
        return
    page = files.page(joined(root, target))
    if page:
        yield NavItem(title, page)
    else:
        directory = joined(root, target.rstrip("*/")) if target != "auto" else root
        for each in files.below(directory) if directory or target == "auto" else []:
            yield NavItem("", each)
