"""Documents as what a priming bundle is made of: one text for each section, named by its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.analysis.page_kinds import kind_of
from ctxbuild.analysis.sentences import paragraphs
from ctxbuild.model import Document, Paper

_HEADING = re.compile(r"(?m)^(#{1,6}) +(.+?)[ #]*$")
_LEAST = 80
"""Characters of prose below which a section says nothing."""
_ROLES = frozenset({"readme", "docs"})
_ASIDE = frozenset({"legal", "release notes", "project", "translation", "old version", "blog"})
"""Kinds of pages that speak of other things than what the project is about."""
_NO_PROSE = re.compile(r"PKG-INFO|METADATA|\..*|(?:LICEN[CS]E|COPYING|NOTICE)(?:[-_.].*)?", re.I)
"""Names of files that hold legal texts, or what tools read."""


def telling_texts(documents: Sequence[Document]) -> list[Paper]:
    """Return the sections that tell what a project is about; all where none does.

    Licences, codes of conduct, lists of changes and the like are left out.
    """
    return [text for each in documents for text in _telling(each)] or [
        text for each in documents for text in texts_of(each)
    ]


def _telling(document: Document) -> Iterator[Paper]:
    path = document.path
    if _NO_PROSE.fullmatch(path.rpartition("/")[2]) or kind_of("", path).name in _ASIDE:
        return
    for titles, text in _sections(document):
        if not any(kind_of(title, "").name in _ASIDE for title in titles):
            yield text


def texts_of(document: Document) -> Iterator[Paper]:
    """Yield the sections of a document that have prose.

    The identifier is ``path`` or ``path#heading``, with ``-`` for blanks.
    """
    for _, text in _sections(document):
        yield text


def _sections(document: Document) -> Iterator[tuple[tuple[str, ...], Paper]]:
    """Yield sections that have prose, with the titles that they stand under, outermost first."""
    if document.kind != "prose" or document.content is None or document.role not in _ROLES:
        return
    text = document.text()
    found = [*_HEADING.finditer(text)]
    starts = [0, *(each.start() for each in found), len(text)]
    above: list[tuple[int, str]] = []
    seen: set[str] = set()
    for number, heading in enumerate([None, *found]):
        if heading is not None:
            level = len(heading[1])
            above = [each for each in above if each[0] < level] + [(level, heading[2])]
        title = heading[2] if heading is not None else ""
        said = " ".join(paragraphs(text[starts[number] : starts[number + 1]]))
        name = _name(document.path, title)
        if len(said) >= _LEAST and name not in seen:
            seen.add(name)
            yield tuple(each for _, each in above), Paper(name, _plain(title), said)


def _plain(title: str) -> str:
    return re.sub(r"[`*_]", "", title)


def _name(path: str, title: str) -> str:
    words = re.findall(r"[a-z0-9]+", title.lower())
    return f"{path}#{'-'.join(words)}" if words else path
