"""Which regions of long definitions, and of what lies outside them, a query is about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from ctxbuild.model import Lines
from ctxbuild.search.bm25 import rarity, saturated
from ctxbuild.search.index import Index, Unit
from ctxbuild.search.words import terms, words

# So many of the likeliest units that have several regions are looked into.
_MOST_UNITS = 300
# Powers of a region's score (plus one) and of its lines, in its share of its
# unit: fitted on the changed lines of 292 units of past commits.
_IN_DEFINITION = (1.4, 0.3)
_OUTSIDE = (0.7, 1.0)
# Saturation of counts in a region, and what a term is worth that saturates.
_NORM, _SCALE = 1.2, 2.2
# What is known to lie in a region counts like so much more score.
_HIT_SCORE = 20.0

Shares = dict[int, tuple[float, ...]]
"""Document → share of each of its regions in the unit that it is part of, or 0."""


def region_shares(
    index: Index,
    likely: Sequence[float],
    weights: Mapping[str, float],
    hits: Mapping[int, Sequence[int]],
) -> Shares:
    """Share the chances of units out among their regions.

    Args:
        index: what is searched.
        likely: the chance of each unit; only the likeliest are looked into.
        weights: of the query's terms.
        hits: lines that are meant for certain, by document.

    """
    homes, asked = _homes(index), _Asked(weights)
    several = [unit for unit, regions in homes.items() if len(regions) > 1 and likely[unit] > 0]
    looked = set(sorted(several, key=lambda unit: (-likely[unit], unit))[:_MOST_UNITS])
    found: dict[int, list[float]] = {}
    texts: dict[int, list[str]] = {}
    for unit, regions in homes.items():
        number = index.owner[unit]
        outline = index.outlines[number]
        own = found.setdefault(number, [0.0] * len(outline.regions))
        if len(regions) == 1:
            own[regions[0]] = 1.0
        elif unit in looked:
            if number not in texts:
                texts[number] = index.documents[number].text().split("\n")
            runs = [outline.regions[region].lines for region in regions]
            scores = _scores(texts[number], runs, weights, asked)
            powers = _IN_DEFINITION if index.symbol(unit) >= 0 else _OUTSIDE
            for region, share in zip(
                regions, _shares(runs, scores, powers, hits.get(number, ())), strict=True
            ):
                own[region] = share
    return {number: tuple(own) for number, own in sorted(found.items())}


class _Asked(dict[str, tuple[str, ...]]):
    """The terms of a word that a query has, looked up once for each word."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, word: str) -> tuple[str, ...]:
        self[word] = found = tuple(term for term in terms(word) if term in self._weights)
        return found


def _homes(index: Index) -> dict[Unit, list[int]]:
    """Return the regions of each unit that has any, by their numbers."""
    homes: dict[Unit, list[int]] = {}
    for number, outline in index.outlines.items():
        for region, each in enumerate(outline.regions):
            if each.imports:
                continue  # What uses an import brings it along; alone it tells nothing.
            homes.setdefault(index.unit(number, each.parent), []).append(region)
    return homes


def _scores(
    lines: Sequence[str], runs: Sequence[Lines], weights: Mapping[str, float], asked: _Asked
) -> list[float]:
    """Score the runs of lines of one unit: rare is what few of them have."""
    counts = []
    for first, last in runs:
        own: dict[str, int] = {}
        for word in words("\n".join(lines[first - 1 : last])):
            for term in asked[word]:
                own[term] = own.get(term, 0) + 1
        counts.append(own)
    spread = Counter(term for own in counts for term in own)
    return [
        sum(
            weights[term] * rarity(len(runs), spread[term]) * _SCALE * saturated(count, _NORM)
            for term, count in own.items()
        )
        for own in counts
    ]


def _shares(
    runs: Sequence[Lines],
    scores: Sequence[float],
    powers: tuple[float, float],
    hits: Sequence[int],
) -> list[float]:
    of_score, of_length = powers
    odds = []
    for (first, last), score in zip(runs, scores, strict=True):
        met = sum(first <= line <= last for line in hits)
        grown = 1.0 + score + _HIT_SCORE * math.sqrt(met)
        odds.append(grown**of_score * (last - first + 1) ** of_length)
    total = sum(odds)
    return [each / total for each in odds]
