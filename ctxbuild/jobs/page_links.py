"""The links of Markdown pages and the places in them, remembered by text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ctxbuild.analysis.written_links import WrittenLink, written_links
from ctxbuild.cache import Cache
from ctxbuild.jobs.remembered import remembered
from ctxbuild.model import Document, Progress
from ctxbuild.verify.llms.anchors import anchors

_MARKDOWN = "markdown"
_STAGE = ("page-links", "2")
_REFERENCE = re.compile(
    r"(?<=\]\()\{\{[<%]\s*(?:rel)?ref\s+[\"`]?([^\s\"`<>(){}]{1,300})[\"`]?\s*[%>]\}\}(?=\))"
)
"""Where a link of Hugo leads: ``{{< relref "setup.md#first" >}}``."""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links of a page, and the places in it that links can lead to."""

    links: tuple[WrittenLink, ...]
    places: frozenset[str]


def page_links(
    documents: Sequence[Document], numbers: Sequence[int], cache: Cache, progress: Progress
) -> dict[int, PageLinks]:
    """Return the links of those of some documents that are Markdown, by number.

    A reference of Hugo counts as a link to a path on the site.

    Args:
        documents: of a corpus.
        numbers: which of them.
        cache: remembers.
        progress: told how far this is.

    """
    import msgspec

    marked = [number for number in numbers if documents[number].language == _MARKDOWN]
    read = remembered(
        documents, marked, _STAGE, lambda n: _encoded(documents[n].text()), cache, progress
    )
    decoder = msgspec.msgpack.Decoder(PageLinks)
    return {number: decoder.decode(data) for number, data in zip(marked, read, strict=True)}


def _encoded(text: str) -> bytes:
    import msgspec

    # A path as long as the reference, so that all else stands where it stood.
    plain = _REFERENCE.sub(lambda found: _path(found[1]).ljust(len(found[0])), text)
    links = (_whole(link, text) for link in written_links(plain))
    return msgspec.msgpack.encode(PageLinks(tuple(links), anchors(text)))


def _path(reference: str) -> str:
    """Return what a reference names as a path: from the root, unless it begins with dots."""
    return reference if reference.startswith((".", "/", "#")) else f"/{reference}"


def _whole(link: WrittenLink, text: str) -> WrittenLink:
    """Return a link with all of the reference as its destination, if it is one."""
    found = _REFERENCE.match(text, link.destination[0])
    return replace(link, destination=found.span()) if found else link
