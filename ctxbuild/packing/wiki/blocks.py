"""What pages are made of. Nothing here knows how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ctxbuild.claims import Claim
from ctxbuild.model import Lines
from ctxbuild.model.wikis import Diagram


@dataclass(frozen=True, slots=True)
class Code:
    """A name, a path or a command, shown as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class To:
    """A link to another page of the wiki."""

    slug: str
    text: str


@dataclass(frozen=True, slots=True)
class At:
    """A place in the source."""

    path: str
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things: ``3 files``."""

    number: int
    noun: str


Inline = str | Code | To | At | Count
Words = tuple[Inline, ...]
Sought = tuple[str, str, str]
"""What the search of a wiki finds: name, kind, further words."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words that state facts, with the claims behind them."""

    words: Words
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table or an item of a list; the place of its first claim is shown with it."""

    cells: tuple[Words, ...]
    claims: tuple[Claim, ...] = ()
    sought: Sought | None = None
    placed: bool = True
    """Whether that place is shown; its words may name it already."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads. Where all rows have claims, a last column has their places."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; of each row all cells are written one after the other."""

    rows: tuple[Row, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the source, verbatim."""

    text: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram; ``evidence`` has a claim for each of its arrows."""

    diagram: Diagram
    evidence: tuple[Claim, ...]


Block = Paragraph | Table | Items | Quotation | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with blocks; the first section of a page has no title."""

    title: Words
    blocks: tuple[Block, ...]
    level: Literal[2, 3] = 2
    sought: Sought | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A page before it is fitted: ``kind`` is its type in the Open Knowledge Format."""

    slug: str
    title: str
    kind: str
    summary: str
    sections: tuple[Section, ...]
    parent: str = ""
    number: str = ""
    part: int = 1
    """Which of several pages it is that one did not have room for."""
    parts: int = 1
    span: str = ""
    """What that page has of it: the first and the last; empty where that would be too long."""
    left_out: int = 0
    """Blocks and rows that are longer than a page."""
    also: tuple[To, ...] = field(default=())
    """Pages that a reader may want next."""


def claims_of(block: Block) -> Iterator[Claim]:
    """Yield the claims of a block in order."""
    if isinstance(block, Paragraph):
        for sentence in block.sentences:
            yield from sentence.claims
    elif isinstance(block, Quotation):
        yield block.claim
    elif isinstance(block, Picture):
        yield from block.evidence
    else:
        for row in block.rows:
            yield from row.claims


def claims_on(draft: Draft) -> Iterator[Claim]:
    """Yield the claims of a page in order."""
    for section in draft.sections:
        for block in section.blocks:
            yield from claims_of(block)


def shown_files(draft: Draft) -> list[str]:
    """Return the files that a page has sections of."""
    sought = (section.sought for section in draft.sections)
    return [each[0] for each in sought if each is not None and each[1] == "file"]


def named_paths(draft: Draft) -> list[str]:
    """Return the files that the words of a page name, in order, each once."""
    blocks = (block for section in draft.sections for block in section.blocks)
    words = (word for block in blocks for word in _words_of(block))
    return list(dict.fromkeys(word.path for word in words if isinstance(word, At)))


def _words_of(block: Block) -> Iterator[Inline]:
    if isinstance(block, Paragraph):
        yield from (word for sentence in block.sentences for word in sentence.words)
    elif isinstance(block, Table | Items):
        yield from (word for row in block.rows for cell in row.cells for word in cell)


def said(*words: Inline, claims: tuple[Claim, ...] = ()) -> Sentence:
    """Return a sentence."""
    return Sentence(words, claims)


def paragraph(*sentences: Sentence) -> Paragraph:
    """Return a paragraph."""
    return Paragraph(sentences)
