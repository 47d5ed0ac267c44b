"""A README at the root that is a symbolic link: what it leads to introduces the source.

Links are never followed when files are read. Where one leads to a document of the same
source, that document was read at its own path, and is told what it is for.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ctxbuild.model import Document
from ctxbuild.readers.roles import classify

_MOST_LINKS = 8
"""A README linked to by a link; more is a mistake or a loop."""


def with_linked_readme(
    documents: Sequence[Document], links: Mapping[bytes, bytes]
) -> list[Document]:
    """Return documents, the one that the root's README leads to being the README.

    Args:
        documents: of one source.
        links: the source's symbolic links, path → target as written.
    """
    named = _named(links)
    return [_introducing(each, named[each.id]) if each.id in named else each for each in documents]


def _named(links: Mapping[bytes, bytes]) -> dict[str, str]:
    """Return where the READMEs of the root lead within the source: path → the link's own path."""
    found: dict[str, str] = {}
    for path in sorted(links):
        name = path.decode("utf-8", "surrogateescape")
        if b"/" in path or classify(name, 0, b"", "prose").role != "readme":
            continue
        end: bytes | None = path
        for _ in range(_MOST_LINKS):
            if end is None or end not in links:
                break
            end = _inside(end, links[end])
        if end is not None:
            found.setdefault(end.decode("utf-8", "surrogateescape"), name)
    return found


def _inside(link: bytes, target: bytes) -> bytes | None:
    """Return the path that a link leads to, ``None`` where that is outside the source."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(link), target))
    outside = target.startswith(b"/") or joined in (b".", b"..") or joined.startswith(b"../")
    return None if outside else joined


def _introducing(document: Document, link: str) -> Document:
    if document.kind != "prose" or document.reduced:
        return document
    return replace(document, role="readme", link=link)
