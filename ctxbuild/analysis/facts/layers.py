"""What depends on what: modules, cycles among them, and how high each stands above the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ctxbuild.analysis.dependencies import components
from ctxbuild.analysis.facts.material import Material
from ctxbuild.analysis.imports.graph import ImportEdge
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class Import:
    """One file imports another; ``exact`` is false where that was matched by name.

    ``target`` is a directory where a whole package is meant. ``when`` is ``runtime``,
    ``deferred`` (in a function) or ``types`` (for type checking alone).
    """

    origin: str
    target: str
    when: str
    exact: bool
    claim: Claim


@dataclass(frozen=True, slots=True)
class Layer:
    """Files that import nothing but what stands in lower layers; 0 imports nothing of ours."""

    height: int
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cycle:
    """Files that all import each other, directly or through others, when they are loaded."""

    paths: tuple[str, ...]


def find_imports(material: Material) -> tuple[Import, ...]:
    """Return the imports within the repository, each pair of files once, soonest needed first."""
    ranks = {"runtime": 0, "deferred": 1, "types": 2}
    found: dict[tuple[str, str], Import] = {}
    for edge in material.graph.edges:
        origin = material.documents[edge.origin].path
        target = imported_path(material, edge)
        if target == origin:
            continue
        known = found.get((origin, target))
        if known is not None and ranks[known.when] <= ranks[edge.site.when]:
            continue
        claim = _claim(material, edge, f"{origin} imports {target}.")
        found[origin, target] = Import(origin, target, edge.site.when, edge.exact, claim)
    return tuple(found.values())


def _claim(material: Material, edge: ImportEdge, statement: str) -> Claim:
    """Return the claim of an import; an attribute that says the file stands above its lines."""
    evidence = _evidence(edge.site.name)
    first, last = edge.site.lines
    lines = material.lines(edge.origin)
    if not _stands(evidence, lines[first - 1 : last]):
        evidence = evidence.rpartition("/")[2]
        above = range(first, max(first - _MOST_ABOVE, 1) - 1, -1)
        found = next((at for at in above if evidence in lines[at - 1]), None)
        if found is None:
            return material.claim(edge.origin, statement, edge.site.lines)
        first = found
    return material.claim(edge.origin, statement, (first, last), "import", evidence)


_MOST_ABOVE = 3
"""Lines of attributes above a declaration."""


def _stands(evidence: str, lines: Sequence[str]) -> bool:
    """Whether words stand in lines, but for white space, as those who check will look."""
    return "".join(evidence.split()) in "".join("".join(lines).split())


def _evidence(name: str) -> str:
    """Return the words of an import that stand together in its lines, however it is written."""
    return name.removesuffix(".*").replace("/", "::").split("::")[-1] if "::" in name else name


def imported_path(material: Material, edge: ImportEdge) -> str:
    """Return the file that an import leads to, or ``directory/`` where it is a whole package."""
    paths = [material.documents[target].path for target in edge.targets]
    if len(paths) == 1 and material.documents[edge.origin].language != "go":
        return paths[0]
    return paths[0].rpartition("/")[0] + "/"


def find_layers(material: Material) -> tuple[tuple[Layer, ...], tuple[Cycle, ...]]:
    """Return the layers of source files, lowest first, and the cycles, largest first.

    A file's height is the longest path below it over the condensation of the import
    graph; imports for type checking and inside functions do not count.
    """
    own = {index for index, _ in material.sources()}
    needs: dict[int, set[int]] = {index: set() for index in own}
    for edge in material.graph.edges:
        if edge.origin in own and edge.site.when == "runtime":
            needs[edge.origin] |= own.intersection(edge.targets) - {edge.origin}
    order = sorted(own)
    place = {index: at for at, index in enumerate(order)}
    found = list(components([sorted(place[t] for t in needs[index]) for index in order]))
    height: dict[int, int] = {}
    for group in found:
        members = {order[at] for at in group}
        below = [height[t] + 1 for index in members for t in needs[index] if t not in members]
        height |= dict.fromkeys(members, max(below, default=0))
    paths: dict[int, list[str]] = {}
    for index in order:
        paths.setdefault(height[index], []).append(material.documents[index].path)
    layers = tuple(Layer(at, tuple(paths[at])) for at in sorted(paths))
    groups = [
        tuple(material.documents[order[at]].path for at in sorted(g)) for g in found if len(g) > 1
    ]
    return layers, tuple(Cycle(group) for group in sorted(groups, key=lambda g: (-len(g), g)))
