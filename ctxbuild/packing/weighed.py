"""A document with what packing must know of it, and what showing a part of it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ctxbuild.model import Document, Outline

_COST_POWER = 0.75
_LEAST_COST = 8.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A document with what packing must know of it."""

    index: int
    document: Document
    importance: float
    tokens: int
    outline: Outline | None = None
    shares: Sequence[float] = ()
    regions: Sequence[float] = ()
    """Worth of regions, relative to the importance; empty where nothing is known."""

    @property
    def per_line(self) -> float:
        """Tokens of a line of the document, on average."""
        return self.tokens / max(self.document.lines, 1)


def density(worth: float, tokens: float, power: float = _COST_POWER) -> float:
    """Return what a part is worth per token, by the rule that decides what is shown first.

    The gain from a part grows with its length, but less than in proportion.
    """
    return worth / float(max(tokens, _LEAST_COST) ** power)
