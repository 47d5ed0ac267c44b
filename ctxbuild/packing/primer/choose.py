"""Chooses the entries of a priming bundle: what covers most per token, and a share for each block.

An entry's gain is the worth of the terms that nothing chosen before covers; a quotation
gains again what no quotation before covers, since only that is grounded in a paper. A
block that has had less than its share of what is spent comes first, so that a bundle is
never vocabulary alone; the rest goes to whatever gains most per token. The order in
which entries are taken does not depend on the budget.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ctxbuild.model.primers import Block, Entry

GROUNDED = 2.0
"""Worth of covering a term in a quotation, besides that of covering it at all."""
SHARES: Mapping[Block, float] = {
    "glossary": 0.07,
    "acronyms": 0.03,
    "named": 0.02,
    "bridges": 0.04,
    "questions": 0.03,
}
"""Least parts of what is spent on entries; a block runs out where it has no more to say."""
OPENING = 12
"""Terms that open the vocabulary, quoted or not."""
LISTED = 0.25
"""Part of the budget that is kept for vocabulary."""
_LEAST = 1e-4
"""Gain of an entry that covers nothing new: it may still be taken for its block's share."""


@dataclass(frozen=True, slots=True)
class Option:
    """An entry, what it costs, and the terms that it covers at all and in quotations."""

    entry: Entry
    cost: int
    terms: frozenset[str]
    grounded: frozenset[str] = frozenset()


@dataclass(slots=True)
class _State:
    worth: Mapping[str, float]
    id_cost: int
    covered: set[str] = field(default_factory=set)
    grounded: set[str] = field(default_factory=set)
    said: set[tuple[str, str]] = field(default_factory=set)
    """Sentences of which a passage is taken, as paper and text or number."""
    papers: set[str] = field(default_factory=set)

    def density(self, option: Option) -> float:
        new = sum(self.worth[term] for term in option.terms - self.covered)
        new += GROUNDED * sum(self.worth[term] for term in option.grounded - self.grounded)
        return (new + _LEAST) / self.cost(option)

    def cost(self, option: Option) -> int:
        """Return tokens; further passages of a paper stand beside its first, without its id."""
        if option.entry.block == "quotations" and option.entry.said[0].paper in self.papers:
            return max(option.cost - self.id_cost, 1)
        return option.cost

    def is_taken(self, option: Option) -> bool:
        return not self.said.isdisjoint(_sentences(option.entry))

    def take(self, option: Option) -> None:
        self.covered |= option.terms
        self.grounded |= option.grounded
        self.said.update(_sentences(option.entry))
        if option.entry.block == "quotations":
            self.papers.add(option.entry.said[0].paper)


def _sentences(entry: Entry) -> list[tuple[str, str]]:
    """Return what must not be said twice."""
    if entry.block == "quotations":
        return [(entry.said[0].paper, entry.label)]
    if entry.block == "vocabulary":
        return []
    if entry.block in ("glossary", "questions"):
        return [(each.paper, each.text) for each in entry.said] + [
            (entry.block, entry.head)
        ] * bool(entry.head)
    return [(entry.block, entry.head)] if entry.block != "bridges" else []


def order(options: Sequence[Option], worth: Mapping[str, float], id_cost: int) -> Iterator[Option]:
    """Yield options, vocabulary left out, in the order in which they are worth their place."""
    state = _State(worth, id_cost)
    heaps = _heaps([each for each in options if each.entry.block != "vocabulary"], state)
    of_paper: dict[str, list[tuple[int, Option]]] = defaultdict(list)
    for number, option in enumerate(options):
        if option.entry.block == "quotations":
            of_paper[option.entry.said[0].paper].append((number, option))
    spent: dict[Block, int] = defaultdict(int)
    while (found := _next(heaps, spent, state)) is not None:
        spent[found.entry.block] += state.cost(found)
        beside = _beside(found, state, of_paper)
        state.take(found)
        for number, option in beside:
            if not state.is_taken(option):
                again = (-state.density(option), len(options) + number, option)
                heapq.heappush(heaps["quotations"], again)
        yield found


def vocabulary(
    options: Sequence[Option], chosen: Sequence[Option], worth: Mapping[str, float]
) -> Iterator[Option]:
    """Yield the vocabulary that adds most per token to what is chosen, the field's best first.

    The first few are given whether or not they are quoted: a field is opened by them.
    """
    state = _State(worth, 0)
    for option in chosen:
        state.take(option)
    listed = [each for each in options if each.entry.block == "vocabulary"]
    for option in listed[:OPENING]:
        state.take(option)
        yield option
    heaps = _heaps(listed[OPENING:], state)
    while (found := _next(heaps, {}, state)) is not None:
        if state.covered.issuperset(found.terms):
            return
        state.take(found)
        yield found


def _beside(
    found: Option, state: _State, of_paper: Mapping[str, list[tuple[int, Option]]]
) -> list[tuple[int, Option]]:
    """Return the passages that become cheaper when the first of their paper is quoted."""
    if found.entry.block != "quotations" or found.entry.said[0].paper in state.papers:
        return []
    return of_paper[found.entry.said[0].paper]


def _heaps(
    options: Sequence[Option], state: _State
) -> dict[Block, list[tuple[float, int, Option]]]:
    heaps: dict[Block, list[tuple[float, int, Option]]] = defaultdict(list)
    for number, option in enumerate(options):
        heaps[option.entry.block].append((-state.density(option), number, option))
    for heap in heaps.values():
        heapq.heapify(heap)
    return heaps


def _next(
    heaps: dict[Block, list[tuple[float, int, Option]]], spent: Mapping[Block, int], state: _State
) -> Option | None:
    """Return the best option of the block that is furthest below its share, else of all."""
    for heap in heaps.values():
        _settle(heap, state)
    live = [block for block in heaps if heaps[block]]
    if not live:
        return None
    total = sum(spent.values())
    lack = {block: SHARES.get(block, 0.0) * total - spent.get(block, 0) for block in live}
    block = max(live, key=lambda each: (lack[each], each))
    if lack[block] <= 0:
        block = min(live, key=lambda each: (heaps[each][0][0], each))
    return heapq.heappop(heaps[block])[2]


def _settle(heap: list[tuple[float, int, Option]], state: _State) -> None:
    """Bring the truly best option to the top: gains only fall while others are taken."""
    while heap:
        density, number, option = heap[0]
        if state.is_taken(option):
            heapq.heappop(heap)
            continue
        now = -state.density(option)
        if now <= density + 1e-12:
            return
        heapq.heapreplace(heap, (now, number, option))
