"""Where every term of an index occurs, gathered once for many queries.

One query looks through all words faster than it could gather this; a server that
answers hundreds does not.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from ctxbuild.search.index import Index, Unit
from ctxbuild.search.words import terms, words

_MOST_KNOWN = 400_000
"""Units of all terms that are remembered: about 40 MB."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of each term, the places of each word, and what has a term in its name."""

    words: Mapping[str, list[str]]
    places: Mapping[str, array[int]]
    """By word: document, number of the word there, document, number, …"""
    names: Mapping[str, list[Unit]]
    parents: Mapping[str, list[Unit]]
    paths: Mapping[str, list[int]]

    _known: dict[str, dict[Unit, float]] = field(default_factory=dict)

    def counts_of(self, index: Index, term: str) -> dict[Unit, float]:
        """Return how often each unit has a term; remembered, as questions share their words."""
        found = self._known.get(term)
        if found is None:
            if sum(map(len, self._known.values())) > _MOST_KNOWN:
                self._known.clear()
            found = self._known[term] = self.counts(index, self.words.get(term, ()))
        return found

    def counts(self, index: Index, of_words: Iterable[str]) -> dict[Unit, float]:
        """Return how often each unit has any of some words, in the order of documents."""
        found: dict[Unit, float] = {}
        listed = (
            zip(own[::2], own[1::2], strict=True) for own in map(self.places.__getitem__, of_words)
        )
        for number, place in sorted(chain.from_iterable(listed)):
            first = index.firsts[number]
            for part, count in index.postings[number].of(place):
                found[first + part] = found.get(first + part, 0.0) + count
        return found


def vocabulary_of(index: Index) -> Vocabulary:
    """Gather the terms of an index."""
    places: dict[str, array[int]] = {}
    for number, postings in index.postings.items():
        for place, word in enumerate(postings.words):
            places.setdefault(word, array("I")).extend((number, place))
    by_term: dict[str, list[str]] = {}
    for word in places:
        for term in terms(word):
            by_term.setdefault(term, []).append(word)
    names: dict[str, list[Unit]] = {}
    parents: dict[str, list[Unit]] = {}
    for unit, name, parent in _named(index):
        _note(names, name, unit)
        if parent is not None:
            _note(parents, parent, unit)
    paths: dict[str, list[int]] = {}
    for number, document in enumerate(index.documents):
        _note(paths, document.id, number)
    return Vocabulary(by_term, places, names, parents, paths)


def _named(index: Index) -> Iterator[tuple[Unit, str, str | None]]:
    """Yield the units of definitions in order, with their names and those around them."""
    for number in range(len(index.documents)):
        outline = index.outlines.get(number)
        symbols = outline.symbols if outline is not None else ()
        for unit, symbol in enumerate(symbols, index.firsts[number]):
            if symbol.kind != "heading":
                around = symbols[symbol.parent].name if symbol.parent >= 0 else None
                yield unit, symbol.name, around


def _note(found: dict[str, list[int]], text: str, number: int) -> None:
    for term in dict.fromkeys(term for word in words(text) for term in terms(word)):
        found.setdefault(term, []).append(number)
