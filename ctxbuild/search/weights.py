"""What each signal weighs, fitted on real questions and on what answered them.

Written by ``benchmarks/fit_weights.py``; see there and ``docs/architecture.md``.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "a test or example": -2.759,
    "prose": -3.606,
    "no source": -3.574,
    "outside definitions": 0.503,
    "a container": 0.085,
    "a type": -0.929,
    "a value": -0.961,
    "few words": -0.856,
    "private": 0.294,
    "words": 1.375,
    "words, in its file": 1.214,
    "best of its file": 2.516,
    "words of its file": 0.910,
    "title in its name": 0.646,
    "called by matches": 0.160,
    "calls matches": 0.356,
    "similar commits: files": 0.490,
    "similar commits: lines": 1.262,
}
"""What one unit of a signal, or a trait, adds to the logarithm of the odds."""
