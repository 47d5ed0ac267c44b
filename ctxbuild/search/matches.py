"""Where the terms of queries occur in an index."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from ctxbuild.search.index import Index, Unit
from ctxbuild.search.vocabulary import Vocabulary
from ctxbuild.search.words import WHOLE, terms, words


@dataclass(slots=True)
class Matches:
    """Where the terms of a query occur: by term, how often in each unit."""

    text: dict[str, dict[Unit, float]] = field(default_factory=dict)
    names: dict[str, list[Unit]] = field(default_factory=dict)
    """Units whose own name has the term."""
    parents: dict[str, list[Unit]] = field(default_factory=dict)
    paths: dict[str, list[int]] = field(default_factory=dict)
    """Documents whose path has the term."""


def find_matches(index: Index, wanted: frozenset[str]) -> Matches:
    """Return where the terms occur, in the order of documents."""
    asked, matches = _Asked(wanted), Matches({term: {} for term in sorted(wanted)})
    telling = asked.among({word for own in index.postings.values() for word in own.words})
    for number, document in enumerate(index.documents):
        for term in asked.of_text(document.id):
            matches.paths.setdefault(term, []).append(number)
        if number in index.postings:
            _match_text(index, number, telling, matches.text)
        outline = index.outlines.get(number)
        symbols = outline.symbols if outline is not None else ()
        for unit, symbol in enumerate(symbols, index.firsts[number]):
            if symbol.kind == "heading":
                continue
            for term in asked.of_text(symbol.name):
                matches.names.setdefault(term, []).append(unit)
            if symbol.parent >= 0:
                for term in asked.of_text(symbols[symbol.parent].name):
                    matches.parents.setdefault(term, []).append(unit)
    return matches


def known_matches(index: Index, vocabulary: Vocabulary, wanted: frozenset[str]) -> Matches:
    """Return what :func:`find_matches` returns, from what was gathered before."""
    cores, matches = _cores(wanted), Matches()
    for term in sorted(wanted):
        if term.startswith(WHOLE):
            own = vocabulary.words.get(term, ())
            met = [word for word in own if any(core in word.lower() for core in cores)]
            matches.text[term] = vocabulary.counts(index, met)
        else:
            matches.text[term] = vocabulary.counts_of(index, term)
    for found, known in (
        (matches.names, vocabulary.names),
        (matches.parents, vocabulary.parents),
        (matches.paths, vocabulary.paths),
    ):
        found.update((term, known[term]) for term in sorted(wanted) if term in known)
    return matches


def _match_text(
    index: Index,
    number: int,
    telling: Mapping[str, tuple[str, ...]],
    text: dict[str, dict[Unit, float]],
) -> None:
    """Note the units of a document that hold words with terms."""
    postings, first = index.postings[number], index.firsts[number]
    for place in sorted(map(postings.words.index, telling.keys() & postings.words)):
        counts = list(postings.of(place))
        for term in telling[postings.words[place]]:
            found = text[term]
            for part, count in counts:
                found[first + part] = found.get(first + part, 0.0) + count


class _Asked:
    """The wanted terms that words have, each word being looked at once."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._known: dict[str, tuple[str, ...]] = {}

    def among(self, vocabulary: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the words that have wanted terms, with these.

        Most have none: an automaton over the beginnings that all forms of a
        term share passes over them.
        """
        from ahocorasick_rs import AhoCorasick

        cores = _cores(self._wanted)
        if not cores:
            return {}
        listed = list(vocabulary)
        joined = "\n".join(listed).lower()
        ends = list(accumulate(len(each) + 1 for each in joined.split("\n")))
        hits = AhoCorasick(cores).find_matches_as_indexes(joined)
        met = {bisect_right(ends, start) for _, start, _ in hits}
        pairs = ((listed[number], self.of_word(listed[number])) for number in met)
        return {word: own for word, own in pairs if own}

    def of_word(self, word: str) -> tuple[str, ...]:
        """Return the wanted terms of a word."""
        found = self._known.get(word)
        if found is None:
            found = tuple(term for term in terms(word) if term in self._wanted)
            self._known[word] = found
        return found

    def of_text(self, text: str) -> tuple[str, ...]:
        """Return the wanted terms of the words in a text, each once."""
        found = self._known.get(text)
        if found is None:
            met = (term for word in words(text) for term in self.of_word(word))
            found = self._known[text] = tuple(dict.fromkeys(met))
        return found


def _cores(wanted: frozenset[str]) -> list[str]:
    return sorted({_core(term) for term in wanted if not term.startswith(WHOLE)})


def _core(term: str) -> str:
    """Return the beginning that all words of a term have: ``quer`` of query and queries."""
    return term[:-1] if term.endswith("y") and len(term) > 3 else term
