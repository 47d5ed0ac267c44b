"""What packing decides, and what counts for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from ctxbuild.model.corpus import Corpus
from ctxbuild.model.outlines import Detail, Lines, Outline
from ctxbuild.model.ranking import Signal

Order = Literal["nav", "path", "dependency", "relevant-first", "relevant-last"]
"""In what order a bundle shows its documents."""


ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Item:
    """What a plan decided for one document.

    ``shown`` lists the line runs that are shown, in order; it is empty for
    ``omitted`` and ``name`` and covers everything for ``full``. ``tokens``
    is what the item's block costs in the output.
    """

    document: int
    detail: Detail
    shown: tuple[Lines, ...]
    tokens: int
    reason: str = ""
    named: bool = True
    """Whether the map has a line for it; what is shown need not have one."""
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory of the corpus that holds documents directly."""

    path: str
    """Relative to the root, without a final slash; the root is ``""``."""
    documents: tuple[int, ...]
    """Documents directly in it, by index."""
    files: int
    """Documents in it and below."""
    tokens: int
    """Tokens of these documents' whole texts."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The piece of a document that one part of a split bundle holds.

    ``view`` lists the line runs that all pieces together show; ``start`` and
    ``stop`` are offsets into that view's text, in characters. ``lines`` is
    the first and the last line of the document that the piece touches.
    """

    lines: Lines
    start: int
    stop: int
    view: tuple[Lines, ...]
    before: int = 0
    """The part that holds what comes before; 0 at the document's beginning."""
    after: int = 0
    """The part that holds what follows; 0 at the document's end."""
    inside: tuple[bool, bool] = (False, False)
    """Whether beginning and end lie inside a line."""
    within: str = ""
    """The qualified name of the definition that the piece begins in, where it begins in one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a split bundle a plan is, and in which part other documents stand."""

    number: int
    total: int
    key: str
    """The same in all parts of one split, and in no other."""
    stretches: Mapping[int, Stretch]
    """Documents of this part that are cut, by index."""
    documents: Mapping[int, Lines]
    """First and last part of each document of which something is shown, by index."""
    directories: Mapping[str, tuple[Lines, ...]]
    """The runs of parts that show something in or below a directory, by path."""
    names: bool
    """Whether the map names the documents of other parts too."""
    views: bool
    """Whether any part shows a document with lines left out."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes into a bundle: every document has exactly one item.

    ``tokens`` is the count of the whole output as written, ``value`` the sum
    of density × tokens over everything chosen (see ``docs/architecture.md``).
    """

    corpus: Corpus
    encoding: str
    format: str
    budget: int | None
    items: tuple[Item, ...]
    directories: tuple[Directory, ...]
    """Directories that have a line of their own in the map, in path order, the root first."""
    order: tuple[int, ...]
    """Documents by index in reading order."""
    file_tokens: tuple[int, ...]
    """Tokens of each document's whole text, by document index; 0 without text."""
    outlines: Mapping[int, Outline] = field(default_factory=dict)
    tokens: int = 0
    value: float = 0.0
    part: Part | None = None
    """Set where the plan is one part of several; ``order`` then holds this part's documents."""


class TokenCounter(Protocol):
    """Counts tokens of one encoding."""

    @property
    def name(self) -> str:
        """The encoding's name."""
        ...

    @property
    def exact(self) -> bool:
        """Whether counts equal the tokenizer's own; otherwise they are safe estimates."""
        ...

    def count(self, text: str) -> int:
        """Return the number of tokens of ``text``; special-token strings are text."""
        ...

    def count_batch(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text."""
        ...
