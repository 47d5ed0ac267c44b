"""The two factors of BM25 (Robertson and Walker, 1994): rarity and saturation.

Saturation and length normalisation are set for code, which repeats itself
more than prose, so that length matters less than with the customary 0.75.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

_K1 = 1.2
_B = 0.4


def rarity(total: int, having: int) -> float:
    """Return the inverse document frequency, never negative (Lucene's form)."""
    return math.log(1.0 + (max(total - having, 0) + 0.5) / (having + 0.5))


def norms(lengths: Sequence[int]) -> list[float]:
    """Return what term counts are measured against, by length; texts without words do not count."""
    filled = [length for length in lengths if length]
    mean = sum(filled) / len(filled) if filled else 1.0
    return [_K1 * (1.0 - _B + _B * length / mean) for length in lengths]


def saturated(count: float, norm: float) -> float:
    """Return how much ``count`` occurrences say, from 0 to 1."""
    return count / (norm + count)
