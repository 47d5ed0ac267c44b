"""One page from beginning to end: find the content, clean it, write it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ctxbuild.html.blocks import (
    Block,
    Callout,
    Definitions,
    Details,
    Footnote,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
    Tabs,
    Text,
)
from ctxbuild.html.content import find_content, title_outside
from ctxbuild.html.context import Context
from ctxbuild.html.dom import Document, Element
from ctxbuild.html.footnotes import Footnotes
from ctxbuild.html.generators import detect, general
from ctxbuild.html.hidden import Hiding
from ctxbuild.html.links import Addresses
from ctxbuild.html.markdown import plain, write
from ctxbuild.html.metadata import read_metadata
from ctxbuild.html.noise import Noise
from ctxbuild.html.options import Anchor, Metadata, Options, Page, PageLink
from ctxbuild.html.parsing import page_tree, parse
from ctxbuild.html.reader import Reader
from ctxbuild.html.select import select
from ctxbuild.html.styles import Styles
from ctxbuild.html.tabs import TabGroups

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser


_LITTLE = 200
"""Characters of content below which a page may have nothing but the navigation of its site."""


def convert(
    html: str | LexborHTMLParser,
    url: str = "",
    options: Options = Options(),  # noqa: B008
) -> Page:
    """Return a page as Markdown with what it says about itself.

    Args:
        html: the page, decoded, or its tree.
        url: where it was read; relative links are resolved against it.
        options: how to convert.

    """
    read = _parsed_and_read(html, url, options)
    every = list(every_block(read.blocks))
    return Page(
        markdown=write(read.blocks, dollars=read.saw_maths, html_tables=options.tables == "html"),
        metadata=read.metadata,
        links=tuple(_links(every)),
        headings=tuple(
            Anchor(block.level, plain(block.inlines), block.id)
            for block in every
            if isinstance(block, Heading)
        ),
        dropped=read.dropped,
    )


def markdown_of(html: str, url: str) -> str:
    """Return a page's Markdown alone, which spares what else a page says."""
    read = _parsed_and_read(html, url, Options())
    return write(read.blocks, dollars=read.saw_maths)


class _Read(NamedTuple):
    """A page without its tree."""

    blocks: list[Block]
    metadata: Metadata
    dropped: dict[str, int]
    saw_maths: bool


def _parsed_and_read(html: str | LexborHTMLParser, url: str, options: Options) -> _Read:
    """Return a page without its tree, whose memory is free."""
    tree = page_tree(html) if isinstance(html, str) else html
    read = _in_part(tree, url, options, whole=False) or _in_part(tree, url, options, whole=True)
    assert read is not None, "of a whole page nothing is unread"
    return read


def _in_part(tree: LexborHTMLParser, url: str, options: Options, *, whole: bool) -> _Read | None:
    document = parse(tree, whole=whole)
    read = _read(document, url, options)
    document.release()
    return read


def _read(document: Document, url: str, options: Options) -> _Read | None:
    """Find the content of a page, clean it and read it; nothing if some of it is unread."""
    relative = options.links == "relative"
    addresses = Addresses(url, document, relative=relative, moved=options.moved)
    metadata = read_metadata(document, addresses)
    row = detect(document) if options.generators else general()
    if row.name in options.without:
        row = general()
    groups = TabGroups(document)
    hiding = Hiding(document, Styles(document.styles), groups.spared)
    hiding.prune()
    content = find_content(document, row.content)
    if document.unread and (content.size < _LITTLE or _holds_any(content, document.unread)):
        return None
    drops = _selected(document, row.drop)
    title = title_outside(document, content, metadata.title, row.title, drops)
    outside = document.root.size - content.size
    noise = Noise(drops, _selected(document, row.keep), content)
    noise.prune(content)
    footnotes = Footnotes(document)
    context = Context(
        addresses,
        footnotes,
        groups.by_holder,
        code=_selected(document, row.code),
        signatures=_selected(document, row.signatures),
        grids=_selected(document, row.grids),
        unwrapped=_selected(document, row.unwrap),
        language=row.language,
        tex_in_text=row.tex_in_text or _renders_tex(document),
        images=options.images,
    )
    notes = footnotes.outside(content, document)
    read = _without_outer_rules(Reader(context).flow([content, *notes]))
    blocks = _levelled(title, _title_first(read), metadata.title)
    dropped = {"hidden": hiding.dropped, "noise": noise.dropped, "outside": outside}
    return _Read(blocks, metadata, dropped, context.saw_maths)


