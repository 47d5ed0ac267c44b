"""Who says what is quoted: one person for each letter, then lesser-known ones.

A quotation is what a person would say in their own terms, so people cost a bundle their names only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ctxbuild.model.primers import Block, Entry


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a paper: name, initial of the surname, and how many of the papers are theirs."""

    name: str
    letter: str
    papers: int


def introduced(
    entries: Sequence[Entry], authors: Mapping[str, Sequence[Author]], letters: int, more: int
) -> tuple[Entry, ...]:
    """Return entries with quotations of papers put under the names of people.

    Args:
        entries: what is chosen.
        authors: of each paper, in the order in which they are printed.
        letters: for how many letters at most somebody speaks.
        more: how many others do, authors of one paper.

    """
    quoted = list(
        dict.fromkeys(each.said[0].paper for each in entries if each.block == "quotations")
    )
    speakers = _by_letter(quoted, authors, letters)
    known = {author.name for author in speakers.values()}
    lesser = _others([paper for paper in quoted if paper not in speakers], authors, known, more)
    roles: dict[str, tuple[Block, Author]] = {
        **{paper: ("people", author) for paper, author in speakers.items()},
        **{paper: ("specialists", author) for paper, author in lesser.items()},
    }
    return tuple(_spoken(each, roles) for each in entries)


def _spoken(entry: Entry, roles: Mapping[str, tuple[Block, Author]]) -> Entry:
    if entry.block != "quotations" or entry.said[0].paper not in roles:
        return entry
    block, author = roles[entry.said[0].paper]
    return replace(entry, block=block, head=author.name, words=(author.letter,))


def _by_letter(
    papers: Iterable[str], authors: Mapping[str, Sequence[Author]], most: int
) -> dict[str, Author]:
    """Return one speaker for each letter, each for another paper; rare letters choose first."""
    choices: dict[str, list[tuple[int, int, str, Author]]] = {}
    for paper in papers:
        for place, author in enumerate(authors.get(paper, ())):
            if author.letter != "#":
                row = (-author.papers, place, paper, author)
                choices.setdefault(author.letter, []).append(row)
    found: dict[str, Author] = {}
    for letter in sorted(choices, key=lambda each: (len(choices[each]), each)):
        free = [row for row in choices[letter] if row[2] not in found]
        if free and len(found) < most:
            _, _, paper, author = min(free, key=lambda row: row[:3])
            found[paper] = author
    return found


def _others(
    papers: Iterable[str], authors: Mapping[str, Sequence[Author]], known: set[str], most: int
) -> dict[str, Author]:
    """Return the first author with a single paper of each, as they are quoted."""
    found: dict[str, Author] = {}
    for paper in papers:
        single = (each for each in authors.get(paper, ()) if each.papers == 1)
        author = next((each for each in single if each.name not in known), None)
        if author is not None and len(found) < most:
            found[paper] = author
    return found
