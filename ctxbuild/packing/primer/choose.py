"""Chooses the entries of a priming bundle: what covers most per token, and a share for each block.

An entry's gain is the worth of the terms that nothing chosen before covers; a quotation
gains again what no quotation before covers, since only that is grounded in a paper. A
block that has had less than its share of what is spent comes first, so that a bundle is
never vocabulary alone; the rest goes to whatever gains most per token. The order in
which entries are taken does not depend on the budget.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ctxbuild.model.primers import Block, Entry

GROUNDED = 2.0
"""Worth of covering a term in a quotation, besides that of covering it at all."""
SHARES: Mapping[Block, float] = {
    "glossary": 0.03,
    "acronyms": 0.01,
    "named": 0.005,
    "bridges": 0.02,
    "questions": 0.015,
}
"""Least parts of what is spent on entries; a block runs out where it has no more to say."""
RAGGED = 1.0
"""Tokens that a grade of an end counts as when passages are compared: they read worse."""
OPENING = 8
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

    @property
    def price(self) -> float:
        """Return what it counts as when options are compared: tokens, and how badly it reads."""
        return self.cost + RAGGED * self.entry.ragged


_Offer = tuple[Option, ...]
"""Options that are taken together: one entry, or passages of one paper."""


@dataclass(slots=True)
class _State:
    worth: Mapping[str, float]
    id_costs: Mapping[str, int] = field(default_factory=dict)
    """What a line of quotations of each paper costs besides them."""
    covered: set[str] = field(default_factory=set)
    grounded: set[str] = field(default_factory=set)
    said: set[tuple[str, str]] = field(default_factory=set)
    """Sentences of which a passage is taken, as paper and text or number."""
    papers: set[str] = field(default_factory=set)

    def density(self, offer: _Offer) -> float:
        """Return what options gain per token when they are taken together."""
        covered, grounded = set[str](), set[str]()
        for option in offer:
            covered |= option.terms
            grounded |= option.grounded
        new = sum(map(self.worth.__getitem__, covered - self.covered))
        new += GROUNDED * sum(map(self.worth.__getitem__, grounded - self.grounded))
        return (new + _LEAST) / self._cost_of(offer)

    def gain(self, option: Option, covered: set[str], grounded: set[str]) -> float:
        """Return the worth of what an option adds to some terms."""
        new = sum(map(self.worth.__getitem__, option.terms - covered))
        return new + GROUNDED * sum(map(self.worth.__getitem__, option.grounded - grounded))

    def _cost_of(self, offer: _Offer) -> float:
        first, *beside = offer
        ragged = RAGGED * first.entry.ragged
        return self.cost(first) + ragged + sum(map(self.price_beside, beside))

    def price_beside(self, option: Option) -> float:
        """Return what a passage counts as where its paper's id is paid."""
        id_cost = self.id_costs[option.entry.said[0].paper]
        return max(option.cost - id_cost, 1) + RAGGED * option.entry.ragged

    def cost(self, option: Option) -> int:
        """Return tokens; further passages of a paper stand beside its first, without its id."""
        paper = option.entry.said[0].paper if option.entry.said else ""
        if option.entry.block == "quotations" and paper in self.papers:
            return max(option.cost - self.id_costs[paper], 1)
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


def order(
    options: Sequence[Option], worth: Mapping[str, float], id_costs: Mapping[str, int]
) -> Iterator[Option]:
    """Yield options, vocabulary left out, in the order in which they are worth their place.

    The passages of a paper are weighed together, since its id is paid once: a paper is as
    good as the best few of them, and these are yielded one after the other. Bridges keep their
    order: what makes one good is not what it covers.
    """
    state = _State(worth, id_costs)
    of_paper: dict[str, list[Option]] = defaultdict(list)
    offers: list[_Offer] = []
    linked = deque((each,) for each in options if each.entry.block == "bridges")
    for option in options:
        if option.entry.block == "quotations":
            of_paper[option.entry.said[0].paper].append(option)
        elif option.entry.block not in ("vocabulary", "bridges"):
            offers.append((option,))
    if linked:
        offers.append(linked.popleft())
    offers += [_best_of(found, state) for found in of_paper.values()]
    heaps = _heaps(offers, state)
    spent: dict[Block, int] = defaultdict(int)
    while (found := _next(heaps, spent, state, of_paper)) is not None:
        for option in found:
            spent[option.entry.block] += state.cost(option)
            state.take(option)
            yield option
        block = found[0].entry.block
        again: _Offer = ()
        if block == "quotations":
            again = _best_of(of_paper[found[0].entry.said[0].paper], state)
        elif block == "bridges" and linked:
            again = linked.popleft()
        if again:
            number = len(options) + len(state.said) + len(linked)
            heapq.heappush(heaps[block], (-state.density(again), number, again))


