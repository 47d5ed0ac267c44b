"""Means and paired differences over cases, with intervals that know whole repositories vary.

Cases of one repository resemble each other, so the bootstrap draws
repositories (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
8.3). Fewer than eight are too few to stand for all others, and drawing them
alone gives intervals that are too narrow; then cases are drawn as well within
each repository that was drawn. With a single one, the interval speaks for it alone.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DRAWS = 2000
"""Of the bootstrap; ends of intervals vary by about 3 % of their width from seed to seed."""
LEVEL = 0.95
FEW = 8
"""Repositories; below, cases are drawn too."""

Key = tuple[str, str]
"""Repository and case."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over ``cases`` cases with the ends of its 95 % interval."""

    mean: float
    low: float
    high: float
    cases: int


def mean_of(values: Mapping[Key, float]) -> Interval | None:
    """Return the mean of a value over cases; ``None`` without any."""
    if not values:
        return None
    groups = _groups(values)
    generator = random.Random(0)  # the same figures in every run
    draw = _draw_cases if len(groups) < FEW else _draw_repositories
    means = sorted(draw(generator, groups) for _ in range(DRAWS))
    edge = round((1 - LEVEL) / 2 * DRAWS)
    return Interval(_mean(groups), means[edge], means[-1 - edge], len(values))


def difference(ours: Mapping[Key, float], theirs: Mapping[Key, float]) -> Interval | None:
    """Return the mean of ours minus theirs over the cases that both have."""
    return mean_of({key: value - theirs[key] for key, value in ours.items() if key in theirs})


def _groups(values: Mapping[Key, float]) -> list[list[float]]:
    """Return the values of each repository, in an order that depends on nothing else."""
    groups: dict[str, list[float]] = {}
    for (repo, _), value in sorted(values.items()):
        groups.setdefault(repo, []).append(value)
    return list(groups.values())


def _draw_repositories(generator: random.Random, groups: Sequence[list[float]]) -> float:
    return _mean(generator.choices(groups, k=len(groups)))


def _draw_cases(generator: random.Random, groups: Sequence[list[float]]) -> float:
    drawn = generator.choices(groups, k=len(groups))
    return _mean([generator.choices(group, k=len(group)) for group in drawn])


def _mean(groups: Sequence[list[float]]) -> float:
    return sum(map(sum, groups)) / sum(map(len, groups))
