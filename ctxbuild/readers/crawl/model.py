"""What a crawl is told, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ctxbuild.net.addresses import Resolver, system_resolver
from ctxbuild.net.clock import Clock
from ctxbuild.readers.crawl.look import VERSION, Looker, look_at
from ctxbuild.version import __version__

if TYPE_CHECKING:
    from ctxbuild.readers.crawl.journal import Journal


LIST_KEY, PAGE_KEY = "list ", "page "
"""Begin the keys of a site's lists, and of its pages, in the journal."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a crawl is: pages by state, and pages a second over the last while."""

    done: int
    queued: int
    failed: int
    rate: float


@dataclass(frozen=True, slots=True)
class Options:
    """How a site is read; times in seconds, sizes in bytes.

    ``scope`` holds further addresses whose directories belong to the site besides
    that of the start; ``contact`` is put into the ``User-Agent`` behind our name.
    Of one host ``concurrency`` pages are asked for at a time, with ``delay`` between
    the end of an answer and the next request in its place. ``refresh`` is whether a
    finished crawl is brought up to date, or taken as it is without a request.
    ``include`` and ``exclude`` are globs of paths below the start page's directory: others
    than the start page are not asked for unless they pass. ``version`` and ``language`` name
    those to read, or ``all``; without them it is the current version, in the language of the
    start page. ``allow_shrink`` accepts a refresh that lost much of what there was.
    ``render`` lets a browser run the scripts of pages that have no content without them,
    each for ``render_seconds`` at most. ``look`` finds links
    and the like in a page; ``look_version`` changes with it.
    """

    concurrency: int = 1
    delay: float = 0.5
    contact: str = ""
    scope: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    version: str = ""
    language: str = ""
    most_pages: int = 10_000
    most_bytes: int = 32 << 20
    seconds: float = 30.0
    retries: int = 2
    longest_pause: float = 900.0
    render: bool = False
    render_seconds: float = 60.0
    lists: bool = True
    twins: bool = True
    refresh: bool = True
    allow_shrink: bool = False
    proxy: str = field(default="", repr=False)
    ca_file: str = ""
    look: Looker = look_at
    look_version: str = f"own-{VERSION}"
    progress: Callable[[Progress], None] | None = None
    clock: Clock = field(default_factory=Clock)
    resolve: Resolver = system_resolver

    @property
    def limits(self) -> str:
        """What decides which pages are read: runs that differ in it cannot be compared."""
        asked = (self.scope, self.include, self.exclude, self.version, self.language)
        return repr((*asked, self.most_pages, self.most_bytes, self.lists, self.render))

    @property
    def agent(self) -> str:
        """The ``User-Agent`` of every request."""
        return f"ctxbuild/{__version__}" + (f" (+{self.contact})" if self.contact else "")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that counts. ``url`` is where it was found in the end, after redirects.

    ``parent`` is the address of the page that led to it first; ``depth`` the number
    of links from the start. ``kind`` is ``html``, ``markdown`` or ``text``;
    ``digest`` that of the body as unpacked. ``twin`` is the address of the site's own
    Markdown of the page, where it agrees with the page. ``stale`` says why the page
    was taken from the last crawl, and is empty for one that was seen now.
    """

    url: str
    kind: str
    digest: str
    size: int
    headers: Mapping[str, str]
    title: str = ""
    language: str = ""
    canonical: str = ""
    depth: int = 0
    parent: str = ""
    aliases: tuple[str, ...] = ()
    """Other addresses of the same page: redirects, canonical links, copies."""
    twin: str = ""
    twin_digest: str = ""
    hollow: bool = False
    """Whether its content seems to exist only after its scripts have run."""
    rendered: str = ""
    """``yes`` where a browser made it, else why that did not work where it was tried."""
    stale: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """An address that is not among the pages, and why."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Crawl:
    """What a site holds, in the order in which it was found, whatever the timing.

    ``notes`` are for people: what was bounded, refused or looks wrong. ``counts``
    has numbers of addresses by what became of them, and of links outside the scope.
    ``signals`` are the owners' ``Content-Signal`` lines.
    """

    start: str
    base: str
    """The address of the directory that holds all that is read of the start page's host."""
    pages: tuple[Page, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    counts: Mapping[str, int]
    signals: tuple[str, ...]
    journal: Journal = field(repr=False, compare=False)

    def close(self) -> None:
        """Close the journal; bodies can no longer be read, and another run may begin."""
        self.journal.close()

    def body(self, page: Page) -> bytes:
        """Return the bytes of a page, unpacked."""
        return self.journal.body(page.digest)

    def text(self, page: Page) -> str:
        """Return the text of a page, in the encoding it was sent in."""
        from ctxbuild.readers.crawl.kinds import text_of

        return text_of(self.body(page), page.headers.get("content-type", ""))[0]

    def file(self, url: str) -> bytes | None:
        """Return a list of the site, such as ``objects.inv``, if the crawl asked for it."""
        answer = self.journal.answer(LIST_KEY + url, self.journal.finished)
        return self.journal.body(answer.digest) if answer and answer.good else None

    def twin(self, page: Page) -> str:
        """Return the site's own Markdown of a page, or nothing where there is none."""
        from ctxbuild.readers.crawl.kinds import text_of

        return text_of(self.journal.body(page.twin_digest), "")[0] if page.twin_digest else ""
