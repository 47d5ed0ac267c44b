"""What rules see of a page of prose, whatever its mark-up: blocks in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ctxbuild.model import Lines

Kind = Literal["heading", "paragraph", "item", "row", "code", "image", "tab", "markup"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines of one kind.

    ``label`` is the language of code, the marker of a list item, the label of
    a tab. ``style`` says how code is written: ``fence`` (an explicit block
    that has a place for its language), ``literal`` or ``indented``. ``level``
    is that of a heading, ``indent`` the column where the block begins.
    ``markup`` are lines of tags, templates and directives that people do not
    read as text.
    """

    kind: Kind
    lines: Lines
    text: str
    label: str = ""
    style: str = ""
    level: int = 0
    indent: int = 0
    body: int = 0
    """The line on which the text of code begins, below its opening line."""

    @property
    def is_prose(self) -> bool:
        """Whether people read it as running text."""
        return self.kind in ("paragraph", "item")

    @property
    def is_step(self) -> bool:
        """Whether it is an item of a numbered list."""
        return self.kind == "item" and (self.label[:1].isdigit() or self.label == "#.")

    def line_at(self, offset: int) -> int:
        """Return the line on which a character of the text stands."""
        first = self.body or self.lines[0]
        return first if self.lines[1] == first else first + self.text.count("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as blocks, with what is said about it outside them."""

    path: str
    language: str
    characters: int
    blocks: tuple[Block, ...]
    title: str = ""
    described: bool = False
    """Whether the page's metadata hold a description."""
    built: bool = False
    """Whether it was converted from HTML: its links and code are what a generator made of them."""

    def sections(self) -> Iterator[tuple[Block | None, Sequence[Block]]]:
        """Yield each heading, ``None`` before the first, with the blocks up to the next one."""
        heading: Block | None = None
        first = 0
        for number, block in enumerate(self.blocks):
            if block.kind == "heading":
                if heading is not None or number > first:
                    yield heading, self.blocks[first:number]
                heading, first = block, number + 1
        yield heading, self.blocks[first:]
