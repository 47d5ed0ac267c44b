"""Wave after wave: fetch all pages of one, then find the next in the order of the pages."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ctxbuild.model import CtxbuildError
from ctxbuild.net.errors import RefusedError
from ctxbuild.net.urls import parse_url
from ctxbuild.readers.crawl.addresses import NOT_PAGES, Address, address
from ctxbuild.readers.crawl.asking import Asking, said
from ctxbuild.readers.crawl.editions import Editions
from ctxbuild.readers.crawl.exchange import Call
from ctxbuild.readers.crawl.journal import Answer, Journal
from ctxbuild.readers.crawl.kinds import OTHER, foreign, kind_of
from ctxbuild.readers.crawl.lists import Listed
from ctxbuild.readers.crawl.look import Look, likeness
from ctxbuild.readers.crawl.model import PAGE_KEY, Options
from ctxbuild.readers.crawl.page_paths import path_of
from ctxbuild.readers.crawl.scope import Scope, scope
from ctxbuild.readers.crawl.site import Site, first_refusal
from ctxbuild.readers.crawl.traps import Bounds, form_of, is_open
from ctxbuild.readers.crawl.twins import MARKDOWN_ENDINGS, counterparts
from ctxbuild.readers.ignore import Selection

_MOST_REDIRECTS = 10
_READ_ALIKE = 0.9
_FOLLOWED_COPIES = 3
"""Copies of a page, links included, whose links are followed: mirrors are, loops are not."""
_ONWARD_LETTERS = 500
"""A page that sends its reader on and says more than this is a page all the same."""
_LISTS = re.compile(r"/(?:llms(?:-[a-z]+)*|robots|sitemap)\.txt$|/_sources/")
"""Files that repeat what the pages say, or list them."""
_GONE = {404: "does not exist", 410: "is gone"}
_LOCKED = {401: "needs a login", 402: "wants to be paid", 403: "is closed to us"}
_LOCKED |= {407: "needs a login", 451: "is closed for legal reasons"}
ERROR_PAGE = "an error page, though its status is 200"
TRACE = 8
"""Of the numbers of a sketch, how many are kept to find pages that are nearly copies."""


@dataclass(frozen=True, slots=True)
class Found:
    """An address on its way to be asked for, and how it was come by."""

    page: Address
    depth: int = 0
    parent: str = ""
    in_a_row: int = 0
    alike: int = 0
    sketch: tuple[int, ...] = ()
    """Of the page that led here, where it is of the same form."""
    hops: int = 0
    """Redirects in a row."""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of an address: a page, another address, or a reason why neither."""

    found: Found
    answer: Answer
    kind: str = ""
    onward: str = ""
    """Identity of the page that it leads to."""
    reason: str = ""
    trace: tuple[int, ...] = ()
    """Of the words of a page; see ``false_pages``."""


