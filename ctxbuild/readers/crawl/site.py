"""What a site says of itself before its pages are read: robots, lists, error pages."""

from __future__ import annotations

import re
from hashlib import blake2b

from ctxbuild.model import CtxbuildError
from ctxbuild.net.pace import Pace
from ctxbuild.net.urls import Target
from ctxbuild.readers.crawl.addresses import Address, address
from ctxbuild.readers.crawl.asking import Asking
from ctxbuild.readers.crawl.exchange import ACCEPT_ANY, Call
from ctxbuild.readers.crawl.journal import Journal
from ctxbuild.readers.crawl.lists import Listed, Lists
from ctxbuild.readers.crawl.look import Look, likeness
from ctxbuild.readers.crawl.robots import Robots, robots_of
from ctxbuild.readers.crawl.scope import Scope

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
        self._missing = self.probe(scope_directory, origin)

    def probe(self, directory: str, origin: str) -> Look | None:
        """Return what a host shows for a page that cannot exist, where that looks like a page."""
        mark = blake2b(directory.encode(), digest_size=5).hexdigest()
        page = address(f"{origin}{directory}no-such-page-{mark}.html")
        if not self.permits(page):
            return None
        answer = self._asking.answer(Call(f"probe {page.identity}", page, looked_at=True))
        return answer.look if answer.good else None

    def is_missing(self, look: Look, is_start: bool) -> bool:
        """Whether a page is an error page that came with status 200."""
        if is_start:
            return False
        titles = (part.strip() for part in _TITLE_PARTS.split(look.title))
        if look.letters < _FEW_LETTERS and any(map(_MISSING.fullmatch, titles)):
            return True
        return self._missing is not None and self.is_alike(look, self._missing)

    @staticmethod
    def is_alike(look: Look, probe: Look) -> bool:
        """Whether a page is what was shown for a page that cannot exist."""
        if probe.hollow or not probe.letters:
            return False
        if look.digest == probe.digest:
            return True
        same_words = look.title == probe.title and likeness(look.sketch, probe.sketch) >= _ALIKE
        return same_words and abs(look.letters - probe.letters) < 100 and bool(probe.title)

    def lists(self, start: Address, scope: Scope) -> Listed:
        """Return what the site's own lists name."""
        reading = Lists(self._asking, self._journal, self.permits, scope)
        sitemaps = [*self.robots(start.target).sitemaps]
        origin = f"{start.target.scheme}://{start.target.netloc}"
        return reading.read(origin, start.path, sitemaps)


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
