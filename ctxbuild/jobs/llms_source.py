"""What an llms.txt is made from: a site, wherever it is, or the documents of a repository."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ctxbuild.cache import Cache
from ctxbuild.jobs.docs import read_site
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.model import Corpus, Document, Navigation
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.site import SiteOptions
from ctxbuild.readers.site.targets import is_url

Progress = Callable[[str, int, int], None]


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
    summary: str = ""
    is_authors: bool = False
    has_twins: bool = True


def site_source(
    options: SiteOptions, settings: LlmsSettings, cache: Cache, progress: Progress
) -> LlmsSource:
    """Read a site.

    Raises:
        CtxbuildError: it cannot be read, or holds no page.
    """
    url = settings.base_url if is_url(settings.base_url) else ""
    asked = replace(options, ending=f".{settings.twins}", url=options.url or url)
    corpus = read_site(asked, cache, TextStore(), progress)
    documents = corpus.documents
    known = [number for number, each in enumerate(documents) if each.content is not None]
    order = sorted(known, key=lambda number: _place(documents[number]))
    own = corpus.sources[0]
    return LlmsSource(corpus, tuple(order), corpus.navigation, own.base, own.title)


def _place(document: Document) -> int:
    return document.page.place if document.page is not None else 0
