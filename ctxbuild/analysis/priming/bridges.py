"""Bridges: pairs of papers from distant categories that share terms rare in both.

A pair's worth is the sum of the rarity of what it shares, times how distant its
papers are: 1 minus the part of their archives that they have in common. Controls are
pairs as distant that share no such term, so that *there is no link* stays a possible answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ctxbuild.analysis.terms.background import background
from ctxbuild.analysis.terms.field import text_of
from ctxbuild.analysis.terms.grams import candidates
from ctxbuild.model import Paper

_LEAST_IDF = 6.0
"""Of a shared term: one arXiv abstract in 400 or fewer."""
_LEAST_SHARED = 2
_LEAST_DISTANCE = 0.5
_MOST_PAPERS = 12
"""Of the papers looked at that hold a term; more, and it is not rare among them."""
_PAIRS = 200
_CONTROLS = 3


@dataclass(frozen=True, slots=True)
class Bridge:
    """Two papers and the terms that they share, in normal form, the rarest first."""

    one: Paper
    other: Paper
    shared: tuple[str, ...]
    worth: float


def bridges(papers: Sequence[Paper], others: Sequence[Paper] = ()) -> tuple[Bridge, ...]:
    """Return the best bridges within papers and from them to others, the best first.

    No paper is in two of them.
    """
    everyone = {paper.id: paper for paper in (*papers, *others)}
    own = {paper.id for paper in papers}
    shared = _shared(everyone)
    found = sorted(_bridges(everyone, own, shared), key=_order)
    return tuple(_apart(found))


def controls(papers: Sequence[Paper], others: Sequence[Paper] = ()) -> tuple[Bridge, ...]:
    """Return a few distant pairs without a rare term in common, by their identifiers."""
    everyone = {paper.id: paper for paper in (*papers, *others)}
    shared = _shared(everyone)
    mine = sorted(papers, key=lambda paper: paper.id)
    theirs = sorted(others or papers, key=lambda paper: paper.id, reverse=True)
    found: list[Bridge] = []
    for one, other in zip(mine, theirs, strict=False):
        pair = (min(one.id, other.id), max(one.id, other.id))
        if (
            pair not in shared
            and distance(one, other) >= _LEAST_DISTANCE
            and len(found) < _CONTROLS
        ):
            found.append(Bridge(one, other, (), 0.0))
    return tuple(found)


def distance(one: Paper, other: Paper) -> float:
    """Return 1 minus the part of two papers' archives that both are in; 0 where one has none."""
    mine, theirs = _archives(one), _archives(other)
    if not (mine and theirs):
        return 0.0
    return 1 - len(mine & theirs) / max(len(mine | theirs), 1)


def _archives(paper: Paper) -> set[str]:
    return {category.partition(".")[0] for category in paper.categories}


def _shared(papers: Mapping[str, Paper]) -> Mapping[tuple[str, str], list[str]]:
    """Return for pairs of papers the rare terms that stand in both."""
    known = background()
    holders: dict[str, list[str]] = defaultdict(list)
    for name in sorted(papers):
        for term in candidates(text_of(papers[name])):
            if known.frequency(term) and known.idf(term) >= _LEAST_IDF:
                holders[term].append(name)
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term in sorted(holders):
        if 2 <= len(holders[term]) <= _MOST_PAPERS:
            for pair in combinations(holders[term], 2):
                pairs[pair].append(term)
    return pairs


def _bridges(
    papers: Mapping[str, Paper], own: set[str], shared: Mapping[tuple[str, str], list[str]]
) -> Iterator[Bridge]:
    known = background()
    for (one, other), terms in shared.items():
        apart = distance(papers[one], papers[other])
        terms = [term for term in terms if " " in term]
        ranked = _different(sorted(terms, key=lambda term: (-known.idf(term), term)))
        if apart >= _LEAST_DISTANCE and len(ranked) >= _LEAST_SHARED and {one, other} & own:
            first, second = (one, other) if one in own else (other, one)
            worth = apart * sum(known.idf(term) for term in ranked[:4])
            yield Bridge(papers[first], papers[second], tuple(ranked[:4]), round(worth, 4))


def _different(terms: list[str]) -> list[str]:
    """Return terms that share no word with one before them."""
    found: list[str] = []
    words: set[str] = set()
    for term in terms:
        if words.isdisjoint(term.split()):
            found.append(term)
        words.update(term.split())
    return found


def _order(bridge: Bridge) -> tuple[float, str, str]:
    return (-bridge.worth, bridge.one.id, bridge.other.id)


def _apart(ranked: list[Bridge]) -> Iterator[Bridge]:
    seen: set[str] = set()
    for bridge in ranked[:_PAIRS]:
        if seen.isdisjoint({bridge.one.id, bridge.other.id}):
            seen.update({bridge.one.id, bridge.other.id})
            yield bridge
