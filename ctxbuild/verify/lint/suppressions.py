"""Comments that switch rules off: ``<!-- ctxbuild-lint: disable=GUI-001 -->``.

``disable`` holds from its line to the end of the file or to an ``enable``;
``disable-next`` for the next line that is not blank, and the block that begins
there. A finding about a file as a whole is off if a ``disable`` stands anywhere in it.
The comment has a line of its own, in whatever form the language writes comments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ctxbuild.model import Lines

_COMMENT = re.compile(
    r"^[ \t>]*(?:<!--|\.\.|//+|#+|--|/\*+|\{/\*|\[//\]:|%|;+|\"\"\"|\*)[^\n]{0,20}?"
    r"ctxbuild-lint:[ \t]*(disable|enable|disable-next)[ \t]*=[ \t]*([A-Za-z0-9, -]{2,200})",
    re.MULTILINE,
)
_MOST_COMMENTS = 1_000
"""Of one file; further ones are ignored, so that time stays linear in its size."""
_ID = re.compile(r"[A-Z]+-\d{3}|all")


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Where rules are off in one file: rule (``all`` for every one) → runs of lines."""

    runs: tuple[tuple[str, Lines], ...] = ()
    anywhere: frozenset[str] = frozenset()

    def covers(self, rule: str, line: int, *, whole: bool) -> bool:
        """Whether a finding is off; ``whole`` says that it is about the file."""
        if whole:
            return rule in self.anywhere or "all" in self.anywhere
        return any(
            name in (rule, "all") and first <= line <= last for name, (first, last) in self.runs
        )


NOTHING = Suppressed()


def suppressed(text: str, code: Sequence[Lines] = ()) -> Suppressed:
    """Return what the comments of a text switch off; those in blocks of code are examples."""
    if "ctxbuild-lint:" not in text:
        return NOTHING
    lines = text.count("\n") + 1
    runs: list[tuple[str, Lines]] = []
    began: dict[str, int] = {}
    anywhere: set[str] = set()
    for match in islice(_COMMENT.finditer(text), _MOST_COMMENTS):
        line = text.count("\n", 0, match.start()) + 1
        if any(first <= line <= last for first, last in code):
            continue
        for name in _ID.findall(match[2]):
            if match[1] == "disable":
                began.setdefault(name, line)
                anywhere.add(name)
            elif match[1] == "enable" and name in began:
                runs.append((name, (began.pop(name), line)))
            elif match[1] == "disable-next":
                runs.append((name, _next_block(text, match.end())))
    runs += [(name, (first, lines)) for name, first in began.items()]
    return Suppressed(tuple(runs), frozenset(anywhere))


def _next_block(text: str, end: int) -> Lines:
    """Return the lines from the next visible one up to a blank one."""
    after = text.find("\n", end)
    if after < 0:
        return (0, 0)
    visible = re.compile(r"\S").search(text, after)
    if visible is None:
        return (0, 0)
    first = text.count("\n", 0, visible.start()) + 1
    blank = re.compile(r"\n[ \t\r]*\n").search(text, visible.start())
    last = text.count("\n", 0, blank.start()) + 1 if blank else text.count("\n") + 1
    return (first, last)
