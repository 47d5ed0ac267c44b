"""Why a document or symbol matters when nothing is asked, in words and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ctxbuild.analysis.symbols import Evidence
from ctxbuild.model import WHOLE_DOCUMENT, Outline, Signal, Why

_PER_MILLE = 1000.0


def unasked_signals(
    outlines: Mapping[int, Outline], evidence: Evidence, weights: Sequence[float]
) -> Why:
    """Return what tells the signals of documents and symbols.

    Args:
        outlines: by document.
        evidence: what is known of symbols.
        weights: importance of documents; sums to 1.

    """

    def why(document: int, symbol: int) -> tuple[Signal, ...]:
        if symbol == WHOLE_DOCUMENT:
            return _of_document(document, evidence, weights)
        name = outlines[document].symbols[symbol].name
        uses = evidence.uses.names.get(name.encode("utf-8", "replace"), 0.0)
        signals = (
            Signal("public", _level(evidence, document, symbol), "of 1"),
            Signal("uses in documents and examples", uses),
            Signal("files that mention it", evidence.mentions.get(name, 0.0)),
        )
        return tuple(each for each in signals if each.value)

    return why


def _of_document(document: int, evidence: Evidence, weights: Sequence[float]) -> tuple[Signal, ...]:
    place = Signal("place and links", _PER_MILLE * evidence.importance[document], "per mille")
    whole = Signal("importance", _PER_MILLE * weights[document], "per mille")
    public = max(evidence.levels.get(document, ()), default=0.0)
    return (whole, place, *((Signal("public", public, "of 1"),) if public else ()))


def _level(evidence: Evidence, document: int, symbol: int) -> float:
    levels = evidence.levels.get(document, ())
    return levels[symbol] if symbol < len(levels) else 0.0
