"""Everything that the pages of a wiki are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ctxbuild.analysis.component_links import ComponentLink
from ctxbuild.analysis.component_names import NamedComponent
from ctxbuild.analysis.facts.layers import Import
from ctxbuild.analysis.facts.material import Material
from ctxbuild.analysis.facts.record import Facts
from ctxbuild.packing.wiki.blocks import Inline, To


@dataclass(frozen=True)
class Known:
    """A source, its facts and its components."""

    name: str
    material: Material
    facts: Facts
    components: tuple[NamedComponent, ...]
    links: tuple[ComponentLink, ...]
    homes: Mapping[str, int]
    """The component of each source file by path, of a directory by ``path/``."""
    importance: Sequence[float]
    """Of documents."""
    commits: int
    """How many past commits were looked at."""
    notes: tuple[str, ...] = ()
    """What the owner wants readers to know."""
    steering: int | None = None
    """The document that says what the owner wants, if the source has one."""

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The index of each document by its path."""
        return {document.path: at for at, document in enumerate(self.material.documents)}

    def component_of(self, path: str) -> NamedComponent | None:
        """Return the component that a file belongs to."""
        home = self.homes.get(path)
        return None if home is None else self.components[home]

    def link_to(self, path: str) -> Inline:
        """Return a link to the page of a file's component; without one, a dash."""
        component = self.component_of(path)
        return To(component.slug, component.title) if component is not None else "–"

    @cached_property
    def inner_imports(self) -> Mapping[int, list[Import]]:
        """The imports between files of one component when they are loaded, by component."""
        found: dict[int, list[Import]] = {}
        for each in self.facts.imports:
            home = self.homes.get(each.origin)
            is_inner = home is not None and home == self.homes.get(each.target)
            if is_inner and each.when == "runtime" and not each.target.endswith("/"):
                found.setdefault(home or 0, []).append(each)
        return found

    @cached_property
    def importers(self) -> Mapping[str, list[Import]]:
        """The imports of each file by its path."""
        found: dict[str, list[Import]] = {}
        for each in self.facts.imports:
            found.setdefault(each.target, []).append(each)
        return found
