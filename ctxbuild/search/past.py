"""What past commits that read like the query say of it: what they changed may be needed again."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ctxbuild.analysis.edits import Change, changed_lines
from ctxbuild.model import Commit, History, Store
from ctxbuild.search.bm25 import norms, rarity, saturated
from ctxbuild.search.index import Index, Unit
from ctxbuild.search.postings import line_owners
from ctxbuild.search.words import STOP_WORDS, terms, words

_MOST_SIMILAR = 40
# A commit over more files is a sweep and says little of each.
_MOST_PATHS = 40
_LONGEST_MESSAGE = 3000
# Shorter lines (a brace, a return) stand everywhere.
_SHORTEST_LINE = 10
_MOST_PLACES = 3
# The words of so many commits are read, and so many lines of each.
_MOST_READ = 15
_MOST_LINES = 300
_MOST_REPEATS = 5
_SHORT_TERM = 2
_NAME = re.compile(r"[A-Za-z_]\w{2,}")


@dataclass(frozen=True, slots=True)
class Votes:
    """How strongly similar commits point at documents and units, and which they are."""

    documents: dict[int, float] = field(default_factory=dict)
    units: dict[Unit, float] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)
    """Terms of the lines that the most similar ones changed, with weights."""
    similar: tuple[Commit, ...] = ()


def past_votes(
    index: Index, history: History | None, weights: Mapping[str, float], store: Store
) -> Votes:
    """Let the commits whose messages match a query vote for what they changed.

    A vote is the square of a commit's score relative to the best one, shared
    among its files and definitions by the square root of their number.

    Args:
        index: what is voted for.
        history: the commits before the revision; none votes where there is no history.
        weights: of the query's terms.
        store: remembers what is known of commits.

    """
    found = similar(history.commits(store), weights) if history is not None else []
    if history is None or not found:
        return Votes()
    top = found[0][0]
    numbers = {document.id: number for number, document in enumerate(index.documents)}
    edits = changed_lines(history.edits([commit.id for _, commit in found]))
    texts = _Lines(index)
    votes = Votes(similar=tuple(commit for _, commit in found))
    for place, (score, commit) in enumerate(found):
        vote = (score / top) ** 2
        changes = edits.get(commit.id, ())
        if place < _MOST_READ:
            _add_words(votes.words, changes, vote)
        for path in commit.paths:
            if path in numbers:
                number, share = numbers[path], vote / math.sqrt(len(commit.paths))
                votes.documents[number] = votes.documents.get(number, 0.0) + share
        touched = _touched(index, texts, numbers, changes)
        total = math.sqrt(sum(touched.values()))
        for unit, hits in touched.items():
            votes.units[unit] = votes.units.get(unit, 0.0) + vote * hits / total
    return votes


def similar(commits: Sequence[Commit], weights: Mapping[str, float]) -> list[tuple[float, Commit]]:
    """Return the commits whose messages match best, with their BM25 scores, best first."""
    counts = [_terms(commit.message[:_LONGEST_MESSAGE]) for commit in commits]
    having = Counter(term for found in counts for term in found if term in weights)
    lengths = norms([sum(found.values()) for found in counts])
    scored = []
    for place, (commit, found) in enumerate(zip(commits, counts, strict=True)):
        if not 0 < len(commit.paths) <= _MOST_PATHS:
            continue
        score = sum(
            weight * rarity(len(commits), having[term]) * saturated(found[term], lengths[place])
            for term, weight in weights.items()
            if term in found
        )
        if score > 0.0:
            scored.append((score, place))
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:_MOST_SIMILAR]
    return [(score, commits[place]) for score, place in best]


def _add_words(weights: dict[str, float], changes: Sequence[Change], vote: float) -> None:
    """Add the terms of changed lines; much of the same in one commit says little more."""
    lines = [line for change in changes for line in (*change.removed, *change.added)]
    counts = _terms("\n".join(lines[:_MOST_LINES]))
    length = math.sqrt(sum(counts.values()))
    for term, count in counts.items():
        if len(term) > _SHORT_TERM and term not in STOP_WORDS:
            share = vote * min(count, _MOST_REPEATS) / length
            weights[term] = weights.get(term, 0.0) + share


def _terms(text: str) -> Counter[str]:
    return Counter(term for word in words(text) for term in terms(word))


def _touched(
    index: Index, texts: _Lines, numbers: Mapping[str, int], changes: Sequence[Change]
) -> dict[Unit, float]:
    """Return the units that a commit changed: those it names, and where its lines stand now."""
    hits: dict[Unit, float] = {}
    for change in changes:
        number = numbers.get(change.path)
        if number is None or number not in index.outlines:
            continue
        first, last = index.firsts[number], index.firsts[number + 1]
        for name in dict.fromkeys(_NAME.findall(change.heading)):
            for unit in index.by_name.get(name, ()):
                if first <= unit < last:
                    hits[unit] = hits.get(unit, 0.0) + 1.0
        for line in change.added:
            units = texts.units_with(number, line.strip())
            for unit in units:
                hits[unit] = hits.get(unit, 0.0) + 1.0 / len(units)
    return hits


class _Lines:
    """Where lines stand in the documents of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._units: dict[int, dict[str, list[Unit]]] = {}

    def units_with(self, number: int, line: str) -> Sequence[Unit]:
        """Return the units of a document that have a line, none where too many do."""
        if len(line) < _SHORTEST_LINE:
            return ()
        if number not in self._units:
            self._units[number] = self._read(number)
        found = self._units[number].get(line, ())
        return found if len(found) <= _MOST_PLACES else ()

    def _read(self, number: int) -> dict[str, list[Unit]]:
        lines = self._index.documents[number].text().split("\n")
        units: dict[str, list[Unit]] = {}
        owners = line_owners(self._index.outlines.get(number), len(lines))
        for line, owner in zip(lines, owners, strict=True):
            units.setdefault(line.strip(), []).append(self._index.unit(number, owner))
        return units
