"""Which source lines stand behind the places that a page names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ctxbuild.formats.mermaid import one_line
from ctxbuild.formats.names import shown_path
from ctxbuild.model.wikis import CitedLines

_MOST_LINES = 160
"""Lines of one place that are shown; what is longer is read at its source."""

_PLACE = re.compile(r":[0-9]+(?:-[0-9]+)?\Z")


class Cited:
    """The places that pages of a wiki may name, and those that one page does."""

    def __init__(self, cited: Sequence[CitedLines]) -> None:
        self._known = {place_name(each): each for each in cited}
        self._used: dict[str, int] = {}
        self._unknown: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def number(self, name: str) -> int | None:
        """Return the number on this page of the place that a text names, ``None`` for no place."""
        if name not in self._known:
            if _PLACE.search(name):
                self._unknown.add(name)
            return None
        return self._used.setdefault(name, len(self._used))

    def asked(self) -> tuple[list[str], list[str]]:
        """Return the places that were named since the last time, and what might have been one."""
        return list(self._used), sorted(self._unknown)

    def taken(self) -> list[CitedLines]:
        """Return the places that were named since the last time, by their numbers."""
        found = [self._known[name] for name in self._used]
        self._used, self._unknown = {}, set()
        return found


def place_name(cited: CitedLines) -> str:
    """Return how a page names lines: ``path:10-42``, ``path:7``."""
    first, last = cited.lines
    return one_line(f"{shown_path(cited.path)}:{first}" + (f"-{last}" if last > first else ""))


def cited_row(cited: CitedLines) -> list[str | int]:
    """Return path, first line, text and the number of lines left out, for the script."""
    lines = cited.text.split("\n")
    shown = "\n".join(lines[:_MOST_LINES])
    return [shown_path(cited.path), cited.lines[0], shown, max(0, len(lines) - _MOST_LINES)]
