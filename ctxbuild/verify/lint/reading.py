"""Questions that several rules ask of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.verify.lint.blocks import Block
from ctxbuild.verify.lint.inline import masked

_SENTENCE_END = re.compile(r"[.!?:](?=[\s\"')*_]|$)|\n\s*\n")
_LONGEST_EXCERPT = 80
_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(r"“[^“”\n]{1,80}”|(?<!\w)\"[^\"\n]{1,80}\"(?!\w)")


def shortened(text: str, longest: int = _LONGEST_EXCERPT) -> str:
    """Return the beginning of a text on one line."""
    line = _SPACE.sub(" ", text[: 4 * longest]).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence begins and ends that holds a stretch of text."""
    first = 0
    for match in _SENTENCE_END.finditer(text, max(0, start - 600), start):
        first = match.end()
    after = _SENTENCE_END.search(text, end, end + 600)
    return first, after.end() if after else min(len(text), end + 600)


def near(blocks: Sequence[Block], number: int, lines: int) -> Iterator[Block]:
    """Yield the other blocks of a section within a number of lines of one of them."""
    first, last = blocks[number].lines
    for before in range(number - 1, -1, -1):
        if first - blocks[before].lines[1] > lines:
            break
        yield blocks[before]
    for after in range(number + 1, len(blocks)):
        if blocks[after].lines[0] - last > lines:
            break
        yield blocks[after]


def quoted_hidden(text: str, language: str) -> str:
    """Return text of the same length without code, addresses, and what it only quotes."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), masked(text, language))
