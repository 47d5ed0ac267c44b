"""The planner of bundles: corpus and ranking in, the detail of every document out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ctxbuild.model import (
    Corpus,
    CtxbuildError,
    Detail,
    Directory,
    Item,
    Outline,
    Plan,
    Ranking,
)
from ctxbuild.packing.choose import Growing, Step, choose
from ctxbuild.packing.item import DirectoryItem, DocumentItem
from ctxbuild.packing.layout import Facts, Layout, facts_of, first_block, map_lines
from ctxbuild.packing.map import directories, parent_of, reading_order
from ctxbuild.packing.steps import document_steps
from ctxbuild.packing.weighed import Weighed
from ctxbuild.packing.whole import whole_items
from ctxbuild.tokens import Encoding, counter

Relevance = Callable[[Corpus], tuple[Ranking, Mapping[int, Outline]]]
"""Computes ranking and outlines; called only when not everything fits."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a bundle must be: its encoding, its budget in that encoding's tokens, its format."""

    encoding: Encoding
    budget: int | None
    layout: Layout

    @property
    def room(self) -> int | None:
        """The budget in tokens of the base encoding, in which everything is accounted."""
        return None if self.budget is None else math.floor(self.budget / self.encoding.factor)

    def scaled(self, base_tokens: int) -> int:
        """Return base tokens as tokens of the encoding asked for."""
        return math.ceil(base_tokens * self.encoding.factor)

    def count(self, text: str) -> int:
        """Return the tokens of ``text`` in the base encoding."""
        return counter(self.encoding.base).count(text)


@dataclass(slots=True)
class _Pieces:
    """The costs that do not depend on what is chosen."""

    directories: list[Directory]
    line_costs: list[int]
    name_costs: list[int]
    frame: int


def plan_bundle(
    corpus: Corpus, file_tokens: Sequence[int], request: Request, relevance: Relevance
) -> Plan:
    """Decide what a bundle shows of every document.

    Everything is shown as far as the rules allow when that fits the budget;
    only otherwise ``relevance`` is asked and parts are chosen.

    Raises:
        CtxbuildError: the budget is below the smallest honest bundle; the
            message says how many tokens that takes.
    """
    pieces = _pieces(corpus, file_tokens, request)
    whole = _everything(corpus, file_tokens, request, pieces)
    if whole is not None:
        return whole
    smallest = _smallest(corpus, file_tokens, request, pieces)
    if request.budget is not None and smallest.tokens > request.budget:
        raise CtxbuildError(
            f"a budget of {request.budget} tokens is too small: the smallest honest bundle "
            f"takes {smallest.tokens} ({request.encoding.name})"
        )
    chosen = _selection(corpus, file_tokens, request, pieces, relevance)
    return smallest if chosen is None else _settled(chosen, request)


def _pieces(corpus: Corpus, file_tokens: Sequence[int], request: Request) -> _Pieces:
    layout, base = request.layout, counter(request.encoding.base)
    tree = directories(corpus.documents, file_tokens)
    lines = [layout.directory_line(d.path, d.files, d.tokens) for d in tree]
    names = [layout.name_line(d, t) for d, t in zip(corpus.documents, file_tokens, strict=True)]
    return _Pieces(
        tree, base.count_batch(lines), base.count_batch(names), _frame_tokens(corpus, request)
    )


def _frame_tokens(corpus: Corpus, request: Request) -> int:
    """Return what opening, middle and closing of a selection cost at most."""
    layout, most = request.layout, len(corpus.documents)
    largest = request.budget if request.budget is not None else 10**12
    facts = Facts(
        request.encoding.name,
        request.encoding.exact,
        request.budget,
        largest,
        tuple(most for _ in Detail),
    )
    texts = (layout.opening(corpus, facts), layout.middle(), layout.closing())
    return sum(request.count(text) for text in texts) + layout.slack


def _everything(
    corpus: Corpus, file_tokens: Sequence[int], request: Request, pieces: _Pieces
) -> Plan | None:
    """Plan every document at the most detail that the rules allow, if that fits."""
    map_tokens = sum(pieces.line_costs) + sum(pieces.name_costs)
    room = None if request.room is None else request.room - map_tokens
    counting = counter(request.encoding.base)
    items = whole_items(corpus.documents, file_tokens, request.layout, counting, room)
    if items is None:
        return None
    plan = _settled(_plan(corpus, file_tokens, request, items, pieces.directories, 0), request)
    if request.budget is not None and plan.tokens > request.budget:
        return None
    return replace(plan, value=float(plan.tokens))


def _smallest(
    corpus: Corpus, file_tokens: Sequence[int], request: Request, pieces: _Pieces
) -> Plan:
    """Plan the least that is honest: the root's line, and every file counted in it."""
    items = [
        Item(index, Detail.OMITTED, (), 0, document.reduced or "budget")
        for index, document in enumerate(corpus.documents)
    ]
    return _settled(_plan(corpus, file_tokens, request, items, pieces.directories[:1], 0), request)


