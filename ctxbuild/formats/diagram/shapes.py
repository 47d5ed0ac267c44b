"""The boxes and lines of a drawing, in pixels from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ctxbuild.model.wikis import DiagramArrow, DiagramNode

LABEL_SIZE, NOTE_SIZE = 13.0, 11.0
"""Of the two fonts of a box, in pixels."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A node as it is drawn; ``x`` and ``y`` are its top left corner."""

    node: DiagramNode
    label: str
    note: str
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0

    def moved(self, x: float, y: float) -> Box:
        """Return the box elsewhere, by so many pixels."""
        return replace(self, x=self.x + x, y=self.y + y)


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow as it is drawn: points from its origin to its target.

    Between two points it runs straight down or up, or, where it has to run across, in an S
    that begins and ends upright. A loop leaves its box on the right and returns there.
    """

    arrow: DiagramArrow
    points: tuple[Point, ...]
    loop: bool = False

    def moved(self, x: float, y: float) -> Line:
        """Return the line elsewhere, by so many pixels."""
        return replace(self, points=tuple((a + x, b + y) for a, b in self.points))


@dataclass(frozen=True, slots=True)
class Layout:
    """All boxes and lines, and the size of the whole."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float
