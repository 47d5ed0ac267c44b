"""How a document's importance is shared among its symbols."""

from __future__ import annotations

import math
import re
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
_DEPRECATED = re.compile(r"@deprecated|\bdeprecated\b", re.IGNORECASE)
_DEPRECATED_FACTOR = 0.2
# Special methods that say how an object is used.
_TELLING = frozenset({"__init__", "__new__", "__call__", "__enter__", "__iter__", "__getitem__"})
# Sections of prose lose interest as a text goes on.
_SECTION_DECAY = 0.5


def shares(outline: Outline, used: Mapping[str, float]) -> tuple[float, ...]:
    """Return what every symbol is worth to a reader, relative to its document's importance.

    The worth of all symbols together grows with the square root of their
    number and weight: a file with a hundred definitions is worth more looks
    than one with a single one, and each of them less.

    Args:
        outline: the document's symbols.
        used: in how many documents each name is mentioned, per definition of it.

    """
    weights = [
        _worth(symbol, used.get(symbol.name, 0.0), order)
        for order, symbol in enumerate(outline.symbols)
    ]
    total = math.sqrt(sum(weights))
    return tuple(weight / total for weight in weights) if total else tuple(weights)


def _worth(symbol: Symbol, mentions: float, order: int) -> float:
    worth = _KIND_WORTH.get(symbol.kind, _OTHER_KIND)
    if symbol.kind == "heading":
        return float(worth / (1 + order) ** _SECTION_DECAY)
    if not symbol.exported or _is_plumbing(symbol.name):
        worth *= _PRIVATE_FACTOR
    if _DEPRECATED.search(symbol.doc):
        worth *= _DEPRECATED_FACTOR
    return worth * (1.0 + math.log1p(max(mentions - 1, 0)))


def _is_plumbing(name: str) -> bool:
    """Whether a method is one that every class may have and no one calls by name."""
    return name.startswith("__") and name.endswith("__") and name not in _TELLING
