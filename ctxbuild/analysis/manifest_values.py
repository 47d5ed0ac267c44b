"""What stands in a manifest, which may hold anything anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def leaves(value: object) -> Iterator[str]:
    """Yield the texts in nested tables and lists, in the order in which they stand."""
    stack = [value]
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            yield top
        elif isinstance(top, dict):
            stack.extend(reversed(top.values()))
        elif isinstance(top, list):
            stack.extend(reversed(top))


def table_of(value: object) -> dict[str, Any]:
    """Return a value if it is a table, else an empty one."""
    return value if isinstance(value, dict) else {}
