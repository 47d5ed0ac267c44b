"""What each signal weighs, fitted on real questions and on what answered them.

Written by ``benchmarks/fit_weights.py``; see there and ``docs/architecture.md``.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "a test or example": -3.215,
    "prose": -3.620,
    "no source": -4.755,
    "outside definitions": 0.733,
    "a container": 0.657,
    "a type": -0.814,
    "a value": -0.407,
    "few words": -0.959,
    "private": 0.092,
    "words": 0.985,
    "words, in its file": 1.044,
    "best of its file": 2.272,
    "words of its file": 0.513,
    "title in its name": 0.652,
    "called by matches": 0.064,
    "calls matches": 0.335,
    "named in the question": 1.252,
    "path in the question": 3.887,
    "line in the question": 4.000,
    "message in the question": 0.873,
    "similar commits: files": 0.620,
    "similar commits: lines": 0.689,
    "similar commits: words": 0.889,
}
"""What one unit of a signal, or a trait, adds to the logarithm of the odds."""
