"""What the search of a wiki finds, and the source lines that its pages cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctxbuild.formats.wiki_page import page_title
from ctxbuild.html.slugs import slugs
from ctxbuild.model import Lines
from ctxbuild.model.wikis import CitedLines, Entry
from ctxbuild.packing.wiki.blocks import At, Count, Draft, Items, Sought, Table, Words, claims_on
from ctxbuild.packing.wiki.known import Known


def entries(pages: Sequence[Draft]) -> Iterator[Entry]:
    """Yield what the pages hold: symbols, files, headings and the like, with their anchors."""
    for page in pages:
        titles = [plain(section.title) for section in page.sections if section.title]
        anchors = iter(slugs([page_title(page), *titles])[1:])
        for section in page.sections:
            anchor = next(anchors) if section.title else ""
            if section.sought is not None:
                yield _entry(section.sought, page.slug, anchor)
            elif section.title:
                yield Entry(plain(section.title), "heading", page.slug, anchor)
            for block in section.blocks:
                for row in block.rows if isinstance(block, Table | Items) else ():
                    if row.sought is not None:
                        yield _entry(row.sought, page.slug, anchor)


def _entry(sought: Sought, slug: str, anchor: str) -> Entry:
    name, kind, words = sought
    return Entry(name, kind, slug, anchor, words)


def plain(words: Words) -> str:
    """Return words without anything that marks them."""
    return "".join(
        word
        if isinstance(word, str)
        else word.path
        if isinstance(word, At)
        else f"{word.number} {word.noun}"
        if isinstance(word, Count)
        else word.text
        for word in words
    )


def cited_lines(known: Known, pages: Sequence[Draft]) -> Iterator[CitedLines]:
    """Yield the lines that pages cite, each once, by path."""
    cited: dict[str, set[Lines]] = {}
    for page in pages:
        for claim in claims_on(page):
            if claim.citation.lines is not None:
                cited.setdefault(claim.citation.path, set()).add(claim.citation.lines)
    for path in sorted(cited):
        lines = known.material.lines(known.places[path])
        for first, last in sorted(cited[path]):
            yield CitedLines(path, (first, last), "\n".join(lines[first - 1 : last]))
