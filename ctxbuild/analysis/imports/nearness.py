"""Which of several places is nearest to another in a tree of directories."""

from __future__ import annotations

from collections.abc import Iterable


def shared(left: str, right: str) -> int:
    """Return how many directories two paths have in common at their beginning."""
    common = 0
    for a, b in zip(left.split("/"), right.split("/"), strict=False):
        if a != b:
            break
        common += 1
    return common


def nearest(home: str, places: Iterable[str]) -> str:
    """Return the place that shares most with ``home``, of these the shortest, then by name."""
    return min(places, key=lambda place: (-shared(home, place), place.count("/"), place))


def is_above(directory: str, path: str) -> bool:
    """Whether a path lies in a directory or below it; the root is ``""``."""
    return not directory or path == directory or path.startswith(f"{directory}/")
