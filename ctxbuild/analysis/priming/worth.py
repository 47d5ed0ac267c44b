"""What covering a term is worth: how likely it is to be met in the field's next paper.

The terms of an abstract are its candidates with odds of at least 4 against the
background, without those that stand within a longer one. Each abstract gives every
one of its terms an equal part of 1. What is seen once is mostly not seen again, so the sum
shrinks: by how few of the papers hold the term, and by how few others do, here or on arXiv. A term
that arXiv does not know counts only where three papers of the field hold it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from ctxbuild.analysis.terms.background import Background, background
from ctxbuild.analysis.terms.field import text_of
from ctxbuild.analysis.terms.grams import candidates
from ctxbuild.model import Paper

LEAST_ODDS = 4.0
_HALF_HERE = 1
"""Papers of the field at which a term's share counts half."""
_HALF_ELSEWHERE = 8
"""Other papers, here or on arXiv, at which it counts half."""
_KNOWN = 2
"""Abstracts of the table that hold a term which the world uses."""
_ESTABLISHED = 3
"""Papers that hold a term which the field uses, known to the table or not."""


def worths(papers: Sequence[Paper], known: Background | None = None) -> Mapping[str, float]:
    """Return the worth of every term of a field by its normal form, in papers."""
    known = known or background()
    held = [candidates(text_of(paper)) for paper in papers]
    frequency = Counter(term for terms in held for term in terms)
    scale = known.documents / max(len(papers), 1)
    special = {
        term
        for term, count in frequency.items()
        if (known.frequency(term) >= _KNOWN or count >= _ESTABLISHED)
        and (count + 0.5) / (known.frequency(term) + 0.5) * scale >= LEAST_ODDS
    }
    shares: dict[str, float] = defaultdict(float)
    for terms in held:
        own = _longest(terms & special)
        for term in own:
            shares[term] += 1 / len(own)
    return {
        term: share * _seen_again(frequency[term], known.frequency(term))
        for term, share in sorted(shares.items())
    }


def _seen_again(count: int, on_arxiv: int) -> float:
    elsewhere = on_arxiv + count - 1
    return count / (count + _HALF_HERE) * elsewhere / (elsewhere + _HALF_ELSEWHERE)


def _longest(terms: set[str]) -> set[str]:
    """Return terms that do not stand, word for word, within another one of them."""
    inner = {part for term in terms if " " in term for part in parts_of(term)}
    return terms - inner


def parts_of(term: str) -> list[str]:
    """Return the shorter runs of words within a term."""
    words = term.split(" ")
    return [
        " ".join(words[start : start + size])
        for size in range(1, len(words))
        for start in range(len(words) - size + 1)
    ]
