"""The simple case: every document at the most detail that the rules allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ctxbuild.model import Detail, Document, Item, Lines, TokenCounter
from ctxbuild.packing.item import count_block
from ctxbuild.packing.layout import Layout
from ctxbuild.tokens.seams import Part, is_seam

_BATCH = 512
# What a seam inside a block can take from the sum of its parts.
_LEAST_SAVING = 2


def whole_items(
    documents: Sequence[Document],
    tokens: Sequence[int],
    layout: Layout,
    counter: TokenCounter,
    room: int | None,
) -> list[Item] | None:
    """Return every document's item at its ceiling, ``None`` as soon as that exceeds ``room``.

    Args:
        documents: what is to be shown.
        tokens: of each document's whole text.
        layout: the format's pieces.
        counter: counts in the encoding of ``room``.
        room: most tokens for all blocks together; no limit if ``None``.

    """
    if room is not None and layout.raw and _least(documents, tokens) > room:
        return None
    items: list[Item] = []
    spent = 0
    for start in range(0, len(documents), _BATCH):
        batch = range(start, min(start + _BATCH, len(documents)))
        items += _batch_items(documents, tokens, batch, layout, counter)
        spent += sum(item.tokens for item in items[start:])
        if room is not None and spent > room:
            return None
    return items


def _least(documents: Sequence[Document], tokens: Sequence[int]) -> int:
    """Return a lower bound of what the blocks cost, without making one."""
    return sum(
        max(count - _LEAST_SAVING, 0)
        for document, count in zip(documents, tokens, strict=True)
        if _is_shown(document)
    )


def _batch_items(
    documents: Sequence[Document],
    tokens: Sequence[int],
    batch: range,
    layout: Layout,
    counter: TokenCounter,
) -> list[Item]:
    """Make the items of some documents; wrappers that join at seams are counted together."""
    items: list[Item] = []
    wrappers: list[str] = []
    joined: list[int] = []
    for index in batch:
        document = documents[index]
        if not _is_shown(document):
            items.append(Item(index, Detail.NAME, (), 0, document.reduced))
            continue
        shown: tuple[Lines, ...] = ((1, document.lines),) if document.lines else ()
        text = document.text()
        block = layout.block(document, Detail.FULL, shown, text)
        cost = tokens[index]
        if not (layout.raw and block.body == text):
            cost = counter.count(str(block))
        elif is_seam(block.head, text) and is_seam(text, block.tail):
            wrappers += (block.head, block.tail)
            joined += (len(items), len(items))
        else:
            cost = count_block(block.head, Part(text, cost), block.tail, counter.count)
        items.append(Item(index, Detail.FULL, shown, cost, "fits"))
    for place, count in zip(joined, counter.count_batch(wrappers), strict=True):
        items[place] = replace(items[place], tokens=items[place].tokens + count)
    return items


def _is_shown(document: Document) -> bool:
    return document.content is not None and document.ceiling == Detail.FULL