@dataclass(slots=True)
class Walked:
    """The whole way."""

    scope: Scope
    start: Address
    visits: list[Visit] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Addresses that were not asked for, with reasons."""
    outside: Counter[str] = field(default_factory=Counter)
    """Links by host and first directory that lead out of the scope."""
    files: int = 0
    listed: Listed = field(default_factory=Listed)
    markdown: dict[str, Address] = field(default_factory=dict)
    """Markdown files in the scope, listed and linked: twins of pages, mostly."""
    notes: list[str] = field(default_factory=list)


class Walk:
    """One crawl from its start page."""

    def __init__(self, asking: Asking, journal: Journal, site: Site, options: Options) -> None:
        self._asking = asking
        self._journal = journal
        self._site = site
        self._options = options
        self._bounds = Bounds()
        self._seen: set[str] = set()
        self._copies: Counter[tuple[str, str]] = Counter()
        self._digests: set[str] = set()
        self._dead_ends: list[str] = []
        self._asked_for = 0
        self._later: dict[str, Found] = {}
        self._selection = Selection(options.include, options.exclude)

    def run(self, start: str, earlier: Iterable[str]) -> Walked:
        """Walk from ``start``; ``earlier`` are addresses that were pages once.

        Raises:
            CtxbuildError: the start page cannot be had, or may not be.
            StoppedError: the site stopped answering.
        """
        first, hops = self._start(address(start))
        extra = [address(each) for each in self._options.scope]
        self._walked = Walked(scope([first, *extra]), first)
        for page in extra:
            self._site.robots(page.target)
        self._seen.update(hop.found.page.identity for hop in hops)
        self._walked.visits += hops
        self._asking.watch(self._site.robots_call(first.target))
        self._learn(first)
        wanted = {"version": self._options.version, "language": self._options.language}
        self._editions = Editions(self._walked.scope, self._language(first), wanted)
        self._waves(self._first_wave(first, extra))
        self._waves(self._again(earlier))
        while wave := self._markdown():
            self._waves(wave)
        self._walked.notes += [*self._editions.notes(), *self._bounds.notes()]
        if self._dead_ends:
            self._walked.notes.append(
                f"{len(self._dead_ends)} pages are copies of others, links and all, and lead only"
                f" to more of them; their links were not followed, for one {self._dead_ends[0]}"
            )
        return self._walked

    def answer(self, page: Address) -> Answer:
        """Return the whole answer for an address that was visited."""
        return self._asking.answer(_call(page))

    def _start(self, page: Address) -> tuple[Address, list[Visit]]:
        """Follow the start page's redirects: wherever they lead is what the user meant."""
        hops: list[Visit] = []
        for _ in range(_MOST_REDIRECTS):
            first_refusal(self._site, page)
            call = _call(page)
            answer = self._asking.answer(call)
            if answer.problem or not (answer.location or answer.good):
                raise CtxbuildError(f"{page.target.shown}: {_explained(answer)}")
            onward = answer.location or _sent_on(answer)
            if not onward:
                return page, hops
            following = address(onward)
            if following.identity in {hop.found.page.identity for hop in hops}:
                break
            hops.append(Visit(Found(page), _light(answer), onward=following.identity))
            page = following
        raise CtxbuildError(f"{page.target.shown}: redirects in a circle; give the page itself")

    def _learn(self, first: Address) -> None:
        place = self._walked.scope.places[0]
        self._site.learn_missing(place.directory, f"{place.scheme}://{place.netloc}")
        if self._options.lists:
            self._walked.listed = self._site.lists(first, self._walked.scope)
            markdown = self._walked.listed.markdown
            self._walked.markdown |= {page.identity: page for page in markdown}

    def _language(self, first: Address) -> str:
        look = self._asking.answer(_call(first)).look
        return look.language if look else ""

    def _first_wave(self, first: Address, extra: list[Address]) -> list[Found]:
        wave: list[Found] = []
        for page in [first, *extra]:
            self._admit(Found(page, listed=True), wave)
        return wave

    def _again(self, earlier: Iterable[str]) -> list[Found]:
        """Return pages of the last run that nothing leads to any more; a look at each decides."""
        wave: list[Found] = []
        for url in earlier:
            page = address(url)
            if page in self._walked.scope:
                self._admit(Found(page, 1, listed=True), wave)
        return wave

    def _markdown(self) -> list[Found]:
        """Return addresses of Markdown files that are no twins of pages."""
        listed = {page.identity: Found(page, 1) for page in self._walked.listed.markdown}
        waiting, self._later = {**listed, **self._later}, {}
        pages = {visit.found.page.identity for visit in self._walked.visits if visit.kind}
        wave: list[Found] = []
        for found in waiting.values():
            if pages.isdisjoint(counterparts(found.page)):
                self._admit(replace(found, listed=True), wave)
        return wave

    def _waves(self, wave: list[Found]) -> None:
        while wave:
            self._asking.all([_call(found.page) for found in wave])
            ahead: dict[str, Found] = {}
            for found in wave:
                answer = self._asking.answer(_call(found.page))
                visit = self._judged(found, answer)
                self._walked.visits.append(replace(visit, answer=_light(visit.answer)))
                for each in self._leads(visit):
                    self._note_ahead(each, ahead)
            if wave[0].page == self._walked.start:
                for page in self._walked.listed.pages:
                    self._note_ahead(Found(page, 1, listed=True), ahead)
            self._editions.saw(found.page for found in ahead.values())
            wave = []
            for found in ahead.values():
                self._admit(found, wave)

    def _note_ahead(self, found: Found, ahead: dict[str, Found]) -> None:
        """Keep an address for the next wave, once, unless it lies elsewhere or was seen."""
        page = found.page
        if page not in self._walked.scope:
            self._walked.outside[_region(page)] += 1
        elif page.identity in ahead:
            if found.listed:
                ahead[page.identity] = replace(ahead[page.identity], listed=True)
        elif page.identity not in self._seen:
            ahead[page.identity] = found

    def _judged(self, found: Found, answer: Answer) -> Visit:
        """Say what an answer is."""
        if answer.problem or (answer.status != 200 and not answer.location):
            return Visit(found, answer, reason=_explained(answer))
        onward = answer.location or _sent_on(answer)
        if onward:
            return self._sent(found, answer, onward)
        body = self._journal.body(answer.digest)
        content_type = answer.headers.get("content-type", "")
        kind = kind_of(body, content_type)
        what = foreign(body)
        if what or kind == OTHER:
            named = what or f"of the type {content_type.partition(';')[0][:60]!a}"
            return Visit(found, answer, reason=f"is {named}, not a page")
        look = answer.look or Look()
        if self._site.is_missing(look, found.page == self._walked.start):
            return Visit(found, answer, reason=ERROR_PAGE)
        self._note(found, look)
        if self._copies[look.digest, look.spelled] > _FOLLOWED_COPIES:
            answer = replace(answer, look=replace(look, follow=False))
            self._dead_ends.append(found.page.url)
        return Visit(found, answer, kind, trace=look.sketch[:TRACE])

    def _note(self, found: Found, look: Look) -> None:
        """Count copies, so that what copies itself for ever comes to an end."""
        copy = look.digest in self._digests
        self._digests.add(look.digest)
        self._copies[look.digest, look.spelled] += 1
        self._bounds.saw(found.page, copy, look.sketch)

    def _sent(self, found: Found, answer: Answer, onward: str) -> Visit:
        try:
            page = address(onward)
        except RefusedError as error:
            return Visit(found, answer, reason=f"redirects to what is no page ({error.reason})")
        if page not in self._walked.scope:
            self._walked.outside[_region(page)] += 1
            return Visit(
                found, answer, reason=f"redirects out of the scope, to {page.target.shown}"
            )
        return Visit(found, answer, onward=page.identity)

    def _leads(self, visit: Visit) -> Iterator[Found]:
        """Yield what a visit leads to, in the order of the page."""
        found, answer = visit.found, visit.answer
        if visit.onward and found.hops < _MOST_REDIRECTS:
            onward = answer.location or _sent_on(answer)
            yield replace(found, page=address(onward), hops=found.hops + 1)
        look = answer.look
        if not visit.kind or not look or not look.follow:
            return
        alike = found.alike + 1 if likeness(found.sketch, look.sketch) >= _READ_ALIKE else 0
        form = form_of(found.page)
        for page in _pages(look.links):
            row = Found(page, found.depth + 1, found.page.url)
            if form == form_of(page) and is_open(form):
                row = replace(row, in_a_row=found.in_a_row + 1, alike=alike, sketch=look.sketch)
            yield row

    def _admit(self, found: Found, wave: list[Found]) -> None:
        """Put an address of the scope into a wave, unless it was seen or is refused."""
        page = found.page
        if page.identity in self._seen:
            return
        if found.depth and (page.ending in NOT_PAGES or _LISTS.search(page.path)):
            self._seen.add(page.identity)
            self._walked.files += 1
            return
        if page.ending in MARKDOWN_ENDINGS and not found.listed:
            # Most are twins of pages; those that are not have their turn at the end.
            self._later.setdefault(page.identity, found)
            self._walked.markdown.setdefault(page.identity, page)
            return
        self._seen.add(page.identity)
        reason = self._refusal(found)
        if reason:
            self._walked.refused[page.url] = reason
            return
        self._asked_for += 1
        wave.append(found)

    def _refusal(self, found: Found) -> str:
        if self._asked_for >= self._options.most_pages:
            return f"beyond the limit of {self._options.most_pages:,} pages"
        if not self._site.permits(found.page):
            return "robots.txt disallows it"
        if found.depth and not self._selection.keeps(self._path(found.page)):
            return "left out by --include or --exclude"
        edition = self._editions.refusal(found.page) if found.depth else ""
        if edition or found.listed:
            return edition
        return self._bounds.refusal(found.page, found.in_a_row, found.alike)

    def _path(self, page: Address) -> bytes:
        path = path_of(page, self._walked.scope.base)
        return path.encode("utf-8", "surrogateescape")


