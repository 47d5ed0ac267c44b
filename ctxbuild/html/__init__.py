"""HTML pages of documentation → Markdown and what they say about themselves.

One pass to find the main content, one to clean, one to write:

- ``dom`` copies the parser's tree once, within bounds of size and depth; ``select`` finds
  elements by selectors, for style sheets and for tables of knowledge alike.
- Find: ``content`` by landmarks, names and density of text; ``generators`` knows better for
  28 generators, one row of selectors each (``api_generators``, ``site_generators``), and can
  be switched off; ``metadata`` reads the head and what stands around the content.
- Clean: ``hidden`` (with ``styles`` and ``colours``) removes what people cannot see, ``noise``
  (with ``noise_names``) what surrounds documentation, ``tabs`` and ``footnotes`` note what
  belongs together before that.
- Write: ``reader`` turns elements into ``blocks``, with ``lines``, ``lists``, ``tables``,
  ``layout_tables``, ``boxes``, ``listings``, ``headings``, ``formulas``, ``images`` for its
  kinds; ``markdown`` writes blocks and knows nothing of HTML; ``escape`` decides what needs a
  backslash.

What is dropped is counted in ``Page.dropped``. Time is linear in the
page, or bounded where style sheets are matched.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ctxbuild.html.options import Anchor, Metadata, Options, Page, PageLink

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = [
    "Anchor",
    "Metadata",
    "Options",
    "Page",
    "PageLink",
    "convert",
    "html_to_markdown",
    "page_tree",
]


def page_tree(html: str) -> LexborHTMLParser:
    """Return a page as its parser sees it, for who wants to look at it besides converting it."""
    from ctxbuild.html.parsing import page_tree as run

    return run(html)


def convert(html: str | LexborHTMLParser, url: str = "", options: Options | None = None) -> Page:
    """Return a page as Markdown with what it says about itself.

    Args:
        html: the page, decoded, or what :func:`page_tree` made of it; that is not changed.
        url: where it was read; relative links are resolved against it.
        options: how to convert.

    """
    from ctxbuild.html.conversion import convert as run

    with _no_collection():
        return run(html, url, options or Options())


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave garbage until a page is done: its tree is none before, and looking costs a sixth."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def html_to_markdown(html: str, url: str = "") -> str:
    """Return a page's content as Markdown; links are absolute if ``url`` is given."""
    from ctxbuild.html.conversion import markdown_of

    with _no_collection():
        return markdown_of(html, url)
