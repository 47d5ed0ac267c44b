"""Which hunks of a change tell most: code before text, what is new before what is repeated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ctxbuild.analysis.file_diff import FileDiff
from ctxbuild.model import Role

_ROLES: Mapping[Role, float] = {
    "source": 1.0,
    "manifest": 0.5,
    "config": 0.4,
    "test": 0.4,
    "example": 0.3,
    "docs": 0.25,
    "readme": 0.25,
}
_OTHER_ROLE = 0.2
# A file that came stands in the bundle as itself, one that went is told by its name.
_ONE_SIDED = 0.3
# The worth of what changes no word, and what is left to one that was seen in every other hunk.
_NO_WORDS = 0.3
_SEEN_BEFORE = 0.05
# What remains of a hunk of which no line holds any of these: prose, comments, imports.
_CODE = re.compile(r"[(){}\[\]=;<>]")
_NO_CODE = 0.4
# Characters that a line of code has at most, as a rule; a hunk of longer ones is data.
_READABLE = 120.0
_WORD = re.compile(r"\w+")
_MOST_CHARACTERS = 20_000
"""Of a hunk whose words are looked at."""


def hunk_worths(diffs: Sequence[FileDiff]) -> list[list[float]]:
    """Return for each file what its hunks are worth, one relative to the other.

    It grows with the root of the changed lines. A hunk whose words went and
    came in earlier hunks too, as when something is renamed, is worth little.
    """
    seen: Counter[str] = Counter()
    found = []
    for diff in diffs:
        role = _ROLES.get(diff.role, _OTHER_ROLE)
        if diff.change.old is None or diff.change.new is None:
            role *= _ONE_SIDED
        found.append([role * _worth(hunk[1:], seen) for hunk in diff.hunks()])
    return found


def _worth(rows: Sequence[str], seen: Counter[str]) -> float:
    changed = [row for row in rows if row[:1] in {"+", "-"}]
    length = sum(map(len, rows)) / max(len(rows), 1)
    readable = min(1.0, _READABLE / max(length, 1.0))
    code = sum(_CODE.search(row) is not None for row in changed) / max(len(changed), 1)
    readable *= _NO_CODE + (1.0 - _NO_CODE) * code
    return float(readable * _novelty(changed, seen) * len(changed) ** 0.5)


def _novelty(changed: Sequence[str], seen: Counter[str]) -> float:
    """Return how new the words are that went or came; count them as seen."""
    balance: Counter[str] = Counter()
    left = _MOST_CHARACTERS
    for row in changed:
        left -= len(row)
        if left < 0:
            break
        balance.update(dict.fromkeys(_WORD.findall(row[1:]), 1 if row[0] == "+" else -1))
    words = [("+" if count > 0 else "-") + word for word, count in balance.items() if count]
    if not words:
        return _NO_WORDS
    new = sum(1.0 / (1.0 + seen[word]) for word in words) / len(words)
    seen.update(words)
    return _SEEN_BEFORE + (1.0 - _SEEN_BEFORE) * new
