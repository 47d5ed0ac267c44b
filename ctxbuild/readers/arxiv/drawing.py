"""Uniform samples of a month's papers that anybody can draw again.

Every identifier has a rank, a hash of seed and identifier; a sample are the papers
with the lowest ranks. So it depends neither on order nor on place: the web and a
file of the same papers give the same sample, and a paper that joins the month changes
it only by taking a place itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b

from ctxbuild.readers.arxiv.identifiers import width_of

_GRIDS = ((400, 150), (10, 90), (1, 24))
"""Steps and points by which the highest number is found: up to 60,000 at once."""
Existing = Callable[[Sequence[str]], set[str]]


def rank(seed: int, identifier: str) -> bytes:
    """Return what orders identifiers in a draw."""
    return blake2b(f"{seed} {identifier}".encode(), digest_size=8).digest()


def numbered(month: str, number: int) -> str:
    """Return the identifier of a number in ``YYYY-MM``."""
    digits = month[2:4] + month[5:7]
    return f"{digits}.{number:0{width_of(digits)}}"


def draw_order(seed: int, month: str, top: int) -> list[str]:
    """Return the identifiers of a month up to ``top`` in the order in which they are drawn."""
    names = (numbered(month, number) for number in range(1, top + 1))
    return sorted(names, key=lambda name: (rank(seed, name), name))


def highest_number(month: str, existing: Existing) -> int:
    """Return the highest number of a month's identifiers, 0 where there is none.

    Grids of identifiers are asked for, each finer and from where the last one ended;
    points are so many that the few gaps in a month do not matter.
    """
    most = 10 ** width_of(month[2:4] + month[5:7]) - 1
    top = 0
    for step, points in _GRIDS:
        while True:
            numbers = _grid(top, step, points, most)
            found = existing([numbered(month, number) for number in numbers]) if numbers else set()
            hits = [number for number in numbers if numbered(month, number) in found]
            top = max([top, *hits])
            if not hits or hits[-1] != numbers[-1]:
                break
    return top


def _grid(after: int, step: int, points: int, most: int) -> list[int]:
    numbers = range(after + 1 if not after else after + step, most + 1, step)
    return list(numbers[:points])


def batches(names: Sequence[str], first: int, then: int) -> Iterator[Sequence[str]]:
    """Cut a list into a first batch and further ones."""
    yield names[:first]
    yield from (names[at : at + then] for at in range(first, len(names), then))
