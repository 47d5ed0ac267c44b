"""The planner of split bundles: one selection, cut into parts that each keep the budget.

Selection and cut depend on each other: what openings and maps of the parts
cost is only known when it is known which documents they hold. So the
selection starts with the budgets of all parts together, and what the parts
then have too little or too much is taken from it or added, a few times.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ctxbuild.model import (
    Corpus,
    CtxbuildError,
    Detail,
    Directory,
    Item,
    Lines,
    Outline,
    Part,
    Plan,
    Ranking,
)
from ctxbuild.packing.bundle import plan_bundle, settled
from ctxbuild.packing.candidates import Relevance, Request
from ctxbuild.packing.layout import Facts
from ctxbuild.packing.map import directories, parent_of
from ctxbuild.packing.part_map import PartMap, Places, Reach, places_of
from ctxbuild.packing.shares import Rooms, Share, shares_of
from ctxbuild.tokens import counter

MOST_PARTS = 999

# A last part this full needs no better selection.
_FULL_ENOUGH = 0.97
# Selections that are tried to fill the last part, and to come to the number asked for.
_FILLING_ROUNDS = 4
_MOST_ROUNDS = 12
# What is held back when a selection is changed, as a share of a part's budget.
_CAUTION = 0.004
# The maps name parts whose numbers are only known in the end; so often they may surprise.
_SETTLING_ROUNDS = 8
# Hexadecimal digits as letters: no number that could be taken for another.
_KEY_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjkmnpqrtwx")

Select = Callable[[int | None], "Split"]


@dataclass(frozen=True, slots=True)
class _Common:
    """What the parts of a split have in common."""

    selection: Plan
    """With the directories of which only other parts' maps may speak."""
    listed: frozenset[str]
    """The directories that the selection lists."""
    budget: int
    key: str
    views: bool
    places: Places
    reach: Reach
    elsewhere: tuple[Item, ...]
    """For each document the item that parts have which do not hold it."""


@dataclass(frozen=True, slots=True)
class Split:
    """A selection and its parts; ``tokens`` are those of each part as written."""

    selection: Plan
    everything: bool
    """Whether every document is shown as far as the rules allow."""
    tokens: tuple[int, ...]
    _common: _Common
    _shares: tuple[Share, ...]

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self._shares)

    @property
    def whole(self) -> Plan:
        """Return the selection with the figures of all parts together."""
        budget = self._common.budget * len(self)
        return replace(self.selection, budget=budget, tokens=sum(self.tokens))

    def part(self, number: int) -> Plan:
        """Return the plan of a part, counted from 1."""
        plan = _part_plan(self._common, self._shares, number)
        return replace(plan, tokens=self.tokens[number - 1])

    def parts(self) -> Iterator[Plan]:
        """Yield the plans of all parts; they are made one by one, for there may be many."""
        return (self.part(number) for number in range(1, len(self) + 1))

    def beyond(self, count: int) -> int:
        """Return the tokens of the base encoding that stand in parts after ``count``."""
        return sum(share.used for share in self._shares[count:])


def plan_split(
    corpus: Corpus,
    file_tokens: Sequence[int],
    request: Request,
    count: int | None,
    relevance: Relevance,
) -> Split:
    """Decide what the parts of a split bundle show.

    Args:
        corpus: what was read.
        file_tokens: of each document's whole text.
        request: what each part must be; its budget is that of one part.
        count: how many parts at most; ``None`` for as many as everything takes,
            up to :data:`MOST_PARTS`.
        relevance: asked, once, when not everything fits.

    Raises:
        CtxbuildError: the budget is too small for a part.

    """
    remembered: list[tuple[Ranking, Mapping[int, Outline]]] = []

    def once(asked: Corpus) -> tuple[Ranking, Mapping[int, Outline]]:
        if not remembered:
            remembered.append(relevance(asked))
        return remembered[0]

    def select(budget: int | None) -> Split:
        wanted = replace(request, budget=budget)
        return _divided(plan_bundle(corpus, file_tokens, wanted, once), request)

    smallest = _smallest(corpus, file_tokens, request)
    if count is None:
        split = select(None)
        if len(split) <= MOST_PARTS:
            return split
    return _fitted(select, request, count or MOST_PARTS, smallest)


