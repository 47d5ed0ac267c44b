"""How a page is converted, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """How to convert.

    ``links`` are written in full or as seen from the page; addresses that begin as the first
    of ``moved`` are written with the second instead; ``tables`` are in GitHub's Markdown or
    HTML; ``generators`` is whether the table of known generators is used; ``images``
    whether images are written, or their alternative text alone.
    """

    links: Literal["absolute", "relative"] = "absolute"
    moved: tuple[str, str] = ("", "")
    tables: Literal["gfm", "html"] = "gfm"
    generators: bool = True
    images: bool = True
    without: frozenset[str] = frozenset()
    """Names of rows of the table that are not used; for measuring."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link in the content: its text, and the address as written in the Markdown."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading: its level, its text, and the id it had in the page."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; an empty string is what it does not say."""

    title: str = ""
    description: str = ""
    canonical: str = ""
    language: str = ""
    version: str = ""
    updated: str = ""
    generator: str = ""
    previous: str = ""
    next: str = ""
    breadcrumbs: tuple[str, ...] = ()
    site: str = ""
    """What the whole site is called."""


@dataclass(frozen=True, slots=True)
class Page:
    """A converted page.

    ``dropped`` counts characters that are not in ``markdown``, by reason: ``hidden``,
    ``noise``, ``outside`` (of what was taken for the content).
    """

    markdown: str
    metadata: Metadata
    links: tuple[PageLink, ...] = ()
    headings: tuple[Anchor, ...] = ()
    dropped: dict[str, int] = field(default_factory=dict)
