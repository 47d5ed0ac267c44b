"""The map's steps: a small share of whatever a bundle spends, at any budget.

What a line of the map is worth cannot be weighed against code. So lines are put
in an order, and each gets the density of that content which is reached when the
lines so far are their share of all that has been spent. Densities still do not
depend on the budget.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.languages.views import merge_lines
from ctxbuild.model import Directory, Lines, Ranking
from ctxbuild.packing.choose import Step
from ctxbuild.packing.map import depth_of, parent_of

_MAP_SHARE = 0.03
# Content is followed so far, in tokens; windows are no larger.
_HORIZON = 1 << 20
# What heading and fence of a file cost, and what stands for lines left out.
_HEADING_TOKENS = 25.0
_GAP_TOKENS = 10.0
# A level down, a directory tells less of the whole.
_DEPTH_FACTOR = 0.5
# A file's name, next to a directory that holds no more than it.
_NAME_WORTH = 0.1


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line that the map may have: the item that gets it, its worth, its tokens."""

    item: int
    worth: float
    tokens: int


def directory_worths(directories: Sequence[Directory], ranking: Ranking) -> list[float]:
    """Return what the line of each directory tells of the whole.

    That is its part of the files and of the importance, by half less for each
    level down. No directory is worth less than one inside it.
    """
    importance = dict.fromkeys((directory.path for directory in directories), 0.0)
    for directory in directories:
        own = sum(ranking.documents[index] for index in directory.documents)
        path = directory.path
        while True:
            if path in importance:
                importance[path] += own
            if not path:
                break
            path = parent_of(path)
    whole = max(directories[0].files, 1)
    return [
        (importance[each.path] + each.files / whole) * _DEPTH_FACTOR ** depth_of(each.path)
        for each in directories
    ]


def name_worths(directories: Sequence[Directory], ranking: Ranking) -> list[float]:
    """Return what the name of each document tells of the whole; its directory tells more."""
    least = 1.0 / max(len(ranking.documents), 1)
    worths = [0.0] * len(ranking.documents)
    for directory in directories:
        factor = _NAME_WORTH * _DEPTH_FACTOR ** depth_of(directory.path)
        for index in directory.documents:
            worths[index] = factor * (ranking.documents[index] + least)
    return worths


def with_map(
    content: Iterable[Step],
    lines: Sequence[MapLine],
    frame: int,
    per_line: Sequence[float],
) -> Iterator[Step]:
    """Yield the steps of everything else with those of the map's lines among them, in order.

    Args:
        content: the steps of everything else, in the order in which they are taken.
        lines: those that the map may have, but for the root's.
        frame: tokens of a bundle that shows nothing.
        per_line: tokens of a line of each document, on average.

    """
    spending, placing = _Spending(frame, per_line), _Placing(lines)
    due = list(placing.due(spending.total))
    for density, group, last in _groups(content):
        for step in group:
            if placing.waiting and not spending.ended:
                spending.take(step)
                due += placing.due(spending.total)
        if last:
            # No content tells any more where a line belongs.
            due += placing.waiting
        named = (Step(density, line.item, 0) for line in due)
        yield from sorted((*group, *named), key=lambda step: (step.item, step.order))
        due = []


def _groups(content: Iterable[Step]) -> Iterator[tuple[float, list[Step], bool]]:
    """Yield steps of equal density together, with it, and whether they are the last."""
    group: list[Step] = []
    for step in content:
        if group and group[0].density != step.density:
            yield group[0].density, group, False
            group = []
        group.append(step)
    yield group[0].density if group else 1.0, group, True


class _Placing:
    """The lines of the map that have no place yet, those that tell most first."""

    def __init__(self, lines: Sequence[MapLine]) -> None:
        self.waiting = deque(sorted(lines, key=lambda line: (-line.worth, line.item)))
        self._spent = 0.0

    def due(self, total: float) -> Iterator[MapLine]:
        """Take the lines that are in their share of all, when so much is spent on the rest."""
        while self.waiting:
            spent = self._spent + self.waiting[0].tokens
            if spent > _MAP_SHARE * (total + spent):
                return
            self._spent = spent
            yield self.waiting.popleft()


class _Spending:
    """About what is spent while steps are taken."""

    def __init__(self, frame: int, per_line: Sequence[float]) -> None:
        self.total = float(frame)
        self._per_line = per_line
        self._known: dict[int, tuple[tuple[Lines, ...], float]] = {}

    @property
    def ended(self) -> bool:
        """Whether it is followed no further."""
        return self.total > _HORIZON

    def take(self, step: Step) -> None:
        """Add what a step costs."""
        shown, before = self._known.get(step.item, ((), 0.0))
        shown = merge_lines((*shown, *step.lines))
        length = sum(last - first + 1 for first, last in shown)
        tokens = _HEADING_TOKENS + _GAP_TOKENS * len(shown) + self._per_line[step.item] * length
        self._known[step.item] = shown, tokens
        self.total += tokens - before
