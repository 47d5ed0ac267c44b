"""Which symbols are there only for those who still use them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ctxbuild.model import Outline, Symbol

_WORD = re.compile(r"@deprecated|\bdeprecated\b", re.IGNORECASE)
# Decorators, attributes and annotations; a word in prose says less.
_MARK = re.compile(
    rb"^[ \t]*(?:/\*\*?[ \t]*|\*[ \t]*|//[ \t]*)?"
    rb"(?:@(?:[\w.]*\.)?deprecated\b|#\[deprecated|\[Obsolete\b|\[\[deprecated|@available\([^\n]*deprecated"
    rb"|Deprecated:)",
    re.MULTILINE | re.IGNORECASE,
)
_WARNING = re.compile(rb"^([ \t]*)(?:warnings\.)?warn\w*\(", re.MULTILINE)
_WARNED_WITHIN = 600
# A warning further down concerns an argument, not the function.
_FIRST_LINES = 6


def deprecated_symbols(outline: Outline, data: bytes) -> frozenset[int]:
    """Return the symbols that a text marks as deprecated, by index.

    By decorator, attribute, annotation or doc comment, or by a body that
    begins with a ``DeprecationWarning``.
    """
    symbols = outline.symbols
    found = {i for i, symbol in enumerate(symbols) if _WORD.search(symbol.doc[:60])}
    if b"eprecat" in data or b"Obsolete" in data:
        marks = (match.end() for match in _MARK.finditer(data))
        found |= _at(_lines(data, marks), [symbol.head for symbol in symbols])
    if b"DeprecationWarning" in data:
        warnings = (
            match.end()
            for match in _WARNING.finditer(data)
            if b"DeprecationWarning" in data[match.end() : match.end() + _WARNED_WITHIN]
            and _is_outermost(data, match)
        )
        found |= _at(_lines(data, warnings), [_beginning(symbol) for symbol in symbols])
    return frozenset(found)


def _lines(data: bytes, positions: Iterable[int]) -> list[int]:
    """Return the lines of rising positions."""
    lines, line, done = [], 1, 0
    for position in positions:
        line += data.count(b"\n", done, position)
        done = position
        lines.append(line)
    return lines


def _is_outermost(data: bytes, match: re.Match[bytes]) -> bool:
    """Whether the line before is no condition: it does not open a block."""
    before = data[max(0, match.start() - 200) : match.start()].rstrip()
    line = before.rpartition(b"\n")[2].lstrip()
    return not line.startswith((b"if ", b"elif ", b"else", b"for ", b"while ", b"except", b"with "))


def _beginning(symbol: Symbol) -> tuple[int, int]:
    """Return the first lines of a body, as far as it is long enough to have a fold."""
    if symbol.fold is None or symbol.kind not in {"function", "method"}:
        return (0, -1)
    return symbol.fold[0], min(symbol.fold[1], symbol.fold[0] + _FIRST_LINES)


def _at(lines: list[int], spans: list[tuple[int, int]]) -> set[int]:
    """Return for each line the last of the spans that contain it, by index."""
    found: set[int] = set()
    at = 0
    starts = sorted((span, index) for index, span in enumerate(spans) if span[0] <= span[1])
    inside: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        while at < len(starts) and starts[at][0][0] <= line:
            (_, last), index = starts[at]
            inside.append((last, index))
            at += 1
        inside = [(last, index) for last, index in inside if last >= line]
        if inside:
            found.add(inside[-1][1])
    return found
