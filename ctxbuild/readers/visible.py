"""What a page shows of a Markdown text: all but the HTML comments outside of fenced code."""

from __future__ import annotations

import re

_FENCE = re.compile(r" {0,3}(```+(?=[^`]*$)|~~~+)")
_OPEN, _CLOSE = "<!--", "-->"


def visible(markdown: str) -> str:
    """Return ``markdown`` without the HTML comments that a page does not show.

    Comments in fenced code are shown, and stay. One that begins a line and
    never ends hides the rest; one inside a line that does not end in its
    paragraph is text (CommonMark 0.31 §4.6 and §6.6).
    """
    lines = markdown.replace("\r\n", "\n").split("\n")
    reader = _Reader(_ends_later(lines))
    kept = [shown for number, line in enumerate(lines) if (shown := reader.read(number, line))[0]]
    return "\n".join(text for _, text in kept).strip()


def _ends_later(lines: list[str]) -> list[bool]:
    """Say for each line whether a comment open at its end still ends in its paragraph."""
    later = [False] * len(lines)
    for number in range(len(lines) - 1, 0, -1):
        blank = not lines[number].strip()
        later[number - 1] = not blank and (_CLOSE in lines[number] or later[number])
    return later


class _Reader:
    """Reads line after line; knows whether it is inside a fence or a comment."""

    def __init__(self, ends_later: list[bool]) -> None:
        self._ends_later = ends_later
        self._fence = ""
        self._hidden = False

    def read(self, number: int, line: str) -> tuple[bool, str]:
        """Return whether the line is kept, and what is shown of it."""
        if self._fenced(line):
            return True, line
        was_hidden = self._hidden
        shown = self._without_comments(number, line)
        return bool(shown.strip()) or not (was_hidden or line.strip()[:4] == _OPEN), shown

    def _fenced(self, line: str) -> bool:
        """Whether the line is code or the mark around it."""
        mark = None if self._hidden else _FENCE.match(line)
        if mark and not self._fence:
            self._fence = mark[1]
            return True
        inside = bool(self._fence)
        if mark and mark[1].startswith(self._fence) and not line[mark.end() :].strip():
            self._fence = ""
        return inside

    def _without_comments(self, number: int, line: str) -> str:
        parts: list[str] = []
        at, first = 0, len(line) - len(line.lstrip())
        while True:
            if self._hidden:
                end = line.find(_CLOSE, at)
                if end < 0:
                    return "".join(parts)
                at, self._hidden = end + len(_CLOSE), False
            start = line.find(_OPEN, at)
            ends = self._ends_later[number] or line.find(_CLOSE, start + len(_OPEN)) >= 0
            if start < 0 or not (ends or start == first):
                return "".join(parts) + line[at:]
            parts.append(line[at:start])
            at, self._hidden = start + len(_OPEN), True
