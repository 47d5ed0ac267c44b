"""From signals to chances: how likely each unit is to be needed by who asks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ctxbuild.model import Signal
from ctxbuild.search.index import Unit
from ctxbuild.search.signals import Signals

# Questions other than those that weights were fitted on are answered a little less
# surely: on 39 issues and commits, 0.88 times the weighted sums were the likeliest log odds.
SHARPNESS = 0.9
# Part of the chances that what a query names for certain has at least, and how
# many such names still mean that it is about them.
_CERTAIN = 0.3
_MOST_CERTAIN = 4


def chances(
    traits: Sequence[Sequence[str]],
    signals: Signals,
    weights: Mapping[str, float],
    sharpness: float = 1.0,
) -> list[float]:
    """Return the chance of each unit by a conditional logit; they sum to 1.

    McFadden (1974): odds are the exponentials of weighted sums.

    Args:
        traits: those of each unit.
        signals: by name, those that units have.
        weights: of traits and signals; what has none does not count.
        sharpness: a factor of all weights; below 1, chances differ less.

    """
    sums: dict[tuple[str, ...], float] = {}
    odds = []
    for own in traits:
        key = tuple(own)
        if key not in sums:
            sums[key] = sharpness * sum(weights.get(name, 0.0) for name in key)
        odds.append(sums[key])
    for name, values in signals.items():
        weight = sharpness * weights.get(name, 0.0)
        if weight:
            for unit, value in values.items():
                odds[unit] += weight * value
    top = max(odds, default=0.0)
    exponentials = [math.exp(value - top) for value in odds]
    total = sum(exponentials)
    return [value / total for value in exponentials]


def reasons(
    unit: Unit, signals: Signals, weights: Mapping[str, float], most: int = 3
) -> tuple[Signal, ...]:
    """Return the signals that speak loudest for a unit, with what they add to its log odds."""
    found = [
        Signal(name, weights.get(name, 0.0) * values[unit])
        for name, values in signals.items()
        if unit in values
    ]
    loud = [signal for signal in found if signal.value > 0.0]
    return tuple(sorted(loud, key=lambda signal: (-signal.value, signal.name))[:most])


def with_certain(likely: Sequence[float], units: Sequence[Unit]) -> list[float]:
    """Return chances in which units that a query can only mean share at least a part of all.

    Where they are many, the query is a report that happens to name them, and
    signals decide.
    """
    if not 0 < len(units) <= _MOST_CERTAIN:
        return list(likely)
    least = _CERTAIN / len(units)
    raised = {unit: max(likely[unit], least) for unit in units}
    rest = 1.0 - sum(likely[unit] for unit in raised)
    scale = (1.0 - sum(raised.values())) / rest if rest > 0.0 else 1.0
    if scale >= 1.0 or scale <= 0.0:
        return list(likely)
    return [raised.get(unit, value * scale) for unit, value in enumerate(likely)]
