"""Which words a document holds, and in which of its parts: what the index is made of.

A part is a symbol of the outline without the symbols inside it; what lies in
no symbol is the last part. Postings depend on the text and its outline alone,
so they are remembered by content.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from ctxbuild.model import Outline
from ctxbuild.search.words import words

if TYPE_CHECKING:
    import msgspec

VERSION = "2"
"""Version of this stage: changes with the words, the outline and this encoding."""


class Postings(NamedTuple):
    """The words of one document.

    ``lengths`` counts the words of each part: one a symbol, and the rest.
    ``places`` says where words stand, as part, count, part, count, …; those of
    the word ``k`` lie from ``starts[k]`` to ``starts[k + 1]``.
    """

    lengths: list[int]
    words: list[str]
    starts: list[int]
    places: list[int]

    def of(self, word: int) -> Iterator[tuple[int, int]]:
        """Yield the parts that hold a word, by its number, and how often."""
        own = self.places[self.starts[word] : self.starts[word + 1]]
        return zip(own[::2], own[1::2], strict=True)


def find_postings(text: str, outline: Outline | None) -> Postings:
    """Return the words of a text by the parts of its outline."""
    lengths: list[int] = []
    places: dict[str, list[int]] = {}
    for part, own in enumerate(part_texts(text, outline)):
        found = words(own)
        lengths.append(len(found))
        for word, count in Counter(found).items():
            places.setdefault(word, []).extend((part, count))
    starts = list(accumulate(map(len, places.values()), initial=0))
    return Postings(lengths, list(places), starts, list(chain.from_iterable(places.values())))


def part_texts(text: str, outline: Outline | None) -> list[str]:
    """Return the text of each symbol without the symbols inside it, and at last the rest."""
    symbols = outline.symbols if outline is not None else ()
    lines = text.split("\n")
    parts: list[list[str]] = [[] for _ in range(len(symbols) + 1)]
    for line, owner in zip(lines, line_owners(outline, len(lines)), strict=True):
        parts[owner].append(line)
    return ["\n".join(part) for part in parts]


def line_owners(outline: Outline | None, lines: int) -> list[int]:
    """Return the innermost symbol of each line, −1 where there is none."""
    owners = [-1] * lines
    for index, symbol in enumerate(outline.symbols if outline is not None else ()):
        first = min(symbol.head[0], symbol.lines[0]) - 1
        last = min(symbol.lines[1], lines)
        owners[first:last] = [index] * (last - first)
    return owners


def encode_postings(postings: Postings) -> bytes:
    """Return ``postings`` as MessagePack."""
    return _coders()[0].encode(postings)


def decode_postings(data: bytes) -> Postings:
    """Return the postings that :func:`encode_postings` wrote.

    Raises:
        ValueError: ``data`` is something else.
    """
    found = _coders()[1].decode(data)
    # The same words stand in many documents.
    return found._replace(words=list(map(sys.intern, found.words)))


@cache
def _coders() -> tuple[msgspec.msgpack.Encoder, msgspec.msgpack.Decoder[Postings]]:
    import msgspec

    return msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Postings)
