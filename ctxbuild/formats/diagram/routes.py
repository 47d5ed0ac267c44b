"""The way of each line: down between layers, and upright through them, where no box is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ctxbuild.formats.diagram.shapes import Box, Line, Point
from ctxbuild.model.wikis import DiagramArrow

_BETWEEN, _MOST_BETWEEN = 46.0, 92.0
"""Pixels between layers; more where lines run far across, so that they stay steep."""
_STEEP = 0.12
_PORTS = 18.0
"""The most pixels between the ends of lines on one side of a box."""
_CORNER = 12.0
"""How far from the corner of a box lines keep."""
LOOP = 24.0
"""How far a line from a node to itself reaches out on its right."""

Band = tuple[float, float]
Chains = Sequence[Sequence[int]]
Layers = Sequence[Sequence[int]]


def bands(
    layers: Layers, chains: Chains, centres: Mapping[int, float], boxes: Sequence[Box]
) -> list[Band]:
    """Return the top and bottom of every layer."""
    rank = _ranks(layers)
    across: dict[int, float] = defaultdict(float)
    for chain in chains:
        for upper, lower in pairwise(chain):
            run = abs(centres[upper] - centres[lower])
            across[rank[upper]] = max(across[rank[upper]], run)
    found: list[Band] = []
    top = 0.0
    for at, layer in enumerate(layers):
        height = max(boxes[vertex].height for vertex in layer if vertex < len(boxes))
        found.append((top, top + height))
        top += height + min(_MOST_BETWEEN, _BETWEEN + _STEEP * across[at])
    return found


def placed(
    boxes: Sequence[Box], layers: Layers, centres: Mapping[int, float], heights: Sequence[Band]
) -> list[Box]:
    """Return the boxes in the middle of their layers."""
    rank = _ranks(layers)
    found = []
    for node, box in enumerate(boxes):
        top, bottom = heights[rank[node]]
        found.append(box.moved(centres[node] - box.width / 2, (top + bottom - box.height) / 2))
    return found


def routes(
    chains: Chains,
    layers: Layers,
    centres: Mapping[int, float],
    heights: Sequence[Band],
    boxes: Sequence[Box],
    *,
    merged: bool,
) -> list[tuple[Point, ...]]:
    """Return the points of every edge from the bottom of its upper box to the top of the other.

    With ``merged``, those of one upper box begin at one point.
    """
    rank = _ranks(layers)
    most = 0.0 if merged else _PORTS
    leaving = _ports([(chain[0], chain[1]) for chain in chains], centres, boxes, most)
    coming = _ports([(chain[-1], chain[-2]) for chain in chains], centres, boxes, _PORTS)
    found = []
    for edge, chain in enumerate(chains):
        first, last = boxes[chain[0]], boxes[chain[-1]]
        points = [(leaving[edge], first.y + first.height)]
        points.append((leaving[edge], heights[rank[chain[0]]][1]))
        for bend in chain[1:-1]:
            points += [(centres[bend], height) for height in heights[rank[bend]]]
        points += [(coming[edge], heights[rank[chain[-1]]][0]), (coming[edge], last.y)]
        found.append(tuple(dict.fromkeys(points)))
    return found


def loop(arrow: DiagramArrow, box: Box) -> Line:
    """Return the line from a node to itself."""
    right, middle = box.x + box.width, box.y + box.height / 2
    return Line(
        arrow, ((right, middle - 9), (right + LOOP, middle), (right, middle + 9)), loop=True
    )


def _ranks(layers: Layers) -> dict[int, int]:
    return {vertex: rank for rank, layer in enumerate(layers) for vertex in layer}


def _ports(
    ends: Sequence[tuple[int, int]],
    centres: Mapping[int, float],
    boxes: Sequence[Box],
    most: float,
) -> dict[int, float]:
    """Return where each edge meets one side of its box, in the order of where it leads.

    Args:
        ends: of each edge, the node and the vertex next to it.
        centres: of all vertices.
        boxes: of the nodes.
        most: pixels between two of them.
    """
    sides: dict[int, list[int]] = defaultdict(list)
    for edge, (node, _) in enumerate(ends):
        sides[node].append(edge)
    found = {}
    for node, edges in sides.items():
        edges.sort(key=lambda edge: (centres[ends[edge][1]], edge))
        step = min(most, (boxes[node].width - 2 * _CORNER) / max(1, len(edges) - 1))
        left = centres[node] - step * (len(edges) - 1) / 2
        found.update({edge: left + step * place for place, edge in enumerate(edges)})
    return found
