"""The terms of a field: what its papers say far more often than arXiv as a whole.

A term's odds are ((df + ½) ÷ papers) ÷ ((background's df + ½) ÷ background's papers), its score is
df × ln odds. Where a longer term stands in at least four fifths of the papers that
hold a shorter one within it, the longer one speaks for both.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ctxbuild.analysis.terms.background import Background, background
from ctxbuild.analysis.terms.chunks import Chunk, chunks
from ctxbuild.analysis.terms.grams import LONGEST, candidates
from ctxbuild.analysis.terms.words import normal_parts
from ctxbuild.model import Paper

Band = Literal["broad", "field", "specialist", "coined"]

LEAST_ODDS = 3.0
_SAID_BY_LONGER = 0.8
_BROAD = 0.05
_FIELD = 0.01
"""Parts of the papers that hold a term of the band at least."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a field: how it is mostly written, and in how many of the papers it stands."""

    text: str
    normal: str
    papers: int
    odds: float
    band: Band

    @property
    def score(self) -> float:
        """What orders terms: papers × ln odds."""
        return self.papers * math.log(self.odds)


def text_of(paper: Paper) -> str:
    """Return what terms are looked for in: title and abstract."""
    return f"{paper.title}. {paper.abstract}"


def field_terms(
    papers: Sequence[Paper], least: int = 2, known: Background | None = None
) -> tuple[Term, ...]:
    """Return the terms of a field, best first.

    Args:
        papers: of the field; they are gone through twice.
        least: papers that hold a term at least.
        known: what terms are compared with; the table in the package where it is not given.

    """
    known = known or background()
    held = Counter[str]()
    for paper in papers:
        held.update(candidates(text_of(paper)))
    odds = _odds(held, len(papers), known, least)
    kept = _without_parts({term: held[term] for term in odds})
    terms = [
        Term(form, term, held[term], odds[term], _band(held[term], len(papers)))
        for term, form in _written(papers, kept).items()
    ]
    return tuple(sorted(terms, key=lambda term: (-term.score, term.normal)))


def _odds(held: Counter[str], papers: int, known: Background, least: int) -> dict[str, float]:
    scale = known.documents / max(papers, 1)
    found = {}
    for term, count in held.items():
        if count >= least:
            odds = (count + 0.5) / (known.frequency(term) + 0.5) * scale
            if odds >= LEAST_ODDS:
                found[term] = odds
    return found


def _without_parts(held: dict[str, int]) -> dict[str, int]:
    """Return terms without those that mostly stand within one longer term."""
    dropped = {
        part
        for term, count in held.items()
        for part in _parts(term)
        if part in held and count >= _SAID_BY_LONGER * held[part]
    }
    return {term: count for term, count in held.items() if term not in dropped}


def _parts(term: str) -> Iterator[str]:
    """Yield the shorter runs of words within a term."""
    words = term.split(" ")
    for size in range(1, len(words)):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def _band(count: int, papers: int) -> Band:
    """Return how far into the field a term is: by the part of papers that hold it."""
    if count == 1:
        return "coined"
    part = count / papers
    if part >= _BROAD and count >= 4:
        return "broad"
    return "field" if part >= _FIELD and count >= 3 else "specialist"


def _written(papers: Iterable[Paper], terms: dict[str, int]) -> dict[str, str]:
    """Return how terms are written most often; none that are mostly parts of words.

    ``fine`` is one where it nearly always stands in ``fine-tuning``.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    partly = Counter[str]()
    for paper in papers:
        for chunk in chunks(text_of(paper)):
            for normal, form in spelt(chunk, terms):
                forms[normal][form] += bool(form)
                partly[normal] += not form
    return {
        term: _usual(forms[term]) for term in terms if forms[term].total() >= max(partly[term], 1)
    }


def _usual(forms: Counter[str]) -> str:
    """Return the form that is written most often, forms with capitals counting half."""

    def order(form: str) -> tuple[float, str]:
        title = any(word[:1].isupper() and word[1:].islower() for word in form.split())
        return (-forms[form] * (0.5 if title else 1), form)

    return min(forms, key=order)


def spelt(chunk: Chunk, terms: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield those n-grams of a chunk that are terms: normal form, and as it is written.

    That is empty for one that begins or ends within a word with hyphens.
    """
    stems: list[str] = []
    words: list[int] = []
    for number, word in enumerate(chunk):
        parts = normal_parts(word)
        stems += parts
        words += [number] * len(parts)
    words.append(len(chunk))
    for start in range(len(stems)):
        for stop in range(start + 1, min(start + LONGEST, len(stems)) + 1):
            normal = " ".join(stems[start:stop])
            if normal in terms:
                begins = start == 0 or words[start - 1] != words[start]
                whole = begins and words[stop - 1] != words[stop]
                yield normal, " ".join(chunk[words[start] : words[stop]]) if whole else ""
