"""Pages within a budget: what one page has no room for stands on the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ctxbuild.packing.wiki.blocks import Block, Draft, Items, Section, Table
from ctxbuild.packing.wiki.spans import is_file

Measure = Callable[[Draft], int]
"""Returns the tokens of a page as it would be written."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """The least that can move to another page: a block, or a row of one."""

    section: int
    block: int
    row: int = -1


def fitted(draft: Draft, budget: int, measure: Measure) -> list[Draft]:
    """Return a page, or as many as it takes, each within the budget.

    What is longer than a page by itself is left out and counted on the page. Sections
    about files stand in the order of paths where they take several pages.

    Args:
        draft: the page.
        budget: tokens of each.
        measure: counts the tokens of a page as it would be written.

    """
    if measure(draft) <= budget:
        return [draft]
    draft = replace(draft, sections=_by_path(draft.sections))
    units = list(_units(draft))
    found: list[Draft] = []
    start = 0
    while start < len(units):
        part = replace(draft, part=len(found) + 1, parts=99)
        count = _most(part, units[start:], budget, measure)
        if count:
            found.append(_page(part, units[start : start + count]))
            start += count
        else:
            units.pop(start)
            draft = replace(draft, left_out=draft.left_out + 1)
    return _parted(draft, found)


def _by_path(sections: Sequence[Section]) -> tuple[Section, ...]:
    files = iter(sorted(filter(is_file, sections), key=lambda section: section.sought or ()))
    return tuple(next(files) if is_file(section) else section for section in sections)


def _parted(draft: Draft, found: Sequence[Draft]) -> list[Draft]:
    """Return the parts of a page with their names; the first keeps the page's own."""
    if not found:
        return [replace(draft, sections=())]
    parent = draft.parent or draft.slug
    return [
        replace(
            page,
            slug=draft.slug if page.part == 1 else f"{draft.slug}--{page.part}",
            parent=draft.parent if page.part == 1 else parent,
            parts=len(found),
            left_out=draft.left_out if page.part == 1 else 0,
        )
        for page in found
    ]


def _most(part: Draft, units: Sequence[_Unit], budget: int, measure: Measure) -> int:
    """Return how many units fit on a page, or so many that it is nearly full.

    Rows of a page are of a size, so the tokens of one guess tell the next.
    """
    low, high = 0, len(units)
    guess = min(high, _FIRST_GUESS)
    while low < high:
        tokens = measure(_page(part, units[:guess]))
        if tokens <= budget:
            low = guess
            if tokens >= _NEARLY_FULL * budget:
                break
        else:
            high = guess - 1
        likely = int(guess * _AIM * budget / tokens)
        guess = min(max(likely, low + 1, (low + high) // 4), high)
    return low


_FIRST_GUESS = 64
_NEARLY_FULL = 0.93
_AIM = 0.97
"""Part of the budget that guesses aim at: a little over it costs another guess."""


def _units(draft: Draft) -> Iterator[_Unit]:
    for at, section in enumerate(draft.sections):
        if not section.blocks:
            yield _Unit(at, -1)
        for number, block in enumerate(section.blocks):
            if isinstance(block, Table | Items):
                yield from (_Unit(at, number, row) for row in range(len(block.rows)))
            else:
                yield _Unit(at, number)


def _page(draft: Draft, units: Sequence[_Unit]) -> Draft:
    """Return a page of some units of another, in order."""
    sections = tuple(
        _section(draft.sections[at], list(own)) for at, own in groupby(units, lambda u: u.section)
    )
    return replace(draft, sections=sections)


def _section(section: Section, units: list[_Unit]) -> Section:
    blocks = tuple(
        _block(section.blocks[at], list(own))
        for at, own in groupby(units, lambda u: u.block)
        if at >= 0
    )
    return replace(section, blocks=blocks)


def _block(block: Block, units: list[_Unit]) -> Block:
    if isinstance(block, Table | Items):
        return replace(block, rows=tuple(block.rows[unit.row] for unit in units))
    return block
