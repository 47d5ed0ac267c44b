"""Keyphrases of one text: its chunks, ranked by tf-idf against the background.

A chunk's score is √(occurrences, and a quarter of those inside longer chunks) ×
idf, at most 9, × 1 + 0.3 for each further word × 1 + ½ ÷ place in the text, and for
a single word × 0.7. What varying these numbers does is less than a point of F1 on
the labelled abstracts in ``benchmarks/labelled`` (``benchmarks/terms.py``); what is
a chunk matters more.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.analysis.terms.background import Background, background
from ctxbuild.analysis.terms.chunks import Chunk, chunks
from ctxbuild.analysis.terms.grams import LONGEST, chunk_parts, counts

Parts = tuple[str, ...]

_MOST_IDF = 9.0
"""Beyond it a phrase is unknown, and rarer is not better."""
_INSIDE = 0.25
_LONGEST_INSIDE = 8
_PER_WORD = 0.3
_MOST_WORDS = 4
_EARLY = 0.5
_SINGLE = 0.7


@dataclass(slots=True)
class _Seen:
    """What is known of a chunk in the text: how it is written, where first, how often."""

    written: str
    place: int
    times: float = 1.0


def keyphrases(text: str, k: int = 15) -> list[str]:
    """Return at most ``k`` phrases that say what a text is about, best first, as written.

    Made for titles and abstracts in English; no two have the same normal form.
    """
    seen = _seen(chunks(text))
    known = background()
    scores = {parts: _score(parts, each, known) for parts, each in seen.items()}
    ranked = sorted(seen, key=lambda parts: (-scores[parts], seen[parts].place))
    return [seen[parts].written for parts in ranked[: max(k, 0)]]


def _seen(found: list[Chunk]) -> dict[Parts, _Seen]:
    seen: dict[Parts, _Seen] = {}
    for place, chunk in enumerate(found):
        parts = tuple(chunk_parts(chunk))
        if not counts(" ".join(parts)):
            continue
        if parts in seen:
            seen[parts].times += 1
            seen[parts].written = _plainer(seen[parts].written, " ".join(chunk))
        else:
            seen[parts] = _Seen(" ".join(chunk), place)
    _credit_inside(seen)
    return seen


def _credit_inside(seen: dict[Parts, _Seen]) -> None:
    """Add to what also stands inside longer chunks a part of their occurrences."""
    inside: dict[Parts, float] = defaultdict(float)
    for parts, each in seen.items():
        for inner in {inner for inner in _inner(parts) if inner in seen}:
            inside[inner] += each.times
    for parts, times in inside.items():
        seen[parts].times += _INSIDE * times


def _inner(parts: Parts) -> Iterator[Parts]:
    """Yield the shorter runs within a run, up to :data:`_LONGEST_INSIDE`."""
    size = len(parts)
    for start in range(size):
        for stop in range(start + 1, min(start + _LONGEST_INSIDE, size) + 1):
            if stop - start < size:
                yield parts[start:stop]


def _score(parts: Parts, seen: _Seen, known: Background) -> float:
    idf = known.idf(" ".join(parts)) if len(parts) <= LONGEST else _MOST_IDF
    score = math.sqrt(seen.times) * min(idf, _MOST_IDF) * (1 + _EARLY / (1 + seen.place))
    words = min(len(parts), _MOST_WORDS)
    return score * (_SINGLE if words == 1 else 1 + _PER_WORD * (words - 1))


def _plainer(one: str, other: str) -> str:
    """Return the form with fewer capitals: that of a sentence rather than a title."""
    return other if _capitals(other) < _capitals(one) else one


def _capitals(phrase: str) -> int:
    return sum(letter.isupper() for letter in phrase)
