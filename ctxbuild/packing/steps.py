"""From importance to steps: in what order the parts of a document are worth showing.

The density of a step is its share of the document's importance divided by its
estimated tokens to the power 0.7: the gain from a part grows with its length,
but less than in proportion (fitted on real issues and commits, see
``docs/architecture.md``). A name is worth little and costs little, signatures
are worth half of what bodies are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.languages.views import full_lines, signature_lines
from ctxbuild.model import Detail, Document, Lines, Outline
from ctxbuild.packing.choose import Step

_NAME_WORTH = 0.1
_SIGNATURE_WORTH = 0.5
# A heading without its section is a line of a table of contents.
_HEADING_WORTH = 0.1
# Bodies shorter than this forward to another function, or return a field.
_TELLING_TOKENS = 40.0
_REST_WORTH = 0.3
_COST_POWER = 0.7
# Below this a file is shown whole or not at all: views save too little.
_SMALL_TOKENS = 200
# The first look into a text without an outline, doubled for each further step.
_FIRST_LINES = 20
# Parts whose densities differ by less than this factor are shown in one step:
# many signatures at once, for a file's heading costs as much as two of them.
_SAME_SIGNATURES = 1.5
_SAME_BODIES = 1.25
_LEAST_COST = 8.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A document with what packing must know of it."""

    index: int
    document: Document
    importance: float
    tokens: int
    name_cost: int
    outline: Outline | None = None
    shares: Sequence[float] = ()


def document_steps(weighed: Weighed) -> list[Step]:
    """Return the steps of one document, its name first, densities not yet normalised."""
    blocks = list(_block_steps(weighed)) if weighed.document.ceiling > Detail.NAME else []
    name = _density(weighed.importance * _NAME_WORTH, weighed.name_cost)
    # A block needs its name in the map, so the name is worth what follows it.
    best = max((step.density for step in blocks), default=0.0)
    return [Step(max(name, best), weighed.index, 0), *blocks]


def _block_steps(weighed: Weighed) -> Iterator[Step]:
    document, whole = weighed.document, ((1, weighed.document.lines),)
    if not document.lines or document.content is None:
        return
    outline = weighed.outline
    if document.ceiling == Detail.FULL and weighed.tokens <= _SMALL_TOKENS:
        yield Step(_density(weighed.importance, weighed.tokens), weighed.index, 1, whole)
    elif document.ceiling == Detail.EXCERPT:
        yield from _prefix_steps(weighed, limit=_FIRST_LINES)
    elif outline is not None and outline.symbols:
        yield from _symbol_steps(weighed, outline)
    elif document.ceiling == Detail.FULL:
        yield from _prefix_steps(weighed, limit=document.lines)


def _prefix_steps(weighed: Weighed, limit: int) -> Iterator[Step]:
    """Show the first lines, then twice as many, and so on; each half is worth half."""
    last, order, worth = min(_FIRST_LINES, limit), 1, weighed.importance / 2
    per_line = weighed.tokens / weighed.document.lines
    previous = 0
    while True:
        density = _density(worth, per_line * (last - previous))
        yield Step(density, weighed.index, order, ((1, last),))
        if last >= limit:
            return
        previous, last, order, worth = last, min(last * 2, limit), order + 1, worth / 2


def _symbol_steps(weighed: Weighed, outline: Outline) -> Iterator[Step]:
    """Show signatures, bodies and at last the rest, likely parts first."""
    per_line = weighed.tokens / weighed.document.lines
    # What introduces the file comes with the first signatures, whichever they are.
    introduction = _length(outline.prologue) / len(outline.symbols) if outline.prologue else 0.0
    signatures: list[tuple[float, int]] = []
    bodies: list[tuple[float, int]] = []
    parents = {symbol.parent for symbol in outline.symbols}
    for index, (symbol, share) in enumerate(zip(outline.symbols, weighed.shares, strict=True)):
        worth = weighed.importance * share
        head = per_line * (_length(symbol.head) + introduction)
        telling = _HEADING_WORTH if symbol.kind == "heading" else _SIGNATURE_WORTH
        signature = _density(worth * telling, head)
        signatures.append((signature, index))
        if symbol.fold is not None and index not in parents:
            cost = per_line * _length(symbol.fold)
            body = _density(worth * min(1.0, cost / _TELLING_TOKENS), cost)
            # The body of a definition is no use before its signature.
            bodies.append((body if symbol.kind == "heading" else min(body, signature), index))
    order = 1
    for density, group in _grouped(signatures, _SAME_SIGNATURES):
        yield Step(density, weighed.index, order, tuple(signature_lines(outline, group)))
        order += 1
    if weighed.document.ceiling < Detail.ELIDED:
        return
    for density, group in _grouped(bodies, _SAME_BODIES):
        yield Step(density, weighed.index, order, tuple(full_lines(outline, group)))
        order += 1
    least = min((density for density, _ in (*signatures, *bodies)), default=0.0)
    rest = _density(weighed.importance * _REST_WORTH, weighed.tokens)
    whole = ((1, weighed.document.lines),)
    yield Step(min(least, rest) if bodies else rest, weighed.index, order, whole)


def _grouped(parts: list[tuple[float, int]], factor: float) -> Iterator[tuple[float, list[int]]]:
    """Join parts whose densities are within a factor of the highest of them."""
    group: list[int] = []
    top = 0.0
    for density, index in sorted(parts, key=lambda part: (-part[0], part[1])):
        if group and density * factor < top:
            yield top, group
            group = []
        if not group:
            top = density
        group.append(index)
    if group:
        yield top, group


def _density(worth: float, tokens: float) -> float:
    return worth / float(max(tokens, _LEAST_COST) ** _COST_POWER)


def _length(lines: Lines) -> int:
    return lines[1] - lines[0] + 1
