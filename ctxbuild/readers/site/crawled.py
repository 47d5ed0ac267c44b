"""The pages of a crawl, as the reader of sites wants them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ctxbuild.model import CtxbuildError, Skipped
from ctxbuild.net.urls import parse_url
from ctxbuild.readers.crawl import Crawl, Page
from ctxbuild.readers.crawl.addresses import address
from ctxbuild.readers.crawl.page_paths import path_of
from ctxbuild.readers.site.page_source import RawPage

_MOST_REASONS = 6
_SIGNAL = re.compile(r"[a-z-]{1,20} *= *[a-z]{1,10}(?: *, *[a-z-]{1,20} *= *[a-z]{1,10}){0,9}")
"""As in ``search=yes, ai-train=no``; anything else may be meant for our readers."""
_DETAIL = re.compile(r"[;,:] | \(")
"""Begins what differs from one address to the next in a reason."""


class Crawled:
    """The pages of one site on the web; bodies are taken from the journal when asked for."""

    def __init__(self, crawl: Crawl) -> None:
        """Take what a crawl found; it must stay open as long as pages are wanted."""
        start = parse_url(crawl.start)
        self.name = start.host.removeprefix("www.")
        self.location = start.shown
        self.base = crawl.base
        self.aliases: dict[str, str] = {}
        self._crawl = crawl
        self._pages = self._named(crawl.pages)
        self.start = self._start()
        self.notes = [*crawl.notes, *_failures(crawl), *_signals(crawl)]
        self._add_aliases()

    @property
    def skipped(self) -> Sequence[Skipped]:
        """Addresses that are no pages, with the reason."""
        return [Skipped(each.url, each.reason) for each in self._crawl.skipped]

    def paths(self) -> Sequence[str]:
        """Return the paths of all pages, sorted."""
        return sorted(self._pages, key=lambda path: path.encode("utf-8", "surrogateescape"))

    def pages(self, paths: Sequence[str]) -> Iterator[RawPage | Skipped]:
        """Yield pages; those that are empty without their scripts are skipped."""
        for path in paths:
            page = self._pages[path]
            if page.hollow and not page.twin:
                yield Skipped(page.url, _hollow(page))
                continue
            try:
                yield self._raw(path, page)
            except CtxbuildError as error:
                yield Skipped(page.url, str(error))

    def file(self, path: str) -> bytes | None:
        """Return an inventory or another list of the site, if the crawl found it."""
        return self._crawl.file(self.base + path)

    def _raw(self, path: str, page: Page) -> RawPage:
        inside = page.url.startswith(self.base)
        return RawPage(
            path=path,
            data=self._crawl.body(page),
            content_type=page.headers.get("content-type", ""),
            url=page.url,
            base=self.base if inside else "",
            form="html" if page.kind == "html" else "markdown",
            twin=self._crawl.twin(page),
            twin_url=page.twin,
        )

    def _named(self, pages: Sequence[Page]) -> dict[str, Page]:
        """Return pages by path; where two would have the same, the later one gets a number."""
        found: dict[str, Page] = {}
        for page in pages:
            path = wanted = path_of(address(page.url), self.base)
            number = 1
            while path in found:
                number += 1
                stem, dot, ending = wanted.rpartition(".")
                path = f"{stem}-{number}{dot}{ending}"
            found[path] = page
        return found

    def _start(self) -> str:
        """Return the path of the page that was asked for, or nothing where it is none."""
        wanted = address(self._crawl.start).identity
        for path, page in self._pages.items():
            if wanted in (address(url).identity for url in (page.url, *page.aliases)):
                return path
        return ""

    def _add_aliases(self) -> None:
        for path, page in self._pages.items():
            for url in (*page.aliases, *filter(None, [page.twin])):
                other = path_of(address(url), self.base)
                if other not in self._pages:
                    self.aliases.setdefault(other, path)


def _hollow(page: Page) -> str:
    if page.rendered == "yes":
        return "has no content, not even after its scripts have run"
    failed = f"rendering failed: {page.rendered}" if page.rendered else "--render runs them"
    return f"its content exists only after its scripts have run; {failed}"


def _signals(crawl: Crawl) -> list[str]:
    """Return what owners say of the use of their content, if it reads like that."""
    plain = [signal for signal in crawl.signals if _SIGNAL.fullmatch(signal)]
    return [f"the site's Content-Signal in robots.txt: {signal}" for signal in plain]


def _failures(crawl: Crawl) -> list[str]:
    """Return a line on the addresses that turned out to be no pages, by reason."""
    reasons = Counter(_DETAIL.split(each.reason)[0] for each in crawl.skipped)
    if not reasons:
        return []
    ranked = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    parts = [f"{count} {reason}" for reason, count in ranked[:_MOST_REASONS]]
    rest = sum(count for _, count in ranked[_MOST_REASONS:])
    parts += [f"{rest} for other reasons"] if rest else []
    count = len(crawl.skipped)
    which = f"{count} addresses are" if count > 1 else "1 address is"
    return [f"{which} not among the pages: {'; '.join(parts)}"]
