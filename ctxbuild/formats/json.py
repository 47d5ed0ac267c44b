"""Bundles as JSON: for programs, one file a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ctxbuild.formats.parsed import BundleError, ParsedFile
from ctxbuild.formats.preamble import preamble
from ctxbuild.formats.wording import cut_notes, cut_of, directory_text, more_text, name_text
from ctxbuild.model import Corpus, Detail, Document, Lines, Stretch, Transform
from ctxbuild.packing.layout import Block, Facts

MARKER = '{"ctxbuild":'


@dataclass(frozen=True, slots=True)
class Json:
    """The JSON layout; its fields are described in ``docs/formats.md``."""

    name: str = "json"
    # Dropping the comma before the first file may split a token.
    slack: int = 2
    raw: bool = False

    def opening(self, corpus: Corpus, facts: Facts) -> str:
        """Return the header object and the start of the map."""
        title, lines = preamble(corpus, facts)
        header = {"bundle": 1, "title": title, "about": lines, "tokens": facts.tokens}
        return f'{MARKER} {_dumps(header)},\n"map": [\n'

    def directory_line(
        self, path: str, files: int, tokens: int, parts: tuple[Lines, ...] = ()
    ) -> str:
        """Return the directory's line as a string; the root's, always first, without comma."""
        comma = "," if path else ""
        return f"{comma}{_dumps(directory_text(path, files, tokens, parts))}\n"

    def name_line(self, document: Document, tokens: int, parts: tuple[Lines, ...] = ()) -> str:
        """Return the file's line as a string."""
        return f",{_dumps(name_text(document, tokens, parts))}\n"

    def more_line(self, files: int) -> str:
        """Return the line for unnamed files as a string."""
        return f",{_dumps(more_text(files))}\n"

    def middle(self) -> str:
        """Return the end of the map and the start of the files."""
        return '],\n"files": [\n'

    def block(
        self,
        document: Document,
        detail: Detail,
        shown: tuple[Lines, ...],
        text: str,
        stretch: Stretch | None = None,
    ) -> Block:
        """Return a file as one line."""
        facts: dict[str, Any] = {"path": document.id, "detail": detail.label}
        facts["lines"] = document.lines
        if detail < Detail.FULL:
            facts["shown"] = [list(run) for run in shown]
        if stretch is not None:
            facts["span"] = list(stretch.lines)
            facts["cut"] = cut_notes(stretch)
        if document.transforms:
            facts["transforms"] = [[t.name, t.detail] for t in document.transforms]
        head = "," + _dumps(facts)[:-1] + ', "text": "'
        return Block(head, _dumps(text)[1:-1], '"}\n')

    def first_block(self, text: str) -> str:
        """Return the block without the comma that separates it from the one before."""
        return text[1:]

    def closing(self) -> str:
        """Return the end of the files and of the object."""
        return "]}\n"


def parse(text: str) -> Iterator[ParsedFile]:
    """Read the files back out of a JSON bundle.

    Raises:
        BundleError: the text is damaged.
    """
    try:
        bundle = json.loads(text)
        for entry in bundle["files"]:
            transforms = tuple(Transform(*pair) for pair in entry.get("transforms", ()))
            cut = cut_of(entry.get("cut", ()))
            yield ParsedFile(entry["path"], entry["detail"], entry["text"], transforms, *cut)
    except (ValueError, KeyError, TypeError) as error:
        raise BundleError(f"the bundle cannot be read as JSON of ctxbuild: {error!r}") from None


def _dumps(value: Any) -> str:
    """Serialise, with characters beyond ASCII as they are but for lone surrogates."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text)