def _fitted(select: Select, request: Request, count: int, smallest: int) -> Split:
    """Return the split of the largest selection found that takes at most ``count`` parts."""
    budget, low, high = count * _asked(request), smallest, 1 << 60
    caution = round(_asked(request) * _CAUTION) + 1
    best: Split | None = None
    for tried in range(_MOST_ROUNDS):
        split = select(budget)
        if len(split) > count:
            high = budget
            taken = request.scaled(split.beyond(count))
            budget = min(budget, split.selection.tokens) - taken - caution
        else:
            best = split if best is None or sum(split.tokens) > sum(best.tokens) else best
            low = budget
            spare = (count - len(split) + 1) * _asked(request) - split.tokens[-1]
            if split.everything or spare <= _asked(request) * (1 - _FULL_ENOUGH):
                break
            budget += spare - caution
        if not low < budget < high:
            budget = (low + min(high, count * _asked(request))) // 2
        enough = best is not None and len(best) == count and tried >= _FILLING_ROUNDS
        if enough or high - low <= caution:
            break
    return best or _lowest(select, smallest, request, count)


def _lowest(select: Select, smallest: int, request: Request, count: int) -> Split:
    """Return the split of the smallest selection, if that takes at most ``count`` parts."""
    split = select(smallest)
    if len(split) <= count:
        return split
    raise CtxbuildError(
        f"a budget of {_asked(request)} tokens is too small for {count} parts: "
        f"the smallest selection takes {len(split)}"
    )


def _asked(request: Request) -> int:
    assert request.budget is not None, "a split needs the budget of a part"
    return request.budget


def _smallest(corpus: Corpus, file_tokens: Sequence[int], request: Request) -> int:
    """Return the tokens of a part that holds no more than the root's line.

    Raises:
        CtxbuildError: the budget is below that.
    """
    root = request.layout.directory_line("", len(corpus.documents), sum(file_tokens), ((1, 999),))
    fixed = _fixed_tokens(corpus, request, "b" * 8, views=True)
    needed = request.scaled(fixed + request.count(root))
    if needed > _asked(request):
        raise CtxbuildError(
            f"a budget of {request.budget} tokens is too small for a part: what every part says "
            f"takes {needed} ({request.encoding.name})"
        )
    return needed


def _fixed_tokens(corpus: Corpus, request: Request, key: str, *, views: bool) -> int:
    """Return what opening, middle and closing of a part cost at most."""
    layout, most = request.layout, len(corpus.documents)
    part = Part(MOST_PARTS, MOST_PARTS, key, {}, {}, {}, names=False, views=views)
    stated = [most if views or level in {Detail.FULL, Detail.NAME} else 0 for level in Detail]
    facts = Facts(
        request.encoding.name,
        request.encoding.exact,
        request.budget,
        _asked(request),
        tuple(stated),
        part,
    )
    texts = (layout.opening(corpus, facts), layout.middle(), layout.closing())
    return sum(request.count(text) for text in texts) + layout.slack


def _divided(selection: Plan, request: Request) -> Split:
    """Cut a selection into as many parts as it takes.

    What the maps say of other parts is guessed first, then taken from the last
    cut. A part that came out too large makes all of them a little smaller.
    """
    key, views = _key(selection, request), any(_is_view(item) for item in selection.items)
    listed = frozenset(directory.path for directory in selection.directories)
    indexed = replace(selection, directories=tuple(_indexed(selection, listed)))
    fixed = _fixed_tokens(selection.corpus, request, key, views=views)
    count_batch = counter(request.encoding.base).count_batch
    places, reach, margin = places_of(selection, _guess(selection, request)), None, 0
    for _ in range(_SETTLING_ROUNDS):
        part_map = PartMap(indexed, listed, places, request.layout, count_batch)
        room = math.floor(_asked(request) / request.encoding.factor) - margin
        reach = part_map.reach(room) if reach is None else part_map.set_reach(reach)
        rooms = Rooms(_asked(request), room, fixed + part_map.base, request.count, request.scaled)
        shares = tuple(shares_of(selection, request.layout, part_map, rooms))
        places = places_of(selection, _homes(shares))
        elsewhere = tuple(_elsewhere(selection, places))
        common = _Common(indexed, listed, _asked(request), key, views, places, reach, elsewhere)
        numbers = range(1, len(shares) + 1)
        tokens = [settled(_part_plan(common, shares, n), request).tokens for n in numbers]
        excess = max(tokens) - _asked(request)
        if excess <= 0:
            return Split(selection, _is_everything(selection), tuple(tokens), common, shares)
        margin = max(2 * margin, excess)
    raise CtxbuildError(
        f"a budget of {request.budget} tokens is too small for the parts' maps; give more"
    )