def _best_of(options: Sequence[Option], state: _State) -> _Offer:
    """Return the passages of one paper that together gain most per token."""
    free = [each for each in options if not state.is_taken(each)]
    covered, grounded = set(state.covered), set(state.grounded)
    taken: list[Option] = []
    gained, most = 0.0, 0.0
    paper = options[0].entry.said[0].paper if options else ""
    cost: float = 0 if not paper or paper in state.papers else state.id_costs[paper]
    while free:
        rated = [
            (state.gain(each, covered, grounded) / state.price_beside(each), -number)
            for number, each in enumerate(free)
        ]
        rate, place = max(rated)
        option = free[-place]
        gained += rate * state.price_beside(option)
        cost += state.price_beside(option)
        if gained / cost <= most:
            break
        most = gained / cost
        taken.append(option)
        covered |= option.terms
        grounded |= option.grounded
        free = [each for each in free if each.entry.label != option.entry.label]
    return tuple(taken)


def vocabulary(
    options: Sequence[Option], chosen: Sequence[Option], worth: Mapping[str, float]
) -> Iterator[Option]:
    """Yield the vocabulary that adds most per token to what is chosen, the field's best first.

    The first few are given whether or not they are quoted: a field is opened by them.
    """
    state = _State(worth)
    for option in chosen:
        state.take(option)
    listed = [each for each in options if each.entry.block == "vocabulary"]
    for option in listed[:OPENING]:
        state.take(option)
        yield option
    heaps = _heaps([(each,) for each in listed[OPENING:]], state)
    while (found := _next(heaps, {}, state, {})) is not None:
        if state.covered.issuperset(found[0].terms):
            return
        state.take(found[0])
        yield found[0]


_Heaps = dict[Block, list[tuple[float, int, _Offer]]]


def _heaps(offers: Sequence[_Offer], state: _State) -> _Heaps:
    heaps: _Heaps = defaultdict(list)
    for number, offer in enumerate(offers):
        if offer:
            heaps[offer[0].entry.block].append((-state.density(offer), number, offer))
    for heap in heaps.values():
        heapq.heapify(heap)
    return heaps


def _next(
    heaps: _Heaps,
    spent: Mapping[Block, int],
    state: _State,
    of_paper: Mapping[str, Sequence[Option]],
) -> _Offer | None:
    """Return the best offer of the block that is furthest below its share, else of all."""
    for heap in heaps.values():
        _settle(heap, state, of_paper)
    live = [block for block in heaps if heaps[block]]
    if not live:
        return None
    total = sum(spent.values())
    lack = {block: SHARES.get(block, 0.0) * total - spent.get(block, 0) for block in live}
    block = max(live, key=lambda each: (lack[each], each))
    if lack[block] <= 0:
        block = min(live, key=lambda each: (heaps[each][0][0], each))
    return heapq.heappop(heaps[block])[2]


def _settle(
    heap: list[tuple[float, int, _Offer]],
    state: _State,
    of_paper: Mapping[str, Sequence[Option]],
) -> None:
    """Bring the truly best offer to the top: gains only fall while others are taken."""
    while heap:
        density, number, offer = heap[0]
        if offer[0].entry.block == "quotations":
            offer = _best_of(of_paper[offer[0].entry.said[0].paper], state)
        elif state.is_taken(offer[0]):
            offer = ()
        if not offer:
            heapq.heappop(heap)
            continue
        now = -state.density(offer)
        if now <= density + 1e-12:
            heap[0] = (density, number, offer)
            return
        heapq.heapreplace(heap, (now, number, offer))
