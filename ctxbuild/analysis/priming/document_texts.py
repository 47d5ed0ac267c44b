"""Documents as what a priming bundle is made of: one text for each section, named by its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctxbuild.analysis.sentences import paragraphs
from ctxbuild.model import Document, Paper

_HEADING = re.compile(r"(?m)^#{1,6} +(.+?)[ #]*$")
_LEAST = 80
"""Characters of prose below which a section says nothing."""
_ROLES = frozenset({"readme", "docs"})


def texts_of(document: Document) -> Iterator[Paper]:
    """Yield the sections of a document that have prose.

    The identifier is ``path`` or ``path#heading``, with ``-`` for blanks.
    """
    if document.kind != "prose" or document.content is None or document.role not in _ROLES:
        return
    text = document.text()
    borders = [(0, ""), *((found.start(), found[1]) for found in _HEADING.finditer(text))]
    seen: set[str] = set()
    for (start, title), (stop, _) in zip(borders, [*borders[1:], (len(text), "")], strict=True):
        said = " ".join(paragraphs(text[start:stop]))
        name = _name(document.path, title)
        if len(said) >= _LEAST and name not in seen:
            seen.add(name)
            yield Paper(name, _plain(title), said)


def _plain(title: str) -> str:
    return re.sub(r"[`*_]", "", title)


def _name(path: str, title: str) -> str:
    words = re.findall(r"[a-z0-9]+", title.lower())
    return f"{path}#{'-'.join(words)}" if words else path
