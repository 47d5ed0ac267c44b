"""Personalised PageRank on a sparse graph, deterministic to the bit.

Brin and Page's random surfer (1998) with a restart distribution: rank flows
along weighted edges; what arrives at a node without edges returns to the
restart distribution. Plain power iteration over edges in a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence

from ctxbuild.model import Edge

_DAMPING = 0.85
# The order of what matters is settled long before the last digits are.
_TOLERANCE = 1e-3
_MOST_ROUNDS = 40


def pagerank(size: int, edges: Sequence[Edge], restart: Sequence[float]) -> list[float]:
    """Return the rank of every node; the ranks sum to 1.

    Args:
        size: number of nodes.
        edges: weighted edges; parallel ones add up.
        restart: where the surfer starts again, sums to 1.

    """
    out = [0.0] * size
    for edge in edges:
        out[edge.origin] += edge.weight
    flows = [(edge.origin, edge.target, edge.weight / out[edge.origin]) for edge in edges]
    dangling = [node for node in range(size) if out[node] == 0.0]
    rank = list(restart)
    for _ in range(_MOST_ROUNDS):
        flowing = [_DAMPING * value for value in rank]
        back = 1.0 - _DAMPING + sum(flowing[node] for node in dangling)
        following = [back * share for share in restart]
        for origin, target, share in flows:
            following[target] += share * flowing[origin]
        moved = sum(abs(new - old) for new, old in zip(following, rank, strict=True))
        rank = following
        if moved < _TOLERANCE:
            break
    return rank
