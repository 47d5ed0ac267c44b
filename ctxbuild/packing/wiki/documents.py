"""The documents of a repository by directory, each under the title that it gives itself."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from ctxbuild.analysis.front_matter import stated_title
from ctxbuild.analysis.repository_pages import FEW_PAGES, prose_pages
from ctxbuild.claims import Claim
from ctxbuild.languages.outline import outline
from ctxbuild.packing.wiki.blocks import (
    At,
    Block,
    Count,
    Draft,
    Items,
    Row,
    Section,
    paragraph,
    said,
)
from ctxbuild.packing.wiki.known import Known

_MOST_IN_DIRECTORY = 50
_MOST_DIRECTORIES = 40
_LONGEST_TITLE = 160


def documents(known: Known) -> Draft:
    """Return what people wrote to be read; no page where that is little beside the README."""
    pages = documents_of(known)
    groups: dict[str, list[int]] = {}
    for index in pages:
        groups.setdefault(posixpath.dirname(known.material.documents[index].path), []).append(index)
    sections = [_directory(known, *each) for each in list(groups.items())[:_MOST_DIRECTORIES]]
    rest = list(groups.values())[_MOST_DIRECTORIES:]
    if rest:
        more = Count(sum(map(len, rest)), "more document")
        words = said(more, " in ", Count(len(rest), "more place"), ".")
        sections.append(Section(("Others",), (paragraph(words),)))
    summary = f"What was written to be read: {len(pages):,} documents."
    return Draft("documents", "Documents", "Index", summary, tuple(sections))


def documents_of(known: Known) -> Sequence[int]:
    """Return the documents of that page by their place in the source, in reading order."""
    pages = prose_pages(known.material.documents, "", ())
    return pages if len(pages) >= FEW_PAGES else ()


def _directory(known: Known, directory: str, pages: Sequence[int]) -> Section:
    blocks: list[Block] = [Items(tuple(_rows(known, pages[:_MOST_IN_DIRECTORY])))]
    if len(pages) > _MOST_IN_DIRECTORY:
        blocks.append(paragraph(said(Count(len(pages) - _MOST_IN_DIRECTORY, "more document"), ".")))
    return Section((f"{directory}/" if directory else "Top level",), tuple(blocks))


def _rows(known: Known, pages: Sequence[int]) -> Iterator[Row]:
    for index in pages:
        title, claim = _title(known, index)
        if claim is None:
            yield Row(((At(known.material.documents[index].path),),))
        else:
            yield Row(((f"{title} ",),), (claim,), (title, "document", ""))


def _title(known: Known, index: int) -> tuple[str, Claim | None]:
    """Return what a document calls itself, in front of its text or in its first heading."""
    material = known.material
    says = f"{material.documents[index].path} is called so."
    stated = stated_title(material.text(index))
    claim = material.quote(index, says, stated) if stated else None
    if claim is not None:
        return stated[:_LONGEST_TITLE], claim
    text = material.text(index).encode()
    for heading in outline(text, material.documents[index].language).symbols[:1]:
        lines = heading.head
        words = "\n".join(material.lines(index)[lines[0] - 1 : lines[1]])
        return heading.name[:_LONGEST_TITLE], material.claim(index, says, lines, "quoted", words)
    return "", None
