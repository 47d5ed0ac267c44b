"""The ranked index over the parts of documents: the only BM25 in the house.

A unit is a symbol without the symbols inside it, or what remains of a
document. Units are scored by BM25F (Robertson, Zaragoza and Taylor, 2004):
words of the unit's name, of the symbol around it and of its path count as so
many more occurrences. The index holds postings by document; what a query
needs of them is gathered when it is asked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from ctxbuild.model import Document, Outline, Role
from ctxbuild.search.bm25 import norms, rarity, saturated
from ctxbuild.search.postings import Postings
from ctxbuild.search.words import WHOLE, terms, words

# So many occurrences in the text is a word of a field worth.
_NAME_WORTH = 3.0
_PARENT_WORTH = 1.5
_PATH_WORTH = 1.0
_FILE_PATH_WORTH = 3.0
_SHORTEST_NAME = 3

TESTING: frozenset[Role] = frozenset({"test", "example"})

Unit = int
"""A unit's number: those of a document follow each other, its rest is the last."""


@dataclass(slots=True)
class Index:
    """Units of documents, their names and the words in them."""

    documents: Sequence[Document]
    outlines: Mapping[int, Outline]
    postings: Mapping[int, Postings]
    firsts: list[Unit]
    """The first unit of each document; at last the number of units."""
    owner: list[int]
    """The document of each unit."""
    lengths: list[int]
    by_name: dict[str, list[Unit]]
    """Units of the definitions of a name."""

    @classmethod
    def of(
        cls,
        documents: Sequence[Document],
        outlines: Mapping[int, Outline],
        postings: Mapping[int, Postings],
    ) -> Index:
        """Index documents; one without postings is a single unit without words."""
        firsts, owner, lengths = [0], [], []
        by_name: dict[str, list[Unit]] = {}
        for index in range(len(documents)):
            outline, first = outlines.get(index), firsts[-1]
            own = postings[index].lengths if index in postings else [0]
            for part, symbol in enumerate(outline.symbols if outline is not None else ()):
                if symbol.kind != "heading" and len(symbol.name) >= _SHORTEST_NAME:
                    by_name.setdefault(symbol.name, []).append(first + part)
            lengths += own
            owner += [index] * len(own)
            firsts.append(first + len(own))
        return cls(documents, outlines, postings, firsts, owner, lengths, by_name)

    def unit(self, document: int, symbol: int) -> Unit:
        """Return the unit of a symbol; of what lies in no symbol where that is −1."""
        if symbol < 0:
            return self.firsts[document + 1] - 1
        return self.firsts[document] + symbol

    def symbol(self, unit: Unit) -> int:
        """Return the number of a unit's symbol in its outline, −1 for a document's rest."""
        document = self.owner[unit]
        return -1 if unit == self.firsts[document + 1] - 1 else unit - self.firsts[document]

    def is_code(self, unit: Unit) -> bool:
        """Whether a unit belongs to the code itself, and not to tests, examples or prose."""
        document = self.documents[self.owner[unit]]
        return document.kind != "prose" and document.role not in TESTING

    def is_test(self, unit: Unit) -> bool:
        """Whether a unit is code that tries out other code."""
        document = self.documents[self.owner[unit]]
        return document.kind != "prose" and document.role in TESTING


@dataclass(slots=True)
class Matches:
    """Where the terms of a query occur: by term, how often in each unit."""

    text: dict[str, dict[Unit, float]] = field(default_factory=dict)
    names: dict[str, list[Unit]] = field(default_factory=dict)
    """Units whose own name has the term."""
    parents: dict[str, list[Unit]] = field(default_factory=dict)
    paths: dict[str, list[int]] = field(default_factory=dict)
    """Documents whose path has the term."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How well units and documents match a query; what does not match is absent."""

    units: dict[Unit, float]
    documents: dict[int, float]
    named: dict[Unit, float]
    """Summed rarity of the terms of the query's title in a unit's name."""


class _Asked:
    """The terms of a query that a word has, each word being looked at once.

    Most words have none: an automaton over the beginnings that all forms of a
    term share passes over them.
    """

    def __init__(self, wanted: frozenset[str]) -> None:
        from ahocorasick_rs import AhoCorasick

        self._wanted = wanted
        self._known: dict[str, tuple[str, ...]] = {}
        cores = sorted({_core(term) for term in wanted if not term.startswith(WHOLE)})
        self._automaton = AhoCorasick(cores) if cores else None

    def in_words(self, listed: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield the numbers of words that have terms of the query, with each of them."""
        if self._automaton is None or not listed:
            return
        joined = "\n".join(listed).lower()
        ends = list(accumulate(map(len, joined.split("\n")), lambda a, b: a + b + 1))
        last = -1
        for _, start, _ in self._automaton.find_matches_as_indexes(joined):
            number = bisect_right(ends, start)
            if number != last:
                last = number
                for term in self.of_word(listed[number]):
                    yield number, term

    def of_word(self, word: str) -> tuple[str, ...]:
        found = self._known.get(word)
        if found is None:
            found = tuple(term for term in terms(word) if term in self._wanted)
            self._known[word] = found
        return found

    def of_text(self, text: str) -> tuple[str, ...]:
        found = self._known.get(text)
        if found is None:
            met = (term for word in words(text) for term in self.of_word(word))
            found = self._known[text] = tuple(dict.fromkeys(met))
        return found


def _core(term: str) -> str:
    """Return the beginning that all words of a term have: ``quer`` of query and queries."""
    return term[:-1] if term.endswith("y") and len(term) > 3 else term


def find_matches(index: Index, wanted: frozenset[str]) -> Matches:
    """Return where the terms occur, in the order of documents."""
    asked, matches = _Asked(wanted), Matches({term: {} for term in sorted(wanted)})
    for number, document in enumerate(index.documents):
        for term in asked.of_text(document.id):
            matches.paths.setdefault(term, []).append(number)
        first = index.firsts[number]
        if number in index.postings:
            _match_text(index.postings[number], first, asked, matches.text)
        outline = index.outlines.get(number)
        for part, symbol in enumerate(outline.symbols if outline is not None else ()):
            if symbol.kind == "heading":
                continue
            for term in asked.of_text(symbol.name):
                matches.names.setdefault(term, []).append(first + part)
            if outline is not None and symbol.parent >= 0:
                for term in asked.of_text(outline.symbols[symbol.parent].name):
                    matches.parents.setdefault(term, []).append(first + part)
    return matches


def _match_text(
    postings: Postings, first: Unit, asked: _Asked, text: dict[str, dict[Unit, float]]
) -> None:
    for word, term in asked.in_words(postings.words):
        found = text[term]
        for part, count in postings.of(word):
            found[first + part] = found.get(first + part, 0.0) + count


def score(
    index: Index,
    weights: Mapping[str, float],
    title: frozenset[str] = frozenset(),
    most: int | None = None,
) -> Scores:
    """Score units and documents by BM25F.

    Args:
        index: what is searched.
        weights: of the query's terms.
        title: terms of the query's first line.
        most: how many terms count at most: those that say most.

    """
    matches = find_matches(index, frozenset(weights))
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
