"""Which layer every node stands in, and where lines that span several layers pass.

Nodes are numbers from 0. Lines that would run upwards are turned around for the
layout; a line that spans layers passes through *bends*, numbers after the nodes'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layered:
    """Layers from the top, each with its nodes and bends.

    ``chains`` has for each edge the nodes and bends that it passes, from the top down;
    ``turned`` are the places of those edges that run upwards.
    """

    layers: list[list[int]]
    chains: list[list[int]]
    turned: frozenset[int]


def layered(widths: Sequence[float], edges: Sequence[Edge], most: float) -> Layered:
    """Put nodes into layers so that edges run down, of about the width ``most`` at most.

    Args:
        widths: of the nodes, the space beside them included.
        edges: between different nodes.
        most: the width of a layer that is full; a single node may be wider.
    """
    order = _without_cycles(len(widths), edges)
    place = {node: at for at, node in enumerate(order)}
    turned = frozenset(i for i, (a, b) in enumerate(edges) if place[a] > place[b])
    down = [(b, a) if i in turned else (a, b) for i, (a, b) in enumerate(edges)]
    ranks = _ranks(order, down, _Rooms(widths, most))
    layers: list[list[int]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for node in order:
        layers[ranks[node]].append(node)
    chains = _chains(layers, down, ranks, len(widths))
    return Layered([layer for layer in layers if layer], chains, turned)


def _without_cycles(count: int, edges: Sequence[Edge]) -> list[int]:
    """Return the nodes in an order against which few edges run (Eades, Lin and Smyth, 1993)."""
    after: list[set[int]] = [set() for _ in range(count)]
    before: list[set[int]] = [set() for _ in range(count)]
    for a, b in edges:
        after[a].add(b)
        before[b].add(a)
    left = set(range(count))
    head: list[int] = []
    tail: list[int] = []
    while left:
        sinks = [n for n in sorted(left, reverse=True) if not after[n] & left]
        sources = [n for n in sorted(left) if not before[n] & left]
        most = max(left, key=lambda n: (len(after[n] & left) - len(before[n] & left), -n))
        chosen = (sources or sinks or [most])[0]
        if not sources and sinks:
            tail.append(chosen)
        else:
            head.append(chosen)
        left.remove(chosen)
    return head + tail[::-1]


class _Rooms:
    """How much of the width of each layer is taken."""

    def __init__(self, widths: Sequence[float], most: float) -> None:
        self._widths = widths
        self._most = most
        self._taken: dict[int, float] = {}

    def has(self, rank: int, node: int) -> bool:
        taken = self._taken.get(rank, 0.0)
        return not taken or taken + self._widths[node] <= self._most

    def take(self, rank: int, node: int) -> None:
        self._taken[rank] = self._taken.get(rank, 0.0) + self._widths[node]

    def leave(self, rank: int, node: int) -> None:
        self._taken[rank] -= self._widths[node]


def _ranks(order: Sequence[int], down: Sequence[Edge], rooms: _Rooms) -> dict[int, int]:
    """Return the layer of every node: the longest path to it, later where layers are full."""
    ranks: dict[int, int] = {}
    for node in order:
        rank = max((ranks[a] + 1 for a, b in down if b == node), default=0)
        while not rooms.has(rank, node):
            rank += 1
        ranks[node] = rank
        rooms.take(rank, node)
    for node in reversed(order):
        _lower(node, ranks, down, rooms)
    return ranks


def _lower(node: int, ranks: dict[int, int], down: Sequence[Edge], rooms: _Rooms) -> None:
    """Move a node that leads to more than leads to it down to what it leads to."""
    after = [ranks[b] for a, b in down if a == node]
    if len(after) <= sum(b == node for _, b in down):
        return
    for rank in range(min(after) - 1, ranks[node], -1):
        if rooms.has(rank, node):
            rooms.leave(ranks[node], node)
            rooms.take(rank, node)
            ranks[node] = rank
            return


def _chains(
    layers: list[list[int]], down: Sequence[Edge], ranks: dict[int, int], count: int
) -> list[list[int]]:
    """Return what each edge passes, and put its bends into the layers between."""
    chains = []
    for a, b in down:
        bends = []
        for rank in range(ranks[a] + 1, ranks[b]):
            bends.append(count)
            # In the middle, so that what hangs from one node spreads to both sides.
            layers[rank].insert(len(layers[rank]) // 2, count)
            count += 1
        chains.append([a, *bends, b])
    return chains
