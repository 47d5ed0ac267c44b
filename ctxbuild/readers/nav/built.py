"""From a navigation of source files to one of the pages that were built from them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ctxbuild.model import Navigation, NavItem
from ctxbuild.readers.nav.project_files import ProjectNavigation, pages_of, without_ending

_ENDINGS = re.compile(r"\.(?:html\.md|md|html?)$", re.I)
_INDEX = re.compile(r"(?:^|/)(?:index|readme|_index)$", re.I)
_NUMBER = re.compile(r"(?:^|(?<=/))\d+[-_. ]+")
_ENOUGH = 0.5


def as_built(found: ProjectNavigation, pages: Iterable[str]) -> Navigation | None:
    """Return a navigation with the Markdown of pages for their sources.

    Args:
        found: the navigation of the sources.
        pages: paths of the Markdown that pages have.

    Returns:
        The navigation; ``None`` where less than half of it is among the pages, which
        means that it is of something else.

    """
    known = {_key(_ENDINGS.sub("", page)): page for page in sorted(pages, reverse=True)}
    wanted = list(pages_of(found.items))
    hits = sum(_page(page, found.root, known) != "" for page in wanted)
    if not wanted or hits < _ENOUGH * len(wanted):
        return None
    items = (_item(item, found.root, known) for item in found.items)
    return Navigation(found.origin, tuple(item for item in items if item is not None))


def _key(stem: str) -> str:
    return _INDEX.sub("", stem).lower()


def _page(source: str, root: str, known: dict[str, str]) -> str:
    """Return the page of a source file, whatever directory its site puts pages in."""
    path = source[len(root) + 1 :] if root and source.startswith(f"{root}/") else source
    stem = without_ending(path)
    for name in (stem, _NUMBER.sub("", stem)):
        for prefix in ("", "docs/", "en/", "html/"):
            found = known.get(_key(f"{prefix}{name}"))
            if found is not None:
                return found
    return ""


def _item(item: NavItem, root: str, known: dict[str, str]) -> NavItem | None:
    children = (_item(child, root, known) for child in item.children)
    inner = tuple(child for child in children if child is not None)
    page = _page(item.page, root, known) if item.page else ""
    return NavItem(item.title, page, inner) if page or inner else None
