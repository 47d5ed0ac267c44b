"""What each signal weighs, fitted on real questions and on what answered them.

Written by ``benchmarks/fit_weights.py``; see there and ``docs/architecture.md``.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "a test or example": -3.234,
    "prose": -3.629,
    "no source": -4.791,
    "outside definitions": 0.742,
    "a container": 0.659,
    "a type": -0.815,
    "a value": -0.402,
    "few words": -0.967,
    "private": 0.104,
    "words": 0.983,
    "words, in its file": 1.033,
    "best of its file": 2.280,
    "words of its file": 0.507,
    "title in its name": 0.657,
    "called by matches": 0.060,
    "calls matches": 0.335,
    "named in the question": 1.226,
    "path in the question": 3.896,
    "line in the question": 4.000,
    "message in the question": 1.313,
    "similar commits: files": 0.616,
    "similar commits: lines": 0.690,
    "similar commits: words": 0.905,
}
"""What one unit of a signal, or a trait, adds to the logarithm of the odds."""
