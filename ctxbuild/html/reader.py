"""The cleaned content of a page → blocks. It knows HTML, and nothing of Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ctxbuild.html.blocks import (
    Block,
    CodeBlock,
    Heading,
    Image,
    Inline,
    Link,
    Maths,
    MathsBlock,
    Paragraph,
    Quote,
    Rule,
    Signature,
)
from ctxbuild.html.boxes import (
    read_callout,
    read_details,
    read_footnote,
    read_tabs,
    read_verse,
)
from ctxbuild.html.callouts import callout_kind
from ctxbuild.html.context import HEADINGS, BlockReader, Context
from ctxbuild.html.dom import BLOCKS, Element
from ctxbuild.html.headings import read_heading
from ctxbuild.html.inlines import tidy
from ctxbuild.html.lines import LineReader
from ctxbuild.html.listings import is_label, is_listing, read_listing
from ctxbuild.html.lists import read_definitions, read_list
from ctxbuild.html.signatures import is_signature, signature_text
from ctxbuild.html.tables import read_grid, read_table

_READERS: dict[str, Callable[[Element, BlockReader], list[Block]]] = {
    **dict.fromkeys(HEADINGS, read_heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), read_list),
    "dl": read_definitions,
    "table": read_table,
    "details": read_details,
}


class Reader:
    """Reads one page."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._lines = LineReader(context)

    def flow(self, nodes: Iterable[Element | str]) -> list[Block]:
        """Return the blocks of some nodes; what stands in a line becomes paragraphs."""
        out: list[Block] = []
        run: list[Inline] = []
        for node in nodes:
            if isinstance(node, str):
                if run or not node.isspace():  # no line begins with white space
                    run += self.context.texts(node)
                continue
            found = self.block(node)
            if found is None:
                self._lines.add(node, run)
                continue
            if run:
                out += _paragraph(run)
                run = []
            if out and found and isinstance(found[0], CodeBlock) and is_label(out[-1], found[0]):
                out.pop()
            out += found
        return out + _paragraph(run) if run else out

    def line(self, nodes: Iterable[Element | str]) -> list[Inline]:
        """Return nodes as one line, tidied."""
        return tidy(self._lines.read(nodes))

    def block(self, element: Element) -> list[Block] | None:
        """Return an element's blocks; None if it stands in a line."""
        context, tag = self.context, element.tag
        name = id(element)
        if name in context.groups:
            return read_tabs(element, context.groups[name], self)
        if name in context.footnotes.definitions:
            return read_footnote(element, context.footnotes.definitions[name], self)
        if "class" in element.attrs or name in context.signatures:
            special = self._by_class(element)
            if special is not None:
                return special
        if tag in _READERS:
            return _READERS[tag](element, self)
        if tag == "pre" or (tag == "code" and is_listing(element)):
            return read_listing(element, context.language)
        if tag == "hr":
            return [Rule()]
        if tag == "blockquote":
            blocks = self.flow(element.children)
            return [Quote(blocks)] if blocks else []
        if tag in BLOCKS or element.holds_blocks:
            if "inline" in element.classes and _is_one_line(element):
                return None
            return self._linked(element) if tag == "a" else self.flow(element.children)
        return None

    def _by_class(self, element: Element) -> list[Block] | None:
        """Return the blocks of an element that is more than its tag says."""
        context, tag, classes = self.context, element.tag, element.classes
        if id(element) in context.code or (tag == "div" and "mermaid" in classes):
            return read_listing(element, context.language)
        if id(element) in context.grids:
            return read_grid(element, self)
        if "line-block" in classes:
            return read_verse(element, self)
        if is_signature(element, context.signatures):
            text = signature_text(element)
            return [Signature(text)] if text else []
        kind = callout_kind(element)
        if kind:
            return read_callout(element, kind, self)
        if tag in ("div", "p"):
            found = context.formula(element)
            return [MathsBlock(found.tex)] if found and found.display else None
        return None

    def _linked(self, element: Element) -> list[Block]:
        """Return a link around blocks as blocks of which the first line of text is the link."""
        blocks = self.flow(element.children)
        href = self.context.addresses.resolve(element.attrs.get("href", ""))
        lines = [b for b in blocks if isinstance(b, Paragraph | Heading)]
        worded = (b for b in lines if not all(isinstance(each, Image) for each in b.inlines))
        first = next(worded, lines[0] if lines else None)
        if href and first and not any(isinstance(inline, Link) for inline in first.inlines):
            first.inlines = [Link(first.inlines, href)]
        return blocks


def _is_one_line(element: Element) -> bool:
    """Whether an element holds one paragraph at most and no other block."""
    blocks = [e for e in element.inside() if e.tag in BLOCKS]
    return len(blocks) == 0 or (len(blocks) == 1 and blocks[0].tag == "p")


def _paragraph(run: list[Inline]) -> list[Block]:
    """Return what stood in lines as a paragraph; a lone formula stands on its own."""
    inlines = tidy(run)
    if len(inlines) == 1 and isinstance(inlines[0], Maths) and inlines[0].display:
        return [MathsBlock(inlines[0].tex)]
    return [Paragraph(inlines)] if inlines else []
