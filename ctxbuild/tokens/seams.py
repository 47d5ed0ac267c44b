r"""Places at which token counts add up.

A *seam* lies after ``X\n`` and before ``Y``, where X is no white space and Y
is neither white space nor ``/``. Every encoding in the table first cuts text
with a regular expression and then merges inside the pieces. No piece of
theirs crosses a seam: the alternatives that can hold a newline are a run of
white space, which ends before Y, and a run of punctuation with a tail of
newlines (and, in o200k, slashes), which Y cannot continue. The white-space
run before the seam is the single newline, so the look-ahead alternatives,
which treat the last character of a longer run apart, give the same piece at a
seam as at the end of a text. So the count of a text is the sum of the counts
of its parts between seams. ``tests/tokens`` holds this to a recount.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Count = Callable[[str], int]

_SEAM = re.compile(r"(?<=\S\n)(?=[^\s/])")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of output whose own token count is known."""

    text: str
    tokens: int


def is_seam(left: str, right: str) -> bool:
    """Whether counts add up between two texts that are written one after the other.

    After an ASCII letter or digit the newline cannot be the tail of a run of
    punctuation, so there a slash may follow.
    """
    return (
        len(left) > 1
        and left[-1] == "\n"
        and not left[-2].isspace()
        and bool(right)
        and not right[0].isspace()
        and (right[0] != "/" or (left[-2].isascii() and left[-2].isalnum()))
    )


def count_joined(parts: Sequence[Part], count: Count) -> int:
    """Return the exact token count of the parts written one after the other.

    Counts add up at seams. Elsewhere the text between the nearest seams on
    both sides is counted again, joined, and the difference applied.
    """
    total = 0
    left = ""
    for part in parts:
        if not part.text:
            continue
        total += part.tokens
        if left and not is_seam(left, part.text):
            tail, head = _tail(left), part.text[: _first_seam(part.text)]
            total += count(tail + head) - count(tail) - count(head)
            left = tail + part.text if len(head) == len(part.text) else part.text
        else:
            left = part.text
    return total


def _tail(text: str) -> str:
    """Return the text after its last seam, by walking back from line to line."""
    end = text.rfind("\n", 0, len(text) - 1)
    while end > 0:
        after = text[end + 1]
        if not text[end - 1].isspace() and not after.isspace() and after != "/":
            return text[end + 1 :]
        end = text.rfind("\n", 0, end)
    return text


def _first_seam(text: str) -> int:
    """Return the offset of the first seam, or the text's length."""
    match = _SEAM.search(text)
    return match.start() if match else len(text)
