"""Drawings of parts of the graph: every arrow is an edge that was found, with a claim."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ctxbuild.claims import Claim
from ctxbuild.model.wikis import Diagram, DiagramArrow, DiagramNode
from ctxbuild.packing.wiki.blocks import Block, Count, Picture, paragraph, said
from ctxbuild.packing.wiki.known import Known

_MOST_NODES = 24
_MOST_ARROWS = 40
_LONGEST_LABEL = 48


@dataclass(frozen=True, slots=True)
class Drawn:
    """An edge that could be drawn: nodes by their keys, how many edges it stands for."""

    origin: str
    target: str
    weight: int
    claim: Claim


def drawing(
    title: str,
    edges: Sequence[Drawn],
    node: Callable[[str, str], DiagramNode],
    *,
    centre: str = "",
    is_class: bool = False,
) -> tuple[Block, ...]:
    """Return a picture of edges, and a sentence that says what it leaves out.

    Args:
        title: what it shows.
        edges: the edges, each pair of nodes once.
        node: makes the box of a node from its key there and its key in the diagram.
        centre: a node that is always shown.
        is_class: whether arrows point from classes to their bases.

    """
    if not edges:
        return ()
    kept = set(_busiest(edges, centre))
    inside = [e for e in edges if e.origin in kept and e.target in kept]
    shown = sorted(inside, key=lambda e: (-e.weight, e.origin, e.target))[:_MOST_ARROWS]
    met = {key for e in shown for key in (e.origin, e.target)}
    keys = {key: f"n{at}" for at, key in enumerate(sorted(met))}
    diagram = Diagram(
        title,
        tuple(_short(node(key, keys[key])) for key in sorted(met)),
        tuple(DiagramArrow(keys[e.origin], keys[e.target], e.weight) for e in shown),
        "class" if is_class else "flow",
    )
    picture = Picture(diagram, tuple(e.claim for e in shown))
    missing = len(edges) - len(shown)
    if not missing:
        return (picture,)
    return picture, paragraph(said("Not drawn, for want of room: ", Count(missing, "edge"), "."))


def _busiest(edges: Sequence[Drawn], centre: str) -> list[str]:
    degree: Counter[str] = Counter()
    for edge in edges:
        degree[edge.origin] += edge.weight
        degree[edge.target] += edge.weight
    order = sorted(degree, key=lambda key: (key != centre, -degree[key], key))
    return order[:_MOST_NODES]


def _short(node: DiagramNode) -> DiagramNode:
    label, note = (
        text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"
        for text in (node.label, node.note)
    )
    return DiagramNode(node.key, label, note, node.slug)


def components_drawn(known: Known, around: int | None = None) -> tuple[Block, ...]:
    """Return how components need each other: all of them, or one with its neighbours."""
    links = [link for link in known.links if around is None or around in (link.origin, link.target)]
    edges = [
        Drawn(str(link.origin), str(link.target), link.imports, link.first.claim) for link in links
    ]

    def node(key: str, drawn: str) -> DiagramNode:
        component = known.components[int(key)]
        return DiagramNode(drawn, component.title, slug=component.slug)

    title = "Imports between components"
    if around is not None:
        title = f"{known.components[around].title} and its neighbours"
    return drawing(title, edges, node, centre="" if around is None else str(around))


def files_drawn(known: Known, place: int) -> tuple[Block, ...]:
    """Return how the files of a component import each other when they are loaded."""
    component = known.components[place]
    edges = [
        Drawn(each.origin, each.target, 1, each.claim)
        for each in known.inner_imports.get(place, ())
    ]

    def node(key: str, drawn: str) -> DiagramNode:
        within = posixpath.relpath(key, component.component.directory or ".")
        return DiagramNode(drawn, within)

    return drawing(f"Imports between the files of {component.title}", edges, node)


def classes_drawn(known: Known, place: int) -> tuple[Block, ...]:
    """Return the classes of a component with those of their bases that are ours."""
    found: dict[tuple[str, str], Drawn] = {}
    for each in known.facts.classes:
        if each.target and known.homes.get(each.path) == place:
            origin = f"{each.path}\0{each.name}"
            target = f"{each.target}\0{each.base}"
            if origin != target:
                found.setdefault((origin, target), Drawn(origin, target, 1, each.claim))

    def node(key: str, drawn: str) -> DiagramNode:
        path, _, name = key.partition("\0")
        home = known.component_of(path)
        slug = home.slug if home is not None and home is not known.components[place] else ""
        return DiagramNode(drawn, name, posixpath.basename(path), slug)

    title = f"Classes of {known.components[place].title}"
    return drawing(title, list(found.values()), node, is_class=True)
