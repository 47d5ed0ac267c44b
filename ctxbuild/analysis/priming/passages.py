"""Passages of titles and abstracts that may be quoted, and the terms that each covers.

A passage is a run of whole chunks with the words between them: it begins where a
phrase or the sentence begins and ends where one ends, so that it reads well when it
stands alone. It has eight words at least, which is what a grounded quotation takes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.terms.chunks import chunks
from ctxbuild.analysis.terms.grams import LONGEST
from ctxbuild.analysis.terms.splitting import sentences
from ctxbuild.analysis.terms.words import normal_parts
from ctxbuild.model import Paper
from ctxbuild.transforms.formulas import plain

LEAST_WORDS = 8
MOST_WORDS = 60
_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words of a paper and the terms in it."""

    text: str
    paper: str
    sentence: int
    """The number of its sentence in the paper; the title is 0."""
    start: int
    terms: frozenset[str]


def passages(paper: Paper, terms: Collection[str]) -> Iterator[Passage]:
    """Yield the passages of a paper that hold any of the terms, in normal form."""
    texts = [paper.title.strip(), *sentences(paper.abstract)]
    for number, text in enumerate(map(plain, texts)):
        for start, stop in _runs(text, whole=number == 0):
            said = text[start:stop].strip()
            found = frozenset(covered(said, terms))
            if found:
                yield Passage(said, paper.id, number, start, found)


def covered(text: str, terms: Collection[str]) -> set[str]:
    """Return which terms stand word for word in a text."""
    parts = [part for word in _WORD.findall(text.lower()) for part in normal_parts(word)]
    return {
        gram
        for start in range(len(parts))
        for stop in range(start + 1, min(start + LONGEST, len(parts)) + 1)
        if (gram := " ".join(parts[start:stop])) in terms
    }


def _runs(text: str, *, whole: bool) -> Iterator[tuple[int, int]]:
    """Yield where passages of a sentence begin and end; of a title that is all of it."""
    places = [(0, len(text))] if whole else _places(text)
    words = [found.start() for found in _WORD.finditer(text)]
    for number, (start, _) in enumerate(places):
        for _, stop in places[number:]:
            if LEAST_WORDS <= sum(start <= word < stop for word in words) <= MOST_WORDS:
                yield start, stop


def _places(text: str) -> Sequence[tuple[int, int]]:
    """Return where chunks begin and end; the sentence's own ends join the outer ones."""
    found, place = [(0, 0)], 0
    for chunk in chunks(text):
        start = text.find(chunk[0], place)
        stop = place = start
        for word in chunk:
            stop = text.find(word, place)
            if stop < 0:
                return [(0, len(text))]
            place = stop = stop + len(word)
        found.append((start, stop))
    return [*found, (len(text), len(text))]


