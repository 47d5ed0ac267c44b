"""Which sections of documents answer a question, and whether documents are asked for at all.

The weights of signals are fitted on changes of code, which documents do not
answer; among the sections of documents the same signals tell as well as among
definitions. So sections are ranked by themselves, and share the chances with
everything else by how much the question seems to be about documents.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from ctxbuild.analysis.front_matter import stated_title
from ctxbuild.analysis.importance import is_seldom_needed
from ctxbuild.model import Document
from ctxbuild.search.bm25 import rarity
from ctxbuild.search.chances import chances
from ctxbuild.search.index import Index, Unit
from ctxbuild.search.matches import Matches
from ctxbuild.search.query import Query, title_of
from ctxbuild.search.score import Scores
from ctxbuild.search.signals import Signals, lexical
from ctxbuild.search.words import stem, terms, words

# What one of these adds to the logarithm of the odds that documents are asked
# for, set by hand: by far most changes of code stay below a twentieth, and most
# questions that a heading answers are above a half.
_BASE = -6.0
_HEADED = 6.0
_ASKING = 2.0
_NAMING = 2.5
# A heading weighs more among sections the more of the question it has; records
# of changes, licences and the like are meant only by who names them.
_IN_HEADING = 6.0
# Bytes in front of a text that may state its title.
_LONGEST_FRONT = 4096
_SELDOM = -2.0

_ASKS = re.compile(r"(?:how|where|what|which|can|should|when|is there)\b", re.IGNORECASE)
_NAMES = frozenset(
    map(
        stem,
        """changelog configuration contribute contributing contributor deploy deployment describe
        docs documentation document documented explain faq guide guideline handbook howto install
        installation introduction licence license manual migrate migration overview policy
        procedure process readme release roadmap setup tutorial upgrade upgrading usage
        walkthrough""".split(),  # noqa: SIM905
    )
)
_TRAITS = frozenset({"a test or example", "no source", "few words"})


def with_sections(
    likely: Sequence[float],
    index: Index,
    traits: Sequence[Sequence[str]],
    signals: Signals,
    share: float,
    weights: Mapping[str, float],
) -> list[float]:
    """Return chances of which sections of documents have a share, by their own signals.

    Args:
        likely: the chance of each unit.
        index: what is searched.
        traits: those of each unit.
        signals: of sections, by :func:`section_signals`.
        share: by :func:`share_of_documents`.
        weights: of traits and signals.

    """
    units = [unit for own in _prose(index) for unit in own if index.lengths[unit]]
    if not units or not share:
        return list(likely)
    places = {unit: place for place, unit in enumerate(units)}
    own_traits = [[each for each in traits[unit] if each in _TRAITS] for unit in units]
    own_signals = {
        name: {places[unit]: value for unit, value in values.items() if unit in places}
        for name, values in signals.items()
    }
    mixed = [(1.0 - share) * chance for chance in likely]
    known = {**weights, "in its heading": _IN_HEADING, "seldom needed": _SELDOM}
    for unit, chance in zip(units, chances(own_traits, own_signals, known), strict=True):
        mixed[unit] += share * chance
    return mixed


def section_signals(index: Index, query: Query, matches: Matches, scores: Scores) -> Signals:
    """Return what speaks for sections of documents, as against each other."""
    prose = {unit for own in _prose(index) for unit in own}
    seldom = (own for own in _prose(index) if _is_seldom_needed(index, own))
    return {
        **lexical(index, scores, prose.__contains__),
        "in its heading": _headings(index, query, matches),
        "seldom needed": {unit: 1.0 for own in seldom for unit in own},
    }


def share_of_documents(index: Index, query: Query, signals: Signals) -> float:
    """Return the chance that a question is about documents, from its words and their headings.

    Where there is nothing else it is 1, and 0 where nothing is met.
    """
    if not any(signals["words"].get(unit) for own in _prose(index) for unit in own):
        return 0.0
    if not any(document.kind == "code" for document in index.documents):
        return 1.0
    title = title_of(query.text)
    named = any(stem(word.lower()) in _NAMES for word in words(title))
    odds = _BASE + _HEADED * max(signals["in its heading"].values(), default=0.0)
    odds += _ASKING * (_ASKS.match(title) is not None) + _NAMING * named
    return 1.0 / (1.0 + math.exp(-odds))


def _is_seldom_needed(index: Index, units: range) -> bool:
    return is_seldom_needed(index.documents[index.owner[units[0]]])


def _prose(index: Index) -> Iterator[range]:
    """Yield the units of each document that is prose and was indexed."""
    for number, document in enumerate(index.documents):
        if document.kind == "prose" and number in index.postings:
            yield range(index.firsts[number], index.firsts[number + 1])


def _headings(index: Index, query: Query, matches: Matches) -> dict[Unit, float]:
    """Return how much of a question stands in the headings over a section and in its path.

    The title that a page states in front of its text is a heading over all of it.
    """
    total = len(index.lengths)
    worth = {t: w * rarity(total, len(matches.text[t])) for t, w in query.weights.items()}
    whole = sum(worth.values()) or 1.0
    in_path: dict[int, set[str]] = {}
    for term in worth:
        for number in matches.paths.get(term, ()):
            in_path.setdefault(number, set()).add(term)
    found: dict[Unit, float] = {}
    for own in _prose(index):
        number = index.owner[own[0]]
        outline = index.outlines.get(number)
        top = in_path.get(number, set()) | _met(_title(index.documents[number]), worth)
        over: list[set[str]] = []
        for symbol in outline.symbols if outline is not None else ():
            above = over[symbol.parent] if symbol.parent >= 0 else top
            over.append(above | _met(symbol.name, worth))
        for unit, terms_met in zip(own, (*over, top), strict=True):
            if terms_met:
                found[unit] = sum(map(worth.__getitem__, sorted(terms_met))) / whole
    return found


def _met(text: str, worth: Mapping[str, float]) -> set[str]:
    return {term for word in words(text) for term in terms(word) if term in worth}


def _title(document: Document) -> str:
    data = document.content.data() if document.content is not None else b""
    if not data.startswith((b"---", b"+++")):
        return ""
    return stated_title(data[:_LONGEST_FRONT].decode("utf-8", "ignore"))
