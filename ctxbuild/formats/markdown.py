"""Bundles as Markdown: the default, made to be pasted.

A file is a heading that names it and a fenced block that holds it. The fence
is longer than any run of back-ticks inside, so content cannot end it; the
heading stands directly above its fence, so text in content cannot pass for
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.formats.names import parsed_path, shown_path
from ctxbuild.formats.parsed import BundleError, ParsedFile
from ctxbuild.formats.preamble import preamble
from ctxbuild.formats.wording import (
    cut_notes,
    cut_of,
    directory_text,
    is_cut_note,
    line_span,
    more_text,
    name_text,
)
from ctxbuild.languages.table import LANGUAGES, TEXT
from ctxbuild.model import Corpus, Detail, Document, Lines, Stretch, Transform
from ctxbuild.packing.layout import Block, Facts

MARKER = "<!-- ctxbuild: bundle 1 -->\n"

_TICKS = re.compile(r"`{3,}")
_HEADING = re.compile(r"## (?P<path>.+) \((?P<facts>[^(]*)\)")
_FENCE = re.compile(r"(`{3,})[\w+-]+")
_NO_FINAL_NEWLINE = "no newline at end"


@dataclass(frozen=True, slots=True)
class Markdown:
    """The Markdown layout."""

    name: str = "md"
    slack: int = 0
    raw: bool = True

    def opening(self, corpus: Corpus, facts: Facts) -> str:
        """Return marker, title, facts, and the start of the map."""
        title, lines = preamble(corpus, facts)
        body = "".join(f"- {line}\n" for line in lines)
        return f"{MARKER}# {title}\n{body}## Map\n```text\n"

    def directory_line(
        self, path: str, files: int, tokens: int, parts: tuple[Lines, ...] = ()
    ) -> str:
        """Return the directory's line."""
        return directory_text(path, files, tokens, parts) + "\n"

    def name_line(self, document: Document, tokens: int, parts: tuple[Lines, ...] = ()) -> str:
        """Return the file's line."""
        return name_text(document, tokens, parts) + "\n"

    def more_line(self, files: int) -> str:
        """Return the line for unnamed files."""
        return more_text(files) + "\n"

    def middle(self) -> str:
        """Return the end of the map."""
        return "```\n"

    def block(
        self,
        document: Document,
        detail: Detail,
        shown: tuple[Lines, ...],
        text: str,
        stretch: Stretch | None = None,
    ) -> Block:
        """Return heading and fence around the text."""
        fence = "```"
        if fence in text:
            fence = "`" * (max(len(run) for run in _TICKS.findall(text)) + 1)
        unterminated = bool(text) and not text.endswith("\n")
        notes = [line_span(document, shown, stretch), *map(str, document.transforms)]
        notes += cut_notes(stretch) if stretch is not None else ()
        if unterminated:
            notes.append(_NO_FINAL_NEWLINE)
        facts = f"{detail.label}, {'; '.join(notes)}"
        language = LANGUAGES.get(document.language, TEXT).fence
        head = f"## {shown_path(document.id)} ({facts})\n{fence}{language}\n"
        return Block(head, text, f"\n{fence}\n" if unterminated else f"{fence}\n")

    def first_block(self, text: str) -> str:
        """Return the block: there are no separators."""
        return text

    def closing(self) -> str:
        """Return nothing."""
        return ""


def parse(text: str) -> Iterator[ParsedFile]:
    """Read the files back out of a Markdown bundle.

    Raises:
        BundleError: the bundle is cut short or a heading is damaged.
    """
    lines = text.split("\n")
    number = lines.index("```", lines.index("```text")) + 1 if "```text" in lines else 0
    while number < len(lines) - 1:
        heading = _HEADING.fullmatch(lines[number])
        fence = _FENCE.fullmatch(lines[number + 1])
        if heading is None or fence is None:
            raise BundleError(f"line {number + 1}: a file's heading and its fence belong here")
        try:
            end = lines.index(fence[1], number + 2)
        except ValueError:
            raise BundleError(
                f"line {number + 2}: this block has no end; the bundle is cut"
            ) from None
        yield _parsed(heading, lines[number + 2 : end])
        number = end + 1


def _parsed(heading: re.Match[str], content: list[str]) -> ParsedFile:
    detail, _, rest = heading["facts"].partition(", ")
    notes = rest.split("; ")[1:]
    text = "\n".join(content)
    if content and _NO_FINAL_NEWLINE not in notes:
        text += "\n"
    declared = (
        note.split(" ", 1) for note in notes if note != _NO_FINAL_NEWLINE and not is_cut_note(note)
    )
    transforms = tuple(Transform(*pair) for pair in declared if len(pair) == 2)
    try:
        path = parsed_path(heading["path"])
    except ValueError:
        raise BundleError(f"heading {heading[0]!r}: the path cannot be read") from None
    return ParsedFile(path, detail, text, transforms, *cut_of(notes))
