"""A site's own Markdown of its pages: where it may be, and whether it is worth having."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from ctxbuild.net.errors import RefusedError
from ctxbuild.readers.crawl.addresses import Address, address
from ctxbuild.readers.crawl.exchange import ACCEPT_MARKDOWN, Call
from ctxbuild.readers.crawl.kinds import HTML, foreign, kind_of, text_of

MARKDOWN_ENDINGS = ("md", "markdown", "mdx")
_ENDING = re.compile(r"\.(?:md|markdown|mdx)$", re.IGNORECASE)
_PAGE_ENDING = re.compile(r"\.(?:html?|xhtml)$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|readme)$", re.IGNORECASE)
_WORD = re.compile(r"\w{2,}")
_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")
_COMPONENT = re.compile(
    r"(?m)^\s{0,3}(?:import\s+\S+\s+from\s|export\s+(?:const|default)\s|<[A-Z]\w*[\s/>])"
)
_SHARED = 0.8
"""Of the words of a twin, how many the page must show; the rest is what pages draw by script."""
_FEWEST_WORDS = 10
_MOST_COMPONENTS = 3
"""Lines of raw components above which a twin is a source file rather than a page."""


def counterparts(markdown: Address) -> list[str]:
    """Return the identities of the pages that a Markdown file may be the twin of."""
    bare = _ENDING.sub("", markdown.url.partition("?")[0])
    names = [bare, f"{bare}.html", f"{bare}.htm"]
    if _INDEX.search(bare):
        names.append(_INDEX.sub("/", bare))
    if _PAGE_ENDING.search(bare):
        names = [bare]
    return [page.identity for page in _addresses(names)]


def guesses(page: Address) -> list[Address]:
    """Return where the twin of a page lies by the conventions in use."""
    path, url = page.path, page.url.partition("?")[0]
    if page.query:
        return []
    if path.endswith("/"):
        names = [f"{url}index.html.md", f"{url}index.md"]
        names += [f"{url[:-1]}.md"] if path != "/" else []
    elif _PAGE_ENDING.search(path):
        names = [f"{url}.md", f"{_PAGE_ENDING.sub('', url)}.md"]
    else:
        names = [f"{url}.md"]
    return _addresses(names)


def _addresses(names: Iterable[str]) -> list[Address]:
    """Return those of the names that are addresses: some are longer than those may be."""
    found: list[Address] = []
    for name in names:
        with suppress(RefusedError):
            found.append(address(name))
    return found


def named_twin(page: Address, by_page: str, link_header: str) -> Address | None:
    """Return the twin that a page itself names, in its head or in a ``Link`` header."""
    for text in (by_page, _of_header(link_header)):
        try:
            found = address(text, page.target) if text else None
        except RefusedError:
            continue
        if found and found.target.origin == page.target.origin and found.url != page.url:
            return found
    return None


def _of_header(value: str) -> str:
    for part in value.split(","):
        target, _, rest = part.partition(">")
        if "text/markdown" in rest and "alternate" in rest:
            return target.strip().removeprefix("<")
    return ""


def by_page(markdown: Iterable[Address]) -> Mapping[str, Address]:
    """Return listed Markdown files by the pages that they may be twins of."""
    found: dict[str, Address] = {}
    for each in markdown:
        for identity in counterparts(each):
            found.setdefault(identity, each)
    return found


def call_for(twin: Address) -> Call:
    """Return how a twin is asked for; where it has the page's address, by its type."""
    return Call(f"twin {twin.url}", twin, ACCEPT_MARKDOWN, follow=False)


def negotiated(page: Address) -> Call:
    """Return how a page's own address is asked for its Markdown."""
    return replace(call_for(page), key=f"twin {page.url}")


def agrees(body: bytes, content_type: str, page_text: str | None) -> bool:
    """Whether a body is Markdown that says what the page says.

    ``page_text`` are the words of the page, ``None`` for one that shows none without
    its scripts. An error page, a source file with components, or the text of another
    page does not agree.
    """
    words = _words_of(body, content_type)
    if len(words) < _FEWEST_WORDS or page_text is None:
        return len(words) >= _FEWEST_WORDS
    shown = set(_WORD.findall(page_text.lower()))
    return len(words & shown) >= _SHARED * len(words)


def _words_of(body: bytes, content_type: str) -> set[str]:
    """Return the words of Markdown; none of what is not Markdown that people would read."""
    if foreign(body) or kind_of(body, content_type) == HTML:
        return set()
    text = text_of(body, content_type)[0]
    if text.lstrip("﻿ \t\r\n").startswith(("<!", "<html")):
        return set()
    if len(_COMPONENT.findall(text)) > _MOST_COMPONENTS:
        return set()
    return set(_WORD.findall(_LINK_TARGET.sub("]", text).lower()))
