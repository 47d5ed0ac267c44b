"""From units that match to those they need and those that need them.

A mention of a name counts for each of its definitions, and less the more
there are; a name with many definitions says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from ctxbuild.search.index import Index, Unit

MOST_DEFINITIONS = 6


def called(index: Index, seeds: Mapping[Unit, float]) -> dict[Unit, float]:
    """Share the weight of each seed among the definitions that it mentions."""
    shares: dict[Unit, dict[Unit, float]] = {unit: {} for unit in seeds}
    for number in sorted({index.owner[unit] for unit in seeds} & index.postings.keys()):
        first, postings = index.firsts[number], index.postings[number]
        for number_of_word, word in enumerate(postings.words):
            targets = index.by_name.get(word)
            if targets is None or len(targets) > MOST_DEFINITIONS:
                continue
            for part, count in postings.of(number_of_word):
                if first + part in shares:
                    _mention(shares[first + part], first + part, targets, count)
    return _spread(seeds, shares)


def callers(index: Index, seeds: Mapping[Unit, float]) -> dict[Unit, float]:
    """Share the weight of each seed among the units that mention its name."""
    shares: dict[Unit, dict[Unit, float]] = {unit: {} for unit in seeds}
    by_name = {
        name: wanted
        for name, units in index.by_name.items()
        if len(units) <= MOST_DEFINITIONS and (wanted := [u for u in units if u in shares])
    }
    for number, postings in index.postings.items():
        first = index.firsts[number]
        for place in [k for k, word in enumerate(postings.words) if word in by_name]:
            word = postings.words[place]
            for seed in by_name[word]:
                definitions = len(index.by_name[word])
                for part, count in postings.of(place):
                    if first + part != seed:
                        own = shares[seed]
                        weight = (1.0 + math.log(count)) / definitions
                        own[first + part] = own.get(first + part, 0.0) + weight
    return _spread(seeds, shares)


def _mention(own: dict[Unit, float], origin: Unit, targets: list[Unit], count: int) -> None:
    weight = (1.0 + math.log(count)) / len(targets)
    for target in targets:
        if target != origin:
            own[target] = own.get(target, 0.0) + weight


def _spread(
    seeds: Mapping[Unit, float], shares: Mapping[Unit, Mapping[Unit, float]]
) -> dict[Unit, float]:
    found: dict[Unit, float] = {}
    for seed, weight in seeds.items():
        total = sum(shares[seed].values())
        for target, share in shares[seed].items():
            found[target] = found.get(target, 0.0) + weight * share / total
    return found
