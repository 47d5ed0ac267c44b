"""Where a bracket is closed, in code of any language with the usual strings."""

from __future__ import annotations

_MOST = 4000
"""Letters; a call that is longer holds a table."""


def closing(text: str, start: int) -> int:
    """Return the place behind the bracket that closes the one at ``start``."""
    depth, quote = 0, ""
    for at in range(start, min(len(text), start + _MOST)):
        letter = text[at]
        if quote:
            quote = "" if letter == quote and text[at - 1] != "\\" else quote
        elif letter in "\"'`":
            quote = letter
        elif letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
            if depth == 0:
                return at + 1
    return start
