"""What a near-copy adds to the document that it is like: the part of each of its units that is new.

A unit is a symbol without those inside it, a region, or what is in no symbol.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ctxbuild.model import Lines, Outline


@dataclass(frozen=True, slots=True)
class Novelty:
    """Parts of bytes, from 0 to 1, on lines that the other document does not have."""

    rest: float
    """Of what is in no symbol."""
    symbols: tuple[float, ...]
    regions: tuple[float, ...]


def novelty(text: bytes, known: Collection[bytes], outline: Outline | None) -> Novelty:
    """Return what of a text is new, unit by unit.

    Args:
        text: of the copy.
        known: the lines of the other document, as :func:`known_lines` gives them.
        outline: of the copy; without one there is only a rest.

    """
    lines = text.split(b"\n")
    every = list(accumulate((len(line) + 1 for line in lines), initial=0))
    fresh = list(accumulate((len(line) + 1) * (line.rstrip() not in known) for line in lines))
    fresh.insert(0, 0)
    outline = outline or Outline("")

    def of(sums: Sequence[int]) -> Callable[[Lines], int]:
        last = len(lines)
        return lambda run: sums[min(run[1], last)] - sums[min(run[0] - 1, last)]

    news, sizes = _own(outline, of(fresh), len(lines)), _own(outline, of(every), len(lines))
    parts = [new / size if size > 0 else 0.0 for new, size in zip(news, sizes, strict=True)]
    regions = (
        of(fresh)(region.lines) / max(of(every)(region.lines), 1) for region in outline.regions
    )
    return Novelty(parts[-1], tuple(parts[:-1]), tuple(regions))


def known_lines(text: bytes) -> frozenset[bytes]:
    """Return the lines of a text, without white space at their ends."""
    return frozenset(line.rstrip() for line in text.split(b"\n"))


def _own(outline: Outline, size: Callable[[Lines], int], lines: int) -> list[int]:
    """Return the size of each symbol without those inside it, and at last that of the rest."""
    found = [size(symbol.lines) for symbol in outline.symbols] + [size((1, lines))]
    whole = list(found)
    for index, symbol in enumerate(outline.symbols):
        found[symbol.parent] -= whole[index]
    return [max(each, 0) for each in found]
