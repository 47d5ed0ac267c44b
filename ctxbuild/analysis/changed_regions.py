"""Texts without definitions, and sections of prose: what of them a change is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ctxbuild.model import Lines, Outline, Region

_MARGIN = 10
"""Lines to show around a changed one; the diff itself shows three."""


def changed_regions(
    outline: Outline, runs: Sequence[Lines], lines: int
) -> tuple[Outline, tuple[float, ...]]:
    """Return an outline with a region around each changed place, and their shares.

    Args:
        outline: of a text; what regions it has are left out.
        runs: changed lines, in order.
        lines: how many lines the text has.

    Returns:
        Shares of regions in the symbol that they are in, or in what lies in none.
    """
    windows: list[list[int]] = []
    for first, last in runs:
        low, high = max(first - _MARGIN, 1), min(last + _MARGIN, lines)
        if windows and low <= windows[-1][1] + 1:
            windows[-1][1] = max(high, windows[-1][1])
            windows[-1][2] += last - first + 1
        elif low <= high:
            windows.append([low, high, last - first + 1])
    regions = [Region((low, high), _innermost(outline, low + _MARGIN)) for low, high, _ in windows]
    sums: dict[int, float] = {}
    weights = [count**0.5 for _, _, count in windows]
    for region, weight in zip(regions, weights, strict=True):
        sums[region.parent] = sums.get(region.parent, 0.0) + weight
    pairs = zip(regions, weights, strict=True)
    shares = tuple(weight / sums[region.parent] for region, weight in pairs)
    return replace(outline, regions=tuple(regions)), shares


def _innermost(outline: Outline, line: int) -> int:
    """Return the last symbol that begins above a line and holds it; parents come first."""
    found = -1
    for number, symbol in enumerate(outline.symbols):
        if symbol.lines[0] <= line <= symbol.lines[1]:
            found = number
    return found
