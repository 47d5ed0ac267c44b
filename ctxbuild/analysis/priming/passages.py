"""Passages of titles and abstracts that may be quoted, and the terms that each covers.

A passage is a run of whole chunks with the words between them: it begins where a
phrase or the sentence begins and ends where one ends, so that it reads well when it
stands alone. It has eight words at least, which is what a grounded quotation takes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.priming.ends import runs_on, start_grade, stop_grade
from ctxbuild.analysis.terms.grams import LONGEST
from ctxbuild.analysis.terms.lexicon import FUNCTION_WORDS
from ctxbuild.analysis.terms.splitting import sentences
from ctxbuild.analysis.terms.words import normal_parts
from ctxbuild.model import Paper
from ctxbuild.transforms.formulas import CUT, plain

LEAST_WORDS = 8
MOST_WORDS = 60
_WORD = re.compile(r"[A-Za-z0-9]+")
_SPACED = re.compile(r"[^ ]+")
_LINKS = "that|which|while|where|because|although|and|but|by|to|for|on|with|from|using|via|is|are"
_VERBS = (
    "propose|introduce|present|develop|study|investigate|analyze|analyse|show|prove|consider"
    "|establish|find|demonstrate|examine|explore"
)
_STARTS = re.compile(rf"(?:[,;:—] |\b(?:of|whether|{_LINKS}|{_VERBS}) )(?=[A-Za-z])")
_STOPS = re.compile(rf"[,;:](?= )| (?=(?:in|under|without|can|has|have|as|{_LINKS}) )")
"""Where a clause or a phrase may begin and end."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words of a paper and the terms in it."""

    text: str
    paper: str
    sentence: int
    """The number of its sentence in the paper; the title is 0."""
    start: int
    terms: frozenset[str]
    ragged: int
    """The sum of the grades of its two ends."""


def passages(paper: Paper, terms: Collection[str]) -> Iterator[Passage]:
    """Yield the passages of a paper that hold any of the terms, in normal form.

    One that another of the same sentence makes needless is left out: as whole, no longer, and
    with the same terms or more.
    """
    texts = [paper.title.strip(), *sentences(paper.abstract)]
    for number, text in enumerate(map(plain, texts)):
        if CUT not in text:
            found = list(_occurrences(text, terms))
            yield from _best(_of_sentence(paper.id, number, text, found) if found else ())


def _of_sentence(
    paper: str, number: int, text: str, found: Sequence[tuple[int, int, str]]
) -> Iterator[Passage]:
    words = [word.start() for word in _WORD.finditer(text)]
    starts, stops = _places(text, found) if number else ({0: 0}, {len(text): 0})
    for start, stop in _runs(text, words, sorted(starts), sorted(stops)):
        said = frozenset(term for begin, end, term in found if start <= begin and end <= stop)
        if said and not (starts[start] and runs_on(text[start:stop])):
            ragged = starts[start] + stops[stop]
            yield Passage(text[start:stop].strip(), paper, number, start, said, ragged)


def _best(found: Iterable[Passage]) -> Iterator[Passage]:
    """Yield passages that no other one makes needless."""
    shortest: dict[tuple[frozenset[str], int], Passage] = {}
    for each in found:
        key = (each.terms, each.ragged)
        if key not in shortest or len(each.text) < len(shortest[key].text):
            shortest[key] = each
    kept: list[Passage] = []
    for each in sorted(shortest.values(), key=lambda one: (len(one.text), one.ragged, one.start)):
        if not any(each.terms <= one.terms and one.ragged <= each.ragged for one in kept):
            kept.append(each)
            yield each


def covered(text: str, terms: Collection[str]) -> set[str]:
    """Return which terms stand word for word in a text."""
    return {term for _, _, term in _occurrences(text, terms)}


def _occurrences(text: str, terms: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where terms begin and end in a text."""
    parts = [
        (word.start(), word.end(), part)
        for word in _WORD.finditer(text)
        for part in normal_parts(word[0])
    ]
    for start in range(len(parts)):
        gram = ""
        for _, end, part in parts[start : start + LONGEST]:
            gram = f"{gram} {part}" if gram else part
            if gram in terms:
                yield parts[start][0], end, gram


def _runs(
    text: str, words: Sequence[int], starts: Sequence[int], stops: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield where passages of a sentence begin and end: of places, those with words between."""
    before = [bisect_left(words, stop) for stop in stops]
    for start in starts:
        first = bisect_left(words, start)
        near = bisect_left(before, first + LEAST_WORDS), bisect_right(before, first + MOST_WORDS)
        for stop in stops[slice(*near)]:
            if _is_balanced(text[start:stop]):
                yield start, stop


def _is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def _places(
    text: str, found: Sequence[tuple[int, int, str]]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return where passages may begin and where they may end, each place with its grade.

    That is at borders of clauses and of the phrases that hold a term: before
    their first word that is no function word, and behind their last one.
    """
    starts, stops = _borders(text)
    inside = {place for begin, end, _ in found for place in range(begin + 1, end)}
    for word in _SPACED.finditer(text):
        if _is_function(word[0]):
            starts.add(min(word.end() + 1, len(text)))
            stops.add(word.start() - 1)
    return _graded(text, starts - inside, start_grade), _graded(text, stops - inside, stop_grade)


def _graded(
    text: str, places: Iterable[int], grade: Callable[[str, int], int | None]
) -> dict[int, int]:
    graded = ((place, grade(text, place)) for place in places)
    return {place: value for place, value in graded if value is not None}


def _borders(text: str) -> tuple[set[int], set[int]]:
    """Return where clauses begin and where they end."""
    starts = {0, *(border.end() for border in _STARTS.finditer(text))}
    return starts, {len(text), *(border.start() for border in _STOPS.finditer(text))}


def _is_function(word: str) -> bool:
    return word.lower().strip(".,;:()") in FUNCTION_WORDS
