"""All facts of a source in one record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass

from ctxbuild.analysis.facts.calls import Call, find_calls
from ctxbuild.analysis.facts.classes import Inheritance, find_classes
from ctxbuild.analysis.facts.commands import Command, find_commands
from ctxbuild.analysis.facts.configuration import ConfigurationKey, find_configuration
from ctxbuild.analysis.facts.data_models import DataModel, find_models
from ctxbuild.analysis.facts.entry_points import EntryPoint, find_entry_points
from ctxbuild.analysis.facts.gaps import Gap
from ctxbuild.analysis.facts.glossary import Term, find_glossary
from ctxbuild.analysis.facts.history import (
    Authorship,
    CoChange,
    HotFile,
    Owner,
    find_authors,
    find_co_changes,
    find_hot_files,
    find_owners,
)
from ctxbuild.analysis.facts.layers import Cycle, Import, Layer, find_imports, find_layers
from ctxbuild.analysis.facts.licences import Licence, find_licences
from ctxbuild.analysis.facts.locked import LockedPackage, find_locked
from ctxbuild.analysis.facts.markers import Marker, find_markers
from ctxbuild.analysis.facts.material import Material
from ctxbuild.analysis.facts.public_api import PublicSymbol, find_public_api
from ctxbuild.analysis.facts.purpose import Purpose, find_purpose
from ctxbuild.analysis.facts.requirements import Requirement, find_requirements
from ctxbuild.analysis.facts.routes import Route, find_routes
from ctxbuild.analysis.facts.settings import EnvironmentVariable, find_environment
from ctxbuild.analysis.facts.sizes import LanguageSize, find_sizes
from ctxbuild.analysis.facts.test_map import TestOf, find_tests
from ctxbuild.claims import Claim
from ctxbuild.model import Commit

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
    classes: tuple[Inheritance, ...]
    tests: tuple[TestOf, ...]
    routes: tuple[Route, ...]
    data_models: tuple[DataModel, ...]
    environment: tuple[EnvironmentVariable, ...]
    requirements: tuple[Requirement, ...]
    licences: tuple[Licence, ...]
    hot_files: tuple[HotFile, ...]
    co_changes: tuple[CoChange, ...]
    owners: tuple[Owner, ...]
    markers: tuple[Marker, ...]
    glossary: tuple[Term, ...]
    gaps: tuple[Gap, ...]
    calls: tuple[Call, ...] = ()
    authors: tuple[Authorship, ...] = ()
    configuration: tuple[ConfigurationKey, ...] = ()
    locked: tuple[LockedPackage, ...] = ()


def find_facts(material: Material, commits: Sequence[Commit], gaps: tuple[Gap, ...]) -> Facts:
    """Return all facts that can be found in ``material`` and its past, commits newest first."""
    api = find_public_api(material)
    there = frozenset(document.path for document in material.documents)
    layers, cycles = find_layers(material)
    classes = find_classes(material)
    return Facts(
        purpose=find_purpose(material),
        languages=find_sizes(material),
        commands=find_commands(material),
        entry_points=find_entry_points(material),
        public_api=api,
        imports=find_imports(material),
        layers=layers,
        cycles=cycles,
        classes=classes,
        tests=find_tests(material),
        routes=find_routes(material),
        data_models=find_models(material),
        environment=find_environment(material),
        requirements=find_requirements(material),
        licences=find_licences(material),
        hot_files=find_hot_files(commits, there),
        co_changes=find_co_changes(commits, there),
        owners=find_owners(material),
        markers=find_markers(material),
        glossary=find_glossary(material, api),
        gaps=gaps,
        calls=find_calls(material, classes),
        authors=find_authors(commits, there),
        configuration=find_configuration(material),
        locked=find_locked(material),
    )


def claims_of(facts: Facts) -> Iterator[Claim]:
    """Yield the claims of all records, in order."""
    for field in fields(facts):
        for record in getattr(facts, field.name):
            claim = getattr(record, "claim", None) if is_dataclass(record) else None
            if claim is not None:
                yield claim
