"""Pages converted as soon as they stand, before the site as a whole can be read."""

from __future__ import annotations

from collections.abc import Sequence

from ctxbuild.model import Store
from ctxbuild.readers.site.converted import convert_pages, page_key
from ctxbuild.readers.site.page_source import PageSource, RawPage
from ctxbuild.readers.site.page_text import foreign
from ctxbuild.readers.site.service_pages import service_reason


def convert_ahead(pages: PageSource, paths: Sequence[str], store: Store) -> list[str]:
    """Have the store remember what reading the site will ask of some of its pages.

    Returns:
        Their Markdown, whose links within the site are not set.

    What is remembered is found again by the bytes of a page, so nothing is lost but time
    where a page is not there yet, or changes later.
    """
    found = [page for page in pages.pages(paths) if isinstance(page, RawPage)]
    read = [p for p in found if not foreign(p.data) and not service_reason(p.path, p.data)]
    made = convert_pages(read, [page_key(page) for page in read], store)
    return [each.markdown for each in made]
