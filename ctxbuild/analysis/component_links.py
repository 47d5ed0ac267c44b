"""Which component needs which: imports between files, added up, with one of them as evidence."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.component_names import NamedComponent
from ctxbuild.analysis.facts.layers import Import
from ctxbuild.analysis.facts.material import Material


@dataclass(frozen=True, slots=True)
class ComponentLink:
    """One component imports another, by their places; ``first`` is the first of ``imports``."""

    origin: int
    target: int
    imports: int
    first: Import


def homes_of(material: Material, components: Sequence[NamedComponent]) -> Mapping[str, int]:
    """Return the component of each source file and, for whole packages, of each ``directory/``."""
    found: dict[str, int] = {}
    for place, component in enumerate(components):
        for index in component.documents:
            path = material.documents[index].path
            found[path] = place
            found.setdefault(posixpath.dirname(path) + "/", place)
    return found


def component_links(
    imports: Iterable[Import], homes: Mapping[str, int]
) -> tuple[ComponentLink, ...]:
    """Return the links between components, most imports first; type-only imports do not count."""
    found: dict[tuple[int, int], list[Import]] = {}
    for each in imports:
        origin, target = homes.get(each.origin), homes.get(each.target)
        if origin is not None and target is not None and origin != target and each.when != "types":
            found.setdefault((origin, target), []).append(each)
    links = (ComponentLink(*pair, len(rows), rows[0]) for pair, rows in found.items())
    return tuple(sorted(links, key=lambda link: (-link.imports, link.origin, link.target)))
