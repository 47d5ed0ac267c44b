"""A built site → :class:`~ctxbuild.model.Corpus`: each page a document of Markdown.

The pages are gone through twice. First each is converted, and its Markdown put
aside; what has to be known of all pages before one of them can be written (which
there are, their order, what is linked to) is small. Then links are set, secrets
taken out, and documents made, batch by batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from ctxbuild.model import Corpus, Document, Observer, Progress, Skipped, Source, Store
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.ignore import Selection
from ctxbuild.readers.site.converted import Converted, convert_pages, page_key, sidebar_of
from ctxbuild.readers.site.navigation import NavTree
from ctxbuild.readers.site.page_documents import DocumentWriter
from ctxbuild.readers.site.page_names import twin_names
from ctxbuild.readers.site.page_order import start_page
from ctxbuild.readers.site.page_source import PageSource, RawPage
from ctxbuild.readers.site.page_text import foreign
from ctxbuild.readers.site.service_pages import is_contents, service_reason
from ctxbuild.readers.site.settled import Gathered, Settled, settle
from ctxbuild.readers.site.site_home import home_of
from ctxbuild.readers.site.spool import Spool
from ctxbuild.readers.site.targets import PageFinder
from ctxbuild.readers.site.variants import Wanted, without_variants

_BATCH = 64
_BATCH_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What is asked of the reader of sites.

    ``location`` is a directory of HTML, one page, or a zip or tar archive.
    ``url`` is where the site lives, where its pages do not say. ``version`` and
    ``language`` name those to read, or ``all``; without them it is the current
    version in the site's own language. ``everything`` reads indexes and the
    like, and pages that are copies, too.
    """

    location: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    everything: bool = False
    redact: bool = True
    max_file_bytes: int = 16 << 20
    version: str = ""
    language: str = ""
    url: str = ""
    ending: str = ".md"
    """Of the names of pages' Markdown: ``.md`` or ``.html.md``."""
    chosen: Callable[[str], bool] | None = None
    """Whether a page is wanted, by the name of its Markdown; without it all are."""
    absolute_links: bool = False
    """Whether links between pages are written in full, where it is known where the site lives."""


def read_pages(
    pages: PageSource,
    options: SiteOptions,
    cache: Store,
    store: TextStore,
    progress: Progress | None = None,
    observe: Observer | None = None,
) -> Corpus:
    """Read the pages of a site, wherever they come from.

    Args:
        pages: where they come from.
        options: what is asked; its location is not looked at.
        cache: remembers what was made of contents.
        store: holds texts in memory.
        progress: told ``("pages", done, total)`` now and then.
        observe: given each batch of documents while their texts are in memory.

    Raises:
        UsageError: a version or language was named that is not there.
    """
    reading = _Reading(pages, options, cache)
    reading.gather(progress or (lambda _stage, _done, _total: None))
    settled = settle(reading.gathered, pages, options.url, everything=options.everything)
    reading.gathered.skipped += settled.skipped
    writer = DocumentWriter(
        settled,
        reading.gathered,
        store,
        redact=options.redact,
        absolute=options.absolute_links,
    )
    documents: list[Document] = []
    for batch in writer.batches():
        if observe is not None:
            observe(batch)
        documents += batch
    return reading.corpus(pages, documents, settled)


