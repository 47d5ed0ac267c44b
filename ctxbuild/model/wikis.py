"""A wiki: its pages, the diagrams on them, and what its search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class DiagramNode:
    """A box: ``key`` is unique in its diagram, ``label`` and ``note`` are what it says."""

    key: str
    label: str
    note: str = ""
    """A second, smaller line, such as the file that it is defined in."""
    slug: str = ""
    """The page that it leads to; empty where there is none."""


@dataclass(frozen=True, slots=True)
class DiagramArrow:
    """A line from one node to another, by their keys; ``weight`` counts the edges behind it."""

    origin: str
    target: str
    weight: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing of a part of a graph, at most 25 nodes; ``flow`` is drawn from the top down."""

    title: str
    nodes: tuple[DiagramNode, ...]
    arrows: tuple[DiagramArrow, ...]
    kind: Literal["flow", "class"] = "flow"


@dataclass(frozen=True, slots=True)
class WikiPage:
    """A page as it is written.

    ``number`` orders and nests pages (``4.2`` is under ``4``); ``body`` is its Markdown
    from the heading on, without front matter, in which the n-th fence of Mermaid stands
    for the n-th of ``diagrams``.
    """

    slug: str
    number: str
    title: str
    summary: str
    """One line that says what it holds."""
    body: str
    tokens: int
    diagrams: tuple[Diagram, ...] = ()
    parent: str = ""
    """The slug of the page above it; empty on the first level."""
    commit: str = ""
    """The newest commit that touched what it cites; empty where none is known."""


@dataclass(frozen=True, slots=True)
class CitedLines:
    """Source lines that a page cites: what a reader of the site sees without leaving it."""

    path: str
    lines: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that the search of a wiki finds: a symbol, a file, a heading."""

    name: str
    kind: str
    slug: str
    anchor: str = ""
    """The heading of the page it is under, as it stands in a link; empty for its top."""
    text: str = ""
    """Words it is found by besides its name."""


@dataclass(frozen=True, slots=True)
class Wiki:
    """All pages in reading order, with the source they describe."""

    name: str
    revision: str
    pages: tuple[WikiPage, ...]
    cited: tuple[CitedLines, ...] = ()
    entries: tuple[Entry, ...] = ()
