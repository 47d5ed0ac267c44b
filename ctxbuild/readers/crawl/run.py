"""A crawl from the outside: begun, resumed or refreshed, and accepted or refused."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.net.client import Client
from ctxbuild.net.client import Options as NetOptions
from ctxbuild.net.pace import Pace
from ctxbuild.net.retries import BUSY
from ctxbuild.net.urls import parse_url
from ctxbuild.readers.crawl.asking import CLOSED_UNTIL, Asking
from ctxbuild.readers.crawl.exchange import Exchange
from ctxbuild.readers.crawl.false_pages import without_false_pages
from ctxbuild.readers.crawl.harvest import Harvest, notes_on, notes_on_copies
from ctxbuild.readers.crawl.journal import Journal, failures
from ctxbuild.readers.crawl.model import PAGE_KEY, Crawl, Options
from ctxbuild.readers.crawl.site import Site
from ctxbuild.readers.crawl.twin_wave import Twins
from ctxbuild.readers.crawl.walk import Walk

if TYPE_CHECKING:
    from ctxbuild.net.browser import Browser

_LIMITS = "limits"
"""The note in the journal that tells which limits the finished run had."""
_AGAIN = BUSY | {408, 425, 500, 520, 521, 522, 523, 524}
_SHRUNK = 0.7
_FEW_PAGES = 5
_LISTED_LOSSES = 20


def crawl(start: str, options: Options | None = None, journal: Path | None = None) -> Crawl:
    """Read a documentation site from its start page.

    With a journal, an interrupted crawl goes on where it stopped, and a finished
    one is brought up to date; without, all is kept in memory.

    Args:
        start: address of the start page; what lies in its directory is read.
        options: how.
        journal: the file that answers are kept in, one for each site.

    Raises:
        UsageError: the journal cannot be used.
        CtxbuildError: the site cannot be read, stopped answering, or the disk is
            full; what was read stays in the journal.
    """
    options = options or Options()
    parse_url(start)
    book = Journal(journal)
    try:
        return _crawled(start, options, book)
    except failures() as error:
        book.close()
        raise CtxbuildError(f"{journal}: {error}; make room, and run again to go on") from None
    except BaseException:
        book.close()
        raise


def _crawled(start: str, options: Options, journal: Journal) -> Crawl:
    if not options.refresh and journal.finished:
        return _replayed(start, options, journal, [])
    earlier = journal.finished
    with Client(_net_options(start, options)) as client, _browsing(client, options) as browser:
        try:
            resumed = journal.begin()
            _check_closed(journal, options)
            if resumed:
                # Nobody knows how long ago the last request was.
                client.pace.postpone(parse_url(start).host, options.delay)
            found = _walked(start, options, journal, client, earlier, browser)
        except CtxbuildError as error:
            if not earlier or isinstance(error, UsageError):
                raise
            why = f"not brought up to date: {error}"
            return _replayed(start, options, journal, [why])
    return _accepted(start, options, journal, found, earlier)


@contextmanager
def _browsing(client: Client, options: Options) -> Iterator[Browser | None]:
    """Give the browser that is asked for, and end it."""
    if not options.render:
        yield None
        return
    from ctxbuild.net.browser import Browser

    browser = Browser(client, options.render_seconds, options.most_bytes)
    try:
        yield browser
    finally:
        browser.close()


def _net_options(start: str, options: Options) -> NetOptions:
    return NetOptions(
        named=(start, *options.scope),
        agent=options.agent,
        seconds=options.seconds,
        most_bytes=options.most_bytes,
        redirects=5,
        retries=options.retries,
        pace=options.delay,
        places=options.concurrency,
        again=_AGAIN,
        longest_pause=options.longest_pause,
        proxy=options.proxy,
        ca_file=options.ca_file,
        clock=options.clock,
        resolve=options.resolve,
    )


def _check_closed(journal: Journal, options: Options) -> None:
    seconds = journal.noted(CLOSED_UNTIL) - options.clock.wall()
    if seconds > 0:
        minutes = max(1, round(seconds / 60))
        raise CtxbuildError(
            f"the site wants no requests for {minutes} more minutes; run again then"
        )


def _walked(
    start: str,
    options: Options,
    journal: Journal,
    client: Client | None,
    earlier: int,
    browser: Browser | None = None,
) -> Crawl:
    """Walk the run of the journal that is under way; offline without a client."""
    run = journal.run
    permitted: list[Site] = []
    exchange = (
        Exchange(client, options, lambda page: permitted[0].known_to_permit(page), browser)
        if client
        else None
    )
    asking = Asking(journal, exchange, options, run, earlier)
    site = Site(asking, journal, options.agent, client.pace if client else _no_pace(options))
    permitted.append(site)
    walk = Walk(asking, journal, site, options)
    walked = walk.run(start, _once_pages(journal, run, earlier))
    walked.visits = without_false_pages(walked.visits, walked.start, site, walk.answer)
    harvest = Harvest(walked)
    twins = Twins(asking, journal, site, walked).found(harvest.kept()) if options.twins else {}
    pages = harvest.pages(twins)
    if client:
        asking.settle()
    notes = (
        *site.notes,
        *harvest.notes,
        *notes_on(walked, pages),
        *notes_on_copies(harvest.kept()),
    )
    return Crawl(
        start=walked.start.url,
        base=walked.scope.base,
        pages=pages,
        skipped=harvest.skipped(),
        notes=tuple(notes),
        counts=harvest.counts(),
        signals=site.signals(),
        journal=journal,
    )


def _no_pace(options: Options) -> Pace:
    return Pace(options.clock, 0)


def _once_pages(journal: Journal, run: int, earlier: int) -> Iterator[str]:
    """Yield addresses that were pages, in the last run or, for a replay, in this one."""
    keys = {key for each in {run, earlier} for key in journal.keys(each, PAGE_KEY)}
    return (key.removeprefix(PAGE_KEY) for key in sorted(keys))


def _replayed(start: str, options: Options, journal: Journal, notes: list[str]) -> Crawl:
    """Return the last finished run as it was, without a request."""
    under_way, journal.run = journal.run, journal.finished
    found = _walked(start, options, journal, None, 0)
    journal.run = under_way
    return replace(found, notes=(*notes, *found.notes))


def _accepted(start: str, options: Options, journal: Journal, found: Crawl, earlier: int) -> Crawl:
    """Finish a run, unless it lost too much of what the last one had."""
    if not found.pages:
        skipped = found.skipped[0] if found.skipped else None
        why = f"; {skipped.url}: {skipped.reason}" if skipped else ""
        if not earlier:
            journal.drop()
            raise CtxbuildError(f"{found.start}: no page was found{why}; check the address")
    if not earlier:
        _finish(journal, options)
        return found
    before = _replayed(start, options, journal, [])
    lost = _losses(before, found)
    alike = journal.noted(_LIMITS) == _mark(options)
    if alike and not options.allow_shrink and _shrank(before, found):
        journal.drop()
        why = (
            f"not brought up to date: of {len(before.pages)} pages only {len(found.pages)} are"
            " left, which looks like a fault of the site's; --allow-shrink accepts it"
        )
        return replace(before, notes=(why, *before.notes))
    _finish(journal, options)
    return replace(found, notes=(*found.notes, *lost)) if alike else found


def _finish(journal: Journal, options: Options) -> None:
    journal.finish()
    journal.note(_LIMITS, _mark(options))


def _mark(options: Options) -> float:
    """Return a number that stands for the limits of a run."""
    return float(zlib.crc32(options.limits.encode("utf-8", "surrogatepass")))


def _shrank(before: Crawl, now: Crawl) -> bool:
    def size(of: Crawl) -> int:
        return sum(page.size for page in of.pages)

    fewer = len(now.pages) < _SHRUNK * len(before.pages) or size(now) < _SHRUNK * size(before)
    return not now.pages or (len(before.pages) >= _FEW_PAGES and fewer)


def _losses(before: Crawl, now: Crawl) -> list[str]:
    still = {url for page in now.pages for url in (page.url, *page.aliases)}
    gone = [page.url for page in before.pages if page.url not in still]
    named = [f"{url}: was a page in the last run and is none now" for url in gone[:_LISTED_LOSSES]]
    more = len(gone) - len(named)
    return [*named, f"and {more} more pages"] if more else named
