"""Who mentions what: identifiers of one document that another one defines.

A mention is a word of the text, not a resolved name. Names that many documents
define say little about which one is meant, so they count less, and common ones
not at all; aider's repository map weighs them in the same spirit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ctxbuild.model import Edge, Outline

_IDENTIFIER = re.compile(rb"[A-Za-z_]\w{2,}")
# A name with more definitions than this is a word of the language or a habit
# (get, run, test_…), not a reference.
_MOST_DEFINERS = 5
# Uses of a name in nearly every file say little of each: their weight falls
# with the number of files that mention it.
_SHORT_NAME = 4
_SHORT_FACTOR = 0.3


@dataclass(frozen=True, slots=True)
class Mentions:
    """Which defined names each document mentions, and where they are defined."""

    names: tuple[str, ...]
    definers: tuple[tuple[int, ...], ...]
    """Documents that define a name, by name."""
    by_document: Mapping[int, tuple[int, ...]]
    """Names that a document mentions, by document."""

    def counts(self) -> list[int]:
        """Return in how many documents each name is mentioned, by name."""
        found = [0] * len(self.names)
        for mentioned in self.by_document.values():
            for name in mentioned:
                found[name] += 1
        return found

    def per_definition(self) -> dict[str, float]:
        """Return the same divided by the number of documents that define the name.

        What everyone defines (``get``, ``close``) is mentioned everywhere and tells nothing.
        """
        return {
            name: count / len(places)
            for name, count, places in zip(self.names, self.counts(), self.definers, strict=True)
        }


def find_mentions(outlines: Mapping[int, Outline], texts: Iterable[tuple[int, bytes]]) -> Mentions:
    """Scan documents for the names that the outlines define.

    Args:
        outlines: outlines by document.
        texts: documents and their texts; each is looked at once.

    """
    definers: dict[str, dict[int, None]] = {}
    for index, outline in outlines.items():
        for symbol in outline.symbols:
            if symbol.kind != "heading":
                definers.setdefault(symbol.name, {})[index] = None
    names = tuple(definers)
    numbers = {name.encode(): number for number, name in enumerate(names)}
    by_document = {
        index: tuple(
            sorted(numbers[word] for word in set(_IDENTIFIER.findall(data)) if word in numbers)
        )
        for index, data in texts
    }
    return Mentions(names, tuple(tuple(places) for places in definers.values()), by_document)


def reference_edges(mentions: Mentions) -> list[Edge]:
    """Return edges from documents to those that define what they mention, in document order."""
    counts = mentions.counts()
    weights = [
        _weight(name, len(places), count)
        for name, places, count in zip(mentions.names, mentions.definers, counts, strict=True)
    ]
    edges: list[Edge] = []
    for origin, mentioned in mentions.by_document.items():
        targets: dict[int, float] = {}
        for name in mentioned:
            if weights[name]:
                for target in mentions.definers[name]:
                    targets[target] = targets.get(target, 0.0) + weights[name]
        targets.pop(origin, None)
        edges += [Edge(origin, target, "references", w) for target, w in targets.items()]
    return edges


def _weight(name: str, definers: int, mentions: int) -> float:
    if definers > _MOST_DEFINERS:
        return 0.0
    factor = _SHORT_FACTOR if len(name) < _SHORT_NAME else 1.0
    return factor / definers / math.sqrt(max(mentions, 1))
