"""The order of nodes and bends within their layers: few crossings, found by fixed sweeps."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

_SWEEPS = 12

Neighbours = Mapping[int, Sequence[int]]


def ordered(layers: Sequence[Sequence[int]], chains: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the layers in an order that has few crossings: the best of all sweeps."""
    above: dict[int, list[int]] = defaultdict(list)
    below: dict[int, list[int]] = defaultdict(list)
    for chain in chains:
        for upper, lower in pairwise(chain):
            above[lower].append(upper)
            below[upper].append(lower)
    now = [list(layer) for layer in layers]
    best, fewest = now, crossings(now, below)
    for sweep in range(_SWEEPS):
        now = _swept(now, above) if sweep % 2 else _swept(now[::-1], below)[::-1]
        now = _exchanged(now, above, below)
        number = crossings(now, below)
        if number < fewest:
            best, fewest = now, number
        if not fewest:
            break
    return best


def crossings(layers: Sequence[Sequence[int]], below: Neighbours) -> int:
    """Return how many pairs of lines cross between adjacent layers."""
    return sum(_between(upper, lower, below) for upper, lower in pairwise(layers))


def _between(upper: Sequence[int], lower: Sequence[int], joined: Neighbours) -> int:
    places = {vertex: place for place, vertex in enumerate(lower)}
    passed: list[int] = []
    number = 0
    for vertex in upper:
        ends = [places[other] for other in joined.get(vertex, ())]
        number += sum(len(passed) - bisect_right(passed, end) for end in ends)
        for end in ends:
            insort(passed, end)
    return number


def _swept(layers: Sequence[Sequence[int]], joined: Neighbours) -> list[list[int]]:
    """Sort every layer by the mean place of what its vertices are joined to in the one before."""
    done: list[list[int]] = []
    for layer in layers:
        before = {vertex: place for place, vertex in enumerate(done[-1])} if done else {}
        means = {}
        for place, vertex in enumerate(layer):
            ends = [before[other] for other in joined.get(vertex, ()) if other in before]
            means[vertex] = sum(ends) / len(ends) if ends else float(place)
        done.append(sorted(layer, key=means.__getitem__))
    return done


def _exchanged(layers: list[list[int]], above: Neighbours, below: Neighbours) -> list[list[int]]:
    """Exchange neighbours in a layer where that alone makes crossings fewer."""
    for at, layer in enumerate(layers):
        sides = [
            (layers[i], joined)
            for i, joined in ((at - 1, above), (at + 1, below))
            if 0 <= i < len(layers)
        ]
        for place in range(len(layer) - 1):
            pair = layer[place : place + 2]
            if _cost(pair, sides) > _cost(pair[::-1], sides):
                layer[place : place + 2] = pair[::-1]
    return layers


def _cost(pair: Sequence[int], sides: Sequence[tuple[Sequence[int], Neighbours]]) -> int:
    return sum(_between(pair, other, joined) for other, joined in sides)
