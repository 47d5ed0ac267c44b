"""What a rule found, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place that a rule objects to; the order is that of paths, lines and rules."""

    path: str
    line: int
    """1-based; 1 where the whole file is meant."""
    rule: str
    message: str
    excerpt: str = ""
    """The beginning of what was found, one line."""
