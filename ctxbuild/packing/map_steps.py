"""The map's steps: a small share of whatever a bundle spends, at any budget.

What a line of the map is worth cannot be weighed against code. So lines are put
in an order, and each gets the density of that content which is reached when the
lines so far are their share of all that has been spent. Densities still do not
depend on the budget.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.languages.views import merge_lines
from ctxbuild.model import Directory, Lines, Ranking
from ctxbuild.packing.choose import Step, in_order
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


def map_steps(
    lines: Sequence[MapLine],
    content: Sequence[Step],
    frame: int,
    per_line: Sequence[float],
) -> list[Step]:
    """Return the steps of the map's lines.

    Args:
        lines: those that the map may have, but for the root's.
        content: the steps of everything else.
        frame: tokens of a bundle that shows nothing.
        per_line: tokens of a line of each document, on average.

    """
    spending = _spending(content, frame, per_line)
    density = max((step.density for step in content), default=1.0)
    least = min((step.density for step in content), default=1.0)
    steps, spent, total = [], 0.0, float(frame)
    for line in sorted(lines, key=lambda line: (-line.worth, line.item)):
        spent += line.tokens
        while spent > _MAP_SHARE * (total + spent) and density > least:
            density, total = next(spending, (least, total))
        steps.append(Step(density, line.item, 0))
    return steps


def _spending(
    content: Sequence[Step], spent: float, per_line: Sequence[float]
) -> Iterator[tuple[float, float]]:
    """Yield, step by step as they are taken, the density and about what is spent after it."""
    known: dict[int, tuple[tuple[Lines, ...], float]] = {}
    for step in in_order(content):
        shown, before = known.get(step.item, ((), 0.0))
        shown = merge_lines((*shown, *step.lines))
        length = sum(last - first + 1 for first, last in shown)
        tokens = _HEADING_TOKENS + _GAP_TOKENS * len(shown) + per_line[step.item] * length
        known[step.item] = shown, tokens
        spent += tokens - before
        yield step.density, spent
        if spent > _HORIZON:
            return
