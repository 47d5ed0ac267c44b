"""What the official parser (PyPI ``llms-txt`` 0.0.7) finds in an llms.txt, and where it stops.

Our own procedure, held to that parser by tests. It knows no list items and no code: every
line that begins with ``##`` opens a section, every other line of one has to hold a link, and
the title ends at the first line behind which a quote or an empty line stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SECTION = re.compile(r"^##\s*+(.*)$", re.M)
_LINK_START = re.compile(r"-\s*+\[")


@dataclass(frozen=True, slots=True)
class StrictLink:
    """A link as that parser has it; ``description`` is ``None`` where it finds none."""

    title: str
    url: str
    description: str | None
    line: int


@dataclass(slots=True)
class Strict:
    """What it finds. ``stops`` holds the lines at which it fails; with one, it gives nothing.

    Line 0 says that it finds no title in what stands before the sections.
    """

    title: str = ""
    summary: str | None = None
    sections: dict[str, list[StrictLink]] = field(default_factory=dict)
    stops: list[int] = field(default_factory=list)


def read_strictly(text: str) -> Strict:
    """Read a text as that parser does."""
    found = Strict()
    openings = list(_SECTION.finditer(text))
    ends = [opening.start() for opening in openings[1:]] + [len(text)]
    # Of sections with one name the last counts; it does not look at the others.
    spans = {}
    for opening, end in zip(openings, ends):  # noqa: B905 - without sections there is one end
        spans[opening[1]] = (opening.end(), end)
    for name, (begin, end) in spans.items():
        first = text.count("\n", 0, begin) + 1
        found.sections[name] = _links(text[begin:end], first, found.stops)
    head = text[: openings[0].start()] if openings else text
    _read_head(head.strip(), found)
    found.stops.sort()
    return found


def _links(text: str, first: int, stops: list[int]) -> list[StrictLink]:
    links = []
    for number, line in enumerate(text.split("\n"), first):
        if not line.strip():
            continue
        link = _link(line, number)
        if link is None:
            stops.append(number)
        else:
            links.append(link)
    return links


def _link(line: str, number: int) -> StrictLink | None:
    for start in _LINK_START.finditer(line):
        bracket = line.find("]", start.end())
        end = line.find(")", bracket)
        if bracket < 0 or end < 0:
            return None
        title, url, tail = line[start.end() : bracket], line[bracket + 2 : end], line[end + 1 :]
        if title and url and line.startswith("(", bracket + 1):
            described = tail[1:].lstrip() if tail.startswith(":") else None
            return StrictLink(title, url, described, number)
    return None


def _read_head(head: str, found: Strict) -> None:
    """Find title and summary in what stands before the sections."""
    lines = head.split("\n")
    start = next((n for n, line in enumerate(lines) if line.startswith("#")), len(lines))
    for end in range(start, len(lines) - 1):
        summary = _summary(lines, end)
        if summary is None and lines[end + 1]:
            continue
        title = "\n".join(lines[start : end + 1])[1:].lstrip()
        if title:
            found.title, found.summary = title, summary
            return
    found.stops.append(0)


def _summary(lines: list[str], end: int) -> str | None:
    """Return the quote behind a title that ends at a line, if anything stands behind it."""
    place = end + 1
    while place < len(lines) - 1 and not lines[place]:
        place += 1
    if not lines[place].startswith(">"):
        return None
    summary, newline, _ = "\n".join(lines[place:])[1:].lstrip().partition("\n")
    return summary if newline else None
