"""What analysis and search say of documents and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Edge:
    """One document needs another; ``weight`` grows with the number of uses."""

    origin: int
    target: int
    kind: Literal["imports", "references", "tests", "links"]
    weight: float


@dataclass(frozen=True, slots=True)
class Graph:
    """Typed edges between documents, by index in :attr:`Corpus.documents`."""

    size: int
    edges: tuple[Edge, ...]


WHOLE_DOCUMENT = -1
"""Stands for a document as a whole where a symbol's number is asked for."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that speaks for a document or symbol, in words, and how strongly."""

    name: str
    value: float
    unit: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (f"{self.name}:", _readable(self.value), self.unit)))

    @property
    def label(self) -> str:
        """The name with the unit, for where the number stands by itself."""
        return f"{self.name}, {self.unit}" if self.unit else self.name


def _readable(value: float) -> str:
    """Return a number to two digits, and large or tiny ones without an exponent."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2g}" if abs(value) >= 0.001 or value == 0 else "below 0.001"


class Why(Protocol):
    """Tells what speaks for a symbol, or for a document as a whole, strongest first."""

    def __call__(self, document: int, symbol: int) -> tuple[Signal, ...]:
        """Return the signals of a symbol; of the document where it is :data:`WHOLE_DOCUMENT`."""
        ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """Importance of documents (sums to 1) and of the symbols inside each."""

    documents: tuple[float, ...]
    symbols: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    """Document index → worth of each symbol of its outline, relative to the document's."""
    why: Why | None = None
    regions: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    """Document index → worth of each region likewise, where something is known of them.

    That of a region in a symbol is part of the symbol's.
    """
    imports: tuple[tuple[int, int], ...] = ()
    """Pairs of documents, the first of which imports the second."""
    unanswered: bool = False
    """Whether a question was asked that meets nothing of what was read."""
    asked_for: frozenset[int] = frozenset()
    """Documents that a question names by path: what they are like takes nothing from them."""
