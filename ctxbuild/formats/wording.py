"""The words that all bundle formats use for the lines of the map and for line spans."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ctxbuild.formats.names import shown_path
from ctxbuild.model import Document, Lines, Stretch

# A directory whose files are scattered over more runs of parts shows the first ones.
_MOST_RUNS = 3
_NAME = re.compile(r"[\w.$:]{1,80}")
_CUT = re.compile(
    r"(continued from|continues in) part (\d{1,3})(?: inside a line)?(?: in [\w.$:]{1,80})?"
)


def directory_text(path: str, files: int, tokens: int, parts: tuple[Lines, ...] = ()) -> str:
    """Return ``src/app/ 14 files, 12345 tokens``, with the parts of a split bundle."""
    name = shown_path(path) + "/" if path else "./"
    return f"{name} {plural(files, 'file')}, {tokens} tokens{parts_note(parts)}"


def name_text(document: Document, tokens: int, parts: tuple[Lines, ...] = ()) -> str:
    """Return ``- main.py 1234``, with the reason where a file is not shown in full."""
    name = shown_path(document.id.rpartition("/")[2])
    if document.content is None:
        return f"- {name} {document.reduced}, {document.size} bytes"
    note = f" {document.reduced}" if document.reduced else ""
    return f"- {name} {tokens}{note}{parts_note(parts)}"


def parts_note(parts: tuple[Lines, ...]) -> str:
    """Return ``, part 2`` or ``, parts 1-3, 7``; nothing for no parts."""
    if not parts:
        return ""
    runs = [str(first) if first == last else f"{first}-{last}" for first, last in parts]
    shown = ", ".join(runs[:_MOST_RUNS]) + (", …" if len(runs) > _MOST_RUNS else "")
    return (
        f", part {shown}" if len(parts) == 1 and parts[0][0] == parts[0][1] else f", parts {shown}"
    )


def cut_notes(stretch: Stretch) -> list[str]:
    """Return where a document that is cut comes from and goes on; read back by :func:`cut_of`."""
    before, after = (" inside a line" if inside else "" for inside in stretch.inside)
    before += f" in {stretch.within}" if _NAME.fullmatch(stretch.within) else ""
    notes = [f"continued from part {stretch.before}{before}"] if stretch.before else []
    return [*notes, f"continues in part {stretch.after}{after}"] if stretch.after else notes


def cut_of(notes: Iterable[str]) -> tuple[int, int]:
    """Return the parts before and after a piece from its notes, 0 where there is none."""
    found = {"continued from": 0, "continues in": 0}
    for note in notes:
        match = _CUT.fullmatch(note)
        if match:
            found[match[1]] = int(match[2])
    return found["continued from"], found["continues in"]


def is_cut_note(note: str) -> bool:
    """Whether a note of a heading is one of :func:`cut_notes`."""
    return _CUT.fullmatch(note) is not None


def more_text(files: int) -> str:
    """Return ``- … 5 more``."""
    return f"- … {files} more"


def line_span(document: Document, shown: tuple[Lines, ...], stretch: Stretch | None = None) -> str:
    """Return how many of the document's lines are shown, or which stretch of them."""
    if stretch is not None:
        return f"lines {stretch.lines[0]}-{stretch.lines[1]} of {document.lines}"
    visible = sum(last - first + 1 for first, last in shown)
    if visible == document.lines:
        return plural(document.lines, "line")
    return f"{visible} of {document.lines} lines"


def plural(number: int, noun: str) -> str:
    """Return ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
