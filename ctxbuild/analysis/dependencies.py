"""Documents in dependency order: what is imported comes before what imports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def dependency_order(ordered: Sequence[int], imports: Iterable[tuple[int, int]]) -> list[int]:
    """Return documents so that each follows what it imports, wherever that is possible.

    Strongly connected components (Tarjan, 1972) come in topological order;
    what imports each other in a circle, and what nothing binds, keeps its order.

    Args:
        ordered: documents in the order that decides where imports do not.
        imports: pairs of documents, the first of which imports the second;
            those with a document not in ``ordered`` do not count.

    """
    place = {document: at for at, document in enumerate(ordered)}
    wanted: list[list[int]] = [[] for _ in ordered]
    for origin, target in imports:
        if origin in place and target in place and origin != target:
            wanted[place[origin]].append(place[target])
    for targets in wanted:
        targets.sort()
    return [ordered[at] for component in components(wanted) for at in sorted(component)]


def components(targets: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield strongly connected components, each after all that it points to."""
    low = [-1] * len(targets)
    waiting: list[int] = []
    done = [False] * len(targets)
    seen = 0
    for root in range(len(targets)):
        if low[root] >= 0:
            continue
        # A node with the number it was met at, and what of it is still to be looked at.
        stack: list[tuple[int, int, Iterator[int]]] = []
        entering: int | None = root
        while entering is not None or stack:
            if entering is not None:
                low[entering] = seen
                stack.append((entering, seen, iter(targets[entering])))
                waiting.append(entering)
                seen, entering = seen + 1, None
            node, number, rest = stack[-1]
            for target in rest:
                if low[target] < 0:
                    entering = target
                    break
                if not done[target]:
                    low[node] = min(low[node], low[target])
            else:
                stack.pop()
                if stack:
                    above = stack[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == number:
                    component = _popped(waiting, node)
                    for each in component:
                        done[each] = True
                    yield component


def _popped(waiting: list[int], last: int) -> list[int]:
    """Take everything from the end of a list up to ``last``."""
    taken = [waiting.pop()]
    while taken[-1] != last:
        taken.append(waiting.pop())
    return taken
