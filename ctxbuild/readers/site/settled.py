"""What is known when all pages have been read: which count, in what order, where links lead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from ctxbuild.model import Navigation, Skipped
from ctxbuild.readers.page_lists import (
    read_inventory,
    read_search_index,
    read_sitemap_locations,
)
from ctxbuild.readers.printable import printable
from ctxbuild.readers.site.converted import Converted, Facts
from ctxbuild.readers.site.navigation import LABEL, Entry, NavTree
from ctxbuild.readers.site.page_order import Ordered, reading_order
from ctxbuild.readers.site.page_source import PageSource
from ctxbuild.readers.site.same_pages import base_url, canonical_aliases, copies
from ctxbuild.readers.site.spool import Spool
from ctxbuild.readers.site.targets import PageFinder, is_url, plain_path, within

_MOST_NAMED = 5
_MOST_LOCATIONS = 500
# Sphinx lists its own indexes among what is documented, also where they are not built.
_SERVICE = re.compile(r"(?:.*/)?(?:genindex|(?:py-)?modindex|search)\.html", re.S)
_ENDS_LINKS = re.compile(r"[\s()<>\"\\]")
"""What ends an address in Markdown."""


@dataclass(slots=True)
class Gathered:
    """What the first pass over the pages found, by path."""

    start: str
    names: dict[str, str]
    finder: PageFinder
    tree: NavTree
    spool: Spool
    facts: dict[str, Facts] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    places: dict[str, tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=dict)
    """Where the spool has a page's Markdown, and its headings with the ids under them."""
    redirects: dict[str, str] = field(default_factory=dict)
    empty: dict[str, str] = field(default_factory=dict)
    reduced: dict[str, str] = field(default_factory=dict)
    """Pages that are no more than a name, with the reason."""
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def keep(self, path: str, converted: Converted) -> None:
        """Put the text of a page aside."""
        import msgspec

        under = msgspec.msgpack.encode((converted.headings, converted.places))
        self.places[path] = (self.spool.add(converted.markdown.encode()), self.spool.add(under))

    def markdown(self, path: str) -> str:
        """Return the Markdown of a page as it was converted."""
        return self.spool.get(self.places[path][0]).decode()

    def headings(self, path: str) -> tuple[list[str], dict[str, int]]:
        """Return the headings of a page, and the number of that which each id stands under."""
        import msgspec

        kind = tuple[list[str], list[tuple[str, int]]]
        found, places = msgspec.msgpack.decode(self.spool.get(self.places[path][1]), type=kind)
        return found, dict(places)

    def meant(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return a navigation with the paths of pages for those that its links spell."""
        found = (
            (depth, path if path == LABEL else self.finder.find(path), title)
            for depth, path, title in entries
        )
        return [(depth, path, title) for depth, path, title in found if path is not None]


@dataclass(frozen=True, slots=True)
class Settled:
    """Which pages there are in the end; ``order`` is their reading order."""

    order: tuple[str, ...]
    base: str
    crumbs: Mapping[str, tuple[str, ...]]
    skipped: list[Skipped]
    notes: list[str]
    navigation: Navigation
    title: str
    """What the site calls itself on most of its pages."""


def settle(found: Gathered, pages: PageSource, url: str, *, everything: bool) -> Settled:
    """Decide which pages count, and in what order.

    Args:
        found: what the first pass found.
        pages: where they came from; asked for inventory, search index and sitemap.
        url: where the site lives, if that is known.
        everything: keep pages that are copies.

    """
    found.start = _final(found, found.start)
    base = _with_slash(url or pages.base or base_url(found.facts) or _listed_base(found, pages))
    skipped = [Skipped(path, reason) for path, reason in found.empty.items()]
    skipped += _redirected(found)
    if not everything:
        for path, target in canonical_aliases(found.facts, base, found.finder.find).items():
            skipped.append(_dropped(found, path, target, "its canonical page is"))
    lists = _lists(pages, base, _top(found.start))
    find = found.finder.find
    ordered = reading_order(found.facts, found.start, found.tree, find, lists)
    if not everything:
        same = copies(found.facts, ordered.pages)
        for path, target in same.items():
            skipped.append(_dropped(found, path, target, "the same text as"))
    order = tuple(path for path in ordered.pages if path in found.facts)
    crumbs = {path: _crumbs(found, path) for path in order}
    notes = [*_order_note(ordered, len(order)), *_recall_notes(found, pages)]
    navigation = Navigation("navigation", found.tree.items(found.start, _named(found, order)))
    return Settled(order, base, crumbs, skipped, notes, navigation, _site_title(found))


def _named(found: Gathered, order: Sequence[str]) -> Callable[[str], str | None]:
    """Return what tells the name of the Markdown of the page that a path means."""
    kept = set(order)

    def name(path: str) -> str | None:
        page = found.finder.find(path)
        return found.names[page] if page in kept and page is not None else None

    return name


def _site_title(found: Gathered) -> str:
    votes = Counter(about.site for about in found.facts.values() if about.site)
    best = min(votes, key=lambda each: (-votes[each], each), default="")
    return best if votes[best] * 2 >= len(found.facts) else ""


def _with_slash(url: str) -> str:
    """Return the URL of a directory as it can stand in a link, empty where it is none."""
    if not is_url(url):
        return ""
    url = _ENDS_LINKS.sub(lambda found: quote(found[0]), url.partition("?")[0].partition("#")[0])
    if url.rpartition("/")[2].lower().endswith((".html", ".htm")):
        url = url.rpartition("/")[0]
    return url if url.endswith("/") else f"{url}/"


def _listed_base(found: Gathered, pages: PageSource) -> str:
    """Return where the site lives by its sitemap, empty where that does not say."""
    top = _top(found.start)
    data = pages.file(f"{top}sitemap.xml")
    if data is None:
        return ""
    votes: Counter[str] = Counter()
    for address in read_sitemap_locations(data)[:_MOST_LOCATIONS]:
        parts = address.split("/")
        for start in range(3, len(parts)):
            rest = plain_path("/".join(parts[start:]))
            if rest.strip("/") and found.finder.find(rest) in found.facts:
                votes["/".join(parts[:start]) + "/"] += 1
                break
    best = min(votes, key=lambda each: (-votes[each], each), default="")
    return best if votes[best] * 2 > votes.total() else ""


def _final(found: Gathered, path: str) -> str:
    """Return the page that one leads to, by redirects of the site's own."""
    final = path
    for _ in range(10):
        page = found.finder.find(final)
        if page is None or page not in found.redirects:
            return page or path
        final = found.redirects[page]
    return path


def _redirected(found: Gathered) -> list[Skipped]:
    """Let links to pages that only lead elsewhere lead there."""
    skipped = []
    for path, target in found.redirects.items():
        page = _final(found, path)
        if page in found.facts:
            found.finder.move(path, page)
            target = page
        skipped.append(Skipped(path, f"redirect to {printable(target, 120)}"))
    return skipped


def _dropped(found: Gathered, path: str, target: str, why: str) -> Skipped:
    del found.facts[path]
    found.finder.move(path, target)
    return Skipped(path, f"{why} {printable(target, 120)}")


def _top(start: str) -> str:
    """Return the directory of the start page, with a slash: there a site has its lists."""
    return start.rpartition("/")[0] + "/" if "/" in start else ""


def _lists(pages: PageSource, base: str, top: str) -> list[tuple[str, list[str]]]:
    """Return the lists of pages that a site carries, with what they come from."""
    lists = []
    for name in ("search/search_index.json", "search_index.json", "mkdocs/search_index.json"):
        data = pages.file(top + name)
        if data is not None:
            places = [top + plain_path(place) for place in read_search_index(data)]
            lists.append(("search index", places))
            break
    data = pages.file(top + "sitemap.xml")
    if data is not None:
        bases = (base,) if base else ()
        found = (within(address, bases) for address in read_sitemap_locations(data))
        lists.append(("sitemap", [place[0] for place in found if place is not None]))
    return lists


def _crumbs(found: Gathered, path: str) -> tuple[str, ...]:
    """Return the titles of what is above a page: as it says itself, else by the navigation."""
    facts = found.facts[path]
    if facts.breadcrumbs:
        own = facts.breadcrumbs
        return own[:-1] if own[-1] == facts.title and len(own) > 1 else own
    above = found.tree.above(path)
    titles = found.tree.titles
    known = [
        titles.get(page) or (found.facts[page].title if page in found.facts else "")
        for page in above
        if page != found.start
    ]
    return tuple(title for title in known if title)


def _order_note(ordered: Ordered, pages: int) -> list[str]:
    """Say where the order comes from when the site's navigation does not hold all of it."""
    others = {name: n for name, n in ordered.placed.items() if name != "navigation"}
    if pages < 2 or not others:
        return []
    known = pages - sum(others.values())
    words = [f"navigation {max(known, 0)}"] if known > 1 else []
    words += [f"{name} {count}" for name, count in others.items()]
    return [f"order of pages by {', '.join(words)}"]


def _recall_notes(found: Gathered, pages: PageSource) -> list[str]:
    """Name the pages with documented symbols, by the site's inventory, that were not read."""
    top = _top(found.start)
    data = pages.file(f"{top}objects.inv")
    inventory = read_inventory(data) if data is not None else None
    if inventory is None:
        return []
    missing: dict[str, int] = {}
    for _, uri in inventory.symbols:
        path = top + plain_path(uri.partition("#")[0])
        page = found.finder.find(path)
        known = page is not None and (page in found.facts or page in found.reduced)
        if path and not known and not _SERVICE.fullmatch(path):
            missing[path] = missing.get(path, 0) + 1
    if not missing:
        return []
    names = ", ".join(printable(path, 80) for path in list(missing)[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    total = sum(missing.values())
    return [f"objects.inv lists {total} entries on {len(missing)} pages not read: {names}{more}"]


def wanted_places(facts: Mapping[str, Facts], found: Gathered) -> dict[str, set[str]]:
    """Return the ids that links lead to, by page."""
    wanted: dict[str, set[str]] = {}
    for about in facts.values():
        for path, fragment in about.links:
            page = found.finder.find(path) if fragment else None
            if page is not None and page in facts:
                wanted.setdefault(page, set()).add(fragment)
    return wanted


__all__: Sequence[str] = ("Gathered", "Settled", "settle", "wanted_places")
