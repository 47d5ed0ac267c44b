"""The order of pages by what stands in front of them, as Hugo and Zola have it.

``_index.md`` says how a directory is called and where it stands in the one above; ``index.md``
makes a directory one page. Hugo orders by ``weight`` (none, and nought, come last), then the
later date, then title, then path; the pages of a directory without ``_index.md`` stand in the
one above, unless it is of the top. Zola orders a directory's pages as its ``sort_by`` says, by
name without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.data_text import lowered
from ctxbuild.readers.nav.project_files import ProjectFiles, joined, titled, without_ending
from ctxbuild.readers.nav.yaml_text import number_of, table, text_of

_DEEPEST = 20
_PAGES = (".md", ".markdown", ".adoc", ".rst")
_INDEX = re.compile(r"_?index(?:\.[A-Za-z-]{2,8})?\.\w+")
_HIDDEN = ("toc_hide", "bookhidden")
"""Fields with which the themes Docsy and Book keep a page out of their menus."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the fields of a page say of its place."""

    title: str = ""
    weight: float = inf
    date: str = ""
    is_hidden: bool = False
    """It is in no menu."""
    is_published: bool = True
    has_page: bool = True
    """It is a page itself, not only what its directory is called by."""
    order: str = "weight"
    """What the pages of its directory are ordered by: weight, date, title or name."""
    bar: float | None = None
    """Its place in the site's main menu."""


def hugo_traits(fields: dict[str, Any]) -> Traits:
    """Return what fields of Hugo's say."""
    known = lowered(fields)
    build = lowered(known.get("build") or known.get("_build"))
    render = build.get("render")
    is_headless = known.get("headless") is True
    return Traits(
        text_of(known.get("linktitle")),
        number_of(known.get("weight")) or inf,
        str(known.get("date") or ""),
        is_headless
        or build.get("list") in ("never", False)
        or any(known.get(name) is True for name in _HIDDEN),
        known.get("draft") is not True,
        not is_headless and render not in ("never", "link", False),
        bar=_bar(known.get("menus") or known.get("menu")),
    )


def _bar(menus: Any) -> float | None:
    """Return the place that a page gives itself in the main menu; ``None`` if it is in none."""
    if not isinstance(menus, dict):
        return inf if menus == "main" or (isinstance(menus, list) and "main" in menus) else None
    main = table(menus).get("main")
    return number_of(lowered(main).get("weight")) or inf if isinstance(main, dict) else None


def zola_traits(fields: dict[str, Any]) -> Traits:
    """Return what fields of Zola's say."""
    order = text_of(fields.get("sort_by"))
    return Traits(
        "",
        number_of(fields.get("weight")),
        str(fields.get("date") or ""),
        is_published=fields.get("draft") is not True,
        has_page=fields.get("render") is not False,
        order={"weight": "weight", "date": "date", "update_date": "date"}.get(
            order, "title" if order.startswith("title") else "name"
        ),
    )


def is_shown(path: str) -> bool:
    """Whether a file may be a page of such a site."""
    return path.endswith(_PAGES)


@dataclass(frozen=True, slots=True)
class _Placed:
    traits: Traits
    name: str
    item: NavItem
    is_section: bool


class WeightedTree:
    """The pages below a directory."""

    def __init__(
        self,
        root: str,
        files: ProjectFiles,
        pages: frozenset[str],
        traits: Callable[[dict[str, Any]], Traits],
        bar: Mapping[str, float] | None = None,
    ) -> None:
        """Take the directory, its pages in the language that counts, and what fields mean.

        ``bar`` has the places of the site's main menu, by the first name of where they lead.
        """
        self.root, self.pages, self._bar = root, pages, bar or {}
        self._files, self._read = files, traits

    def items(self) -> tuple[NavItem, ...]:
        """Return the navigation: the start page, what the bar leads to, then the rest in order."""
        own, traits = self._index(self.root)
        first = [NavItem(traits.title, own)] if own else []
        found = self._ordered(self._level(self.root, 0), traits.order)
        found.sort(key=self._place)
        return (*first, *(each.item for each in found))

    def _place(self, each: _Placed) -> tuple[bool, float]:
        """Return where an entry of the top stands in the site's bar."""
        name = each.name if each.is_section else without_ending(each.name)
        place = self._bar.get(name, each.traits.bar)
        return place is None, place or 0

    def unpublished(self) -> frozenset[str]:
        """Return the files of which no page is made."""
        found = ((path, self._traits(path)) for path in self.pages)
        return frozenset(p for p, each in found if not each.is_published or not each.has_page)

    def _traits(self, path: str) -> Traits:
        return self._read(self._files.fields(path))

    def _index(self, directory: str) -> tuple[str, Traits]:
        """Return the file that a directory is called by, or is, and what it says."""
        for start in ("_index.", "index."):
            for name in self._files.children(directory):
                path = joined(directory, name)
                if name.startswith(start) and path in self.pages:
                    return path, self._traits(path)
        return "", Traits()

    def _level(self, directory: str, depth: int) -> list[_Placed]:
        found: list[_Placed] = []
        for name in self._files.children(directory):
            path = joined(directory, name)
            if path in self.pages:
                if not _INDEX.fullmatch(name):
                    found += self._placed(name, self._traits(path), path, ())
            elif path not in self._files.paths and depth < _DEEPEST:
                found += self._directory(path, name, depth)
        return found

    def _directory(self, path: str, name: str, depth: int) -> list[_Placed]:
        own, traits = self._index(path)
        if own.rpartition("/")[2].startswith("index."):
            return self._placed(name, traits, own, ())
        inner = self._level(path, depth + 1)
        if not own and depth:
            return inner
        items = tuple(each.item for each in self._ordered(inner, traits.order))
        return self._placed(name, traits, own, items)

    def _placed(
        self, name: str, traits: Traits, page: str, inner: tuple[NavItem, ...]
    ) -> list[_Placed]:
        """Return an entry as a list: with nothing in it where the entry is not shown."""
        if traits.is_hidden or not traits.is_published:
            return []
        own = page if traits.has_page else ""
        title = traits.title or (self._named(page) if inner or not own else "")
        title = title or ("" if own else titled(name))
        is_section = _INDEX.fullmatch(page.rpartition("/")[2]) is not None or not page
        return (
            [_Placed(traits, name, NavItem(title, own, inner), is_section)] if own or inner else []
        )

    def _named(self, page: str) -> str:
        return text_of(self._files.fields(page).get("title")) if page else ""

    def _ordered(self, placed: list[_Placed], order: str) -> list[_Placed]:
        """Return entries in order; directories have their weight whatever pages go by."""
        placed.sort(key=lambda each: (each.name.lower(), each.name))
        if order in ("weight", "title"):
            placed.sort(key=lambda each: self._word(each).lower())
        if order in ("weight", "date"):
            placed.sort(key=lambda each: each.traits.date, reverse=True)
        placed.sort(key=lambda e: e.traits.weight if e.is_section or order == "weight" else inf)
        return placed

    def _word(self, each: _Placed) -> str:
        return each.item.title or self._named(each.item.page) or each.name
