"""The reading order of a site: what it shows itself, each source filling what the others lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.readers.site.converted import Facts
from ctxbuild.readers.site.navigation import NavTree


@dataclass(frozen=True, slots=True)
class Ordered:
    """Pages in reading order, and how many of them each source of the order placed."""

    pages: tuple[str, ...]
    placed: Mapping[str, int]


def start_page(pages: Sequence[str], site: str = "") -> str:
    """Return the page where reading starts.

    That is the uppermost index or the like, else the page that is called as the
    site is or begins, else the first of all.
    """
    names = ("index.", "contents.", "README.", "home.", "toc.", "book1.", "intro", "overview")

    def rank(path: str) -> tuple[int, int, str]:
        name = path.rpartition("/")[2]
        known = next((n for n, each in enumerate(names) if name.startswith(each)), len(names))
        stem = name.partition(".")[0]
        if known == len(names) and not (stem and site.lower().startswith(stem.lower())):
            known += 1
        return path.count("/"), known, path

    return min(pages, key=rank, default="")


def reading_order(
    facts: Mapping[str, Facts],
    start: str,
    tree: NavTree,
    find: Callable[[str], str | None],
    lists: Sequence[tuple[str, Sequence[str]]],
) -> Ordered:
    """Put pages in order.

    Args:
        facts: of every page.
        start: where reading starts.
        tree: the navigation that pages show.
        find: the page that a path means.
        lists: further lists of paths with the names of what they come from, best first.

    """
    sources = [
        ("navigation", tree.order(start)),
        ("next links", _chain(facts, find)),
        *lists,
        ("links", _by_links(facts, start, find)),
    ]
    placed: dict[str, int] = {}
    order = [start] if start in facts else []
    for name, paths in sources:
        found = dict.fromkeys(page for path in paths if (page := find(path)) in facts)
        before = len(order)
        order = _filled(order, [page for page in found if page is not None])
        if len(order) > before:
            placed[name] = len(order) - before
    before = len(order)
    order = _filled_by_path(order, sorted(facts, key=_path_key))
    if len(order) > before:
        placed["paths"] = len(order) - before
    return Ordered(tuple(order), placed)


def _filled(order: list[str], further: Sequence[str]) -> list[str]:
    """Return an order with the pages of another that it lacks, each behind what it follows."""
    known = set(order)
    behind: dict[str, list[str]] = {}
    last = ""
    for page in further:
        if page in known:
            last = page
        else:
            behind.setdefault(last, []).append(page)
    # What stands before everything known is put at the end: the start page stays first.
    result: list[str] = []
    for page in order:
        result += [page, *behind.get(page, [])]
    return result + behind.get("", [])


def _filled_by_path(order: list[str], paths: Sequence[str]) -> list[str]:
    """Return an order with all other pages, each behind the last one of its directory."""
    known = set(order)
    last_of = {_directory(page): page for page in order}
    behind: dict[str, list[str]] = {}
    for path in paths:
        if path not in known:
            behind.setdefault(last_of.get(_directory(path), ""), []).append(path)
    result: list[str] = []
    for page in order:
        result += [page, *behind.get(page, [])]
    return result + behind.get("", [])


def _chain(facts: Mapping[str, Facts], find: Callable[[str], str | None]) -> list[str]:
    """Return pages as their links to the next one lead, from each that none leads to."""
    following: dict[str, str] = {}
    led_to: set[str] = set()
    for page, about in facts.items():
        target = find(about.next) if about.next else None
        if target is not None and target != page and target not in led_to:
            following[page] = target
            led_to.add(target)
    found: dict[str, None] = {}
    for page in facts:
        if page in following and page not in led_to:
            while page not in found:
                found[page] = None
                page = following.get(page, page)
    return list(found)


def _by_links(
    facts: Mapping[str, Facts], start: str, find: Callable[[str], str | None]
) -> list[str]:
    """Return the pages that the start page and those it leads to link to, level by level."""
    found = dict.fromkeys([start])
    waiting = [start]
    while waiting:
        level: dict[str, None] = {}
        for page in waiting:
            for path, _ in facts[page].links if page in facts else ():
                target = find(path)
                if target is not None and target not in found:
                    level[target] = None
        found |= level
        waiting = list(level)
    return list(found)


def _directory(path: str) -> str:
    return path.rpartition("/")[0]


def _path_key(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
