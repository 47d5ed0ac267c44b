"""Which definition a line stands in, told from indentation and a few words alone.

Diffs name it after ``@@``. Texts here are of any language and any age, often
only a part is known to be sound, so nothing is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf

_DEFINES = re.compile(
    r"(?:^|[\s(])(?:def|class|func|fn|fun|function|interface|struct|enum|trait|impl|module|"
    r"namespace|type|object|record|sub|proc|protocol|extension|macro|defmodule|defp)\s+[\w$<(@]"
)
# After a word that defines, perhaps with a receiver or type parameters before it; or called so.
_NAMED = re.compile(
    _DEFINES.pattern[: -len(r"\s+[\w$<(@]")]
    + r"\s+(?:\([^()]{0,80}\)\s*)?(?:<[^<>]{0,80}>\s*)?([\w$@.:~]*[\w$@~])|([\w$~]+)\s*\("
)
_LONGEST_NAME = 40
_CONTROLS = frozenset(
    {
        "case",
        "catch",
        "defer",
        "do",
        "elif",
        "else",
        "finally",
        "for",
        "go",
        "if",
        "lock",
        "loop",
        "match",
        "return",
        "select",
        "switch",
        "synchronized",
        "try",
        "unless",
        "until",
        "using",
        "when",
        "while",
        "with",
    }
)
_FIRST_WORD = re.compile(r"[\s})]*(\w*)")
_SKIPPED = ("#", "//", "/*", "*", "--", "{", "}", ")", "]", "@")
"""Comments, preprocessor lines, decorators, and lines that begin with a brace."""
_STEPS = 20_000
_TAB = 8
_LONGEST = 400
"""Of a line that may define something, in characters."""


def headings(lines: Sequence[str], starts: Sequence[int]) -> list[str]:
    """Return for each start the line that opens the definition around it.

    Args:
        lines: of a text, with or without their ends.
        starts: indices into ``lines``, from 0; one past the end is allowed.

    Returns:
        The line without blanks around it, ``""`` at top level. After looking
        at some more lines than there are, the rest is not looked for.
    """
    found = []
    steps = len(lines) + _STEPS
    for start in starts:
        heading, taken = _above(lines, start, steps)
        steps -= taken
        found.append(heading)
    return found


def heading_name(heading: str) -> str:
    """Return the name that such a line defines; its beginning where none can be made out."""
    found = _NAMED.search(heading)
    name = next(filter(None, found.groups()), "") if found is not None else ""
    return name or heading[:_LONGEST_NAME]


def _above(lines: Sequence[str], start: int, steps: int) -> tuple[str, int]:
    """Return the nearest definition above that is less indented than all between, and the steps."""
    inner = _indent_from(lines, start)
    deep = _deep(inner)
    for at in range(start - 1, max(start - 1 - steps, -1), -1):
        if inner == 0:
            return "", start - at
        if lines[at].startswith(deep):
            continue
        text = lines[at].strip()
        if not text or text.startswith(_SKIPPED):
            continue
        indent = _indent(lines[at])
        if indent < inner:
            if len(text) <= _LONGEST and _is_definition(text, indent):
                return text, start - at
            inner, deep = indent, _deep(indent)
    return "", min(start, steps)


def _deep(indent: float) -> tuple[str, ...]:
    """Return beginnings of lines that are indented so far or farther, for a quick look."""
    return () if indent == inf else (" " * int(indent), "\t" * -(int(indent) // -_TAB))


def _indent_from(lines: Sequence[str], start: int) -> float:
    """Return how far the text at a line is indented; without limit where there is none."""
    here = (line for line in lines[start : start + 3] if line.strip())
    return next(map(_indent, here), inf)


def _is_definition(text: str, indent: int) -> bool:
    if _DEFINES.search(text):
        return True
    word = _FIRST_WORD.match(text)
    if word is None or word[1] in _CONTROLS or "(" not in text or "=" in text.partition("(")[0]:
        return False
    return text.endswith("{") or (indent == 0 and text.endswith(")"))


def _indent(line: str) -> int:
    blanks = line[: len(line) - len(line.lstrip())]
    return len(blanks.expandtabs(_TAB))
