"""Inputs that end at once where work grows with them, and never where it grows with their square.

No test reads a clock for that: the guard of the whole suite, ``timeout`` in pyproject.toml, or
the shorter one here ends what does not end by itself.
"""

from __future__ import annotations

from typing import TypeVar

import pytest

Unit = TypeVar("Unit", str, bytes)

linear = pytest.mark.timeout(30)
"""Ends a test of an input as large as those below; it takes a second or two of CPU at most."""

CHARACTERS = 1_000_000
"""A step of a pattern takes a nanosecond or more: half the square of this takes eight minutes."""
LINES = 50_000
"""A step of Python takes 50 nanoseconds or more: half the square of this takes a minute."""


def large(unit: Unit, lines: int = LINES) -> Unit:
    """Return a unit many times: a million characters, or ``lines`` if it has ends of lines."""
    ends = unit.count("\n" if isinstance(unit, str) else b"\n")
    return unit * (lines // ends if ends else CHARACTERS // len(unit))
