"""The words that all bundle formats use for the lines of the map and for line spans."""

from __future__ import annotations

from ctxbuild.formats.names import shown_path
from ctxbuild.model import Document, Lines


def directory_text(path: str, files: int, tokens: int) -> str:
    """Return ``src/app/ 14 files, 12345 tokens``."""
    name = shown_path(path) + "/" if path else "./"
    return f"{name} {plural(files, 'file')}, {tokens} tokens"


def name_text(document: Document, tokens: int) -> str:
    """Return ``- main.py 1234``, with the reason where a file is not shown in full."""
    name = shown_path(document.id.rpartition("/")[2])
    if document.content is None:
        return f"- {name} {document.reduced}, {document.size} bytes"
    note = f" {document.reduced}" if document.reduced else ""
    return f"- {name} {tokens}{note}"


def more_text(files: int) -> str:
    """Return ``- … 5 more``."""
    return f"- … {files} more"


def line_span(document: Document, shown: tuple[Lines, ...]) -> str:
    """Return how many of the document's lines are shown."""
    visible = sum(last - first + 1 for first, last in shown)
    if visible == document.lines:
        return plural(document.lines, "line")
    return f"{visible} of {document.lines} lines"


def plural(number: int, noun: str) -> str:
    """Return ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
