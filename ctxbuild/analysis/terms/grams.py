"""Candidate terms of a text: the word n-grams inside its chunks, in normal form."""

from __future__ import annotations

from collections.abc import Iterable

from ctxbuild.analysis.terms.chunks import Chunk, chunks
from ctxbuild.analysis.terms.words import normal_parts

LONGEST = 4
"""Words of a candidate at most."""
_SHORTEST = 3
"""Characters of a candidate at least."""


def candidates(text: str) -> set[str]:
    """Return the normal forms of all n-grams, n ≤ 4, inside the chunks of a text.

    They have three characters at least and are not numbers. How many texts
    hold a candidate is its document frequency.
    """
    found: set[str] = set()
    for chunk in set(chunks(text)):
        found.update(grams(chunk_parts(chunk)))
    return {gram for gram in found if counts(gram)}


def chunk_parts(chunk: Chunk) -> list[str]:
    """Return the stems of all parts of the words of a chunk."""
    return [part for word in chunk for part in normal_parts(word)]


def grams(parts: list[str]) -> Iterable[str]:
    """Return all n-grams of stems, n ≤ 4, each joined by spaces."""
    return (
        " ".join(parts[start:stop])
        for start in range(len(parts))
        for stop in range(start + 1, min(start + LONGEST, len(parts)) + 1)
    )


def counts(gram: str) -> bool:
    """Tell whether a gram is long enough to say something and more than a number."""
    return len(gram) >= _SHORTEST and not gram.replace(" ", "").isdigit()
