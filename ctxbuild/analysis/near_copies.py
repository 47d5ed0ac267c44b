"""Documents of which most stands in another one too: copies that were changed a little.

Candidates are found by bottom-k sketches of their lines (Broder, 1997) and
then compared line by line. What differs only in white space at the ends of
lines is the same.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from zlib import crc32

from ctxbuild.analysis.novelty import Novelty, known_lines, novelty
from ctxbuild.model import WHOLE_DOCUMENT, Document, Outline, Ranking, Signal, Why

SKETCH_VERSION = "1"

_SKETCH = 12
"""Hashes in a sketch."""
_LEAST_COMMON = 6
"""Two sketches with fewer hashes in common are of different texts."""
_SHORTEST = 8
"""Bytes of a line that counts in a sketch: shorter ones are everywhere."""
_MOST_COMPARED = 8
"""So many of the documents that share a hash are compared with each further one."""
_NEARLY = 0.8
"""Part of the bytes of the longer of two documents that stands on lines which both have."""
_COPY_FACTOR = 0.15
"""What a unit of a copy is worth at least, relative to one of its own."""
_PLAIN = re.compile(r"[\w./@+-]{1,160}")

Copies = Mapping[tuple[int, int], float]
"""Pairs of documents, the lower first, with the part that they have in common."""


def sketch(text: bytes) -> bytes:
    """Return the smallest hashes of the lines of a text; nothing for a short one."""
    lines = {line.strip() for line in text.split(b"\n")}
    hashes = sorted({crc32(line) for line in lines if len(line) >= _SHORTEST})
    return struct.pack(f">{_SKETCH}I", *hashes[:_SKETCH]) if len(hashes) >= _SKETCH else b""


def near_copies(sketches: Mapping[int, bytes], text: Callable[[int], bytes]) -> Copies:
    """Return the pairs of documents that have at least four fifths of their bytes in common.

    Args:
        sketches: of documents, by index.
        text: reads a document's text; only that of candidates is read.

    """
    lines: dict[int, Counter[bytes]] = {}

    def lines_of(index: int) -> Counter[bytes]:
        if index not in lines:
            lines[index] = Counter(line.rstrip() for line in text(index).split(b"\n"))
        return lines[index]

    found = {}
    for pair in _candidates(sketches):
        share = _common(*map(lines_of, pair))
        if share >= _NEARLY:
            found[pair] = share
    return found


def _candidates(sketches: Mapping[int, bytes]) -> list[tuple[int, int]]:
    """Return the pairs with enough hashes in common; of many alike, those with the first."""
    having: dict[int, list[int]] = {}
    common: Counter[tuple[int, int]] = Counter()
    for index, packed in sorted(sketches.items()):
        for (each,) in struct.iter_unpack(">I", packed):
            others = having.setdefault(each, [])
            common.update((other, index) for other in others)
            if len(others) < _MOST_COMPARED:
                others.append(index)
    return sorted(pair for pair, number in common.items() if number >= _LEAST_COMMON)


def _common(left: Counter[bytes], right: Counter[bytes]) -> float:
    longer = max(_size(left), _size(right), 1)
    return _size(left & right) / longer


def _size(lines: Counter[bytes]) -> int:
    return sum((len(line) + 1) * count for line, count in lines.items())


def without_copies(
    ranking: Ranking,
    documents: Sequence[Document],
    outlines: Mapping[int, Outline],
    copies: Copies,
) -> Ranking:
    """Return a ranking in which copies are worth what they add to the best of them.

    Which is the best, the ranking itself says: a question that is about what
    only the copy has makes it worth more. What was asked for by name keeps its
    worth, whatever it is like.

    Args:
        ranking: of the documents, weights of sources included.
        documents: the corpus.
        outlines: of documents, by index.
        copies: what is mostly the same.

    Raises:
        ContentChangedError: a copy is no longer what was read first.

    """
    same = _like(ranking, copies)
    if not same:
        return ranking
    known = {other: known_lines(_data(documents[other])) for other, _ in same.values()}
    worths, symbols, regions = list(ranking.documents), dict(ranking.symbols), dict(ranking.regions)
    news: dict[int, Novelty] = {}
    for index, (other, _) in same.items():
        outline = outlines.get(index)
        news[index] = novelty(_data(documents[index]), known[other], outline)
        worths[index], *parts = _diminished(ranking, index, news[index], outline)
        for own, found in zip((symbols, regions), parts, strict=True):
            if index in own:
                own[index] = found
    why = _told(ranking.why, documents, same, news) if ranking.why is not None else None
    return replace(ranking, documents=tuple(worths), symbols=symbols, regions=regions, why=why)


def _data(document: Document) -> bytes:
    return document.content.data() if document.content is not None else b""


def _like(ranking: Ranking, copies: Copies) -> dict[int, tuple[int, float]]:
    """Return for each document that is a copy which one it is like, and how much."""
    pairs: dict[int, dict[int, float]] = {}
    for (one, other), share in copies.items():
        pairs.setdefault(one, {})[other] = share
        pairs.setdefault(other, {})[one] = share
    kept = set(ranking.asked_for)
    same: dict[int, tuple[int, float]] = {}
    for index in sorted(pairs, key=lambda each: (-ranking.documents[each], each)):
        better = [other for other in sorted(pairs[index]) if other in kept]
        if better and index not in kept:
            best = max(better, key=lambda other: pairs[index][other])
            same[index] = best, pairs[index][best]
        else:
            kept.add(index)
    return same


def _diminished(
    ranking: Ranking, index: int, new: Novelty, outline: Outline | None
) -> tuple[float, tuple[float, ...], tuple[float, ...]]:
    """Return the worth of a copy, and those of its symbols and regions relative to that.

    Each unit is worth its part that is new, but never nothing.
    """
    shares = ranking.symbols.get(index, ())
    rest = max(1.0 - sum(shares), 0.0)
    symbols = _times(shares, new.symbols)
    regions = _times(ranking.regions.get(index, ()), new.regions)
    # The worth of a region is part of its symbol's, or of the rest's.
    inside = [0.0] * (len(symbols) + 1)
    if outline is not None and symbols:
        for region, own in zip(outline.regions, regions, strict=False):
            inside[region.parent] += own
    symbols = tuple(map(max, symbols, inside))
    left = sum(symbols) + max(rest * max(new.rest, _COPY_FACTOR), inside[-1])
    factor = left / (sum(shares) + rest)
    return (
        ranking.documents[index] * factor,
        tuple(own / factor for own in symbols),
        tuple(own / factor for own in regions),
    )


def _times(worths: Sequence[float], new: Sequence[float]) -> tuple[float, ...]:
    pairs = zip(worths, new, strict=False)
    return tuple(worth * max(part, _COPY_FACTOR) for worth, part in pairs)


def _told(
    why: Why,
    documents: Sequence[Document],
    same: Mapping[int, tuple[int, float]],
    news: Mapping[int, Novelty],
) -> Why:
    def told(document: int, symbol: int) -> tuple[Signal, ...]:
        found = why(document, symbol)
        if document not in same:
            return found
        other, share = same[document]
        path = documents[other].id
        name = path if _PLAIN.fullmatch(path) else "another file"
        if symbol == WHOLE_DOCUMENT:
            return (*found, Signal(f"a copy of {name}", 100.0 * share, "per cent"))
        parts = news[document].symbols
        old = 1.0 - parts[symbol] if symbol < len(parts) else 0.0
        return (*found, Signal(f"also in {name}", 100.0 * old, "per cent")) if old else found

    return told
