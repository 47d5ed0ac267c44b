"""Lists: bullets, numbers, tasks, definitions; and lists that only lay out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from ctxbuild.html.blocks import (
    Block,
    Definition,
    Definitions,
    Inline,
    Item,
    Listing,
    Paragraph,
    Signature,
    Span,
    Text,
)
from ctxbuild.html.context import HEADINGS, BlockReader
from ctxbuild.html.dom import Element
from ctxbuild.html.headings import unmarked
from ctxbuild.html.signatures import is_signature, signature_text

_SECTIONS = frozenset({*HEADINGS, "table", "section"})
_BOXES = frozenset({"fa-check-square-o", "fa-square-o"})
"""Icons that AsciiDoc shows for tasks."""
_FIELDS = frozenset({"field-list", "notes", "params", "parameters"})


def read_list(element: Element, reader: BlockReader) -> list[Block]:
    """Return a list; one whose items are sections of the page becomes their blocks."""
    items = list(element.elements())
    if any(e.tag != "li" and (e.size or e.tag in ("ul", "ol")) for e in items):
        items = _adopted(items)
    if id(element) in reader.context.unwrapped or _only_lays_out(items, reader):
        return reader.flow(items)
    if any(id(item) in reader.context.footnotes.definitions for item in items):
        return reader.flow(items)
    read = [_item(item, reader) for item in items if item.tag == "li"]
    read = [item for item in read if item.blocks or item.checked is not None]
    start = _start(element) if element.tag == "ol" else None
    return [Listing(read, start)] if read else []


def _item(element: Element, reader: BlockReader) -> Item:
    box = element
    for _ in range(3):
        inner = next(box.elements(), None)
        if inner is None:
            break
        box = inner
        if box.tag == "input" and box.attrs.get("type") == "checkbox":
            return Item(reader.flow(element.children), "checked" in box.attrs)
        if box.tag == "i" and not box.classes.isdisjoint(_BOXES):
            return Item(reader.flow(element.children), "fa-square-o" not in box.classes)
    return Item(reader.flow(element.children))


def _start(element: Element) -> int:
    value = element.attrs.get("start", "")
    return int(value) if re.fullmatch("[0-9]{1,9}", value) else 1


def _adopted(children: list[Element]) -> list[Element]:
    """Return the items of a list, with lists that stand between items inside the item before."""
    items: list[Element] = []
    for child in children:
        if child.tag == "li":
            items.append(child)
        elif child.tag in ("ul", "ol") and items:
            items[-1].children.append(child)
            items[-1].holds_blocks = True
        elif child.tag in ("ul", "ol"):
            items += child.elements()
        else:
            items += [e for e in child.inside() if e.tag == "li"] or [child]
    return items


def _only_lays_out(items: list[Element], reader: BlockReader) -> bool:
    """Whether a list's items are sections of the page, with headings, tables, declarations."""
    return any(_starts_with_section(item, reader.context.signatures) for item in items)


def _starts_with_section(item: Element, signatures: set[int]) -> bool:
    at = item
    if is_signature(at, signatures):
        return True
    if not item.holds_blocks:
        return False
    for _ in range(4):
        filled = (c for c in at.children if (c.strip() if isinstance(c, str) else c.size))
        first = next(filled, None)
        if first is None or isinstance(first, str):
            return False
        if first.tag in _SECTIONS or is_signature(first, signatures):
            return True
        at = first
    return False


def read_definitions(element: Element, reader: BlockReader) -> list[Block]:
    """Return a list of definitions; terms that declare something become signatures."""
    gathered = _Gathered(not element.classes.isdisjoint(_FIELDS))
    for tag, group in groupby(_terms_and_texts(element), _part_of_list):
        if not tag:
            gathered.add_text(reader.flow(group))
            continue
        _gather(group, gathered, reader)
    return gathered.end()


def _gather(group: Iterable[Element | str], gathered: _Gathered, reader: BlockReader) -> None:
    """Add terms and texts to what is gathered."""
    for child in group:
        if isinstance(child, str):
            continue
        if child.tag == "dd":
            gathered.add_text(reader.flow(child.children))
        elif is_signature(child, reader.context.signatures):
            gathered.add_signature(signature_text(child))
        else:
            gathered.add_term(reader.line(_classified(child)))


def _part_of_list(item: Element | str) -> str:
    """Return the tag of a term or text; nothing for what stands between them."""
    return item.tag if not isinstance(item, str) and item.tag in _PARTS else ""


_PARTS = frozenset({"dt", "dd"})


def _classified(term: Element) -> list[Element | str]:
    """Return what a term holds, with the colon that style sheets show before its class."""
    out: list[Element | str] = []
    for child in term.children:
        if not isinstance(child, str) and "classifier" in child.classes:
            out.append(" : ")
        out.append(child)
    return out


class _Gathered:
    """Gathers terms and texts to definitions."""

    def __init__(self, fields: bool) -> None:
        self._fields = fields
        self._out: list[Block] = []
        self._entries: list[Definition] = []
        self._terms: list[list[Inline]] = []

    def add_term(self, term: list[Inline]) -> None:
        if term:
            self._terms.append(term)

    def add_text(self, blocks: list[Block]) -> None:
        if self._terms:
            self._entries.append(Definition(self._terms, blocks))
            self._terms = []
        elif self._entries:
            self._entries[-1].blocks += blocks
        else:
            self._out += blocks

    def add_signature(self, text: str) -> None:
        self.end()
        if text:
            self._out.append(Signature(text))

    def end(self) -> list[Block]:
        """Return all blocks up to here."""
        if self._terms:
            self._entries.append(Definition(self._terms, []))
        if self._entries and self._fields:
            self._out += [block for entry in self._entries for block in _field(entry)]
        elif self._entries:
            self._out.append(Definitions(self._entries))
        self._entries, self._terms = [], []
        return self._out


def _field(entry: Definition) -> list[Block]:
    """Return a field such as the parameters of a function: its name, then what it says."""
    name: list[Inline] = [Span("strong", unmarked(term)) for term in entry.terms]
    first = entry.blocks[0] if entry.blocks else None
    if isinstance(first, Paragraph):
        return [Paragraph([*name, Text(" "), *first.inlines]), *entry.blocks[1:]]
    return [Paragraph(name), *entry.blocks]


def _terms_and_texts(element: Element) -> list[Element | str]:
    """Return the terms and texts of a definition list, also those in groups, and the rest."""
    out: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            out += [child] if child.strip() else []
            continue
        grouped = [] if child.tag in _PARTS else [e for e in child.elements() if e.tag in _PARTS]
        out += grouped or [child]
    return out
