"""Coordinates across: every vertex as near to what it is joined to as its neighbours allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

_SWEEPS = 16
# Lines through bends are to be straight before nodes are to be centred.
_BEND_TO_BEND, _BEND_TO_NODE, _NODE_TO_NODE = 8.0, 2.0, 1.0
_SETTLED = 4
"""Sweeps at the end that look at both sides."""

Joined = dict[int, list[tuple[int, float]]]


def places(
    layers: Sequence[Sequence[int]],
    chains: Sequence[Sequence[int]],
    nodes: int,
    apart: Callable[[int, int], float],
) -> dict[int, float]:
    """Return the centre of every vertex, from left to right.

    Args:
        layers: in their order, from the top down.
        chains: what each edge passes.
        nodes: how many vertices are nodes; those from there on are bends.
        apart: how far two that stand side by side have to be apart, centre to centre.
    """
    above, below = _joined(chains, nodes)
    both = {v: above[v] + below[v] for layer in layers for v in layer}
    found = {v: at for layer in layers for v, at in zip(layer, _packed(layer, apart), strict=True)}
    for sweep in range(_SWEEPS):
        joined = both if sweep >= _SWEEPS - _SETTLED else (below if sweep % 2 else above)
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wishes = [_wish(vertex, found, joined) for vertex in layer]
            found.update(zip(layer, _granted(layer, wishes, apart), strict=True))
    return found


def _joined(chains: Sequence[Sequence[int]], nodes: int) -> tuple[Joined, Joined]:
    above: Joined = defaultdict(list)
    below: Joined = defaultdict(list)
    for chain in chains:
        for upper, lower in pairwise(chain):
            bends = (upper >= nodes) + (lower >= nodes)
            weight = (_NODE_TO_NODE, _BEND_TO_NODE, _BEND_TO_BEND)[bends]
            above[lower].append((upper, weight))
            below[upper].append((lower, weight))
    return above, below


def _packed(layer: Sequence[int], apart: Callable[[int, int], float]) -> list[float]:
    """Return centres as close together as they may be, around 0."""
    found = [0.0]
    for a, b in pairwise(layer):
        found.append(found[-1] + apart(a, b))
    middle = found[-1] / 2
    return [place - middle for place in found]


def _wish(vertex: int, found: dict[int, float], joined: Joined) -> tuple[float, float]:
    """Return where a vertex wants to be, and how much; where nothing pulls it, it stays."""
    pulls = joined.get(vertex, [])
    weight = sum(pull for _, pull in pulls)
    if not weight:
        return found[vertex], 0.1
    return sum(found[other] * pull for other, pull in pulls) / weight, weight


def _granted(
    layer: Sequence[int], wishes: Sequence[tuple[float, float]], apart: Callable[[int, int], float]
) -> list[float]:
    """Return the centres nearest to the wishes, by least squares, that keep all apart.

    Less what they have to be apart, centres must not fall: isotonic regression, which
    pooling adjacent violators solves exactly.
    """
    offsets = [0.0]
    for a, b in pairwise(layer):
        offsets.append(offsets[-1] + apart(a, b))
    pools: list[tuple[float, float, int]] = []
    for (place, weight), offset in zip(wishes, offsets, strict=True):
        pool = (place - offset, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, other, number = pools.pop()
            whole = other + pool[1]
            pool = ((mean * other + pool[0] * pool[1]) / whole, whole, number + pool[2])
        pools.append(pool)
    means = [mean for mean, _, number in pools for _ in range(number)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
