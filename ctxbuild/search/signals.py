"""What speaks for each unit being needed by who asks a query: the numbers that are weighed.

Signals are sparse: a unit that a signal says nothing of is absent from it.
Traits hold whatever is asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ctxbuild.model import Document, Role, Symbol
from ctxbuild.search import exact
from ctxbuild.search.index import TESTING, Index, Unit
from ctxbuild.search.matches import Matches, find_matches, known_matches
from ctxbuild.search.neighbours import called, callers
from ctxbuild.search.past import Votes
from ctxbuild.search.query import Query
from ctxbuild.search.quoted import Quoted, find_quoted
from ctxbuild.search.score import Scores, score
from ctxbuild.search.vocabulary import Vocabulary

Signals = dict[str, dict[Unit, float]]

_MOST_SEEDS = 60
# Of the words that similar commits changed, so many are looked up, and the rarest count.
_MOST_PAST_WORDS = 120
_MOST_PAST_TERMS = 25
_SUPPORTING: frozenset[Role] = frozenset({"vendored", "generated", "data", "config", "lock"})
_TYPES = frozenset({"class", "struct", "enum", "interface", "trait", "type", "union"})
_VALUES = frozenset({"variable", "constant", "field"})
# A unit of fewer words only declares or forwards.
_FEW_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Unit:
    """What traits are read off."""

    document: Document
    symbol: Symbol | None
    leaf: bool
    length: int

    @property
    def key(self) -> tuple[object, ...]:
        """What the traits depend on."""
        kind = self.symbol and (self.symbol.kind, self.symbol.exported)
        few = self.length < _FEW_WORDS
        return self.document.role, self.document.kind, kind, self.leaf, few


_TRAITS: dict[str, Callable[[_Unit], bool]] = {
    "a test or example": lambda unit: unit.document.role in TESTING,
    "prose": lambda unit: unit.document.kind == "prose",
    "no source": lambda unit: unit.document.role in _SUPPORTING,
    "outside definitions": lambda unit: unit.symbol is None,
    "a container": lambda unit: not unit.leaf,
    "a type": lambda unit: unit.symbol is not None and unit.symbol.kind in _TYPES,
    "a value": lambda unit: unit.symbol is not None and unit.symbol.kind in _VALUES,
    "few words": lambda unit: unit.length < _FEW_WORDS,
    "private": lambda unit: unit.symbol is not None and not unit.symbol.exported,
}
TRAITS = tuple(_TRAITS)


def find_traits(index: Index) -> list[tuple[str, ...]]:
    """Return the names of the traits that each unit has, by unit."""
    found = []
    known: dict[tuple[object, ...], tuple[str, ...]] = {}
    for number, document in enumerate(index.documents):
        outline = index.outlines.get(number)
        symbols = outline.symbols if outline is not None else ()
        parents = {symbol.parent for symbol in symbols}
        first = index.firsts[number]
        for part, symbol in enumerate((*symbols, None)):
            leaf = symbol is None or part not in parents
            unit = _Unit(document, symbol, leaf, index.lengths[first + part])
            key = unit.key
            if key not in known:
                known[key] = tuple(name for name, holds in _TRAITS.items() if holds(unit))
            found.append(known[key])
    return found


def query_matches(
    index: Index, query: Query, votes: Votes, vocabulary: Vocabulary | None = None
) -> Matches:
    """Return where the terms of a question occur, and those that similar commits changed."""
    wanted = frozenset(query.weights) | frozenset(_past_terms(votes))
    if vocabulary is not None:
        return known_matches(index, vocabulary, wanted)
    return find_matches(index, wanted)


def find_signals(
    index: Index, query: Query, votes: Votes, matches: Matches, scores: Scores
) -> Signals:
    """Return everything that speaks for units, by the signal's name.

    ``matches`` are by :func:`query_matches`, ``scores`` those of the question.
    """
    past = _past_terms(votes)
    return {
        **lexical(index, scores, index.is_code),
        **_neighbours(index, scores),
        **_exact(index, find_quoted(query.text)),
        "similar commits: files": _on_units(index, votes.documents, lambda v: math.log1p(5 * v)),
        "similar commits: lines": {unit: math.log1p(vote) for unit, vote in votes.units.items()},
        "similar commits: words": _past_words(score(index, matches, past, most=_MOST_PAST_TERMS)),
    }


def _past_terms(votes: Votes) -> dict[str, float]:
    heavy = sorted(votes.words, key=lambda term: (-votes.words[term], term))[:_MOST_PAST_WORDS]
    return {term: votes.words[term] for term in heavy}


def _past_words(scores: Scores) -> dict[Unit, float]:
    return {unit: math.log1p(value) for unit, value in scores.units.items()}


def lexical(index: Index, scores: Scores, counts: Callable[[Unit], bool]) -> Signals:
    """Return how well units match as against each other; the best are among those that count."""
    best: dict[int, float] = {}
    for unit, value in scores.units.items():
        if counts(unit):
            number = index.owner[unit]
            best[number] = max(best.get(number, 0.0), value)
    top = max(best.values(), default=1.0)
    top_file = max((s for n, s in scores.documents.items() if n in best), default=1.0)
    top_name = max(scores.named.values(), default=1.0)
    return {
        "words": {unit: math.log1p(value) for unit, value in scores.units.items()},
        "words, in its file": {
            unit: value / best[index.owner[unit]]
            for unit, value in scores.units.items()
            if index.owner[unit] in best
        },
        "best of its file": _on_units(index, best, lambda value: value / top),
        "words of its file": _on_units(index, scores.documents, lambda value: value / top_file),
        "title in its name": {unit: value / top_name for unit, value in scores.named.items()},
    }


def _exact(index: Index, quoted: Quoted) -> Signals:
    return {
        "named in the question": exact.named(index, quoted.names),
        "path in the question": _on_units(index, exact.paths(index, quoted), float),
        "line in the question": exact.lines(index, quoted.places),
        "message in the question": exact.literals(index, quoted.literals),
    }


def _neighbours(index: Index, scores: Scores) -> Signals:
    code = {unit: value for unit, value in scores.units.items() if index.is_code(unit)}
    tests = {unit: v for unit, v in scores.units.items() if index.is_test(unit)}
    seeds = _strongest(code)
    return {
        "called by matches": _hundredfold(called(index, seeds)),
        "calls matches": _hundredfold(callers(index, seeds)),
        "tested by matches": _hundredfold(called(index, _strongest(tests))),
    }


def _strongest(scores: Mapping[Unit, float]) -> dict[Unit, float]:
    """Return the units with the highest scores, as shares of their sum."""
    chosen = sorted(scores, key=lambda unit: (-scores[unit], unit))[:_MOST_SEEDS]
    total = sum(scores[unit] for unit in chosen)
    return {unit: scores[unit] / total for unit in chosen} if total else {}


def _hundredfold(shares: Mapping[Unit, float]) -> dict[Unit, float]:
    return {unit: math.log1p(100.0 * share) for unit, share in shares.items()}


def _on_units(
    index: Index, values: Mapping[int, float], scale: Callable[[float], float]
) -> dict[Unit, float]:
    """Hand a document's value on to each of its units."""
    return {
        unit: scale(value)
        for number, value in values.items()
        for unit in range(index.firsts[number], index.firsts[number + 1])
    }
