"""How a document's importance is shared among its symbols."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ctxbuild.model import Outline, Symbol

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
    "macro": 0.2,
    "heading": 1.0,
}
_OTHER_KIND = 0.5
_PRIVATE_FACTOR = 0.3
# Sections of prose lose interest as a text goes on.
_SECTION_DECAY = 0.5


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
