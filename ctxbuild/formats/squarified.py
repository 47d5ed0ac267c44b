"""Rectangles of given areas that fill a frame and stay close to squares.

The method is "Squarified Treemaps" by Bruls, Huizing and van Wijk (2000): areas
are laid in rows along the shorter side of what is left of the frame, and a row
takes one more area as long as its least square-like rectangle gets no worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Rectangle(NamedTuple):
    """Left upper corner and size, in pixels; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    def inset(self, margin: float, top: float = 0.0) -> Rectangle:
        """Return what is left inside a margin, and inside ``top`` more of it above."""
        width = max(self.width - 2 * margin, 0.0)
        height = max(self.height - 2 * margin - top, 0.0)
        return Rectangle(self.x + margin, self.y + margin + top, width, height)


def squarified(weights: Sequence[float], frame: Rectangle) -> list[Rectangle]:
    """Return one rectangle for each weight, in the same order, that fill the frame.

    Args:
        weights: positive numbers, largest first, which the areas are in proportion to.
        frame: what to fill.

    """
    unit = frame.area / sum(weights) if weights else 0.0
    areas = [weight * unit for weight in weights]
    rest, done = frame, 0
    rectangles: list[Rectangle] = []
    while done < len(areas):
        end = _row_end(areas, done, min(rest.width, rest.height))
        row, rest = _laid(areas[done:end], rest, last=end == len(areas))
        rectangles += row
        done = end
    return rectangles


def _row_end(areas: Sequence[float], start: int, side: float) -> int:
    """Return the index after the last area of the row that begins at ``start``."""
    total, end = areas[start], start + 1
    worst = _worst(total, areas[start], areas[start], side)
    while end < len(areas):
        total += areas[end]
        worse = _worst(total, areas[start], areas[end], side)
        if worse > worst:
            break
        worst, end = worse, end + 1
    return end


def _worst(total: float, largest: float, smallest: float, side: float) -> float:
    """Return the highest ratio of sides in a row along ``side``."""
    if smallest <= 0 or side <= 0:
        return 0.0
    square = side * side
    return max(square * largest / (total * total), total * total / (square * smallest))


def _laid(
    areas: Sequence[float], rest: Rectangle, *, last: bool
) -> tuple[list[Rectangle], Rectangle]:
    """Lay a row along the shorter side of ``rest``; return it and what is left."""
    total = sum(areas)
    upright = rest.width >= rest.height
    side, depth = (rest.height, rest.width) if upright else (rest.width, rest.height)
    # The last row takes all that is left, so that rounding leaves no gap.
    thick = depth if last or side <= 0 else min(total / side, depth)
    row, along = [], 0.0
    for number, area in enumerate(areas, 1):
        left = side - along
        length = left if number == len(areas) else min(side * area / total, left) if total else 0
        row.append(
            Rectangle(rest.x, rest.y + along, thick, length)
            if upright
            else Rectangle(rest.x + along, rest.y, length, thick)
        )
        along += length
    if upright:
        return row, Rectangle(rest.x + thick, rest.y, rest.width - thick, rest.height)
    return row, Rectangle(rest.x, rest.y + thick, rest.width, rest.height - thick)
