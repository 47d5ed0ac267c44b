"""Prose → outline: the sections of Markdown, reStructuredText and AsciiDoc."""

from __future__ import annotations

import re

from ctxbuild.languages.headings import SCANNERS, Heading
from ctxbuild.languages.passages import passages
from ctxbuild.languages.plain import MAX_BODY, first_sentence, title_text
from ctxbuild.model import Outline, Symbol

SEPARATOR = " > "
"""Between the titles of a qualified name."""

MAX_QUALIFIED = 400
"""Characters of a qualified name; outer titles give way to ``…``."""

_VISIBLE = re.compile(rb"\S")


def outline_prose(text: bytes, language: str) -> Outline:
    """Return the sections of ``text`` (UTF-8) as symbols of kind ``heading``.

    A section reaches from its heading to the next one of the same or a higher
    level. The signature is the title after as many ``#`` as its level, the
    doc its first sentence. Text before the first heading belongs to no
    symbol. Never raises; an unknown language has no sections.
    """
    scan = SCANNERS.get(language)
    headings = list(scan(text)) if scan else []
    ends, parents = _nesting(headings, len(text))
    lines = _line_numbers(text, headings, ends)
    symbols: list[Symbol] = []
    for index, heading in enumerate(headings):
        parent = parents[index]
        following = headings[index + 1].start if index + 1 < len(headings) else len(text)
        body = text[heading.body : min(following, heading.body + MAX_BODY)]
        name = title_text(heading.title)
        outer = symbols[parent].qualified_name if parent >= 0 else ""
        first, head_last = lines[heading.start], lines[heading.end] - 1
        last = lines[ends[index]] - 1
        hidden = _VISIBLE.search(text, heading.end, ends[index]) is not None
        symbols.append(
            Symbol(
                name=name,
                qualified_name=_qualified(outer, name),
                kind="heading",
                signature=f"{'#' * heading.level} {name}",
                doc=first_sentence(body),
                lines=(first, last),
                start_byte=heading.start,
                end_byte=ends[index],
                head=(first, head_last),
                fold=(head_last + 1, last) if hidden else None,
                parent=parent,
            )
        )
    return Outline(language, tuple(symbols), regions=passages(text, symbols))


def _nesting(headings: list[Heading], size: int) -> tuple[list[int], list[int]]:
    """Return the end offset of each section and the index of the one around it, or −1."""
    ends = [size] * len(headings)
    parents: list[int] = []
    around: list[int] = []
    for index, heading in enumerate(headings):
        while around and headings[around[-1]].level >= heading.level:
            ends[around.pop()] = heading.start
        parents.append(around[-1] if around else -1)
        around.append(index)
    return ends, parents


def _line_numbers(text: bytes, headings: list[Heading], ends: list[int]) -> dict[int, int]:
    """Return the line number at each offset where a heading starts or a section ends.

    At the end of a text without a final newline the number is that of the
    line that would follow.
    """
    offsets = {offset for heading in headings for offset in (heading.start, heading.end)}
    numbers: dict[int, int] = {}
    line, done = 1, 0
    for offset in sorted(offsets.union(ends)):
        line += text.count(b"\n", done, offset)
        done = offset
        numbers[offset] = line
    if done == len(text) and not text.endswith(b"\n"):
        numbers[done] = line + 1
    return numbers


def _qualified(outer: str, name: str) -> str:
    path = f"{outer}{SEPARATOR}{name}" if outer else name
    return path if len(path) <= MAX_QUALIFIED else f"…{SEPARATOR}{name}"
