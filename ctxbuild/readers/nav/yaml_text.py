"""YAML of settings as plain values, whatever tags it has; no tag does anything."""

from __future__ import annotations

from math import inf
from typing import Any

_LONGEST = 1 << 20
_LARGEST = 1e12
_MOST_PARTS = 100_000


def yaml_value(text: str) -> Any:
    """Return what a document of YAML holds; ``None`` where it cannot be read.

    Tags that generators know stand for what is behind them: ``!ENV [NAME, default]``
    for the default, ``!!python/name:a.b`` for nothing.
    """
    import yaml

    class Loader(yaml.SafeLoader):
        """Knows no tag that makes objects."""

    def plain(loader: Any, _suffix: str, node: Any) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        return node.value or None

    def environment(loader: Any, node: Any) -> Any:
        found = plain(loader, "", node)
        return found[-1] if isinstance(found, list) and len(found) > 1 else None

    Loader.add_multi_constructor("", plain)
    Loader.add_multi_constructor("!", plain)
    Loader.add_multi_constructor("tag:yaml.org,2002:python/", plain)
    Loader.add_constructor("!ENV", environment)
    if len(text) > _LONGEST:
        return None
    try:
        value = yaml.load(text, Loader)  # noqa: S506 - a SafeLoader, of which no tag makes objects
        return value if is_small(value) else None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return None


def is_small(value: Any) -> bool:
    """Whether a value has few parts, each counted as often as it stands there."""
    count = 0
    stack = [value]
    while stack and count <= _MOST_PARTS:
        each = stack.pop()
        count += 1
        if isinstance(each, dict):
            stack += each.values()
        elif isinstance(each, list | tuple):
            stack += each
    return count <= _MOST_PARTS


def table(value: Any) -> dict[str, Any]:
    """Return a value as a table with texts for keys, empty where it is none."""
    return {str(key): each for key, each in value.items()} if isinstance(value, dict) else {}


def number_of(value: Any) -> float:
    """Return a number that orders, infinite where there is none."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < _LARGEST else inf


def text_of(value: Any) -> str:
    """Return a value as a line of text, empty where it is none."""
    return " ".join(value.split()) if isinstance(value, str) else ""
