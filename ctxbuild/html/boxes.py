"""Boxes in the text: callouts, tabs, sections to open, footnotes, lines of verse."""

from __future__ import annotations

from ctxbuild.html.blocks import (
    Block,
    Break,
    Callout,
    Details,
    Footnote,
    Inline,
    Paragraph,
    Rule,
    Span,
    Tabs,
)
from ctxbuild.html.callouts import title_of
from ctxbuild.html.context import HEADINGS, BlockReader
from ctxbuild.html.dom import Element
from ctxbuild.html.inlines import shown, tidy
from ctxbuild.html.markdown import ALERTS, plain
from ctxbuild.html.tabs import Group


def read_callout(element: Element, kind: str, reader: BlockReader) -> list[Block]:
    """Return a callout of a kind, with its title apart."""
    title = title_of(element)
    if title is None and element.tag == "dl":
        title = element.find("dt")
    inlines: list[Inline] = []
    if title is not None:
        inlines = reader.line([title.words()] if title.holds_blocks else title.children)
        title.drop()
    elif element.tag == "aside" and element.attrs.get("aria-label"):
        inlines = reader.line([element.attrs["aria-label"]])
    cells = [e for e in element.inside() if e.tag in ("td", "dd")]
    if cells and element.tag in ("table", "dl"):
        blocks = [block for cell in cells for block in reader.flow(cell.children)]
    else:
        blocks = reader.flow(element.children)
    if not inlines and len(blocks) > 1:
        inlines = _leading_title(blocks)
    label = plain(inlines).strip(" :").lower()
    if label in ALERTS and kind == "note":
        kind, inlines = label, []
    return [Callout(kind, _without_strong(inlines), blocks)] if blocks or inlines else []


def _without_strong(inlines: list[Inline]) -> list[Inline]:
    """Return a title, which is written in bold as a whole, without bold parts."""
    out: list[Inline] = []
    for inline in inlines:
        out += inline.inlines if isinstance(inline, Span) and inline.mark == "strong" else [inline]
    return tidy(out)


def _leading_title(blocks: list[Block]) -> list[Inline]:
    """Take a callout's title from a first paragraph that is all bold."""
    first = blocks[0]
    if isinstance(first, Paragraph) and len(first.inlines) == 1:
        opening = first.inlines[0]
        if isinstance(opening, Span) and opening.mark == "strong":
            del blocks[0]
            return opening.inlines
    return []


def read_tabs(element: Element, group: Group, reader: BlockReader) -> list[Block]:
    """Return all panels of a group with their labels, after what else is in its element."""
    del reader.context.groups[id(element)]
    panels = [
        (shown(label), _panel(panel, reader))
        for label, panel in zip(group.labels, group.panels, strict=True)
    ]
    _prune(element, {id(e) for e in (*group.panels, *group.label_elements)})
    found = reader.flow(element.children)
    rest: list[Block] = [block for block in found if not isinstance(block, Rule)]
    read = [(label, blocks) for label, blocks in panels if blocks]
    return [*rest, Tabs(read)] if read else rest


def _panel(panel: Element, reader: BlockReader) -> list[Block]:
    found = reader.block(panel)
    return reader.flow(panel.children) if found is None else found


def _prune(element: Element, gone: set[int]) -> None:
    """Take elements out from anywhere inside another."""
    stack = [element]
    while stack:
        at = stack.pop()
        at.children = [c for c in at.children if isinstance(c, str) or id(c) not in gone]
        stack += at.elements()


def read_details(element: Element, reader: BlockReader) -> list[Block]:
    """Return a section to open; one that is headed like any other is not kept apart."""
    summary = next((e for e in element.elements() if e.tag == "summary"), None)
    rest = [child for child in element.children if child is not summary]
    if summary is None:
        return reader.flow(rest)
    is_open = "open" in element.attrs
    if summary.holds_blocks and (is_open or summary.find(*HEADINGS, "section", "pre")):
        return [*reader.flow(summary.children), *reader.flow(rest)]
    inlines = reader.line(summary.children)
    blocks = reader.flow(rest)
    if not blocks:
        return [Paragraph(inlines)] if inlines and not is_open else []
    return [Details(inlines, blocks)] if inlines else blocks


def read_footnote(element: Element, label: str, reader: BlockReader) -> list[Block]:
    """Return the text of a footnote."""
    blocks = reader.flow(reader.context.footnotes.content(element))
    return [Footnote(label, blocks)] if blocks else []


def read_verse(element: Element, reader: BlockReader) -> list[Block]:
    """Return a poem or an address: each line on its own."""
    inlines: list[Inline] = []
    for item in element.inside():
        if "line" in item.classes:
            inlines += [*reader.line(item.children), Break()]
    found = tidy(inlines)
    return [Paragraph(found)] if found else []
