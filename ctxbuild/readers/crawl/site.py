"""What a site says of itself before its pages are read: robots, lists, error pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from ctxbuild.model import CtxbuildError
from ctxbuild.net.errors import RefusedError
from ctxbuild.net.pace import Pace
from ctxbuild.net.urls import Target, parse_url
from ctxbuild.readers.crawl.addresses import Address, address
from ctxbuild.readers.crawl.asking import Asking, said
from ctxbuild.readers.crawl.exchange import ACCEPT_ANY, Call
from ctxbuild.readers.crawl.journal import Answer, Journal
from ctxbuild.readers.crawl.kinds import text_of
from ctxbuild.readers.crawl.look import Look, likeness
from ctxbuild.readers.crawl.robots import Robots, robots_of
from ctxbuild.readers.crawl.scope import Scope
from ctxbuild.readers.crawl.sitemap import MOST_BYTES, read_llms_txt, read_sitemap
from ctxbuild.readers.crawl.twins import MARKDOWN_ENDINGS

_MOST_LISTS = 200
_DEEPEST_LIST = 3
_MOST_LISTED = 200_000
_LLMS_BYTES = 20 << 20
_ROBOTS_BYTES = 16 << 20
_POLITE_PAUSE = 30.0
_ALIKE = 0.9
_FEW_LETTERS = 1500
_MISSING = re.compile(
    r"(?:error\s*)?404(?:\s*error)?\W*(?:(?:page\s*)?not\s*found)?"
    r"|(?:(?:sorry|oops)\W*)?(?:(?:the|this)\s+)?page\s+(?:could\s+)?(?:was\s+)?(?:not\s+)(?:be\s+)?found",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s+[|–—·:»-]\s+|\s*[|»·]\s*")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a site's lists name, in their order; ``problems`` for those that could not be read."""

    pages: tuple[Address, ...] = ()
    markdown: tuple[Address, ...] = ()
    """Addresses of Markdown files: twins of pages, mostly."""
    problems: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


class Site:
    """The rules and lists of the hosts that are read."""

    def __init__(self, asking: Asking, journal: Journal, agent: str, pace: Pace | None) -> None:
        """Prepare; nothing is asked for yet. Robots rules are looked up for ``agent``."""
        self._asking = asking
        self._journal = journal
        self._token = re.split(r"[/ ]", agent)[0]
        self._pace = pace
        self._robots: dict[str, Robots] = {}
        self._missing: Look | None = None
        self.notes: list[str] = []

    def robots(self, target: Target) -> Robots:
        """Return the rules of a host, asked for when they are first needed."""
        origin = f"{target.scheme}://{target.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._asked_robots(target, origin)
        return self._robots[origin]

    def signals(self) -> tuple[str, ...]:
        """Return what owners say of the use of their content, in order of hosts."""
        return tuple(signal for _, each in sorted(self._robots.items()) for signal in each.signals)

    def permits(self, page: Address) -> bool:
        """Whether a page's host allows us to ask for it."""
        return self.robots(page.target).allows(page.target.path)

    def known_to_permit(self, page: Address) -> bool:
        """Like :meth:`permits`, for hosts whose rules are known; safe in any thread."""
        robots = self._robots.get(f"{page.target.scheme}://{page.target.netloc}")
        return robots is not None and robots.allows(page.target.path)

    def robots_call(self, target: Target) -> Call:
        """Return how the rules of a host are asked for."""
        origin = f"{target.scheme}://{target.netloc}"
        page = address(f"{origin}/robots.txt")
        return Call(f"robots {origin}", page, ACCEPT_ANY, follow=True, most_bytes=_ROBOTS_BYTES)

    def _asked_robots(self, target: Target, origin: str) -> Robots:
        answer = self._asking.answer(self.robots_call(target))
        if answer.problem == "large":
            return Robots(refused="robots.txt is larger than 16 MiB, so its rules are not known")
        body = self._journal.body(answer.digest) if answer.good else b""
        robots = robots_of(answer.status, body, self._token, answer.reason)
        if robots.delay and self._pace:
            self._pace.slow_down(target.host, robots.delay)
        if robots.delay > _POLITE_PAUSE:
            self.notes.append(
                f"{origin}: asks for {robots.delay:g} s between pages; {_POLITE_PAUSE:g} s are kept"
            )
        return robots

    def learn_missing(self, scope_directory: str, origin: str) -> None:
        """Ask for a page that cannot exist, to know later what the site says then."""
        mark = blake2b(scope_directory.encode(), digest_size=5).hexdigest()
        probe = address(f"{origin}{scope_directory}no-such-page-{mark}.html")
        if self.permits(probe):
            call = Call(f"probe {probe.identity}", probe, looked_at=True)
            answer = self._asking.answer(call)
            self._missing = answer.look if answer.good else None

    def is_missing(self, look: Look, is_start: bool) -> bool:
        """Whether a page is an error page that came with status 200."""
        if is_start:
            return False
        titles = (part.strip() for part in _TITLE_PARTS.split(look.title))
        if look.letters < _FEW_LETTERS and any(map(_MISSING.fullmatch, titles)):
            return True
        probe = self._missing
        if probe is None or probe.hollow or not probe.letters:
            return False
        if look.digest == probe.digest:
            return True
        same_words = look.title == probe.title and likeness(look.sketch, probe.sketch) >= _ALIKE
        return same_words and abs(look.letters - probe.letters) < 100 and bool(probe.title)

    def lists(self, start: Address, scope: Scope) -> Listed:
        """Return what the site's own lists name."""
        reading = _Lists(self._asking, self._journal, self, scope)
        sitemaps = [*self.robots(start.target).sitemaps]
        origin = f"{start.target.scheme}://{start.target.netloc}"
        return reading.read(origin, start.path, sitemaps)


class _Lists:
    """Follows lists to lists, within bounds."""

    def __init__(self, asking: Asking, journal: Journal, site: Site, scope: Scope) -> None:
        self._asking = asking
        self._journal = journal
        self._site = site
        self._scope = scope
        self._seen: set[str] = set()
        self._pages: dict[str, Address] = {}
        self._markdown: dict[str, Address] = {}
        self._problems: list[str] = []
        self._counts: dict[str, int] = {}

    def read(self, origin: str, path: str, sitemaps: Sequence[str]) -> Listed:
        for directory in _upwards(path):
            if self._llms_txt(f"{origin}{directory}llms.txt"):
                break
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
        if not self._site.permits(page):
            return Answer(page.url, problem="refused", reason="robots.txt disallows it"), b""
        call = Call(f"list {page.url}", page, ACCEPT_ANY, follow=True, most_bytes=most_bytes)
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


def first_refusal(site: Site, start: Address) -> None:
    """Say so when the site does not let us read its start page.

    Raises:
        CtxbuildError: its robots.txt forbids it.
    """
    robots = site.robots(start.target)
    if robots.refused:
        raise CtxbuildError(f"{start.target.shown}: {robots.refused}; try again later")
    if not robots.allows(start.target.path):
        raise CtxbuildError(f"{start.target.shown}: robots.txt disallows it; ask its owner")
