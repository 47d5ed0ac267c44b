"""Entries that follow each other, each with how deep it stands, as a tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ctxbuild.model import NavItem

_DEEPEST = 20


@dataclass(slots=True)
class _Node:
    item: NavItem
    children: list[_Node] = field(default_factory=list)

    def made(self) -> NavItem:
        inner = tuple(child.made() for child in self.children)
        return NavItem(self.item.title, self.item.page, inner)


def nested(entries: Iterable[tuple[int, NavItem, bool]]) -> tuple[NavItem, ...]:
    """Return entries below those that stand less deep before them.

    With each comes how deep it stands, and whether others may stand below it. Of the top, those
    that lead nowhere and hold nothing are left out; one without a title only ends what is above.
    """
    top = _Node(NavItem(""))
    above: list[tuple[int, _Node]] = []
    for depth, item, opens in entries:
        while above and above[-1][0] >= depth:
            above.pop()
        node = _Node(item)
        (above[-1][1] if above else top).children.append(node)
        if opens and len(above) < _DEEPEST:
            above.append((depth, node))
    return tuple(_shown(node.made() for node in top.children))


def _shown(items: Iterable[NavItem]) -> Iterator[NavItem]:
    for item in items:
        if item.page or (item.title and item.children):
            yield item
        else:
            yield from item.children
