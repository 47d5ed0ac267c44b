"""How much each page of a site matters to somebody who is new to it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.page_kinds import PageKind

# The best of a few values each on 15 lists written by hand, and all flat around there, as
# they were on 52: ``benchmarks/llms_choice.py``. The weights of kinds are chosen on the 52.
_DEPTH_COST = 0.5
_LATE_COST = 0.25
_LATER_COST = 0.05
_LINK_WORTH = 0.4
_OPENING_WORTH = 0.5
_SIZE_POWER = 0.1
_SHORT, _LONG = 200, 20_000
_STUB_LETTERS = 300
_STUB_WORTH = 0.6


@dataclass(frozen=True, slots=True)
class PageTraits:
    """What is known of a page: its kind, how deep in the navigation it is, and where."""

    kind: PageKind
    depth: int
    place: int
    """In reading order, from 0."""
    size: int
    """Bytes of its Markdown."""
    links: tuple[int, ...]
    """The pages that it leads to."""
    section: Hashable = ()
    """What is equal for the pages of a section."""
    opens: bool = False
    """Whether it is the first page of a section or a directory, and stands for it."""


def page_importance(pages: Sequence[PageTraits]) -> list[float]:
    """Return the importance of each page.

    The kind's weight, less for each level below the first, less towards the end of the
    reading order and of its section, so that each section has a few; more with the pages that
    lead to it and with its length, more if it opens a section, and less for a stub.
    """
    links_in = Counter(target for page in pages for target in set(page.links))
    total = max(len(pages), 1)
    before: Counter[Hashable] = Counter()
    worths = []
    for number, page in enumerate(pages):
        place = page.place / total
        worth = page.kind.weight / (1 + _DEPTH_COST * page.depth) * (1 - _LATE_COST * place)
        worth /= 1 + _LATER_COST * before[page.section]
        worth *= 1 + _LINK_WORTH * math.log1p(links_in[number])
        worth *= (min(max(page.size, _SHORT), _LONG) / _LONG) ** _SIZE_POWER
        worth *= 1 + _OPENING_WORTH * page.opens
        worths.append(worth * (_STUB_WORTH if page.size < _STUB_LETTERS else 1))
        before[page.section] += 1
    return worths
