"""How well units and documents match a query: the only BM25 over code in the house.

By BM25F (Robertson, Zaragoza and Taylor, 2004): words of a unit's name, of the
symbol around it and of its path count as so many more occurrences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ctxbuild.search.bm25 import norms, rarity, saturated
from ctxbuild.search.index import Index, Unit
from ctxbuild.search.matches import Matches

# So many occurrences in the text is a word of a field worth.
_NAME_WORTH = 3.0
_PARENT_WORTH = 1.5
_PATH_WORTH = 1.0
_FILE_PATH_WORTH = 3.0


@dataclass(frozen=True, slots=True)
class Scores:
    """How well units and documents match a query; what does not match is absent."""

    units: dict[Unit, float]
    documents: dict[int, float]
    named: dict[Unit, float]
    """Summed rarity of the terms of the query's title in a unit's name."""


def score(
    index: Index,
    matches: Matches,
    weights: Mapping[str, float],
    title: frozenset[str] = frozenset(),
    most: int | None = None,
) -> Scores:
    """Score units and documents by BM25F.

    Args:
        index: what is searched.
        matches: where at least the query's terms occur in it.
        weights: of the query's terms.
        title: terms of the query's first line.
        most: how many terms count at most: those that say most.

    """
    if most is not None:
        weights = _most_telling(index, matches, weights, most)
    units: dict[Unit, float] = {}
    documents: dict[int, float] = {}
    named: dict[Unit, float] = {}
    unit_norms = norms(index.lengths)
    sizes = [sum(index.lengths[first:last]) for first, last in pairwise(index.firsts)]
    document_norms = norms(sizes)
    for term in sorted(weights):
        weight, found = weights[term], matches.text[term]
        worth = weight * rarity(len(index.lengths), len(found))
        for unit, count in _fields(index, matches, term):
            units[unit] = units.get(unit, 0.0) + worth * saturated(count, unit_norms[unit])
        if term in title:
            for unit in matches.names.get(term, ()):
                named[unit] = named.get(unit, 0.0) + worth
        by_document = _by_document(index, found)
        worth = weight * rarity(len(index.postings), len(by_document))
        for number in matches.paths.get(term, ()):
            by_document[number] = by_document.get(number, 0.0) + _FILE_PATH_WORTH
        for number, count in by_document.items():
            grown = worth * saturated(count, document_norms[number])
            documents[number] = documents.get(number, 0.0) + grown
    return Scores(units, documents, named)


def _most_telling(
    index: Index, matches: Matches, weights: Mapping[str, float], most: int
) -> dict[str, float]:
    """Return the terms with the greatest product of weight and rarity, scaled to 1 at most."""
    worth = {
        term: weight * rarity(len(index.lengths), len(matches.text[term]))
        for term, weight in weights.items()
    }
    kept = sorted(worth, key=lambda term: (-worth[term], term))[:most]
    top = max((worth[term] for term in kept), default=1.0) or 1.0
    return {term: worth[term] / top for term in kept}


def _fields(index: Index, matches: Matches, term: str) -> Iterator[tuple[Unit, float]]:
    """Yield the units that have a term, with its occurrences in all fields together."""
    counts = dict(matches.text[term])
    for unit in matches.names.get(term, ()):
        counts[unit] = counts.get(unit, 0.0) + _NAME_WORTH
    for unit in matches.parents.get(term, ()):
        counts[unit] = counts.get(unit, 0.0) + _PARENT_WORTH
    for number in matches.paths.get(term, ()):
        for unit in range(index.firsts[number], index.firsts[number + 1]):
            counts[unit] = counts.get(unit, 0.0) + _PATH_WORTH
    yield from counts.items()


def _by_document(index: Index, found: Mapping[Unit, float]) -> dict[int, float]:
    counts: dict[int, float] = {}
    for unit, count in found.items():
        number = index.owner[unit]
        counts[number] = counts.get(number, 0.0) + count
    return counts
