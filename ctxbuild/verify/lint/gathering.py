"""Lines become blocks: what the scanners of all mark-up languages share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctxbuild.model import Lines
from ctxbuild.verify.lint.blocks import Block, Kind

MOST_OF_A_BLOCK = 20_000
"""Characters of a paragraph or item that rules look at; more is no text that people wrote."""


def indent_of(line: str) -> int:
    """Return the column of the first visible character; a tab reaches to the next fourth column."""
    expanded = line[: len(line) - len(line.lstrip())].expandtabs(4)
    return len(expanded)


class Gathering:
    """Collects the lines of the block that is being read, and the blocks that are complete."""

    def __init__(self) -> None:
        self.done: list[Block] = []
        self._kind: Kind = "paragraph"
        self._label = ""
        self._first = 0
        self._indent = 0
        self._lines: list[str] = []

    @property
    def is_open(self) -> bool:
        """Whether a block has begun that a further line may belong to."""
        return bool(self._lines)

    @property
    def kind(self) -> Kind:
        """The kind of the block that is open."""
        return self._kind

    @property
    def indent(self) -> int:
        """The column of the block that is open."""
        return self._indent

    def begin(self, kind: Kind, number: int, line: str, label: str = "", indent: int = 0) -> None:
        """Close what is open and begin a block with the line of a number."""
        self.close()
        self._kind, self._label, self._first = kind, label, number
        self._indent = indent
        self._lines = [line]

    def add(self, number: int, line: str) -> None:
        """Add a line to the block that is open, or begin a paragraph."""
        if self._lines:
            self._lines.append(line)
        else:
            self.begin("paragraph", number, line, indent=indent_of(line))

    def close(self) -> None:
        """Complete the block that is open."""
        if self._lines:
            last = self._first + len(self._lines) - 1
            text = "\n".join(self._lines)[:MOST_OF_A_BLOCK]
            self.done.append(
                Block(self._kind, (self._first, last), text, self._label, indent=self._indent)
            )
            self._lines = []

    def put(self, block: Block) -> None:
        """Close what is open and add a complete block."""
        self.close()
        self.done.append(block)

    def code(self, lines: Lines, text: Sequence[str], body: int, label: str, style: str) -> None:
        """Add a block of code: from its opening to its closing line, and where its text begins."""
        self.put(Block("code", lines, "\n".join(text), label, style, body=body))

    def markup(self, number: int, line: str) -> None:
        """Add a line of mark-up."""
        self.put(Block("markup", (number, number), line, indent=indent_of(line)))

    def taken(self) -> Iterator[Block]:
        """Yield the blocks, when all lines have been read."""
        self.close()
        yield from self.done
