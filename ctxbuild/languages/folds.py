"""Which lines of a definition are its head, and which may be hidden.

Everything here works on rows (0-based) and bytes columns as tree-sitter gives
them, and looks at the text of a line only where syntax alone does not tell:
whether something else shares the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctxbuild.model import Lines

if TYPE_CHECKING:
    from tree_sitter import Node

    from ctxbuild.languages.table import Language

MIN_HIDDEN_BYTES = 40
"""A body with less text than this is shown: a placeholder costs about as much."""

MAX_COMMENT_ROWS = 400
"""How far up the start of a block comment is looked for."""

MAX_COLUMN = 1 << 30
"""Beyond the end of any line."""

_OPENERS = b"([{"
_CLOSERS = b")]}"
_CLOSED_BY = bytes.maketrans(_OPENERS, _CLOSERS)


class Source:
    """The lines of one text with the comment syntax of its language."""

    __slots__ = ("_block", "_comments", "_indented", "lines", "text")

    def __init__(self, text: bytes, row: Language) -> None:
        self.text = text
        self.lines = text.split(b"\n")
        self._comments = tuple(mark.encode() for mark in row.comments)
        self._block = tuple(mark.encode() for mark in row.block_comment or ())
        self._indented = not row.block_comment

    def slice(self, start: int, end: int) -> str:
        """Return the text between two byte offsets."""
        return self.text[start:end].decode("utf-8", "replace")

    def last_row(self, node: Node) -> int:
        """Return the last row of ``node`` that has text of it."""
        row, column = node.end_point
        first = node.start_point[0]
        while row > first and not self.lines[row][:column].strip():
            row, column = row - 1, MAX_COLUMN
        return row

    def end_of(self, node: Node) -> tuple[int, int]:
        """Return where the text of ``node`` ends, never at the beginning of a line."""
        row, column = node.end_point
        if column == 0 and row > node.start_point[0]:
            return row - 1, len(self.lines[row - 1])
        return row, column

    def head_first(self, row: int, column: int, leads: dict[int, int]) -> int:
        """Return the first row of comments and attributes directly before a definition.

        ``leads`` maps the last row of each attribute to its first. Where only
        line comments exist (Python, Ruby, Bash) they must be indented like
        the definition, else they end the body above it.
        """
        indent = self._indent(row)
        before = self.lines[row][:column].rstrip()
        if self._block and before.endswith(self._block[1]):
            row = self._block_first(row) or row
        while row > 0:
            above = leads.get(row - 1)
            if above is None:
                above = self._comment_first(row - 1, indent)
            if above is None:
                break
            row = above
        return row

    def _indent(self, row: int) -> int:
        line = self.lines[row]
        return len(line) - len(line.lstrip())

    def _comment_first(self, row: int, indent: int) -> int | None:
        """Return the first row of the comment that ends on ``row``, if one does."""
        line = self.lines[row].strip()
        if line.startswith(self._comments) and not line.startswith((b"#!", b"//!")):
            return row if not self._indented or self._indent(row) == indent else None
        if not self._block or not line.endswith(self._block[1]):
            return None
        return self._block_first(row)

    def _block_first(self, row: int) -> int | None:
        """Return the row of the block comment that ends on ``row``, if it begins its line."""
        for first in range(row, max(-1, row - MAX_COMMENT_ROWS), -1):
            at = self.lines[first].find(self._block[0])
            if at >= 0:
                return first if not self.lines[first][:at].strip() else None
        return None

    def is_comment(self, row: int) -> bool:
        """Say whether the row begins with a comment or may be inside a block comment."""
        line = self.lines[row].strip()
        return line.startswith((*self._comments, *self._block[:1], b"*"))

    def fold(
        self, header: tuple[int, int], close: tuple[int, int] | None, last: int
    ) -> Lines | None:
        """Return the lines between the end of a header and a closing token.

        Without ``close`` the fold ends with row ``last``. None when hiding
        whole lines would cut something, or would gain nothing.
        """
        first = header[0] + 1
        stop = last if close is None else close[0] - 1
        if first > stop or not self._is_end_of_line(*header):
            return None
        if close is not None and self.lines[close[0]][: close[1]].strip():
            return None
        return self._worth(first, stop)

    def value_fold(self, first: int, last: int) -> Lines | None:
        """Return the rows strictly inside a value in brackets over several lines.

        The brackets opened at the end of the first row must be those closed
        at the beginning of the last, so that the rows between are balanced.
        """
        head = self.lines[first].rstrip()
        tail = self.lines[last].lstrip()
        opened = len(head) - len(head.rstrip(_OPENERS))
        closed = len(tail) - len(tail.lstrip(_CLOSERS))
        expected = head[len(head) - opened :][::-1].translate(_CLOSED_BY)
        if opened == 0 or expected != tail[:closed]:
            return None
        if head[-1:] == b"(" and not head[-2:-1].isalnum():
            return None  # hiding all of "( … )" leaves no expression
        indent = self._indent(first)
        for row in range(first + 1, last):
            if self.lines[row].strip() and self._indent(row) <= indent:
                return None  # "}{" or the like: more than one pair of brackets
        return self._worth(first + 1, last - 1)

    def string_fold(self, node: Node) -> Lines | None:
        """Return the rows strictly inside a string literal over several lines."""
        return self._worth(node.start_point[0] + 1, node.end_point[0] - 1)

    def _worth(self, first: int, stop: int) -> Lines | None:
        size = 0
        for row in range(first, stop + 1):
            size += len(self.lines[row].strip())
            if size > MIN_HIDDEN_BYTES:
                return first + 1, stop + 1
        return None

    def _is_end_of_line(self, row: int, column: int) -> bool:
        rest = self.lines[row][column:].strip()
        if not rest or rest.startswith(self._comments):
            return True
        if not self._block or not rest.startswith(self._block[0]):
            return False
        return rest.find(self._block[1], 2) == len(rest) - len(self._block[1])