def _call(page: Address) -> Call:
    return Call(PAGE_KEY + page.identity, page, looked_at=True)


def _pages(links: Iterable[str]) -> Iterator[Address]:
    return filter(None, map(_page_at, links))


@functools.lru_cache(maxsize=16_384)
def _page_at(link: str) -> Address | None:
    """Return what a link of a page leads to; most links are on many pages."""
    try:
        return address(link)
    except RefusedError:
        return None


def _sent_on(answer: Answer) -> str:
    """Return where a page without much to say sends its reader."""
    look = answer.look
    if not look or not look.onward or look.letters > _ONWARD_LETTERS:
        return ""
    onward, here = _page_at(look.onward), _page_at(answer.url)
    return look.onward if onward and here and onward.identity != here.identity else ""


def _light(answer: Answer) -> Answer:
    """Return an answer without what only the walk needs: links are many."""
    return replace(answer, look=answer.look and replace(answer.look, links=(), sketch=()))


def _explained(answer: Answer) -> str:
    words = _GONE.get(answer.status) or _LOCKED.get(answer.status)
    return f"{words} (status {answer.status})" if words and not answer.problem else said(answer)


def _region(page: Address) -> str:
    target = parse_url(page.url)
    return f"{target.netloc}/{page.path.split('/')[1]}"
