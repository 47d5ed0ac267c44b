"""A diagram as SVG: boxes that lead to pages, lines that end at boxes, and no script.

Colours are custom properties with values for a light page, so a page that sets them can
be dark. The drawing has no identifiers, so any number of them fit on one page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import pairwise
from math import log2

from ctxbuild.formats.diagram.layout import layout
from ctxbuild.formats.diagram.shapes import LABEL_SIZE, NOTE_SIZE, Box, Layout, Line, Point
from ctxbuild.formats.diagram.text import width
from ctxbuild.formats.mermaid import arrow_text, one_line
from ctxbuild.model.wikis import Diagram

_MARGIN = 10.0
_HEAD, _HALF = 9.0, 4.5
_TRIANGLE, _TRIANGLE_HALF = 13.0, 7.5
_TEXT_SIZE = 11.0
_LONGEST_TEXT = 24
_ALONG = (0.5, 0.35, 0.65, 0.22, 0.78)
"""Where on a stretch of a line its text may stand; the first free place is taken."""

_FONT = 'font-family="system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif"'
_PAPER = 'fill="var(--diagram-paper, #fff)"'
_LINE = 'stroke="var(--diagram-line, #6b7280)"'

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def page_file(slug: str) -> str:
    """Return the file of a page of the site, as it is written in a link."""
    from urllib.parse import quote

    return f"{quote(slug)}.html"


def svg(diagram: Diagram, address: Callable[[str], str] = page_file) -> str:
    """Return the element ``svg`` of a diagram, without a line break at its end.

    Args:
        diagram: what is drawn.
        address: gives the link to the page of a slug.
    """
    found = layout(diagram)
    wide, high = found.width + 2 * _MARGIN, found.height + 2 * _MARGIN
    hollow = diagram.kind == "class"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="group"'
        f' width="{_n(wide)}" height="{_n(high)}"'
        f' viewBox="{_n(-_MARGIN)} {_n(-_MARGIN)} {_n(wide)} {_n(high)}" {_FONT}>',
        f"<title>{escape(one_line(diagram.title))}</title>",
        f"<desc>{escape(_described(diagram))}</desc>",
        *(_line(line, hollow=hollow) for line in found.lines),
        *(_box(box, address) for box in found.boxes),
        *_texts(found),
        "</svg>",
    ]
    return "\n".join(parts)


def _described(diagram: Diagram) -> str:
    """Return the diagram as sentences, for those who do not see it."""
    names = {node.key: one_line(node.label) for node in diagram.nodes}
    verb = "inherits from" if diagram.kind == "class" else "leads to"
    joined = [
        f"{names[arrow.origin]} {verb} {names[arrow.target]}"
        for arrow in diagram.arrows
        if arrow.origin in names and arrow.target in names
    ]
    return f"{', '.join(names.values())}. " + "; ".join(joined)


def _box(box: Box, address: Callable[[str], str]) -> str:
    """Return a node: a rectangle, its label, its note, all in a link if it leads somewhere."""
    slug = box.node.slug
    middle, height = box.x + box.width / 2, box.y + box.height / 2
    whole = " · ".join(filter(None, (one_line(box.node.label), one_line(box.node.note))))
    label_at = height + LABEL_SIZE * 0.35 - (8 if box.note else 0)
    note = _text(box.note, middle, height + 14, NOTE_SIZE, "note") if box.note else ""
    drawn = (
        f'<g class="node{" linked" if slug else ""}"><title>{escape(whole)}</title>'
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}"'
        ' rx="7" fill="var(--diagram-box, #f3f5f8)" stroke="var(--diagram-edge, #aab2be)"/>'
        f"{_text(box.label, middle, label_at, LABEL_SIZE, 'label')}{note}</g>"
    )
    return f'<a href="{escape(address(slug))}">{drawn}</a>' if slug else drawn


_INKS = {
    "label": 'font-weight="600" fill="var(--diagram-ink, #1b1f24)"',
    "note": 'fill="var(--diagram-soft, #59636e)"',
    "edge": 'fill="var(--diagram-soft, #59636e)" stroke-width="4" paint-order="stroke"'
    ' stroke-linejoin="round" stroke="var(--diagram-paper, #fff)"',
}


def _text(text: str, x: float, y: float, size: float, kind: str) -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="middle" font-size="{_n(size)}"'
        f" {_INKS[kind]}>{escape(text)}</text>"
    )


def _line(line: Line, *, hollow: bool) -> str:
    """Return an arrow: the way, and its head at the end of it."""
    thick = 1.2 + min(1.6, 0.35 * log2(max(1, line.arrow.weight)))
    way = _loop_way(line.points) if line.loop else _way(line.points)
    return (
        f'<g class="arrow"><path d="{way}" fill="none" {_LINE} stroke-width="{_n(thick)}"/>'
        f"{_head(line, hollow=hollow)}</g>"
    )


def _way(points: Sequence[Point]) -> str:
    found = [f"M{_at(points[0])}"]
    for (x, y), (other, below) in pairwise(points):
        middle = _n((y + below) / 2)
        straight = abs(x - other) < 0.5
        bent = f"C{_n(x)},{middle} {_n(other)},{middle} {_at((other, below))}"
        found.append(f"L{_at((other, below))}" if straight else bent)
    return "".join(found)


def _loop_way(points: Sequence[Point]) -> str:
    (x, y), (far, _), (back, below) = points
    reach = x + (far - x) * 4 / 3
    return (
        f"M{_at((x, y))}C{_n(reach)},{_n(y - 8)} {_n(reach)},{_n(below + 8)} {_at((back, below))}"
    )


def _head(line: Line, *, hollow: bool) -> str:
    """Return the head of an arrow, its tip at the box; hollow where it says what inherits."""
    x, y = line.points[-1]
    long, half = (_TRIANGLE, _TRIANGLE_HALF) if hollow else (_HEAD, _HALF)
    if line.loop:
        corners = [(x, y), (x + long, y - half + 2), (x + long, y + half + 2)]
    else:
        back = y - long if line.points[0][1] < y else y + long
        corners = [(x, y), (x - half, back), (x + half, back)]
    fill = _PAPER if hollow else 'fill="var(--diagram-line, #6b7280)"'
    return f'<path d="M{"L".join(map(_at, corners))}Z" {fill} {_LINE} stroke-linejoin="round"/>'


def _texts(found: Layout) -> Iterator[str]:
    """Yield the texts of arrows, none on a box or on another where there is room beside."""
    taken = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in found.boxes]
    for line in found.lines:
        text = one_line(arrow_text(line.arrow))
        text = text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
        if not text:
            continue
        spots = list(_spots(line))
        places = [_around(spot, width(text, _TEXT_SIZE)) for spot in spots]
        free = [place for place in range(len(spots)) if not _meets(places[place], taken)]
        chosen = free[0] if free else 0
        taken.append(places[chosen])
        x, y = spots[chosen]
        yield _text(text, x, y + _TEXT_SIZE * 0.35, _TEXT_SIZE, "edge")


def _spots(line: Line) -> Iterator[Point]:
    """Yield points on a line, those on its longest stretch first."""
    if line.loop:
        yield line.points[1]
        return
    stretches = sorted(pairwise(line.points), key=lambda s: -abs(s[0][1] - s[1][1]))
    for (x, y), (other, below) in stretches:
        for part in _ALONG:
            # The curve of _way at this parameter: its control points stand above one another.
            share = part * part * (3 - 2 * part)
            rest = 1.5 * part * (1 - part) + part**3
            yield x + (other - x) * share, y + (below - y) * rest


def _around(spot: Point, wide: float) -> Rectangle:
    x, y = spot
    return x - wide / 2 - 2, y - _TEXT_SIZE * 0.7, x + wide / 2 + 2, y + _TEXT_SIZE * 0.7


def _meets(one: Rectangle, others: Sequence[Rectangle]) -> bool:
    left, top, right, bottom = one
    return any(left < r and ll < right and top < b and t < bottom for ll, t, r, b in others)


def _at(point: Point) -> str:
    return f"{_n(point[0])},{_n(point[1])}"


def _n(number: float) -> str:
    """Return a number with at most one decimal, ``-0`` as ``0``."""
    return f"{round(number, 1) + 0:.1f}".removesuffix(".0")
