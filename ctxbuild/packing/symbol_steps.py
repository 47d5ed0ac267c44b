"""The steps of an outline: signatures, documentation, bodies, likely parts first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.languages.views import (
    declaration_lines,
    full_lines,
    introduction_lines,
    merge_lines,
    region_lines,
    signature_lines,
)
from ctxbuild.model import Detail, Lines, Outline, Symbol
from ctxbuild.packing.choose import Step
from ctxbuild.packing.weighed import Weighed, density

# What a signature, the beginning of its documentation, all of it, and a
# heading without its section are worth relative to a body.
_SIGNATURE_WORTH = 0.15
_SUMMARY_WORTH = 0.1
_DOC_WORTH = 0.2
_HEADING_WORTH = 0.1
# What introduces a file, relative to the file.
_INTRODUCTION_WORTH = 0.01
# What is in no definition, likewise.
_REST_WORTH = 0.3
# Short texts gain less from being cheap than long ones: a heading is paid once.
_SHORT_POWER = 0.5
# Documentation longer than this many lines is shown apart from its signature.
_SHORT_DOC = 4
# Bodies shorter than this forward to another function, or return a field.
_TELLING_TOKENS = 40.0
_LEAST_GAIN = 2
# What tells that lines are left out above and below a region.
_PLACEHOLDER_TOKENS = 25.0
# After so many tokens of a file, its further bodies are worth less: to the
# power of what has been shown, in this unit.
_SATED_TOKENS = 3000.0
_SATED_POWER = 0.3


@dataclass(frozen=True, slots=True)
class _Kind:
    """A part of a symbol: how parts of the kind are shown, and which are shown together.

    Parts whose densities differ by less than ``together`` are one step: many
    signatures at once, for a file's heading costs as much as two of them.
    """

    view: Callable[[Outline, Sequence[int]], tuple[Lines, ...]]
    together: float


def symbol_steps(weighed: Weighed, outline: Outline) -> Iterator[Step]:
    """Yield the steps of a document with an outline; at last they show all of it."""
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in _KINDS}
    parents = {symbol.parent for symbol in outline.symbols}
    for index, symbol in enumerate(outline.symbols):
        worth = weighed.importance * weighed.shares[index]
        for name, own in _parts(symbol, worth, weighed.per_line).items():
            if name != "body" or index not in parents:
                found[name].append((own, index))
    found["body"], found["region"] = _with_regions(weighed, outline, found)
    whole = weighed.document.ceiling >= Detail.ELIDED
    steps: list[tuple[float, tuple[Lines, ...]]] = []
    for name, kind in _KINDS.items():
        if whole or name not in ("body", "region"):
            groups = _grouped(found[name], kind.together)
            steps += [(top, kind.view(outline, group)) for top, group in groups]
    steps += _introduction(weighed, outline, max((own for own, _ in steps), default=0.0))
    if whole:
        least = min((own for own, _ in steps), default=1.0)
        rest = density(weighed.importance * _REST_WORTH, weighed.tokens)
        steps.append((min(least, rest), ((1, weighed.document.lines),)))
    for order, (own, lines) in enumerate(steps, start=1):
        yield Step(own, weighed.index, order, lines)


def most_dense_symbol(weighed: Weighed) -> float:
    """Return a bound of the densities of :func:`symbol_steps`, from the best symbol and region."""
    symbol = weighed.importance * max(weighed.shares, default=0.0)
    region = weighed.importance * max(weighed.regions, default=0.0)
    densest = (
        density(symbol * max(_SIGNATURE_WORTH, _HEADING_WORTH, _SUMMARY_WORTH), 0.0, _SHORT_POWER),
        density(symbol * _DOC_WORTH, 0.0),
        density(symbol, _TELLING_TOKENS),
        density(region, _PLACEHOLDER_TOKENS),
        density(weighed.importance * _REST_WORTH, weighed.tokens),
    )
    return max(densest) * _ROUNDED_UP


_ROUNDED_UP = 1.0 + 1e-9
"""Makes up for the order in which factors are multiplied."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """A body or a region, with its density before its file has shown anything."""

    density: float
    index: int
    tokens: float
    region: bool = False

    @property
    def rank(self) -> tuple[float, bool, int]:
        """The better ones come first."""
        return -self.density, self.region, self.index


Parts = list[tuple[float, int]]
"""Densities of parts, with the number of the symbol or region."""


def _with_regions(
    weighed: Weighed, outline: Outline, found: Mapping[str, Parts]
) -> tuple[Parts, Parts]:
    """Return bodies and regions with the densities they have after the better ones of their file.

    A region of a long body comes apart where it is worth more per token than
    the body is.
    """
    bodies = {index: own for own, index in found["body"]}
    # A heading promises less than a signature does: the text under it may be worth more.
    defined = (part for part in found["signature"] if outline.symbols[part[1]].kind != "heading")
    most = {index: own for own, index in defined}
    passages = []
    for index, own in bodies.items():
        fold = outline.symbols[index].fold
        tokens = weighed.per_line * _length(fold) if fold is not None else 0.0
        passages.append(_Passage(own, index, tokens))
    for region, share in enumerate(weighed.regions):
        each = outline.regions[region]
        tokens = weighed.per_line * _length(each.lines)
        cost = tokens + _PLACEHOLDER_TOKENS
        own = min(density(weighed.importance * share, cost), most.get(each.parent, math.inf))
        if share and own > bodies.get(each.parent, 0.0):
            passages.append(_Passage(own, region, tokens, region=True))
    lesser: tuple[Parts, Parts] = ([], [])
    before = 0.0
    for passage in sorted(passages, key=lambda each: each.rank):
        own = passage.density * (1.0 + before / _SATED_TOKENS) ** -_SATED_POWER
        lesser[passage.region].append((own, passage.index))
        before += passage.tokens
    return lesser


def _introduction(
    weighed: Weighed, outline: Outline, most: float
) -> list[tuple[float, tuple[Lines, ...]]]:
    """Return the step that shows what introduces a file; alone it is no use."""
    lines = introduction_lines(outline)
    if not lines:
        return []
    cost = weighed.per_line * _length(lines[0])
    own = density(weighed.importance * _INTRODUCTION_WORTH, cost, _SHORT_POWER)
    return [(min(own, most), lines)]


def _parts(symbol: Symbol, worth: float, per_line: float) -> dict[str, float]:
    """Return the densities of a symbol's parts; none is above its signature's."""
    telling = _HEADING_WORTH if symbol.kind == "heading" else _SIGNATURE_WORTH
    declared = sum(_length(run) for run in symbol.declaration)
    documented = _documented(symbol)
    apart = documented if documented > _SHORT_DOC else 0
    cost = per_line * (declared + documented - apart)
    signature = density(worth * telling, cost, _SHORT_POWER)
    parts = {"signature": signature}
    if apart:
        short = sum(_length(run) for run in symbol.summary)
        if short and documented - short >= _LEAST_GAIN:
            summary = density(worth * _SUMMARY_WORTH, per_line * short, _SHORT_POWER)
            parts["summary"] = min(summary, signature)
        parts["documentation"] = min(density(worth * _DOC_WORTH, per_line * apart), signature)
    if symbol.fold is not None:
        cost = per_line * (_length(symbol.fold) + apart)
        body = density(worth * min(1.0, cost / _TELLING_TOKENS), cost)
        parts["body"] = body if symbol.kind == "heading" else min(body, signature)
    return parts


def _documented(symbol: Symbol) -> int:
    """Return the number of lines that document a symbol, above its signature and below."""
    above = max(symbol.lines[0] - symbol.head[0], 0)
    return above + (_length(symbol.docstring) if symbol.docstring is not None else 0)


def _signature_view(outline: Outline, group: Sequence[int]) -> tuple[Lines, ...]:
    """Return the lines of signatures, with their documentation where that is short."""
    short = [i for i in group if _documented(outline.symbols[i]) <= _SHORT_DOC]
    return merge_lines((*declaration_lines(outline, group), *signature_lines(outline, short)))


def _summary_view(outline: Outline, group: Sequence[int]) -> tuple[Lines, ...]:
    """Return the lines of signatures with the beginning of their docstrings."""
    summaries = (run for index in group for run in outline.symbols[index].summary)
    return merge_lines((*declaration_lines(outline, group), *summaries))


_KINDS = {
    "signature": _Kind(_signature_view, 1.5),
    "summary": _Kind(_summary_view, 1.5),
    "documentation": _Kind(signature_lines, 1.5),
    "region": _Kind(region_lines, 1.25),
    "body": _Kind(full_lines, 1.25),
}


def _grouped(parts: list[tuple[float, int]], factor: float) -> Iterator[tuple[float, list[int]]]:
    """Join parts whose densities are within a factor of the highest of them."""
    group: list[int] = []
    top = 0.0
    for own, index in sorted(parts, key=lambda part: (-part[0], part[1])):
        if group and own * factor < top:
            yield top, group
            group = []
        if not group:
            top = own
        group.append(index)
    if group:
        yield top, group


def _length(lines: Lines) -> int:
    return lines[1] - lines[0] + 1
