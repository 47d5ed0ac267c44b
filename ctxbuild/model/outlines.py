"""How much of a text is shown, and the parts that it has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

Lines = tuple[int, int]
"""A run of lines, first and last, 1-based and inclusive."""


class Detail(IntEnum):
    """How much of an item is shown, from nothing to all of it."""

    OMITTED = 0
    NAME = 1
    SIGNATURES = 2
    EXCERPT = 3
    ELIDED = 4
    FULL = 5

    @property
    def label(self) -> str:
        """The word used in outputs: ``full``, ``elided`` and so on."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A definition in code or a heading in prose.

    ``lines`` spans the definition with its decorators. ``head`` is what a
    signature view shows of it: leading doc comment, decorators, the signature
    itself and, where the language keeps it inside, the docstring. ``fold`` is
    the run of lines that may be replaced by a placeholder so that the rest
    still parses; ``None`` where there is nothing to hide. Lines of the symbol
    after the fold (a closing brace) belong to the signature view as well.
    """

    name: str
    qualified_name: str
    kind: str
    signature: str
    doc: str
    lines: Lines
    start_byte: int
    end_byte: int
    head: Lines
    fold: Lines | None
    parent: int
    """Index of the enclosing symbol in :attr:`Outline.symbols`, −1 at top level."""
    exported: bool = True
    docstring: Lines | None = None
    """Whole lines of the head, below the signature, that only document."""

    @property
    def declaration(self) -> tuple[Lines, ...]:
        """The lines of decorators and signature, without any documentation."""
        last = self.lines[1] if self.fold is None else self.fold[0] - 1
        if self.docstring is None:
            return ((self.lines[0], last),)
        first, end = self.docstring
        runs = ((self.lines[0], first - 1), (end + 1, last))
        return tuple(run for run in runs if run[0] <= run[1])

    @property
    def summary(self) -> tuple[Lines, ...]:
        """The first two lines of the docstring and its last: what it says in short, closed."""
        if self.docstring is None:
            return ()
        first, last = self.docstring
        return ((first, min(first + 1, last)), (last, last))


@dataclass(frozen=True, slots=True)
class Region:
    """A run of statements that no symbol of its own stands for.

    At module level or directly in a class these are the statements between
    definitions (``parent`` −1 or the class); in a long function, the blocks
    that its body falls into, in order and without gaps.
    """

    lines: Lines
    parent: int
    """Index of the enclosing symbol in :attr:`Outline.symbols`, −1 at module level."""
    around: tuple[Lines, ...] = ()
    """Lines of the statements that enclose it which must be shown with it: ``for …:``, ``}``."""
    imports: bool = False
    """Whether it does nothing but import, at module level."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The definitions of one document, in document order, parents first.

    ``prologue`` is what introduces the file (module docstring, package
    clause). ``has_errors`` says that the parser met something it could not
    read; the outline then holds what it could.
    """

    language: str
    symbols: tuple[Symbol, ...] = ()
    prologue: Lines | None = None
    has_errors: bool = False
    regions: tuple[Region, ...] = ()
    """Statements outside definitions and blocks of long functions, in document order."""
