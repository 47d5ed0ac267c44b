"""From importance to steps: in what order the parts of a document are worth showing.

The density of a step is what it is worth divided by its estimated tokens to
a power below one (fitted on real issues and commits, see
``docs/architecture.md``). Signatures, documentation and bodies compete; names
have their own share (:mod:`ctxbuild.packing.map_steps`).
"""

from __future__ import annotations

from collections.abc import Iterator

from ctxbuild.model import Detail
from ctxbuild.packing.choose import Step
from ctxbuild.packing.symbol_steps import most_dense_symbol, symbol_steps
from ctxbuild.packing.weighed import Weighed, density

# Below this a file is shown whole or not at all: views save too little.
_SMALL_TOKENS = 200
# The first look into a text without an outline, doubled for each further step.
_FIRST_LINES = 20


def document_steps(weighed: Weighed) -> Iterator[Step]:
    """Yield the steps of one document but for its name, densities not yet normalised."""
    document, whole = weighed.document, ((1, weighed.document.lines),)
    if not document.lines or document.content is None or document.ceiling <= Detail.NAME:
        return
    outline = weighed.outline
    if document.ceiling == Detail.FULL and weighed.tokens <= _SMALL_TOKENS:
        yield Step(density(weighed.importance, weighed.tokens), weighed.index, 1, whole)
    elif document.ceiling == Detail.EXCERPT:
        yield from _prefix_steps(weighed, limit=_FIRST_LINES)
    elif outline is not None and _is_outlined(weighed):
        yield from symbol_steps(weighed, outline)
    elif document.ceiling == Detail.FULL:
        yield from _prefix_steps(weighed, limit=document.lines)


def most_dense(weighed: Weighed) -> float:
    """Return a bound of the densities of a document's steps, without making those of an outline."""
    if weighed.document.ceiling == Detail.EXCERPT or not _is_outlined(weighed):
        return max((step.density for step in document_steps(weighed)), default=0.0)
    whole = density(weighed.importance, weighed.tokens)
    return max(whole, most_dense_symbol(weighed))


def _is_outlined(weighed: Weighed) -> bool:
    outline = weighed.outline
    return outline is not None and bool(outline.symbols or any(weighed.regions))


def _prefix_steps(weighed: Weighed, limit: int) -> Iterator[Step]:
    """Show the first lines, then twice as many, and so on; each half is worth half."""
    last, order, worth = min(_FIRST_LINES, limit), 1, weighed.importance / 2
    previous = 0
    while True:
        own = density(worth, weighed.per_line * (last - previous))
        yield Step(own, weighed.index, order, ((1, last),))
        if last >= limit:
            return
        previous, last, order, worth = last, min(last * 2, limit), order + 1, worth / 2
