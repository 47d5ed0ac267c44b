"""What an llms.txt is made from: a site, wherever it is, or the documents of a repository."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ctxbuild.cache import Cache
from ctxbuild.jobs.docs import read_site
from ctxbuild.jobs.llms_pages import chosen, spots
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.model import Corpus, Document, Navigation, NavItem, Progress, UsageError
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.site import PageSource, SiteOptions
from ctxbuild.readers.site.recognise import plain_location
from ctxbuild.readers.site.targets import is_url

if TYPE_CHECKING:
    from ctxbuild.jobs.web import WebOptions
    from ctxbuild.readers.nav import ProjectNavigation


@dataclass(frozen=True, slots=True)
class LlmsSource:
    """A corpus with what is known of it as documentation.

    ``order`` are the pages by number, in reading order; ``is_authors`` says that the
    navigation was written by hand and its titles with it; ``has_twins`` that a
    Markdown file is written for each page.
    """

    corpus: Corpus
    order: tuple[int, ...]
    navigation: Navigation | None
    base: str = ""
    title: str = ""
    name: str = ""
    """What it is called where neither navigation nor start page have a title."""
    summary: str = ""
    is_authors: bool = False
    has_twins: bool = True
    has_lists: bool = True
    """Whether our files will stand where addresses begin, so that links may lead to them."""
    warnings: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[NavItem, ...]:
        """The entries of the navigation; none where there is none."""
        return self.navigation.items if self.navigation is not None else ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a generator knows of the site that it has just built.

    Pages of the navigation are paths of files of HTML.
    """

    title: str
    summary: str
    navigation: Navigation
    pages: PageSource


def site_source(
    options: SiteOptions,
    settings: LlmsSettings,
    cache: Cache,
    progress: Progress,
    web: WebOptions | None = None,
    known: Known | None = None,
) -> LlmsSource:
    """Read a site; what its generator knows counts before what is found.

    Raises:
        CtxbuildError: it cannot be read, or holds no page.
    """
    url = settings.base_url if is_url(settings.base_url) else ""
    # Pages that are left out are not read, so that links lead to them as they are.
    asked = replace(
        options,
        ending=f".{settings.twins}",
        url=options.url or url,
        chosen=chosen(settings.include, settings.exclude),
        absolute_links=settings.base_url != ".",
    )
    pages = known.pages if known is not None else None
    corpus = read_site(asked, cache, TextStore(), progress, web=web, pages=pages)
    documents = corpus.documents
    shown = [number for number, each in enumerate(documents) if each.content is not None]
    order = sorted(shown, key=lambda number: _place(documents[number]))
    if known is not None:
        return _known_source(known, corpus, order)
    own = corpus.sources[0]
    found, navigation = _authors(options.location, settings, corpus)
    if found is None or navigation is None:
        return LlmsSource(corpus, tuple(order), corpus.navigation, own.base, own.title)
    return LlmsSource(
        corpus,
        tuple(_in_order(navigation, corpus, order)),
        navigation,
        own.base or found.url,
        found.title or own.title,
        summary=found.summary,
        is_authors=True,
        warnings=unread_parts(found),
    )


def unread_parts(found: ProjectNavigation) -> tuple[str, ...]:
    """Return what to say of a navigation that code makes, which is not run."""
    if not found.is_computed:
        return ()
    if not found.items:
        return (f"the navigation in {found.origin} is computed by code: files stay in their order",)
    return (
        f"part of the navigation in {found.origin} is computed by code: "
        "pages that only it places stand by their files",
    )


def _known_source(known: Known, corpus: Corpus, order: Sequence[int]) -> LlmsSource:
    files = {
        each.page.file: each.path
        for each in corpus.documents
        if each.page is not None and each.content is not None
    }
    items = tuple(_with_twins(known.navigation.items, files))
    navigation = Navigation(known.navigation.origin, items)
    return LlmsSource(
        corpus,
        tuple(_in_order(navigation, corpus, order)),
        navigation,
        corpus.sources[0].base,
        known.title,
        summary=known.summary,
        is_authors=True,
    )


def _with_twins(items: Sequence[NavItem], files: Mapping[str, str]) -> Iterator[NavItem]:
    """Yield entries with the Markdown of pages for their HTML; what leads nowhere is left out."""
    for item in items:
        inner = tuple(_with_twins(item.children, files))
        page = files.get(item.page, "")
        if page or inner:
            yield NavItem(item.title, page, inner)


def _authors(
    location: str, settings: LlmsSettings, corpus: Corpus
) -> tuple[ProjectNavigation | None, Navigation | None]:
    """Return the navigation that the site was built from, if it is at hand and of these pages.

    Raises:
        UsageError: one was named that is not.
    """
    from ctxbuild.readers.nav import as_built, navigation_beside, navigation_in

    paths = [document.path for document in corpus.documents if document.content is not None]
    if settings.nav:
        found = navigation_in(Path(settings.nav))
        built = as_built(found, paths)
        if built is None:
            raise UsageError(f"{settings.nav}: its navigation is not that of these pages")
        return found, built
    site = Path(os.path.realpath(plain_location(location)))
    for found in navigation_beside(site) if site.is_dir() else ():
        built = as_built(found, paths)
        if built is not None:
            return found, built
    return None, None


def _in_order(navigation: Navigation, corpus: Corpus, order: Sequence[int]) -> list[int]:
    """Return pages by number as a navigation has them, the others where they were."""
    place = {path: number for number, path in enumerate(spots(navigation.items))}
    documents = corpus.documents
    last = -1.0
    keys: dict[int, tuple[float, int]] = {}
    for position, number in enumerate(order):
        last = place.get(documents[number].path, last)
        keys[number] = (last, position)
    return sorted(order, key=lambda number: keys[number])


def _place(document: Document) -> int:
    return document.page.place if document.page is not None else 0
