"""A documentation site becomes a bundle, a tree of Markdown, or the Markdown of one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ctxbuild.cache import Cache
from ctxbuild.formats.twins import twin, twin_index
from ctxbuild.jobs.counting import FileTokens
from ctxbuild.jobs.tree import write_tree
from ctxbuild.model import Corpus, CtxbuildError, Document, Observer, Progress, UsageError
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.site import PageSource, SiteOptions, open_site, read_pages
from ctxbuild.readers.site.recognise import is_web, plain_location
from ctxbuild.tokens import encoding_named

if TYPE_CHECKING:
    from ctxbuild.jobs.bundle import BundleOptions, Counted
    from ctxbuild.jobs.web import WebOptions
    from ctxbuild.readers.source import RepoOptions


def site_options(
    repo: RepoOptions, *, version: str = "", language: str = "", url: str = ""
) -> SiteOptions:
    """Return what is asked of a site, from what is asked of any source."""
    if repo.ref is not None or repo.with_deps:
        raise UsageError("a documentation site has no revisions; leave --ref and --with-deps out")
    return SiteOptions(
        location=plain_location(repo.location),
        include=repo.include,
        exclude=repo.exclude,
        everything=repo.everything,
        redact=repo.redact,
        max_file_bytes=repo.max_file_bytes,
        version=version,
        language=language,
        url=url,
    )


def read_site(
    options: SiteOptions,
    cache: Cache,
    store: TextStore,
    progress: Progress | None = None,
    observe: Observer | None = None,
    web: WebOptions | None = None,
    pages: PageSource | None = None,
) -> Corpus:
    """Read a site on this machine, or on the web as ``web`` says; from ``pages`` if they are given.

    Raises:
        UsageError: there is no such file or directory, or no such version of it.
        CtxbuildError: it holds no page, or cannot be read.
    """
    if is_web(options.location):
        from ctxbuild.jobs.web import WebOptions, web_pages

        with web_pages(options, web or WebOptions(), cache, progress) as crawled:
            return _read(crawled, options, cache, store, progress, observe)
    found = pages or open_site(options.location, options.max_file_bytes)
    return _read(found, options, cache, store, progress, observe)


def _read(
    pages: PageSource,
    options: SiteOptions,
    cache: Cache,
    store: TextStore,
    progress: Progress | None,
    observe: Observer | None,
) -> Corpus:
    corpus = read_pages(pages, options, cache, store, progress, observe)
    if not corpus.documents:
        why = corpus.skipped[0].reason if corpus.skipped else "there are no pages of HTML in it"
        raise CtxbuildError(f"{pages.name}: no page to read: {why}")
    return corpus


def count_docs(
    site: SiteOptions,
    options: BundleOptions,
    cache: Cache,
    progress: Progress,
    web: WebOptions | None = None,
) -> Counted:
    """Read a site and count its pages: what a bundle would choose from.

    Raises:
        CtxbuildError: the site cannot be read.
    """
    from ctxbuild.jobs.bundle import Counted

    counter = FileTokens(cache, encoding_named(options.encoding).base)
    tokens: dict[str, int] = {}

    def observe(batch: Sequence[Document]) -> None:
        for document, count in zip(batch, counter.count(batch), strict=True):
            tokens[document.id] = count

    corpus = read_site(site, cache, TextStore(), progress, observe, web)
    return Counted(corpus, tuple(tokens[document.id] for document in corpus.documents))


def page_markdown(site: SiteOptions, cache: Cache, web: WebOptions | None = None) -> str:
    """Return the Markdown of a site that is one page.

    Raises:
        CtxbuildError: the page cannot be read.
    """
    corpus = read_site(site, cache, TextStore(), web=web)
    shown = [each for each in corpus.documents if each.content is not None]
    if not shown:
        raise CtxbuildError(f"{corpus.sources[0].location}: {corpus.documents[0].reduced}")
    return shown[0].text()


def write_twins(
    site: SiteOptions,
    target: Path,
    cache: Cache,
    progress: Progress,
    web: WebOptions | None = None,
) -> tuple[Corpus, int]:
    """Write the Markdown of every page, with front matter, below a directory.

    Pages that a former call wrote there and that are gone are removed; anything
    else in the directory is left alone.

    Returns:
        What was read, and how many files were written because they are new or changed.

    Raises:
        CtxbuildError: reading or writing failed; then nothing was changed.
    """
    corpus = read_site(site, cache, TextStore(), progress, web=web)
    shown = sorted(
        (each for each in corpus.documents if each.content is not None),
        key=lambda each: each.page.place if each.page is not None else 0,
    )
    files = ((each.id, twin(each)) for each in shown)
    index = twin_index(replace(corpus, documents=tuple(shown)))
    return corpus, write_tree(target, [each.id for each in shown], files, index)
