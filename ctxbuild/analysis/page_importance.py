"""How much each page of a site matters to somebody who is new to it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ctxbuild.analysis.page_kinds import PageKind

_DEPTH_COST = 0.5
"""Best of 0.15, 0.3 and 0.5 on eight lists written by hand: ``benchmarks/llms.py choice``."""
_LATE_COST = 0.35
_LINK_WORTH = 0.12
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


def page_importance(pages: Sequence[PageTraits]) -> list[float]:
    """Return the importance of each page.

    The kind's weight, less for each level below the first, less towards the end of the
    reading order, more with the pages that lead to it, and less for a stub.
    """
    links_in = Counter(target for page in pages for target in set(page.links))
    total = max(len(pages), 1)
    return [
        page.kind.weight
        / (1 + _DEPTH_COST * page.depth)
        * (1 - _LATE_COST * page.place / total)
        * (1 + _LINK_WORTH * math.log1p(links_in[number]))
        * (_STUB_WORTH if page.size < _STUB_LETTERS else 1)
        for number, page in enumerate(pages)
    ]
