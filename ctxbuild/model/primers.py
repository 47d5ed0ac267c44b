"""What a priming bundle holds: entries in blocks, chosen and ready to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["newcomer", "practitioner", "specialist"]

LEVELS: tuple[Level, ...] = ("newcomer", "practitioner", "specialist")

Block = Literal[
    "vocabulary",
    "glossary",
    "acronyms",
    "named",
    "people",
    "specialists",
    "bridges",
    "questions",
    "quotations",
]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a paper, verbatim but for formulas, and the paper's identifier.

    ``…`` marks what was cut.
    """

    text: str
    paper: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a priming bundle.

    ``label`` is what it is filed under within its block: a band, a kind, a letter, a field.
    """

    block: Block
    head: str = ""
    label: str = ""
    said: tuple[Quotation, ...] = ()
    words: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    """Papers that it is drawn from, besides those quoted."""
    rank: int = 0
    """Its place within its block, by which it is written."""
    ragged: int = 0
    """The grades of both ends of a passage: 0 where it begins and ends with a clause."""
    covers: frozenset[str] | None = field(default=None, compare=False, repr=False)
    """Terms in it in normal form, where that is known."""


@dataclass(frozen=True, slots=True)
class Domain:
    """What a priming bundle is about, and where that was taken from."""

    name: str
    recipe: str
    """How the texts were chosen: source, digest, category, sample, seed."""
    papers: int
    noun: str = "abstracts"
    dates: str = ""
    """From the first to the last day of the texts, where known."""


@dataclass(frozen=True, slots=True)
class Primer:
    """A priming bundle: what was chosen under a budget."""

    domain: Domain
    level: Level
    entries: tuple[Entry, ...]
    seeds: tuple[str, ...]
    prompts: bool
    """Whether the prompts are written in full; otherwise each in one line."""
    budget: int
    encoding: str
    left_out: dict[str, int] = field(default_factory=dict)
    """How many entries of each block did not fit."""
