"""What a site's own lists name: ``llms.txt``, inventories, search indexes, sitemaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ctxbuild.net.errors import RefusedError
from ctxbuild.net.urls import Target, parse_url
from ctxbuild.readers.crawl.addresses import Address, address
from ctxbuild.readers.crawl.asking import Asking, said
from ctxbuild.readers.crawl.exchange import ACCEPT_ANY, Call
from ctxbuild.readers.crawl.journal import Answer, Journal
from ctxbuild.readers.crawl.kinds import text_of
from ctxbuild.readers.crawl.model import LIST_KEY
from ctxbuild.readers.crawl.scope import Scope
from ctxbuild.readers.crawl.sitemap import MOST_BYTES, read_llms_txt, read_sitemap
from ctxbuild.readers.crawl.twins import MARKDOWN_ENDINGS
from ctxbuild.readers.page_lists import inventory_pages, read_search_index

_MOST_LISTS = 200
_DEEPEST_LIST = 3
_MOST_LISTED = 200_000
_LLMS_BYTES = 20 << 20
_LISTS_OF_GENERATORS: tuple[tuple[str, str, Callable[[bytes], Iterable[str]]], ...] = (
    ("objects.inv", "objects.inv", inventory_pages),
    ("search/search_index.json", "search index", read_search_index),
)
"""Where Sphinx, mkdocstrings and MkDocs list their pages, below the start page's directory."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a site's lists name, in their order; ``problems`` for those that could not be read."""

    pages: tuple[Address, ...] = ()
    markdown: tuple[Address, ...] = ()
    """Addresses of Markdown files: twins of pages, mostly."""
    problems: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


Permits = Callable[[Address], bool]


class Lists:
    """Follows lists to lists, within bounds."""

    def __init__(self, asking: Asking, journal: Journal, permits: Permits, scope: Scope) -> None:
        self._asking = asking
        self._journal = journal
        self._permits = permits
        self._scope = scope
        self._seen: set[str] = set()
        self._pages: dict[str, Address] = {}
        self._markdown: dict[str, Address] = {}
        self._problems: list[str] = []
        self._counts: dict[str, int] = {}

    def read(self, origin: str, path: str, sitemaps: Sequence[str]) -> Listed:
        """Read the lists of a host and of the directory of ``path``, and ``sitemaps``."""
        for directory in _upwards(path):
            if self._llms_txt(f"{origin}{directory}llms.txt"):
                break
        self._by_generators()
        base = parse_url(origin)
        named = [found for text in sitemaps[:_MOST_LISTS] if (found := self._own(text, base))]
        usual = [address(f"{origin}/sitemap.xml")]
        directory = path.rpartition("/")[0]
        if directory:
            usual.append(address(f"{origin}{directory}/sitemap.xml"))
        self._sitemaps(named or usual, quiet=not named)
        return Listed(
            tuple(self._pages.values()),
            tuple(self._markdown.values()),
            tuple(self._problems),
            tuple(self._counts.items()),
        )

    def _llms_txt(self, url: str) -> bool:
        page = address(url)
        answer, body = self._asked(page, _LLMS_BYTES)
        if not answer.good:
            return False
        links = read_llms_txt(text_of(body, answer.headers.get("content-type", ""))[0])
        base = parse_url(answer.url)
        for link in links:
            self._take(link, base, "llms.txt")
        return bool(links)

    def _by_generators(self) -> None:
        for place in self._scope.places:
            directory = place.origin + place.directory
            for name, what, read in _LISTS_OF_GENERATORS:
                answer, body = self._asked(address(directory + name), MOST_BYTES)
                for text in read(body) if answer.good else ():
                    self._take(text, parse_url(directory), what)

    def _sitemaps(self, lists: Sequence[Address], quiet: bool) -> None:
        wave = list(lists)
        for _ in range(_DEEPEST_LIST + 1):
            following: list[Address] = []
            for page in wave:
                if page.url not in self._seen and len(self._seen) < _MOST_LISTS:
                    self._seen.add(page.url)
                    following += self._sitemap(page, quiet)
            wave = following
        if wave:
            self._problems.append(f"{wave[0].target.shown}: lists of lists too deep; not read")

    def _sitemap(self, page: Address, quiet: bool) -> Iterator[Address]:
        answer, body = self._asked(page, MOST_BYTES)
        if not answer.good:
            if not quiet:
                self._problems.append(f"{page.target.shown}: not read: {said(answer)}")
            return
        listing = read_sitemap(body)
        if listing.problem and not (quiet and not listing.pages):
            self._problems.append(f"{page.target.shown}: {listing.problem}")
        base = parse_url(answer.url)
        for text in listing.pages:
            self._take(text, base, "sitemap")
        yield from (found for text in listing.lists if (found := self._own(text, base)))

    def _asked(self, page: Address, most_bytes: int) -> tuple[Answer, bytes]:
        if not self._permits(page):
            return Answer(page.url, problem="refused", reason="robots.txt disallows it"), b""
        call = Call(LIST_KEY + page.url, page, ACCEPT_ANY, follow=True, most_bytes=most_bytes)
        answer = self._asking.answer(call)
        if answer.good and not self._scope.has_host(parse_url(answer.url)):
            answer = replace(answer, problem="refused", reason="leads to another host")
        return answer, self._journal.body(answer.digest) if answer.good else b""

    def _own(self, text: str, base: Target | None) -> Address | None:
        """Return the address of another list, unless it lies on a foreign host."""
        try:
            found = address(text, base)
        except RefusedError:
            return None
        return found if self._scope.has_host(found.target) else None

    def _take(self, text: str, base: Target, source: str) -> None:
        try:
            page = address(text, base)
        except RefusedError:
            return
        if page not in self._scope or len(self._pages) >= _MOST_LISTED:
            return
        self._counts[source] = self._counts.get(source, 0) + 1
        place = self._markdown if page.ending in MARKDOWN_ENDINGS else self._pages
        place.setdefault(page.identity, page)


def _upwards(path: str) -> list[str]:
    """Return the directory of a path and those above it, the root last; three at most."""
    parts = [part for part in path.split("/")[:-1] if part]
    chains = ["/" + "".join(f"{part}/" for part in parts[:n]) for n in range(len(parts), -1, -1)]
    return chains if len(chains) <= 3 else [*chains[:2], chains[-1]]
