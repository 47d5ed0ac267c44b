"""What the llms.txt files of a site list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A line of an llms.txt: a page, or the llms.txt of a directory."""

    title: str
    target: str
    """Path of the page's Markdown or of the other llms.txt, with ``#`` and an anchor if any."""
    description: str
    document: int = -1
    """Index in the corpus; −1 where it is no document."""


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of an llms.txt."""

    title: str
    entries: tuple[PageEntry, ...]


@dataclass(frozen=True, slots=True)
class PageList:
    """One llms.txt: it covers what is below ``directory``, which ends in ``/`` or is empty."""

    directory: str
    title: str
    summary: str
    details: tuple[str, ...]
    """Paragraphs between the summary and the first section."""
    sections: tuple[PageSection, ...]


@dataclass(frozen=True, slots=True)
class PageSet:
    """What a set of llms.txt files lists: the site's first, then those of directories."""

    lists: tuple[PageList, ...]
    left_out: tuple[tuple[int, str], ...]
    """Documents that no list has, with the reason."""