def _indexed(selection: Plan, listed: frozenset[str]) -> Iterator[Directory]:
    """Yield the directories that are listed or hold something that is shown."""
    for directory in directories(selection.corpus.documents, selection.file_tokens):
        shown = any(selection.items[i].detail > Detail.NAME for i in directory.documents)
        if shown or directory.path in listed:
            yield directory


def _guess(selection: Plan, request: Request) -> dict[int, Lines]:
    """Guess in which part each document stands, from what comes before it."""
    room, before, homes = max(_asked(request) / request.encoding.factor, 1.0), 0, {}
    for index in selection.order:
        item = selection.items[index]
        if item.detail > Detail.NAME:
            after = before + item.tokens
            homes[index] = (int(before / room) + 1, int(after / room) + 1)
            before = after
    return homes


def _homes(shares: Sequence[Share]) -> dict[int, Lines]:
    """Return the first and the last part of every document of which something is shown."""
    homes: dict[int, Lines] = {}
    for number, share in enumerate(shares, 1):
        for item in share.items:
            if item.detail > Detail.NAME:
                first, _ = homes.get(item.document, (number, number))
                homes[item.document] = (first, number)
    return homes


def _elsewhere(selection: Plan, places: Places) -> Iterator[Item]:
    for item in selection.items:
        first = places.documents.get(item.document, (0, 0))[0]
        reason = f"in part {first}" if first else item.reason
        yield Item(item.document, Detail.OMITTED, (), 0, reason)


def _part_plan(common: _Common, shares: Sequence[Share], number: int) -> Plan:
    """Return the plan of a part, its tokens not yet settled."""
    share, selection = shares[number - 1], common.selection
    items = list(common.elsewhere)
    for item in share.items:
        items[item.document] = item
    documents = selection.corpus.documents
    homes = {parent_of(documents[item.document].id) for item in share.items} & common.listed
    return replace(
        selection,
        budget=common.budget,
        items=tuple(items),
        order=tuple(item.document for item in share.items),
        directories=tuple(
            directory
            for directory in selection.directories
            if common.reach.holds(directory) or directory.path in homes
        ),
        tokens=common.budget,
        part=Part(
            number,
            len(shares),
            common.key,
            share.stretches,
            common.places.documents,
            common.places.directories,
            common.reach.names,
            common.views,
        ),
    )


def _is_view(item: Item) -> bool:
    return Detail.NAME < item.detail < Detail.FULL


def _is_everything(selection: Plan) -> bool:
    documents = selection.corpus.documents
    return all(
        item.detail == Detail.FULL
        or documents[item.document].content is None
        or documents[item.document].ceiling < Detail.FULL
        for item in selection.items
    )


def _key(selection: Plan, request: Request) -> str:
    """Return eight letters that stand for a selection and how it is cut."""
    digest = hashlib.blake2b(digest_size=4)
    request_facts = (selection.encoding, selection.format, request.budget, selection.order)
    digest.update(repr((request_facts, selection.corpus.sources)).encode("utf-8", "replace"))
    for item in selection.items:
        document = selection.corpus.documents[item.document]
        said = (document.id, document.digest, int(item.detail), item.shown)
        digest.update(repr(said).encode("utf-8", "replace"))
    return digest.hexdigest().translate(_KEY_LETTERS)
