"""Where the boxes and lines of a diagram are, in pixels from its top left corner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ctxbuild.formats.diagram.layers import layered
from ctxbuild.formats.diagram.order import ordered
from ctxbuild.formats.diagram.places import places
from ctxbuild.formats.diagram.routes import LOOP, bands, loop, placed, routes
from ctxbuild.formats.diagram.shapes import LABEL_SIZE, NOTE_SIZE, Box, Layout, Line
from ctxbuild.formats.diagram.text import fitted, width
from ctxbuild.formats.mermaid import one_line
from ctxbuild.model.wikis import Diagram, DiagramArrow, DiagramNode

_WIDEST_TEXT = 208.0
_PADDING, _LEAST_WIDTH = 14.0, 76.0
_HEIGHT, _HEIGHT_WITH_NOTE = 36.0, 50.0
_BESIDE, _BESIDE_BEND = 26.0, 16.0
_BEND = 6.0
_FULL_WIDTH = 780.0
_APART = 40.0
"""Between parts that nothing joins."""


def layout(diagram: Diagram) -> Layout:
    """Return where everything is drawn; equal diagrams give equal layouts.

    Arrows from or to a key that no node has are left out.
    """
    boxes = [_box(node) for node in diagram.nodes]
    index = {node.key: place for place, node in enumerate(diagram.nodes)}
    known = [a for a in diagram.arrows if a.origin in index and a.target in index]
    ends = [(index[arrow.origin], index[arrow.target]) for arrow in known]
    parts = []
    for members in _connected(len(boxes), ends):
        own = [arrow for arrow, (a, _) in zip(known, ends, strict=True) if a in members]
        chosen = [boxes[member] for member in sorted(members)]
        # Those that others inherit from stand above them.
        parts.append(_part(chosen, own, upwards=diagram.kind == "class"))
    return _together(parts)


def _box(node: DiagramNode) -> Box:
    label = fitted(one_line(node.label), LABEL_SIZE, _WIDEST_TEXT, bold=True)
    note = _end_fitted(one_line(node.note))
    text = max(width(label, LABEL_SIZE, bold=True), width(note, NOTE_SIZE))
    height = _HEIGHT_WITH_NOTE if note else _HEIGHT
    return Box(node, label, note, max(_LEAST_WIDTH, text + 2 * _PADDING), height)


def _end_fitted(note: str) -> str:
    """Return a note, or its end after an ellipsis: the end of a path says more."""
    kept = fitted(note[::-1], NOTE_SIZE, _WIDEST_TEXT)
    return note if kept == note[::-1] else "…" + kept[-2::-1]


def _connected(count: int, ends: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    """Return the parts that no arrow joins, the largest first."""
    part = {node: frozenset({node}) for node in range(count)}
    for a, b in ends:
        if part[a] is not part[b]:
            joined = part[a] | part[b]
            part.update(dict.fromkeys(joined, joined))
    return sorted(set(part.values()), key=lambda members: (-len(members), min(members)))


def _part(boxes: Sequence[Box], arrows: Sequence[DiagramArrow], *, upwards: bool) -> Layout:
    """Return the layout of nodes that are all connected."""
    index = {box.node.key: place for place, box in enumerate(boxes)}
    loops = {index[arrow.origin] for arrow in arrows if arrow.origin == arrow.target}
    drawn = [arrow for arrow in arrows if arrow.origin != arrow.target]
    edges = [(index[arrow.origin], index[arrow.target]) for arrow in drawn]
    if upwards:
        edges = [(b, a) for a, b in edges]
    widths = [box.width + 2 * LOOP * (place in loops) for place, box in enumerate(boxes)]
    found = layered([w + _BESIDE for w in widths], edges, _FULL_WIDTH)
    layers = ordered(found.layers, found.chains)

    def wide(vertex: int) -> float:
        return widths[vertex] if vertex < len(widths) else _BEND

    def apart(a: int, b: int) -> float:
        bend = max(a, b) >= len(widths)
        return (wide(a) + wide(b)) / 2 + (_BESIDE_BEND if bend else _BESIDE)

    centres = places(layers, found.chains, len(boxes), apart)
    left = min(centre - wide(vertex) / 2 for vertex, centre in centres.items())
    right = max(centre + wide(vertex) / 2 for vertex, centre in centres.items())
    centres = {vertex: centre - left for vertex, centre in centres.items()}
    heights = bands(layers, found.chains, centres, boxes)
    shown = placed(boxes, layers, centres, heights)
    routed = routes(found.chains, layers, centres, heights, shown, merged=upwards)
    lines = [
        Line(arrow, points if (place in found.turned) == upwards else points[::-1])
        for place, (arrow, points) in enumerate(zip(drawn, routed, strict=True))
    ]
    lines += [loop(arrow, shown[index[arrow.origin]]) for arrow in arrows if arrow not in drawn]
    return Layout(tuple(shown), tuple(lines), right - left, heights[-1][1])


def _together(parts: Sequence[Layout]) -> Layout:
    """Return the parts side by side, in rows."""
    boxes: list[Box] = []
    lines: list[Line] = []
    x = y = row = widest = 0.0
    for part in parts:
        if x and x + part.width > _FULL_WIDTH:
            x, y, row = 0.0, y + row + _APART, 0.0
        boxes += [box.moved(x, y) for box in part.boxes]
        lines += [line.moved(x, y) for line in part.lines]
        x, row = x + part.width + _APART, max(row, part.height)
        widest = max(widest, x - _APART)
    return Layout(tuple(boxes), tuple(lines), widest, y + row)
