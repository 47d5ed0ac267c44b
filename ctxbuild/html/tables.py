"""Tables: cells with spans repeated, header rows, and tables that only lay out."""

from __future__ import annotations

import re

from ctxbuild.html.blocks import Block, Inline, Table
from ctxbuild.html.context import BlockReader
from ctxbuild.html.dom import Element
from ctxbuild.html.layout_tables import only_lays_out, read_disguised

MOST_SPAN = 100
MOST_REPEATED = 50_000
"""Cells that spans may add to one table; hostile spans multiply."""

_ALIGN = re.compile(r"text-align:\s*(left|right|center)")


def read_table(element: Element, reader: BlockReader) -> list[Block]:
    """Return a table; one that only lays out becomes the blocks of its cells."""
    rows = _rows(element)
    if not rows:
        return reader.flow(element.children)
    caption = next((e for e in element.elements() if e.tag == "caption"), None)
    disguised = read_disguised(element, rows, reader)
    if disguised is not None:
        return disguised
    parts = _between_headings(rows)
    if parts is not None and not only_lays_out(element, rows, reader.context.code):
        return [block for part in parts for block in _part(part, reader)]
    if only_lays_out(element, rows, reader.context.code):
        blocks = reader.flow(caption.children) if caption else []
        return blocks + [b for row in rows for cell in row for b in reader.flow(cell.children)]
    title = reader.line(caption.children) if caption else []
    return _filled(rows, title, reader)


def _filled(rows: list[list[Element]], title: list[Inline], reader: BlockReader) -> list[Block]:
    """Return rows of cells as a table, without rows and columns that are empty."""
    grid, headers = _grid(rows, reader)
    grid = [row for row in grid if any(row)]
    if not grid:
        return []
    width = max(map(len, grid))
    for row in grid:
        row += [[] for _ in range(width - len(row))]
    _without_empty_columns(grid)
    if len(grid) == len(grid[0]) == 1 and not title:
        return grid[0][0]
    return [Table(grid, headers, _aligns(rows), title)]


def _between_headings(rows: list[list[Element]]) -> list[list[list[Element]]] | None:
    """Return a table's rows in parts that begin with a row that is a heading, if any is."""
    parts: list[list[list[Element]]] = [[]]
    for row in rows:
        if len(row) == 1 and row[0].find("h1", "h2", "h3", "h4", "h5", "h6") is not None:
            parts.append([])
        parts[-1].append(row)
    return parts if len(parts) > 1 else None


def _part(rows: list[list[Element]], reader: BlockReader) -> list[Block]:
    if not rows:
        return []
    first = rows[0]
    if len(first) == 1 and first[0].find("h1", "h2", "h3", "h4", "h5", "h6") is not None:
        return [
            *reader.flow(first[0].children),
            *(_filled(rows[1:], [], reader) if rows[1:] else []),
        ]
    return _filled(rows, [], reader)


def read_grid(element: Element, reader: BlockReader) -> list[Block]:
    """Return a table made of boxes, whose header boxes say how many columns there are."""
    boxes = list(element.elements())
    width = sum("table-header" in box.classes for box in boxes)
    if not width or len(boxes) % width:
        return reader.flow(element.children)
    cells = [reader.flow(box.children) for box in boxes]
    return [Table([cells[at : at + width] for at in range(0, len(cells), width)], 1)]


def _rows(element: Element) -> list[list[Element]]:
    """Return the cells of a table's own rows, header rows first and footer rows last."""
    parts: dict[str, list[list[Element]]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in element.elements():
        if child.tag in parts:
            parts[child.tag] += [_cells(row) for row in child.elements() if row.tag == "tr"]
        elif child.tag == "tr":
            parts["tbody"].append(_cells(child))
    return [row for name in ("thead", "tbody", "tfoot") for row in parts[name] if row]


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row.elements() if cell.tag in ("td", "th")]


def _grid(rows: list[list[Element]], reader: BlockReader) -> tuple[list[list[list[Block]]], int]:
    """Return the cells' contents with spanned cells repeated, and the number of header rows."""
    grid: list[list[list[Block]]] = []
    waiting: dict[int, tuple[int, list[Block]]] = {}
    repeated = 0
    for row in rows:
        line: list[list[Block]] = []
        cells = iter(row)
        cell = next(cells, None)
        while cell is not None or len(line) in waiting:
            column = len(line)
            if column in waiting:
                left, blocks = waiting.pop(column)
                line.append(blocks)
                if left > 1:
                    waiting[column] = (left - 1, blocks)
                continue
            assert cell is not None
            blocks = reader.flow(cell.children)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            if len(row) == down == 1 and cell.holds_blocks:
                across = 1  # What lies across a whole row is said once; the row is filled up.
            if repeated > MOST_REPEATED:
                across = down = 1
            repeated += across * down - 1
            for offset in range(across):
                line.append(blocks)
                if down > 1:
                    waiting[column + offset] = (down - 1, blocks)
            cell = next(cells, None)
        grid.append(line)
    return grid, 1 if rows and _is_header(rows) else 0


def _span(cell: Element, name: str) -> int:
    value = cell.attrs.get(name, "")
    return max(1, min(int(value), MOST_SPAN)) if re.fullmatch(r"[0-9]{1,6}", value) else 1


def _is_header(rows: list[list[Element]]) -> bool:
    first = rows[0]
    parent = first[0].parent
    if parent is not None and parent.parent is not None and parent.parent.tag == "thead":
        return True
    return all(cell.tag == "th" or not cell.size for cell in first)


def _aligns(rows: list[list[Element]]) -> list[str]:
    found = []
    for cell in rows[0]:
        match = _ALIGN.search(cell.attrs.get("style", ""))
        align = match[1] if match else cell.attrs.get("align", "")
        found += [align if align in ("right", "center") else ""] * _span(cell, "colspan")
    return found


def _without_empty_columns(grid: list[list[list[Block]]]) -> None:
    """Take out columns without any content, such as those for icons."""
    width = len(grid[0])
    empty = [n for n in range(width) if not any(row[n] for row in grid)]
    for number in reversed(empty if len(empty) < width else []):
        for row in grid:
            del row[number]