def _plan(
    corpus: Corpus,
    file_tokens: Sequence[int],
    request: Request,
    items: Sequence[Item],
    listed: Sequence[Directory],
    tokens: int,
) -> Plan:
    return Plan(
        corpus,
        request.encoding.name,
        request.layout.name,
        request.budget,
        tuple(items),
        tuple(listed),
        reading_order(corpus.documents),
        tuple(file_tokens),
        tokens=tokens,
    )


def _selection(
    corpus: Corpus,
    file_tokens: Sequence[int],
    request: Request,
    pieces: _Pieces,
    relevance: Relevance,
) -> Plan | None:
    """Choose what to show; ``None`` where not even the root's line is sure to fit."""
    assert request.room is not None
    growing = _growing(corpus, file_tokens, request, pieces)
    root = growing[_directory_key(0)]
    assert isinstance(root, DirectoryItem)
    smallest = pieces.frame + root.cost(Step(0.0, 0, 0))
    if smallest > request.room:
        return None
    root.listed = True
    ranking, outlines = relevance(corpus)
    for index, outline in outlines.items():
        document_item = growing[index]
        assert isinstance(document_item, DocumentItem)
        document_item.outline = outline
    steps = _steps(corpus, file_tokens, pieces, ranking, outlines)
    chosen = choose(steps, growing, request.room - smallest)
    items = [_item(index, growing[index], ranking) for index in range(len(corpus.documents))]
    listed = [
        directory
        for offset, directory in enumerate(pieces.directories)
        if _is_listed(growing[_directory_key(offset)])
    ]
    plan = _plan(corpus, file_tokens, request, items, listed, smallest + chosen.tokens)
    return replace(plan, outlines=outlines, value=chosen.value)


def _settled(plan: Plan, request: Request) -> Plan:
    """State the exact total, with the figures that the opening really gives.

    The opening states the total that it is a part of: repeat until both agree.
    Numbers of equal length cost the same, so that is at once or one step on.
    """
    layout, base = request.layout, counter(request.encoding.base)
    rest = sum(item.tokens for item in plan.items)
    rest += sum(base.count_batch([*map_lines(plan, layout), layout.middle(), layout.closing()]))
    first = first_block(plan, layout)
    rest += request.count(layout.first_block(first)) - request.count(first)
    total = request.scaled(plan.tokens)
    for _ in range(8):
        opening = layout.opening(plan.corpus, facts_of(replace(plan, tokens=total)))
        found = request.scaled(rest + request.count(opening))
        if found == total:
            break
        total = found
    return replace(plan, tokens=total)


def _is_listed(item: Growing) -> bool:
    return isinstance(item, DirectoryItem) and item.listed


def _growing(
    corpus: Corpus, file_tokens: Sequence[int], request: Request, pieces: _Pieces
) -> dict[int, Growing]:
    """Return documents by their index and directories by their key."""
    by_path: dict[str, DirectoryItem] = {}
    growing: dict[int, Growing] = {}
    more = {n: request.count(request.layout.more_line(n)) for n in (9, 99, 999, 9999, 999999)}
    for offset, directory in enumerate(pieces.directories):
        unnamed = len(directory.documents)
        bound = max(cost for n, cost in more.items() if n == 9 or n <= unnamed * 10)
        item = DirectoryItem(pieces.line_costs[offset], bound, unnamed)
        by_path[directory.path] = growing[_directory_key(offset)] = item
    for index, document in enumerate(corpus.documents):
        growing[index] = DocumentItem(
            document,
            by_path[parent_of(document.id)],
            request.layout,
            request.count,
            file_tokens[index],
            pieces.name_costs[index],
        )
    return growing


def _steps(
    corpus: Corpus,
    file_tokens: Sequence[int],
    pieces: _Pieces,
    ranking: Ranking,
    outlines: Mapping[int, Outline],
) -> list[Step]:
    """Return all steps, with densities scaled so that the highest is 1."""
    steps: list[Step] = []
    name_density: list[float] = []
    for index, document in enumerate(corpus.documents):
        weighed = Weighed(
            index,
            document,
            ranking.documents[index],
            file_tokens[index],
            pieces.name_costs[index],
            outlines.get(index),
            ranking.symbols.get(index, ()),
        )
        own = document_steps(weighed)
        name_density.append(own[0].density)
        steps += own
    for offset, directory in enumerate(pieces.directories[1:], start=1):
        # A directory's line is the condition for its files' names.
        density = max((name_density[index] for index in directory.documents), default=0.0)
        steps.append(Step(density, _directory_key(offset), 0))
    top = max((step.density for step in steps), default=0.0) or 1.0
    return [replace(step, density=step.density / top) for step in steps]


def _directory_key(offset: int) -> int:
    """Return a directory's item number, below all documents: it goes first at equal density."""
    return offset - (1 << 31)


def _item(index: int, growing: Growing, ranking: Ranking) -> Item:
    assert isinstance(growing, DocumentItem)
    document = growing.document
    reason = document.reduced or f"{document.role}, importance {ranking.documents[index]:.2g}"
    return Item(
        index, growing.detail, growing.shown, growing.block_tokens, reason, named=growing.named
    )
