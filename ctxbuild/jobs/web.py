"""A documentation site on the web: crawled, kept for the next time, handed to the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ctxbuild.cache import Cache
from ctxbuild.cache.journals import DIRECTORY, make_room
from ctxbuild.model import UsageError
from ctxbuild.net.errors import RefusedError
from ctxbuild.net.urls import parse_url
from ctxbuild.readers.crawl import Options, Progress, crawl, journal_path
from ctxbuild.readers.site import SiteOptions
from ctxbuild.readers.site.crawled import Crawled

Told = Callable[[str, int, int], None]

_CONTACT = re.compile(r"[\x20-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class WebOptions:
    """What is asked of a crawl; see :class:`ctxbuild.readers.crawl.Options`.

    ``refresh`` is whether the site is asked at all when it was read before.
    """

    contact: str = ""
    concurrency: int = 1
    delay: float = 0.5
    max_pages: int = 10_000
    scope: tuple[str, ...] = ()
    allow_shrink: bool = False
    refresh: bool = True
    render: bool = False
    proxy: str = field(default="", repr=False)
    ca_file: str = ""

    def recorded(self) -> dict[str, Any]:
        """Return what changes the output, for its manifest."""
        return {"max_pages": self.max_pages, "scope": list(self.scope), "render": self.render}


@contextmanager
def web_pages(
    site: SiteOptions, web: WebOptions, cache: Cache, progress: Told | None = None
) -> Iterator[Crawled]:
    """Crawl a site, and give its pages as long as they are wanted.

    Without a cache directory nothing is kept: an interrupted run begins anew.

    Raises:
        UsageError: the address is none, or an option makes no sense.
        CtxbuildError: the site cannot be read.
    """
    options = _options(site, web, progress)
    journal = _journal(site.location, web, cache)
    found = crawl(site.location, options, journal)
    try:
        yield Crawled(found)
    finally:
        found.close()


def _options(site: SiteOptions, web: WebOptions, progress: Told | None) -> Options:
    if web.contact and not _CONTACT.fullmatch(web.contact):
        raise UsageError("--contact is not plain text; give an address of yours, as a URL or mail")
    for address in (site.location, *web.scope):
        _check(address)
    return Options(
        concurrency=web.concurrency,
        delay=web.delay,
        contact=web.contact,
        scope=web.scope,
        include=site.include,
        exclude=site.exclude,
        version=site.version,
        language=site.language,
        most_pages=web.max_pages,
        most_bytes=site.max_file_bytes,
        refresh=web.refresh,
        render=web.render,
        allow_shrink=web.allow_shrink,
        proxy=web.proxy,
        ca_file=web.ca_file,
        progress=_reporter(progress) if progress else None,
    )


def _check(address: str) -> None:
    try:
        parse_url(address)
    except RefusedError as error:
        raise UsageError(str(error)) from None


def _journal(start: str, web: WebOptions, cache: Cache) -> Path | None:
    if cache.directory is None or web.max_pages == 1:
        return None
    journal = journal_path(cache.directory / DIRECTORY, start)
    make_room(cache.directory, journal)
    return journal


def _reporter(progress: Told) -> Callable[[Progress], None]:
    """Tell of a crawl as of any stage; what is behind the colon is for people."""

    def report(state: Progress) -> None:
        failed = f"{state.failed} failed, " if state.failed else ""
        stage = f"crawl: {state.queued} queued, {failed}{state.rate:.1f}/s"
        progress(stage, state.done, state.done + state.queued)

    return report
