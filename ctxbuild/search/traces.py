"""What past commits changed, as an index sees it: which units, and in which words.

What a commit changed never changes, so that it is remembered in the store; which
units stand there now, as long as the index is held.
"""

from __future__ import annotations

import json
import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from ctxbuild.analysis.edits import Change, changed_lines
from ctxbuild.model import History, Store
from ctxbuild.search.index import Index, Unit
from ctxbuild.search.postings import line_owners
from ctxbuild.search.words import STOP_WORDS, terms, words

_STAGE, _VERSION = "changes of commits", "1"
# Shorter lines (a brace, a return) stand everywhere.
_SHORTEST_LINE = 10
_MOST_PLACES = 3
_MOST_LINES = 300
_MOST_REPEATS = 5
_SHORT_TERM = 2
_MOST_HELD = 400_000
"""Lines of documents that are held while commits are looked at."""
_NAME = re.compile(r"[A-Za-z_]\w{2,}")


@dataclass(frozen=True, slots=True)
class Trace:
    """What a commit changed: units with the number of its lines in each, and terms.

    Thousands are held; so terms are numbers, each with its share.
    """

    units: Mapping[Unit, float]
    terms: array[int]
    shares: array[float]


@dataclass(slots=True)
class Traces:
    """The traces of commits of a history in an index, each made once."""

    index: Index
    history: History
    store: Store
    _known: dict[str, Trace] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    """Of terms, in the order in which they were met."""
    _terms: list[str] = field(default_factory=list)

    def of(self, commits: Sequence[str]) -> list[Trace]:
        """Return the traces of commits, by their ids."""
        fresh = [commit for commit in commits if commit not in self._known]
        if fresh:
            lines = _Lines(self.index)
            for commit, changes in _changes(self.history, fresh, self.store).items():
                self._known[commit] = self._trace(lines.touched(changes), _words(changes))
        return [self._known[commit] for commit in commits]

    def words(self, trace: Trace) -> Iterator[tuple[str, float]]:
        """Yield the terms of the lines that a commit changed, with their shares."""
        return zip(map(self._terms.__getitem__, trace.terms), trace.shares, strict=True)

    def _trace(self, units: Mapping[Unit, float], found: Mapping[str, float]) -> Trace:
        for term in found:
            if self._numbers.setdefault(term, len(self._terms)) == len(self._terms):
                self._terms.append(term)
        numbers = array("I", map(self._numbers.__getitem__, found))
        return Trace(units, numbers, array("d", found.values()))


def _changes(
    history: History, commits: Sequence[str], store: Store
) -> dict[str, tuple[Change, ...]]:
    """Return what commits changed; what is remembered is not read again."""
    keys = {commit: history.key(commit) for commit in commits}
    known = store.get_many(_STAGE, _VERSION, list(keys.values()))
    found = {commit: _decoded(known[key]) for commit, key in keys.items() if key in known}
    absent = [commit for commit in commits if commit not in found]
    if absent:
        read = changed_lines(history.edits(absent))
        store.put_many(_STAGE, _VERSION, {keys[each]: _encoded(read[each]) for each in read})
        found |= {commit: read.get(commit, ()) for commit in absent}
    return found


def _encoded(changes: Iterable[Change]) -> bytes:
    return json.dumps([astuple(change) for change in changes]).encode()


def _decoded(data: bytes) -> tuple[Change, ...]:
    return tuple(_change(fields) for fields in json.loads(data))


def _change(fields: list[Any]) -> Change:
    fields[-2:] = map(tuple, fields[-2:])
    return Change(*fields)


def _words(changes: Sequence[Change]) -> dict[str, float]:
    """Return the terms of changed lines; much of the same in one commit says little more."""
    lines = [line for change in changes for line in (*change.removed, *change.added)]
    text = "\n".join(lines[:_MOST_LINES])
    counts = Counter(term for word in words(text) for term in terms(word))
    length = math.sqrt(sum(counts.values()))
    return {
        term: min(count, _MOST_REPEATS) / length
        for term, count in counts.items()
        if len(term) > _SHORT_TERM and term not in STOP_WORDS
    }


class _Lines:
    """Where lines stand in the documents of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._numbers = {document.id: number for number, document in enumerate(index.documents)}
        self._units: dict[int, dict[str, list[Unit]]] = {}

    def touched(self, changes: Sequence[Change]) -> dict[Unit, float]:
        """Return the units that a commit changed: those it names, and where its lines are now."""
        hits: dict[Unit, float] = {}
        for change in changes:
            number = self._numbers.get(change.path)
            if number is None or number not in self._index.outlines:
                continue
            for unit in self._named(number, change.heading):
                hits[unit] = hits.get(unit, 0.0) + 1.0
            for line in change.added:
                units = self._with(number, line.strip())
                for unit in units:
                    hits[unit] = hits.get(unit, 0.0) + 1.0 / len(units)
        return hits

    def _named(self, number: int, heading: str) -> Iterable[Unit]:
        first, last = self._index.firsts[number], self._index.firsts[number + 1]
        for name in dict.fromkeys(_NAME.findall(heading)):
            yield from (u for u in self._index.by_name.get(name, ()) if first <= u < last)

    def _with(self, number: int, line: str) -> Sequence[Unit]:
        """Return the units of a document that have a line, none where too many do."""
        if len(line) < _SHORTEST_LINE:
            return ()
        if number not in self._units:
            if sum(map(len, self._units.values())) > _MOST_HELD:
                self._units.clear()
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
