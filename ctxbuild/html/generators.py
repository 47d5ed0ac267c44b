"""Which generator made a page, so that its row of the table holds.

General rules come first and have to do without the table; ``general()`` is the empty row.
"""

from __future__ import annotations

from functools import cache

from ctxbuild.html.api_generators import API_GENERATORS
from ctxbuild.html.dom import Document
from ctxbuild.html.generator_row import Generator
from ctxbuild.html.select import select
from ctxbuild.html.site_generators import SITE_GENERATORS

TABLE = (*API_GENERATORS, *SITE_GENERATORS)
"""The first row that fits a page is taken; API references have the surer signs."""


@cache
def general() -> Generator:
    """Return the row for a generator that nobody has described."""
    return Generator("")


def detect(document: Document) -> Generator:
    """Return the row of the generator that made a page."""
    named = meta_generator(document).lower()
    for row in TABLE:
        if named and any(named.startswith(beginning) for beginning in row.meta):
            return row
    for row in TABLE:
        if any(select(document, sign) for sign in row.signs):
            return row
    return general()


def meta_generator(document: Document) -> str:
    """Return what the page itself says made it."""
    for element in document.by_tag.get("meta", ()):
        if element.attrs.get("name", "").lower() == "generator":
            return element.attrs.get("content", "").strip()
    return ""