def _holds_any(content: Element, unread: Sequence[Element]) -> bool:
    return any(each is content or content in each.ancestors() for each in unread)


def _selected(document: Document, selectors: Sequence[str]) -> set[int]:
    """Return the identities of what selectors select."""
    return {id(element) for text in selectors for element in select(document, text)}


def _renders_tex(document: Document) -> bool:
    """Whether the page loads a script that renders formulas in its text."""
    return any(
        "mathjax" in source.lower() or "auto-render" in source for source in document.sources
    )


def _levelled(title: str, blocks: list[Block], named: str) -> list[Block]:
    """Return blocks under one heading of the first level, the page's title."""
    headings = [block for block in every_block(blocks) if isinstance(block, Heading)]
    if title:
        if headings and headings[0] is blocks[0] and plain(headings[0].inlines) == title:
            del blocks[0], headings[0]
        if any(heading.level == 1 for heading in headings):
            _shift(headings, 1)
        return [Heading(1, [Text(title)]), *blocks]
    if headings and headings[0].level > 1:
        top = headings[0].level
        if sum(heading.level <= top for heading in headings) == 1:
            _shift(headings, 1 - top)
        elif plain(headings[0].inlines) == named and all(h.level > 1 for h in headings):
            headings[0].level = 1
    elif (
        sum(heading.level == 1 for heading in headings) > 1 and plain(headings[0].inlines) == named
    ):
        _shift(headings[1:], 1)
    return blocks


def _title_first(blocks: list[Block]) -> list[Block]:
    """Return blocks with a heading that only stands above the title as a line below it."""
    match blocks:
        case [Heading(level, label), Heading(1) as title, *rest] if level > 1:
            return [title, Paragraph(label), *rest]
    return blocks


def _without_outer_rules(blocks: list[Block]) -> list[Block]:
    """Return blocks without lines across the page at its start, at its end and before its notes."""
    end = len(blocks)
    while end and isinstance(blocks[end - 1], Rule | Footnote):
        end -= 1
    start = 0
    while start < end and isinstance(blocks[start], Rule):
        start += 1
    return blocks[start:end] + [block for block in blocks[end:] if not isinstance(block, Rule)]


def _shift(headings: Sequence[Heading], levels: int) -> None:
    for heading in headings:
        heading.level = max(1, min(6, heading.level + levels))


def every_block(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks and those inside them, in order."""
    stack: list[Block] = list(reversed(blocks))
    while stack:
        block = stack.pop()
        yield block
        inner = _INNER.get(type(block))
        if inner is not None:
            stack += reversed(inner(block))


_INNER: dict[type, Callable[[Any], list[Block]]] = {
    **dict.fromkeys((Quote, Footnote, Callout, Details), lambda block: block.blocks),
    Listing: lambda block: [b for item in block.items for b in item.blocks],
    Definitions: lambda block: [b for entry in block.entries for b in entry.blocks],
    Tabs: lambda block: [b for _, panel in block.panels for b in panel],
    Table: lambda block: [b for row in block.rows for cell in row for b in cell],
}
"""How to reach the blocks inside a block."""


def _links(blocks: Iterable[Block]) -> Iterator[PageLink]:
    for block in blocks:
        for inlines in _lines_of(block):
            stack: list[Inline] = list(reversed(inlines))
            while stack:
                inline = stack.pop()
                if isinstance(inline, Link):
                    yield PageLink(plain(inline.inlines), inline.href)
                elif isinstance(inline, Span):
                    stack += reversed(inline.inlines)


_OWN_LINES = {
    Heading: "inlines",
    Paragraph: "inlines",
    Callout: "title",
    Details: "summary",
    Table: "caption",
}


def _lines_of(block: Block) -> list[list[Inline]]:
    """Return the inlines that a block holds itself."""
    if isinstance(block, Definitions):
        return [term for entry in block.entries for term in entry.terms]
    name = _OWN_LINES.get(type(block))
    return [getattr(block, name)] if name else []