class _Reading:
    """The first pass."""

    def __init__(self, pages: PageSource, options: SiteOptions, cache: Store) -> None:
        selection = Selection(options.include, options.exclude)
        everything = pages.paths()
        wanted = [path for path in everything if selection.keeps(_bytes(path))]
        if options.chosen is not None:
            markdown = twin_names(wanted, options.ending)
            wanted = [path for path in wanted if options.chosen(markdown[path])]
        asked = Wanted(options.version, options.language)
        self._paths, skipped, notes = without_variants(wanted, asked, chosen=bool(pages.base))
        left_out = len(everything) - len(wanted)
        if left_out:
            notes.append(f"{left_out} pages left out by --include or --exclude")
        known = set(self._paths)
        aliases = {other: path for other, path in pages.aliases.items() if path in known}
        start = pages.start or start_page([*self._paths, *aliases], pages.name)
        start = aliases.get(start, start)
        ordered = sorted(self._paths, key=lambda path: (path != start, _bytes(path)))
        names = twin_names(ordered, options.ending)
        self.gathered = Gathered(start, names, PageFinder(self._paths), NavTree(), Spool())
        self.gathered.skipped += [*pages.skipped, *skipped]
        for other, path in aliases.items():
            self.gathered.finder.alias(other, path)
        self.gathered.notes += notes
        self._pages, self._options, self._cache = pages, options, cache
        self._revision = blake2b(digest_size=6)
        self._knows_home = False

    def gather(self, progress: Progress) -> None:
        """Read and convert all pages: the start page, then the upper ones before those below.

        What upper pages show of the order stands before what a part of the site shows.
        """
        start = self.gathered.start
        paths = sorted(self._paths, key=lambda path: (path != start, path.count("/"), _bytes(path)))
        done = 0
        for batch in self._batches(paths):
            keys = [page_key(page) for page in batch]
            made = convert_pages(batch, keys, self._cache)
            for page, key, converted in zip(batch, keys, made, strict=True):
                self._take(page, key, converted)
            done += len(batch)
            progress("pages", done, len(paths))

    def _batches(self, paths: Sequence[str]) -> Iterator[list[RawPage]]:
        batch: list[RawPage] = []
        size = 0
        for page in self._pages.pages(paths):
            if isinstance(page, Skipped):
                self.gathered.skipped.append(page)
                continue
            self._revision.update(_bytes(page.path) + b"\0" + blake2b(page.data).digest())
            if not self._is_read(page):
                continue
            batch.append(page)
            size += len(page.data)
            if len(batch) >= _BATCH or size >= _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _is_read(self, page: RawPage) -> bool:
        """Whether a page is converted; takes note of it where it is not."""
        kind = foreign(page.data)
        if kind:
            self.gathered.skipped.append(Skipped(page.path, f"not HTML but {kind}"))
            return False
        reason = "" if self._options.everything else service_reason(page.path, page.data)
        if reason and page.path != self.gathered.start:
            self.gathered.reduced[page.path] = reason
            self.gathered.sizes[page.path] = len(page.data)
            return False
        return True

    def _take(self, page: RawPage, key: bytes, converted: Converted) -> None:
        found, facts = self.gathered, converted.facts
        path = page.path
        if not self._knows_home and not page.url:
            home = home_of(page.data, found.finder.find)
            found.finder.home = home or ""
            self._knows_home = home is not None
        if facts.redirect:
            found.redirects[path] = facts.redirect
            return
        if facts.frames or not facts.letters:
            found.empty[path] = _why_empty(converted)
            return
        found.facts[path] = facts
        found.urls[path] = page.url
        found.digests[path] = key[:20].hex()
        found.keep(path, converted)
        if found.tree.needs(path):
            shown = sidebar_of(page, key, self._cache) if converted.sidebar else []
            found.tree.add_sidebar(found.meant(shown))
        if facts.children:
            found.tree.add_contents(path, found.meant(facts.children))
        is_list = path != found.start and is_contents(path, facts)
        if is_list and not self._options.everything:
            del found.facts[path]
            found.reduced[path] = "table of contents"
            found.sizes[path] = len(page.data)

    def corpus(self, pages: PageSource, documents: list[Document], settled: Settled) -> Corpus:
        """Return everything that was read."""
        revision = f"pages:{self._revision.hexdigest()}"
        ordered = sorted(self.gathered.skipped, key=lambda each: _bytes(each.id))
        source = Source(
            "docs",
            pages.location,
            revision,
            pages.name,
            title=settled.title,
            base=settled.base,
        )
        return Corpus(
            (source,),
            tuple(documents),
            tuple(ordered),
            (*pages.notes, *self.gathered.notes, *settled.notes),
            navigation=settled.navigation,
        )


def _why_empty(converted: Converted) -> str:
    if converted.facts.frames:
        return "a frame around other pages"
    if converted.facts.scripted:
        return "no text without running its scripts"
    return "no text"


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
