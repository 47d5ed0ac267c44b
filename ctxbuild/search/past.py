"""What past commits that read like the query say of it: what they changed may be needed again."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ctxbuild.model import Commit, History, Store
from ctxbuild.search.bm25 import norms, rarity, saturated
from ctxbuild.search.index import Index, Unit
from ctxbuild.search.traces import Traces
from ctxbuild.search.words import terms, words

_MOST_SIMILAR = 40
# A commit over more files is a sweep and says little of each.
_MOST_PATHS = 40
_LONGEST_MESSAGE = 3000
# The words of so many commits are read.
_MOST_READ = 15

_K = TypeVar("_K", int, str)


@dataclass(frozen=True, slots=True)
class Votes:
    """How strongly similar commits point at documents and units, and which they are."""

    documents: dict[int, float] = field(default_factory=dict)
    units: dict[Unit, float] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)
    """Terms of the lines that the most similar ones changed, with weights."""
    similar: tuple[Commit, ...] = ()


class Messages:
    """The messages of commits, to be asked which read like a query."""

    def __init__(self, commits: Sequence[Commit]) -> None:
        self.commits = commits
        counts = [_terms(commit.message[:_LONGEST_MESSAGE]) for commit in commits]
        self._norms = norms([sum(found.values()) for found in counts])
        self._places: dict[str, list[tuple[int, int]]] = {}
        """By term: commits that have it, and how often."""
        for place, found in enumerate(counts):
            for term, count in found.items():
                self._places.setdefault(term, []).append((place, count))

    def similar(self, weights: Mapping[str, float]) -> list[tuple[float, Commit]]:
        """Return the commits whose messages match best, with their BM25 scores, best first."""
        scores: dict[int, float] = {}
        for term, weight in weights.items():
            places = self._places.get(term, ())
            worth = weight * rarity(len(self.commits), len(places))
            for place, count in places:
                grown = worth * saturated(count, self._norms[place])
                scores[place] = scores.get(place, 0.0) + grown
        best = sorted(
            (-score, place)
            for place, score in scores.items()
            if score > 0.0 and 0 < len(self.commits[place].paths) <= _MOST_PATHS
        )
        return [(-score, self.commits[place]) for score, place in best[:_MOST_SIMILAR]]


def _terms(text: str) -> Counter[str]:
    return Counter(term for word in words(text) for term in terms(word))


class Past:
    """The commits before a revision as an index sees them; what they say is kept for more queries.

    Args:
        index: what is voted for.
        history: the commits before the revision.
        store: remembers what is known of commits.

    """

    def __init__(self, index: Index, history: History, store: Store) -> None:
        self.messages = Messages(history.commits(store))
        self._traces = Traces(index, history, store)
        self._numbers = {document.id: number for number, document in enumerate(index.documents)}

    def votes(self, weights: Mapping[str, float]) -> Votes:
        """Let the commits whose messages match a query vote for what they changed.

        A vote is the square of a commit's score relative to the best one, shared
        among its files and definitions by the square root of their number.

        Args:
            weights: of the query's terms.

        """
        found = self.messages.similar(weights)
        votes = Votes(similar=tuple(commit for _, commit in found))
        traces = self._traces.of([commit.id for commit in votes.similar])
        for place, ((score, commit), trace) in enumerate(zip(found, traces, strict=True)):
            vote = (score / found[0][0]) ** 2
            if place < _MOST_READ:
                _add(votes.words, self._traces.words(trace), vote)
            files = [self._numbers[path] for path in commit.paths if path in self._numbers]
            share = vote / math.sqrt(len(commit.paths))
            _add(votes.documents, ((number, 1.0) for number in files), share)
            if trace.units:
                _add(votes.units, trace.units.items(), vote / math.sqrt(sum(trace.units.values())))
        return votes

    def learn(self, first: int, count: int) -> bool:
        """Look at some commits before they are asked for; tell whether there are more."""
        some = self.messages.commits[first : first + count]
        self._traces.of([commit.id for commit in some if 0 < len(commit.paths) <= _MOST_PATHS])
        return first + count < len(self.messages.commits)


def _add(sums: dict[_K, float], values: Iterable[tuple[_K, float]], factor: float) -> None:
    for key, value in values:
        sums[key] = sums.get(key, 0.0) + factor * value
