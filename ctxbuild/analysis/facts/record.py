"""All facts of a source in one record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from ctxbuild.analysis.facts.commands import Command, find_commands
from ctxbuild.analysis.facts.entry_points import EntryPoint, find_entry_points
from ctxbuild.analysis.facts.gaps import Gap
from ctxbuild.analysis.facts.layers import Cycle, Import, Layer, find_imports, find_layers
from ctxbuild.analysis.facts.licences import Licence, find_licences
from ctxbuild.analysis.facts.material import Material
from ctxbuild.analysis.facts.public_api import PublicSymbol, find_public_api
from ctxbuild.analysis.facts.purpose import Purpose, find_purpose
from ctxbuild.analysis.facts.requirements import Requirement, find_requirements
from ctxbuild.analysis.facts.sizes import LanguageSize, find_sizes
from ctxbuild.claims import Claim

VERSION = 1
"""Of the record; it grows when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a source; every record but sums and layers carries its claim."""

    purpose: tuple[Purpose, ...]
    languages: tuple[LanguageSize, ...]
    commands: tuple[Command, ...]
    entry_points: tuple[EntryPoint, ...]
    public_api: tuple[PublicSymbol, ...]
    imports: tuple[Import, ...]
    layers: tuple[Layer, ...]
    cycles: tuple[Cycle, ...]
    requirements: tuple[Requirement, ...]
    licences: tuple[Licence, ...]
    gaps: tuple[Gap, ...]


def find_facts(material: Material, gaps: tuple[Gap, ...]) -> Facts:
    """Return all facts that can be found in ``material``."""
    layers, cycles = find_layers(material)
    return Facts(
        purpose=find_purpose(material),
        languages=find_sizes(material),
        commands=find_commands(material),
        entry_points=find_entry_points(material),
        public_api=find_public_api(material),
        imports=find_imports(material),
        layers=layers,
        cycles=cycles,
        requirements=find_requirements(material),
        licences=find_licences(material),
        gaps=gaps,
    )


def claims_of(facts: Facts) -> Iterator[Claim]:
    """Yield the claims of all records, in order."""
    for field in fields(facts):
        for record in getattr(facts, field.name):
            claim = getattr(record, "claim", None) if is_dataclass(record) else None
            if claim is not None:
                yield claim
