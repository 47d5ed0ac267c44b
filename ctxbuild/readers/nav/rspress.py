"""Rspress: ``_meta.json`` has the order and titles of a directory, ``_nav.json`` the site's bar.

In its first version the bar stood in the ``_meta.json`` of the top.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.data_text import data_of
from ctxbuild.readers.nav.project_files import (
    MARKDOWN,
    ProjectFiles,
    ProjectNavigation,
    divided,
    is_index,
    is_inside,
    joined,
    own_page,
    titled,
)
from ctxbuild.readers.nav.script_reading import exported_value
from ctxbuild.readers.nav.script_value import Call
from ctxbuild.readers.nav.yaml_text import table, text_of

_ROOTS = ("docs", ".")
_BAR, _ORDER = "_nav.json", "_meta.json"
_DEEPEST = 20


def read_rspress(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read the order of a site's pages; ``None`` where its sidebar is in the settings alone."""
    settings = _settings(exported_value(path, files))
    home = path.rpartition("/")[0]
    roots = (joined(home, each) for each in (text_of(settings.get("root")), *_ROOTS) if each)
    named = table(settings.get("multiVersion")).get("default"), settings.get("lang"), "en"
    steps = [each for each in map(text_of, named) if each]
    for root in roots:
        inside = _inside(root, steps, files)
        if _has_order(inside, files):
            return ProjectNavigation(
                path.rpartition("/")[2],
                inside,
                _Tree(inside, files).items(),
                text_of(settings.get("title")),
                text_of(settings.get("description")),
            )
    return None


def _settings(value: Any, depth: int = 0) -> dict[str, Any]:
    """Return the settings that calls are given, those of all their arguments."""
    if not isinstance(value, Call) or depth > _DEEPEST:
        return table(value)
    found: dict[str, Any] = {}
    for argument in value.arguments:
        found |= _settings(argument, depth + 1)
    return found


def _inside(root: str, steps: list[str], files: ProjectFiles) -> str:
    """Return the directory of the version and the language that count."""
    for step in steps:
        inner = joined(root, step)
        if not _has_order(root, files) and files.below(inner):
            root = inner
    return root


def _has_order(directory: str, files: ProjectFiles) -> bool:
    return any(joined(directory, name) in files.paths for name in (_BAR, _ORDER))


def _is_bar(entries: Any) -> bool:
    """Whether entries have the form of the site's bar, and name no files."""
    return isinstance(entries, list) and any("text" in table(each) for each in entries)


class _Tree:
    def __init__(self, root: str, files: ProjectFiles) -> None:
        self._root, self._files = root, files

    def items(self) -> tuple[NavItem, ...]:
        """Return the entries of the top: of its own order, else of what the bar leads to."""
        order, bar = (self._data(joined(self._root, name)) for name in (_ORDER, _BAR))
        if order is not None and not _is_bar(order):
            return self._directory(self._root, 0)
        titles: dict[str, list[str]] = {}
        for title, link in self._bar(bar or order, 0):
            titles.setdefault(link.strip("/").partition("/")[0], []).append(title)
        own = self._names(self._root)
        names = dict.fromkeys([*filter(is_index, own), *titles, *own])
        return tuple(item for name in names for item in self._top(name, titles.get(name, [])))

    def _top(self, name: str, titles: list[str]) -> Iterator[NavItem]:
        """Yield an entry of the top; of a directory that the bar divides, what is in it."""
        for item in self._entry(self._root, name, titles[0] if len(titles) == 1 else "", 0):
            yield from [item] if len(titles) < 2 or item.page else item.children

    def _data(self, path: str) -> Any:
        return data_of(path, self._files.text(path))

    def _bar(self, entries: Any, depth: int) -> Iterator[tuple[str, str]]:
        """Yield the titles and links of the site's bar and its menus."""
        for entry in entries if isinstance(entries, list) and depth < _DEEPEST else ():
            about = table(entry)
            link = text_of(about.get("link"))
            if link and "://" not in link:
                yield text_of(about.get("text")), link
            yield from self._bar(about.get("items"), depth + 1)

    def _names(self, directory: str) -> list[str]:
        names = self._files.children(directory)
        return sorted(names, key=lambda name: (not is_index(name), name.lower(), name))

    def _directory(self, directory: str, depth: int) -> tuple[NavItem, ...]:
        """Return the entries of a directory: what its file lists, else all by name."""
        listed = self._data(joined(directory, _ORDER))
        entries = listed if isinstance(listed, list) else self._names(directory)
        parts = (part for entry in entries for part in self._part(directory, entry, depth))
        return divided(parts)

    def _part(self, directory: str, entry: Any, depth: int) -> Iterator[str | NavItem]:
        about = table(entry)
        kind, label = text_of(about.get("type")), text_of(about.get("label"))
        if kind == "section-header":
            yield label
        elif kind not in ("divider", "custom-link"):
            name = text_of(entry) or text_of(about.get("name"))
            yield from self._entry(directory, name, label, depth)

    def _entry(self, directory: str, name: str, label: str, depth: int) -> Iterator[NavItem]:
        """Yield a page or a directory; one that has a page of the same name begins with it."""
        path = joined(directory, name)
        if not name or not is_inside(path, self._root):
            return
        names = (path, *(path + ending for ending in MARKDOWN))
        page = next((each for each in names if each in self._files.paths), "")
        inner: tuple[NavItem, ...] = ()
        if path not in self._files.paths and depth < _DEEPEST and self._files.children(path):
            inner = self._directory(path, depth + 1)
        start = own_page(path, inner) if not page else ""
        if start:
            page, inner = start, inner[1:]
        if inner or page.endswith(MARKDOWN):
            yield NavItem(label or ("" if page else titled(name)), page, inner)
