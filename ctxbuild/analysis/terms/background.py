"""How many of some 60,000 arXiv abstracts hold a term: the table that ships with the package.

``background.bin`` is made by ``benchmarks/background_table.py``. Its keys are
CRC-32 of normal forms, so that 300,000 terms take 0.7 MB and are ready in a
tenth of a second; one unknown term in 14,000 is taken for a known one. Terms
that only one abstract holds are not in it.

The file: four bytes ``CTBF``; a version, the number of abstracts and of entries
(``<III``); the rest is zlib: differences of the sorted keys as 16-bit numbers, where
65,535 means that the difference goes on with the next, then one byte for
each, the level of its frequency (:data:`LEVELS`).
"""

from __future__ import annotations

import math
import struct
import sys
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

_HEADER = struct.Struct("<4sIII")
_MAGIC = b"CTBF"
_VERSION = 1
_LONGEST_STEP = 0xFFFF


def _levels() -> tuple[int, ...]:
    """Return the frequencies that can be told apart: all up to 32, then steps of some 5 %."""
    found = list(range(33))
    while len(found) < 255:
        found.append(max(found[-1] + 1, round(found[-1] * 1.05)))
    return tuple(found)


LEVELS = _levels()
"""Document frequency of each level; the first stands for none."""


@dataclass(frozen=True, slots=True)
class Background:
    """Document frequencies of terms by CRC-32 of their normal form, and of how many documents."""

    documents: int
    frequencies: Mapping[int, int]

    def frequency(self, term: str) -> int:
        """Return how many documents hold a term; 0 for one or none."""
        return self.frequencies.get(zlib.crc32(term.encode()), 0)

    def idf(self, term: str) -> float:
        """Return the natural logarithm of documents per document that holds a term.

        Half a document is added to what is counted.
        """
        return math.log(self.documents / (self.frequency(term) + 0.5))


@cache
def background() -> Background:
    """Return the table that ships with the package."""
    return decode(files("ctxbuild.analysis.terms").joinpath("background.bin").read_bytes())


def encode(documents: int, frequencies: Mapping[str, int]) -> bytes:
    """Return the file of a table; of terms with the same key the most frequent counts."""
    by_key: dict[int, int] = {}
    for term, frequency in frequencies.items():
        key = zlib.crc32(term.encode())
        by_key[key] = max(by_key.get(key, 0), frequency)
    steps, levels = array("H"), bytearray()
    last = 0
    for key in sorted(by_key):
        fillers, rest = divmod(key - last, _LONGEST_STEP)
        steps.extend([_LONGEST_STEP] * fillers + [rest])
        levels += bytes(fillers) + bytes([_level(by_key[key])])
        last = key
    if sys.byteorder == "big":
        steps.byteswap()
    body = zlib.compress(steps.tobytes() + bytes(levels), 9)
    return _HEADER.pack(_MAGIC, _VERSION, documents, len(levels)) + body


def decode(data: bytes) -> Background:
    """Return the table in a file.

    Raises:
        ValueError: it is another kind of file, or of another version.

    """
    magic, version, documents, entries = _HEADER.unpack_from(data)
    if (magic, version) != (_MAGIC, _VERSION):
        raise ValueError("not a background table of this version")
    body = zlib.decompress(data[_HEADER.size :])
    steps = array("H", body[: 2 * entries])
    if sys.byteorder == "big":
        steps.byteswap()
    levels = map(LEVELS.__getitem__, body[2 * entries :])
    return Background(documents, dict(zip(accumulate(steps), levels, strict=True)))


def _level(frequency: int) -> int:
    """Return the highest level that a frequency reaches."""
    return max(level for level, least in enumerate(LEVELS) if least <= frequency)
