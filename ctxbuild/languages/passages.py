"""Passages: the regions of prose, where a section is too coarse or there is none.

A section that holds others has text of its own before the first of them; so has
a document before its first heading. A long section falls into passages as well.
Badges, logos and rules tell nothing and are in no passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.model import Lines, Region, Symbol

# A section of no more lines is shown whole or not at all.
_LONG = 40
# Paragraphs are joined until they have so many lines; a longer one is cut.
_LEAST, _MOST = 4, 25
_FENCE = re.compile(rb"\s*(`{3,}|~{3,})")
# What a line of badges or a logo is made of besides words: links round images, tags,
# directives and substitutions of reStructuredText, images of AsciiDoc, addresses.
_MARKUP = re.compile(
    rb"!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])?|<[^<>]*>|\]\([^()]*\)|\]\[[^\[\]]*\]"
    rb"|\|[\w .-]{1,60}\||image::?\S+|^\s*\.\. (?:image|figure|\||_)[^\n]*"
    rb"|^\s+:[\w-]+:[^\n]*|^\[[^\[\]]*\]:[^\n]*"
)
_WORD = re.compile(rb"[^\W\d_]{2,}|[\x80-\xff]{2,}")


def passages(text: bytes, symbols: Sequence[Symbol]) -> tuple[Region, ...]:
    """Return the passages of prose with these sections, in order.

    Args:
        text: the document, UTF-8.
        symbols: its sections; without any, all of it falls into passages.

    """
    lines = text.split(b"\n")
    return tuple(
        Region((first + 1, last), parent)
        for parent, rows in _own_text(len(lines), symbols)
        for first, last in _joined(
            lines,
            (each for each in _paragraphs(lines, *rows) if any(map(_tells, lines[slice(*each)]))),
        )
    )


def _own_text(total: int, symbols: Sequence[Symbol]) -> Iterator[tuple[int, Lines]]:
    """Yield the rows of each section that are in no other, from 0, the last one left out."""
    first = symbols[0].head[0] - 1 if symbols else total
    yield -1, (0, first)
    holds = {symbol.parent for symbol in symbols}
    for index, symbol in enumerate(symbols):
        if index in holds:
            stop = symbols[index + 1].head[0] - 1
            yield index, (symbol.head[1], stop)
        elif symbol.lines[1] - symbol.head[1] > _LONG:
            yield index, (symbol.head[1], symbol.lines[1])


def _paragraphs(lines: Sequence[bytes], start: int, stop: int) -> Iterator[Lines]:
    """Yield runs of rows between blank lines; a fenced block is one run."""
    begin, fence = -1, b""
    for row in range(start, stop):
        mark = _FENCE.match(lines[row])
        if fence:
            if mark and mark[1].startswith(fence):
                fence = b""
        elif mark:
            fence = mark[1]
        if fence or lines[row].strip():
            begin = row if begin < 0 else begin
        elif begin >= 0:
            yield begin, row
            begin = -1
    if begin >= 0:
        yield begin, stop


def _joined(lines: Sequence[bytes], paragraphs: Iterator[Lines]) -> Iterator[Lines]:
    """Join short paragraphs, and what announces something with it; cut long ones."""
    held: Lines | None = None
    for first, last in paragraphs:
        if held is not None and last - held[0] > _MOST:
            yield held
            held = None
        begin = first if held is None else held[0]
        while last - begin > _MOST + _LEAST:
            yield begin, begin + _MOST
            begin += _MOST
        held = begin, last
        if last - begin >= _LEAST and not lines[last - 1].rstrip().endswith(b":"):
            yield held
            held = None
    if held is not None:
        yield held


def _tells(line: bytes) -> bool:
    """Whether a line has words of its own, and not only mark-up."""
    return _WORD.search(_MARKUP.sub(b"", line[:2000])) is not None
