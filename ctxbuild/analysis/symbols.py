"""How a document's importance is shared among its symbols."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from ctxbuild.model import Outline, Symbol

_IDENTIFIER = re.compile(rb"[A-Za-z_]\w{2,}")

# What a reader gains from a definition of a kind, relative to a function.
_KIND_WORTH = {
    "class": 1.6,
    "interface": 1.6,
    "trait": 1.6,
    "struct": 1.4,
    "enum": 1.0,
    "type": 1.0,
    "function": 1.0,
    "method": 0.8,
    "constant": 0.4,
    "variable": 0.3,
    "heading": 1.0,
}
_OTHER_KIND = 0.5
_PRIVATE_FACTOR = 0.3
# Sections of prose lose interest as a text goes on.
_SECTION_DECAY = 0.5


def identifiers(data: bytes) -> frozenset[bytes]:
    """Return the distinct identifiers of three bytes and more in a text."""
    return frozenset(_IDENTIFIER.findall(data))


def uses(mentions: Iterable[Iterable[bytes]], outlines: Iterable[Outline]) -> dict[str, int]:
    """Return in how many documents each defined name is mentioned."""
    names = {symbol.name.encode() for outline in outlines for symbol in outline.symbols}
    counts: dict[bytes, int] = dict.fromkeys(names, 0)
    for words in mentions:
        for word in names.intersection(words):
            counts[word] += 1
    return {name.decode(): count for name, count in counts.items()}


def shares(outline: Outline, used: Mapping[str, int]) -> tuple[float, ...]:
    """Return the share of every symbol in its document's importance; they sum to 1."""
    weights = [
        _worth(symbol, used.get(symbol.name, 0), order)
        for order, symbol in enumerate(outline.symbols)
    ]
    total = sum(weights)
    return tuple(weight / total for weight in weights) if total else tuple(weights)


def _worth(symbol: Symbol, mentions: int, order: int) -> float:
    worth = _KIND_WORTH.get(symbol.kind, _OTHER_KIND)
    if symbol.kind == "heading":
        return float(worth / (1 + order) ** _SECTION_DECAY)
    if not symbol.exported:
        worth *= _PRIVATE_FACTOR
    return worth * (1.0 + math.log1p(max(mentions - 1, 0)))
