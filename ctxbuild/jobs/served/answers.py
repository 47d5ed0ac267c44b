"""A question → the parts of a source that answer it, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ctxbuild.formats.names import shown_path
from ctxbuild.jobs.asked import Evidence, asked_chances, asked_ranking, evidence_of
from ctxbuild.jobs.served.source import Served
from ctxbuild.model import Document, Lines, Ranking, Symbol
from ctxbuild.search.index import Unit
from ctxbuild.search.query import Query, parse_query
from ctxbuild.search.words import terms, words

LONGEST_SNIPPET = 200
_LEAST_SHARE = 1e-3
"""Of the best part's chance, below which a part is no answer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a source has to say to a question; no chances where it has nothing."""

    served: Served
    query: Query
    evidence: Evidence
    chances: tuple[float, ...]

    @property
    def strength(self) -> float:
        """How well the best part meets the question's words, to compare sources."""
        return max(self.evidence.signals["words"].values(), default=0.0)

    def ranking(self) -> Ranking:
        """Return the ranking that a bundle for the question needs."""
        return asked_ranking(self.evidence, self.query, self.served.ranking)

    def best(self) -> list[Unit]:
        """Return the units that speak to the question, best first."""
        if not self.chances:
            return []
        least = _LEAST_SHARE * max(self.chances)
        index = self.served.index
        found = [
            unit
            for unit, chance in enumerate(self.chances)
            if chance >= least and index.lengths[unit]
        ]
        return sorted(found, key=lambda unit: (-self.chances[unit], unit))


def answered(served: Served, question: str) -> Answered:
    """Ask a source; the same question gives the same answer as ``--query`` of a bundle."""
    query = parse_query(question)
    evidence = evidence_of(served.index, served.traits, query, served.past, served.vocabulary)
    met = any(evidence.signals.values())
    likely = tuple(asked_chances(evidence, query)) if met else ()
    return Answered(served, query, evidence, likely)


def symbol_of(served: Served, unit: Unit) -> Symbol | None:
    """Return a unit's symbol; none for the rest of a document."""
    number = served.index.symbol(unit)
    return served.outlines[served.index.owner[unit]].symbols[number] if number >= 0 else None


def document_of(served: Served, unit: Unit) -> Document:
    """Return the document that a unit is of."""
    return served.corpus.documents[served.index.owner[unit]]


def lines_of(served: Served, unit: Unit, query: Query) -> Lines:
    """Return the lines to look at: a symbol's, else those of the rest that meet the query best."""
    symbol = symbol_of(served, unit)
    if symbol is not None:
        return symbol.lines
    document = document_of(served, unit)
    rows = document.text().split("\n")
    if len(rows) <= _WINDOW:
        return 1, max(document.lines, 1)
    place = _best_line(rows, query)
    first = max(1, place - _WINDOW // 4)
    return first, min(first + _WINDOW - 1, max(document.lines, 1))


_WINDOW = 24
_MOST_ROWS = 5_000


def _best_line(rows: Sequence[str], query: Query) -> int:
    """Return the line, from 1, that has most of a query's terms; the first of equals."""
    best, place = 0.0, 1
    for number, row in enumerate(rows[:_MOST_ROWS], 1):
        met = {term for word in words(row[:400]) for term in terms(word)}
        worth = sum(weight for term, weight in query.weights.items() if term in met)
        if worth > best:
            best, place = worth, number
    return place


def cited(document: Document, lines: Lines) -> str:
    """Return the place of lines as it is cited: ``path#L10-L20``."""
    first, last = lines
    span = f"L{first}" if first == last else f"L{first}-L{last}"
    return f"{shown_path(document.path)}#{span}"


def snippet(served: Served, unit: Unit, query: Query) -> str:
    """Return one line that says what a unit is: signature and documentation, or the best line."""
    symbol = symbol_of(served, unit)
    if symbol is not None and symbol.kind != "heading":
        told = " — ".join(filter(None, (symbol.signature, symbol.doc)))
        return _one_line(told or symbol.qualified_name)
    document = document_of(served, unit)
    rows = document.text().split("\n")
    first, last = symbol.lines if symbol is not None else (1, len(rows))
    own = rows[first - 1 : last]
    body = own[1:] if symbol is not None and len(own) > 1 else own
    return _one_line(body[_best_line(body, query) - 1] if body else "") or _one_line(" ".join(own))


def _one_line(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text[:2000]).split())
    return line if len(line) <= LONGEST_SNIPPET else line[: LONGEST_SNIPPET - 1] + "…"
