"""One page from beginning to end: find the content, clean it, write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    Quote,
    Span,
    Table,
    Tabs,
    Text,
)
from ctxbuild.html.content import find_content
from ctxbuild.html.dom import Element, measure, parse
from ctxbuild.html.footnotes import Footnotes
from ctxbuild.html.generators import Generator, detect, general
from ctxbuild.html.hidden import Hiding, controlled_ids
from ctxbuild.html.links import Addresses
from ctxbuild.html.markdown import plain, write
from ctxbuild.html.metadata import read_metadata
from ctxbuild.html.noise import Noise
from ctxbuild.html.options import Anchor, Options, Page, PageLink
from ctxbuild.html.reader import Reader
from ctxbuild.html.select import select
from ctxbuild.html.styles import Styles
from ctxbuild.html.tabs import TabGroups


def convert(html: str, url: str = "", options: Options = Options()) -> Page:  # noqa: B008
    """Return a page as Markdown with what it says about itself.

    Args:
        html: the page, decoded.
        url: where it was read; relative links are resolved against it.
        options: how to convert.

    """
    root, sheets = parse(html)
    measure(root)
    addresses = Addresses(url, root, relative=options.links == "relative")
    metadata = read_metadata(root, addresses)
    row = detect(root) if options.generators else general()
    if row.name in options.without:
        row = general()
    groups = TabGroups(root)
    hiding = Hiding(Styles(sheets), groups.spared, controlled_ids(root))
    hiding.prune(root)
    measure(root)
    content = find_content(root, row.content)
    title = _title_outside(root, content, row)
    outside = root.size - content.size
    noise = Noise(row.matcher("drop"), row.matcher("keep"), max(1, content.size - content.linked))
    noise.prune(content)
    measure(content)
    reader = Reader(
        addresses, row, groups.by_holder, Footnotes(content),
        images=options.images, tex_in_text=row.tex_in_text or _renders_tex(root),
    )
    blocks = _levelled(title, reader.flow([content]))
    return Page(
        markdown=write(blocks, html_tables=options.tables == "html"),
        metadata=metadata,
        links=tuple(_links(blocks)),
        headings=tuple(
            Anchor(block.level, plain(block.inlines), block.id)
            for block in every_block(blocks)
            if isinstance(block, Heading)
        ),
        dropped={**hiding.dropped, **noise.dropped, "outside": outside},
    )


def _title_outside(root: Element, content: Element, row: Generator) -> str:
    """Return the title that is shown outside of the content, if there is none inside."""
    if any(e.tag == "h1" and e.size for e in [content, *content.inside()]):
        return ""
    for selector in (*row.title, "h1"):
        for element in select(root, selector):
            if element.size and not any(a is content for a in element.ancestors()):
                return element.words()
            if element.size and element.tag != "h1":
                text = element.words()
                element.drop()
                return text
    return ""


def _renders_tex(root: Element) -> bool:
    """Whether the page loads a script that renders formulas in its text."""
    return False


def _levelled(title: str, blocks: list[Block]) -> list[Block]:
    """Return blocks that begin with one heading of the first level, if there is a title."""
    if title:
        blocks = [Heading(1, [Text(title)]), *blocks]
    headings = [block for block in every_block(blocks) if isinstance(block, Heading)]
    if headings and headings[0].level > 1:
        top = headings[0].level
        if sum(heading.level <= top for heading in headings) == 1:
            for heading in headings:
                heading.level -= top - 1
    return blocks


def every_block(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks and those inside them, in order."""
    stack: list[Block] = list(reversed(blocks))
    while stack:
        block = stack.pop()
        yield block
        inner: list[Block] = []
        match block:
            case Quote(parts) | Footnote(_, parts) | Callout(_, _, parts) | Details(_, parts):
                inner = parts
            case Listing(items):
                inner = [b for item in items for b in item.blocks]
            case Definitions(entries):
                inner = [b for entry in entries for b in entry.blocks]
            case Tabs(panels):
                inner = [b for _, panel in panels for b in panel]
            case Table(rows):
                inner = [b for row in rows for cell in row for b in cell]
        stack += reversed(inner)


def _links(blocks: Sequence[Block]) -> Iterator[PageLink]:
    for block in every_block(blocks):
        for inlines in _lines_of(block):
            stack: list[Inline] = list(reversed(inlines))
            while stack:
                inline = stack.pop()
                if isinstance(inline, Link):
                    yield PageLink(plain(inline.inlines), inline.href)
                elif isinstance(inline, Span):
                    stack += reversed(inline.inlines)


def _lines_of(block: Block) -> list[list[Inline]]:
    """Return the inlines that a block holds itself."""
    if isinstance(block, Definitions):
        return [term for entry in block.entries for term in entry.terms]
    return [
        getattr(block, name)
        for name in ("inlines", "title", "summary", "caption")
        if hasattr(block, name)
    ]
