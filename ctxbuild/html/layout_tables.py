"""Tables that are no tables: listings with line numbers, lists, quotations, layout."""

from __future__ import annotations

import re
from collections.abc import Container

from ctxbuild.html.blocks import (
    Block,
    Definition,
    Definitions,
    Item,
    Listing,
    Quote,
)
from ctxbuild.html.context import BlockReader
from ctxbuild.html.dom import Element

_LAYOUT = frozenset({"highlighttable", "rouge-table", "layout", "lntable", "hlist", "linenotable"})
_CALLOUTS = frozenset({"colist", "calloutlist"})
"""Classes of the lists of AsciiDoc and DocBook that explain marks in a listing."""


def read_disguised(
    element: Element, rows: list[list[Element]], reader: BlockReader
) -> list[Block] | None:
    """Return the blocks of a table that is none; None for a table."""
    listing = _numbered(rows)
    if listing is not None:
        above = [cell for row in rows if len(row) == 1 for cell in row]
        return reader.flow([*above, listing])
    holder = element.parent.classes if element.parent is not None else frozenset[str]()
    if not _CALLOUTS.isdisjoint(holder) and all(len(row) == 2 for row in rows):
        return [Listing([Item(reader.flow(row[1].children)) for row in rows], 1)]
    if all(len(row) == 2 and "hdlist1" in row[0].classes for row in rows):
        return [Definitions([_definition(row[0], row[1], reader) for row in rows])]
    if "blockquote" in element.classes:
        return [Quote([block for row in rows for block in _cells(row, reader)])]
    return None


def _numbered(rows: list[list[Element]]) -> Element | None:
    """Return the cell with the code of a listing that has its line numbers in a cell."""
    pairs = [row for row in rows if len(row) == 2]
    if len(pairs) != 1 or len(rows) > 2 or not re.fullmatch(r"[\d\s]+", pairs[0][0].text()):
        return None
    return pairs[0][1] if pairs[0][1].find("pre") is not None else None


def _definition(term: Element, text: Element, reader: BlockReader) -> Definition:
    return Definition([reader.line(term.children)], reader.flow(text.children))


def _cells(row: list[Element], reader: BlockReader) -> list[Block]:
    return [block for cell in row for block in reader.flow(cell.children)]


def only_lays_out(element: Element, rows: list[list[Element]], code: Container[int] = ()) -> bool:
    """Whether a table has no columns to speak of, or its cells hold sections or listings.

    ``code`` has the identities of listings that are in no ``pre``.
    """
    if element.attrs.get("role") in ("presentation", "none"):
        return True
    if not element.classes.isdisjoint(_LAYOUT):
        return True
    cells = [cell for row in rows for cell in row]
    if len(cells) == 1 or (max(map(len, rows)) == 1 and not any(c.tag == "th" for c in cells)):
        return True
    if not any(cell.holds_blocks for cell in cells):
        return False
    data = [cell for cell in cells if cell.tag != "th" and cell.size]
    if sum(_holds_listing(cell, code) for cell in data) * 2 > len(data):
        return True
    if _is_titled(rows):
        return False
    return (len(rows) <= 3 and _nested(cells) * 2 >= len(rows)) or (
        len(rows) == 1 and any(c.find("pre") for c in cells)
    )


def _nested(cells: list[Element]) -> int:
    """Return how many cells hold a heading or a table."""
    return sum(cell.find("h1", "h2", "h3", "h4", "table") is not None for cell in cells)


def _holds_listing(cell: Element, code: Container[int]) -> bool:
    return any(e.tag == "pre" or id(e) in code for e in cell.inside())


def _is_titled(rows: list[list[Element]]) -> bool:
    """Whether the first row names columns, so that what it stands over is data."""
    first = rows[0]
    return len(rows) > 1 < len(first) and all(
        cell.tag == "th" and cell.size and not cell.holds_blocks for cell in first
    )
