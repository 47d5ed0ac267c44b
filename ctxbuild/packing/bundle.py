"""The planner of bundles: corpus and ranking in, the detail of every document out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ctxbuild.model import (
    WHOLE_DOCUMENT,
    Corpus,
    CtxbuildError,
    Detail,
    Directory,
    Item,
    Order,
    Plan,
    Ranking,
    Signal,
)
from ctxbuild.packing.candidates import Pieces, Relevance, Request, candidates, pieces_of
from ctxbuild.packing.choose import choose
from ctxbuild.packing.item import DocumentItem
from ctxbuild.packing.layout import facts_of, first_block, map_lines
from ctxbuild.packing.order import reading_order
from ctxbuild.packing.whole import whole_items
from ctxbuild.tokens import counter

_SELECTION_ORDER: Order = "dependency"

__all__ = ["Relevance", "Request", "plan_bundle", "settled"]


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
    pieces = pieces_of(corpus, file_tokens, request)
    whole = _everything(corpus, file_tokens, request, pieces)
    if whole is not None and request.order not in (None, "nav"):
        ranking = None if request.order == "path" else relevance(corpus)[0]
        reordered = settled(_reordered(whole, request.order, ranking), request)
        whole = reordered if _fits(reordered, request) else None
    if whole is not None:
        return whole
    smallest = _smallest(corpus, file_tokens, request, pieces)
    if not _fits(smallest, request):
        # All of a tiny source may take less than a map that counts it.
        within = replace(request, budget=smallest.tokens)
        least = _everything(corpus, file_tokens, within, pieces) or smallest
        raise CtxbuildError(
            f"a budget of {request.budget} tokens is too small: the smallest honest bundle "
            f"takes {least.tokens} ({request.encoding.name})"
        )
    chosen = _selection(corpus, file_tokens, request, pieces, relevance)
    return smallest if chosen is None else settled(chosen, request)


def _everything(
    corpus: Corpus, file_tokens: Sequence[int], request: Request, pieces: Pieces
) -> Plan | None:
    """Plan every document at the most detail that the rules allow, if that fits."""
    lines = zip(pieces.directories, pieces.line_costs, strict=True)
    listed = [(each, cost) for each, cost in lines if each.documents or not each.path]
    map_tokens = sum(cost for _, cost in listed) + sum(pieces.name_costs)
    room = None if request.room is None else request.room - map_tokens
    counting = counter(request.encoding.base)
    items = whole_items(corpus.documents, file_tokens, request.layout, counting, room)
    if items is None:
        return None
    directories = [each for each, _ in listed]
    plan = settled(_plan(corpus, file_tokens, request, items, directories, 0), request)
    return replace(plan, value=float(plan.tokens)) if _fits(plan, request) else None


def _fits(plan: Plan, request: Request) -> bool:
    return request.budget is None or plan.tokens <= request.budget


def _smallest(corpus: Corpus, file_tokens: Sequence[int], request: Request, pieces: Pieces) -> Plan:
    """Plan the least that is honest: the root's line, and every file counted in it."""
    items = [
        Item(index, Detail.OMITTED, (), 0, document.reduced or "budget")
        for index, document in enumerate(corpus.documents)
    ]
    return settled(_plan(corpus, file_tokens, request, items, pieces.directories[:1], 0), request)


def _plan(
    corpus: Corpus,
    file_tokens: Sequence[int],
    request: Request,
    items: Sequence[Item],
    listed: Sequence[Directory],
    tokens: int,
    order: tuple[int, ...] = (),
) -> Plan:
    return Plan(
        corpus,
        request.encoding.name,
        request.layout.name,
        request.budget,
        tuple(items),
        tuple(listed),
        order or reading_order(corpus.documents),
        tuple(file_tokens),
        tokens=tokens,
    )


def _selection(
    corpus: Corpus,
    file_tokens: Sequence[int],
    request: Request,
    pieces: Pieces,
    relevance: Relevance,
) -> Plan | None:
    """Choose what to show; ``None`` where not even the root's line is sure to fit."""
    assert request.room is not None
    smallest = pieces.smallest
    if smallest > request.room:
        return None
    found = candidates(corpus, file_tokens, request, pieces, relevance)
    chosen = choose(found.steps, found.growing, request.room - smallest, found.close)
    items = [
        _item(index, found.documents[index], found.ranking) for index in range(len(found.documents))
    ]
    listed = [
        directory
        for directory, item in zip(pieces.directories, found.directories, strict=True)
        if item.listed
    ]
    order = reading_order(corpus.documents, request.order or _SELECTION_ORDER, found.ranking)
    plan = _plan(corpus, file_tokens, request, items, listed, smallest + chosen.tokens, order)
    return replace(plan, outlines=found.outlines, value=chosen.value)


def _reordered(plan: Plan, order: Order, ranking: Ranking | None) -> Plan:
    return replace(plan, order=reading_order(plan.corpus.documents, order, ranking))


def settled(plan: Plan, request: Request) -> Plan:
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


def _item(index: int, growing: DocumentItem, ranking: Ranking) -> Item:
    document = growing.document
    signals: tuple[Signal, ...] = ()
    if ranking.why is not None:
        signals = ranking.why(index, WHOLE_DOCUMENT)
    words = ", ".join(str(signal) for signal in signals)
    reason = document.reduced or f"{document.role}: {words or 'no signal'}"
    return Item(
        index,
        growing.detail,
        growing.shown,
        growing.block_tokens,
        reason,
        growing.named,
        signals,
    )
