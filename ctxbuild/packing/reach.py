"""From which budget on a bundle shows something.

Steps are taken in the same order whatever the budget, so taking all of them
without a limit tells what has been spent when something is shown. A smaller
budget may show it too: what fills the last bit of room is cut from other steps.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from ctxbuild.model import Item, Lines
from ctxbuild.packing.candidates import Candidates
from ctxbuild.packing.item import DocumentItem

Goal = Callable[[DocumentItem | Item], bool]
"""Says whether an item shows what is meant."""

Key = TypeVar("Key", bound=Hashable)


def reach(found: Candidates, goals: Mapping[Key, tuple[int, Goal]], spent: int) -> dict[Key, int]:
    """Return the tokens of the bundle that first reaches each of some goals.

    Args:
        found: everything that may be shown; its items are used up.
        goals: by a name for each, the document that is meant and what it is to show.
        spent: tokens of the bundle that shows nothing.

    Returns:
        Tokens by name; what no budget reaches is absent.

    """
    tokens: dict[Key, int] = {}
    growing = found.growing
    by_document: dict[int, list[tuple[Key, Goal]]] = {}
    for name, (document, goal) in goals.items():
        by_document.setdefault(document, []).append((name, goal))
    for step in found.steps:
        taker = growing[step.item]
        spent += max(taker.cost(step), 0)
        taker.take(step)
        for name, goal in by_document.get(step.item, ()):
            if name not in tokens and goal(found.documents[step.item]):
                tokens[name] = spent
        if len(tokens) == len(goals):
            break
    return tokens


def is_named(item: DocumentItem | Item) -> bool:
    """Say whether the map names an item."""
    return item.named


def shows_all(runs: Sequence[Lines]) -> Goal:
    """Return the goal that all of some lines are shown."""
    return lambda item: all(
        any(low <= first and last <= high for low, high in item.shown) for first, last in runs
    )


def shows_any(lines: Lines) -> Goal:
    """Return the goal that any of some lines is shown."""
    return lambda item: any(low <= lines[1] and lines[0] <= high for low, high in item.shown)
