"""The steps of all documents in the order in which they are taken, made when they come up.

Under a small budget a few dozen steps are looked at, of tens of thousands that there are. A
document is taken apart only when a bound of its densities comes up in the order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush

from ctxbuild.packing.choose import Step
from ctxbuild.packing.map_steps import MapLine, with_map
from ctxbuild.packing.steps import document_steps, most_dense
from ctxbuild.packing.weighed import Weighed

_UNMADE = -1
"""Order of the entry that stands for a document's steps: before all of them."""


class Offered:
    """Steps in falling density, those of equal density by item and order; the highest is 1."""

    def __init__(self, weighed: Sequence[Weighed], lines: Sequence[MapLine], frame: int) -> None:
        """Take the documents, the lines that the map may have, and tokens of an empty bundle."""
        self._weighed = weighed
        self._lines = lines
        self._frame = frame
        self._wanted: Collection[int] | None = None

    def __iter__(self) -> Iterator[Step]:
        per_line = [each.per_line for each in self._weighed]
        return _scaled(with_map(self._content(), self._lines, self._frame, per_line))

    def narrow(self, items: Collection[int]) -> None:
        """Make no more steps but of some documents; others may still come."""
        self._wanted = items

    def _content(self) -> Iterator[Step]:
        """Yield the steps of documents, as dense as they come."""
        heap: list[tuple[float, int, int, Step | None]] = [
            (-most_dense(each), each.index, _UNMADE, None) for each in self._weighed
        ]
        heapify(heap)
        while heap:
            _, index, _, step = heappop(heap)
            if step is not None:
                yield step
            elif self._wanted is None or index in self._wanted:
                for each in document_steps(self._weighed[index]):
                    heappush(heap, (-each.density, index, each.order, each))


def _scaled(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield steps with densities relative to the first, and in order where that makes equals."""
    top, group = 0.0, list[Step]()
    for step in steps:
        top = top or step.density or 1.0
        scaled = Step(step.density / top, step.item, step.order, step.lines)
        if group and group[0].density != scaled.density:
            yield from _by_item(group)
            group = []
        group.append(scaled)
    yield from _by_item(group)


def _by_item(steps: list[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: (step.item, step.order))
