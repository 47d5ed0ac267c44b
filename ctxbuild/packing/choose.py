"""The optimiser: which steps of which items to take under a budget.

Every item can be shown in more detail step by step. A step has a *density*,
its worth per token, fixed before packing and independent of the budget; its
cost is the exact number of tokens that the output grows by; its value is
density times cost. Steps are taken in falling density, each if it fits; the
first one that does not fit is taken in part, as far as there is room.

This is the greedy solution of the fractional knapsack, and it makes the value
monotone in the budget: take the first step that a larger budget takes and a
smaller one does not. Up to it both did the same; the smaller one has less room
left than the step costs, and everything it can still take is worth at most the
step's density per token, so it ends below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

# No step costs less: a placeholder, a name and a line end are three tokens.
_LEAST = 3
# Unused room above this share is filled; the contract allows 3 % of the budget.
_MOST_UNUSED = 0.015
_MOST_FILLS = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One way to show more of an item; ``lines`` empty means a line in the map."""

    density: float
    item: int
    order: int
    lines: tuple[tuple[int, int], ...] = ()


class Growing(Protocol):
    """An item that a plan is growing, step by step."""

    def floor(self, step: Step) -> int:
        """Return a lower bound of the step's cost in tokens, cheaply."""
        ...

    def cost(self, step: Step) -> int:
        """Return the tokens that the output grows by when the step is taken now."""
        ...

    def take(self, step: Step) -> None:
        """Take the step."""
        ...

    def part(self, step: Step, room: int) -> Step | None:
        """Return the largest sensible part of the step that costs at most ``room``, if any."""
        ...

    def fill(self, step: Step, room: int) -> Step | None:
        """Return the largest part of any kind that costs at most ``room``, if any."""
        ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """The outcome: tokens spent and the value they bought."""

    tokens: int
    value: float


def choose(
    steps: Iterable[Step],
    items: Mapping[int, Growing],
    room: int,
    closing: Callable[[int], None] = lambda _left: None,
) -> Chosen:
    """Take steps of the items in falling density until ``room`` tokens are spent.

    The items are changed in place; a step taken in part ends its item. Should more
    than a little room remain, the best of what was passed over fills it, cut
    anywhere; that adds nothing to the value.

    Args:
        steps: by falling density, those of equal density by item and order.
        items: what steps are of, by number.
        room: tokens that may be spent.
        closing: told the room that is left when nothing but steps that fit it counts any
            more; from then on ``steps`` may leave out those that cannot.

    """
    spent, value, parted = 0, 0.0, -1
    passed: list[Step] = []
    for step in steps:
        if room - spent < _LEAST:
            break
        item = items[step.item]
        if step.item == parted:
            continue
        left, taken = room - spent, step
        if item.floor(step) > left or item.cost(step) > left:
            part = item.part(step, left) if parted < 0 else None
            if part is None:
                passed.append(step)
                continue
            taken, parted = part, step.item
        # A step may shorten the output by a token or two, when the lines it
        # shows are shorter than the placeholder was: that room is not used.
        cost = max(item.cost(taken), 0)
        item.take(taken)
        spent += cost
        value += step.density * cost
        if room - spent <= room * _MOST_UNUSED:
            closing(room - spent)
    return Chosen(spent + _filled(passed, items, room, room - spent), value)


def _filled(passed: Sequence[Step], items: Mapping[int, Growing], room: int, left: int) -> int:
    """Fill what is left with the start of a step that was passed over; return its cost."""
    if left <= room * _MOST_UNUSED:
        return 0
    for step in passed[:_MOST_FILLS]:
        part = items[step.item].fill(step, left)
        if part is not None:
            cost = max(items[step.item].cost(part), 0)
            items[step.item].take(part)
            return cost
    return 0
