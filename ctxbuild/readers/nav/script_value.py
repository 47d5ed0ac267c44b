"""What is known of a script's value: plain values, calls of packages, and what is computed."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

_DEEPEST = 60
REST = "..."
"""The key of what a table takes over from something computed."""


class Computed:
    """The type of :data:`COMPUTED`."""

    def __repr__(self) -> str:
        return "COMPUTED"


COMPUTED: Final = Computed()
"""Something that would have to be run."""


class Call(NamedTuple):
    """A call of a function that a package has."""

    module: str
    name: str
    arguments: tuple[Any, ...]


def unwrapped(value: Any) -> Any:
    """Return settings without the calls around them: ``defineConfig({…})`` is ``{…}``."""
    for _ in range(_DEEPEST):
        if not isinstance(value, Call):
            return value
        value = value.arguments[0] if value.arguments else COMPUTED
    return COMPUTED


def wrappers(value: Any) -> tuple[str, ...]:
    """Return the packages whose functions stand around settings, the outermost first."""
    found: list[str] = []
    while isinstance(value, Call) and len(found) < _DEEPEST:
        found.append(value.module)
        value = value.arguments[0] if value.arguments else COMPUTED
    return tuple(found)


def has_computed(value: Any) -> bool:
    """Whether some part of a value would have to be run."""
    stack = [value]
    while stack:
        each = stack.pop()
        if each is COMPUTED:
            return True
        if isinstance(each, dict):
            stack += each.values()
        elif isinstance(each, list | tuple):
            stack += each
    return False


def member(value: Any, name: str) -> Any:
    """Return an entry of a table, ``None`` for none, :data:`COMPUTED` where it may have one."""
    if not isinstance(value, dict):
        return COMPUTED if value is COMPUTED or isinstance(value, Call) else None
    return value.get(name, COMPUTED if REST in value else None)
