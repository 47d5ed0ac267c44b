"""Mintlify's ``docs.json`` and the older ``mint.json``: tabs, anchors, groups and pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.data_text import data_of
from ctxbuild.readers.nav.project_files import (
    ProjectFiles,
    ProjectNavigation,
    joined,
    linked_page,
    pages_of,
)
from ctxbuild.readers.nav.unpublished import kept_back
from ctxbuild.readers.nav.yaml_text import table, text_of

# Each list of a navigation, and what its entries call their title.
_DIVISIONS = (
    ("products", "product"),
    ("tabs", "tab"),
    ("anchors", "anchor"),
    ("dropdowns", "dropdown"),
    ("menu", "item"),
    ("groups", "group"),
    ("pages", "group"),
)
# Of these one is shown at a time: the default, the latest or English, else the first.
_CHOICES = (("languages", "language"), ("versions", "version"))
_FIRST = ("en", "latest")
_DEEPEST = 20
_MOST_FILES = 50


def read_mintlify(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read the navigation; ``None`` for a file of this name that has none."""
    settings = files.table(path)
    root = path.rpartition("/")[0]
    navigation = settings.get("navigation")
    if isinstance(navigation, list):
        navigation = {"groups": navigation}
    reading = _Reading(root, files)
    items = tuple(reading.within(table(navigation), root, 0))
    if not items:
        return None
    return ProjectNavigation(
        path.rpartition("/")[2],
        root,
        items,
        text_of(settings.get("name")),
        text_of(settings.get("description")),
        unpublished=frozenset(kept_back(("hidden",), root, files))
        | (reading.hidden - frozenset(pages_of(items))),
    )


class _Reading:
    def __init__(self, root: str, files: ProjectFiles) -> None:
        self._root, self._files = root, files
        self._opened = 0
        self.hidden: set[str] = set()
        """Pages of divisions that are hidden."""

    def within(self, about: dict[str, Any], home: str, depth: int) -> Iterator[NavItem]:
        """Yield the entries of a division, of all its lists in turn."""
        about, home = self._followed(about, home)
        if depth > _DEEPEST:
            return
        for name, kind in _CHOICES:
            choice = _chosen(about.get(name), kind)
            if choice is not None:
                yield from self.within(choice, home, depth + 1)
        for name, kind in _DIVISIONS:
            entries = about.get(name)
            for entry in entries if isinstance(entries, list) else ():
                yield from self._entry(entry, kind, home, depth)

    def _followed(self, about: dict[str, Any], home: str) -> tuple[dict[str, Any], str]:
        """Return a division with what ``$ref`` says of it: another file, from where this is."""
        target = about.get("$ref")
        if not isinstance(target, str) or self._opened >= _MOST_FILES:
            return about, home
        self._opened += 1
        path = joined(home, target)
        value = data_of(path, self._files.text(path))
        whole = {"pages": value} if isinstance(value, list) else table(value)
        return whole | {k: v for k, v in about.items() if k != "$ref"}, path.rpartition("/")[0]

    def _entry(self, entry: Any, kind: str, home: str, depth: int) -> Iterator[NavItem]:
        if isinstance(entry, str):
            page = linked_page(entry, self._root, self._files)
            if page:
                yield NavItem("", page)
            return
        about, home = self._followed(table(entry), home)
        own = about.get("root")
        page = linked_page(own, self._root, self._files) if isinstance(own, str) else ""
        inner = tuple(self.within(about, home, depth + 1))
        if about.get("hidden") is True:
            self.hidden.update(pages_of([NavItem("", page, inner)]))
        elif page or inner:
            yield NavItem(text_of(about.get(kind)) or text_of(about.get("group")), page, inner)


def _chosen(entries: Any, kind: str) -> dict[str, Any] | None:
    known = [table(each) for each in entries] if isinstance(entries, list) else []
    wanted = (each for each in known if each.get("default") is True)
    named = (each for each in known if text_of(each.get(kind)).lower() in _FIRST)
    return next(named, None) or next(wanted, None) or (known[0] if known else None)
