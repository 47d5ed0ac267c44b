"""What a page says, apart from HTML and from Markdown: blocks that hold inlines.

Readers of HTML build it, the writer of Markdown takes it; neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias


@dataclass(slots=True)
class Text:
    """Plain text; white space is one space at most."""

    text: str


@dataclass(slots=True)
class Code:
    """Code in a line."""

    text: str


@dataclass(slots=True)
class Span:
    """Inlines with a mark: emphasised, strong, struck out or one of a few HTML elements."""

    mark: Literal["em", "strong", "del", "sub", "sup", "kbd", "mark", "u", "ins"]
    inlines: list[Inline]


@dataclass(slots=True)
class Link:
    """A link; the address is as it will be written."""

    inlines: list[Inline]
    href: str
    title: str = ""


@dataclass(slots=True)
class Image:
    """An image."""

    alt: str
    src: str


@dataclass(slots=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(slots=True)
class Maths:
    """A formula in TeX."""

    tex: str
    display: bool = False


@dataclass(slots=True)
class Note:
    """A reference to a footnote."""

    label: str


Inline: TypeAlias = Text | Code | Span | Link | Image | Break | Maths | Note


@dataclass(slots=True)
class Heading:
    """A heading; ``id`` is the anchor it had in the page."""

    level: int
    inlines: list[Inline]
    id: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph."""

    inlines: list[Inline]


@dataclass(slots=True)
class CodeBlock:
    """Code of any number of lines, without a newline at its end."""

    text: str
    language: str = ""


@dataclass(slots=True)
class Signature:
    """The declaration of something documented, on one line."""

    text: str


@dataclass(slots=True)
class MathsBlock:
    """A formula that stands alone, in TeX."""

    tex: str


@dataclass(slots=True)
class Quote:
    """A quotation."""

    blocks: list[Block]


@dataclass(slots=True)
class Item:
    """An item of a list; ``checked`` is None unless it is a task."""

    blocks: list[Block]
    checked: bool | None = None


@dataclass(slots=True)
class Listing:
    """A list; ``start`` is the first number, None for bullets."""

    items: list[Item]
    start: int | None = None


@dataclass(slots=True)
class Definition:
    """Terms and what is said of them."""

    terms: list[list[Inline]]
    blocks: list[Block]


@dataclass(slots=True)
class Definitions:
    """A list of definitions."""

    entries: list[Definition]


@dataclass(slots=True)
class Table:
    """A table of rows of equal length; the first ``headers`` rows are headers (0 or 1)."""

    rows: list[list[list[Block]]]
    headers: int
    aligns: list[str] = field(default_factory=list)
    caption: list[Inline] = field(default_factory=list)


@dataclass(slots=True)
class Callout:
    """A note, a warning and so on: its kind, its title as shown, its content."""

    kind: str
    title: list[Inline]
    blocks: list[Block]


@dataclass(slots=True)
class Tabs:
    """Alternatives of which a reader sees one at a time: labels and contents."""

    panels: list[tuple[str, list[Block]]]


@dataclass(slots=True)
class Details:
    """What a reader may open: the line that is always seen, and the rest."""

    summary: list[Inline]
    blocks: list[Block]


@dataclass(slots=True)
class Footnote:
    """The text of a footnote."""

    label: str
    blocks: list[Block]


@dataclass(slots=True)
class Rule:
    """A line across the page."""


Block: TypeAlias = (
    Heading
    | Paragraph
    | CodeBlock
    | Signature
    | MathsBlock
    | Quote
    | Listing
    | Definitions
    | Table
    | Callout
    | Tabs
    | Details
    | Footnote
    | Rule
)
