"""Headings without their permalinks, with the id that leads to them."""

from __future__ import annotations

from ctxbuild.html.blocks import Block, Break, Heading, Inline, Link, Note, Span, Text
from ctxbuild.html.context import HEADINGS, BlockReader
from ctxbuild.html.dom import Element
from ctxbuild.html.noise import is_permalink, permalink_name

_SEPARATORS = {"sep", "separator"}
_PARTS = frozenset("name text title subtitle tagline badge version-badge vpbadge tsd-tag".split())
"""Parts of a heading that style sheets keep apart."""


def read_heading(element: Element, reader: BlockReader) -> list[Block]:
    """Return a heading, or nothing for one without a text."""
    inlines: list[Inline] = [
        Text(" ") if isinstance(inline, Break) else inline
        for inline in reader.line(_without_permalinks(element))
        if not isinstance(inline, Note)
    ]
    anchor = anchor_of(element)
    if len(inlines) == 1 and isinstance(inlines[0], Link) and _links_itself(element, anchor):
        inlines = inlines[0].inlines
    return [Heading(HEADINGS[element.tag], unmarked(inlines), anchor)] if inlines else []


def unmarked(inlines: list[Inline]) -> list[Inline]:
    """Return inlines without a strong mark around all of them."""
    if len(inlines) == 1 and isinstance(inlines[0], Span) and inlines[0].mark == "strong":
        return inlines[0].inlines
    return inlines


def _without_permalinks(element: Element) -> list[Element | str]:
    children = [c for c in element.children if isinstance(c, str) or not _is_permalink(c)]
    spaced: list[Element | str] = []
    for child in children:
        spaced += [" ", child] if _is_part(child) else ["." if _is_separator(child) else child]
    return spaced


def _is_part(child: Element | str) -> bool:
    return not isinstance(child, str) and any(c.lower() in _PARTS for c in child.classes)


def _is_separator(child: Element | str) -> bool:
    """Whether an empty element stands between the parts of a name; style sheets fill it."""
    if isinstance(child, str) or child.children:
        return False
    return bool(_SEPARATORS & set(child.attrs.get("class", "").split()))


def _is_permalink(child: Element) -> bool:
    if child.tag != "a":
        return False
    named = permalink_name(child.attrs.get("class", "")) and child.size <= 2
    return named or is_permalink(child)


def _links_itself(element: Element, anchor: str) -> bool:
    link = element.find("a")
    href = link.attrs.get("href", "") if link else ""
    page, mark, fragment = href.partition("#")
    return bool(mark) and (not page or fragment in (element.id, anchor))


def anchor_of(element: Element) -> str:
    """Return the id that leads to a heading: its own, one inside or its section's."""
    if element.id:
        return element.id
    for item in element.inside():
        if item.id or (item.tag == "a" and item.attrs.get("name")):
            return item.id or item.attrs["name"]
    child = element
    for parent in element.ancestors():
        if next(parent.elements(), None) is not child:
            break
        if parent.id:
            return parent.id
        child = parent
    return ""
