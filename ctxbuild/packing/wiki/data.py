"""Data models, configuration, dependencies and licences."""

from __future__ import annotations

from collections.abc import Iterator

from ctxbuild.analysis.facts.requirements import Requirement
from ctxbuild.packing.wiki.blocks import (
    At,
    Block,
    Code,
    Count,
    Draft,
    Inline,
    Row,
    Section,
    Table,
    Words,
    paragraph,
    said,
)
from ctxbuild.packing.wiki.known import Known

_MOST_MODELS = 400
_MOST_FIELDS = 24
_MOST_VARIABLES = 400
_MOST_FILES = 60
_MOST_NEEDED = 400


def data_models(known: Known) -> Draft:
    """Return record types with their fields."""
    models = known.facts.data_models
    rows = tuple(
        Row(
            ((Code(each.name),), (each.kind,), _fields(each.fields), (known.link_to(each.path),)),
            (each.claim,),
            (each.name, each.kind, " ".join(each.fields)),
        )
        for each in models[:_MOST_MODELS]
    )
    blocks: list[Block] = [Table(("model", "kind", "fields", "component"), rows)] if rows else []
    if len(models) > _MOST_MODELS:
        more = Count(len(models) - _MOST_MODELS, "more model")
        blocks.append(paragraph(said(more, " in ", Code("facts.json"), ".")))
    summary = f"Record types: {len(models)} found."
    sections = (Section((), tuple(blocks)),) if blocks else ()
    return Draft("data-models", "Data models", "Data Model", summary, sections)


def _fields(names: tuple[str, ...]) -> Words:
    words: list[Inline] = []
    for name in names[:_MOST_FIELDS]:
        words += [Code(name), ", "]
    if not words:
        return ("–",)
    more = len(names) - _MOST_FIELDS
    words[-1] = f" and {more} more" if more > 0 else ""
    return tuple(words)


def configuration(known: Known) -> Draft:
    """Return environment variables and files of settings."""
    facts = known.facts
    sections = []
    if facts.environment:
        rows = tuple(
            Row(
                (
                    (Code(each.name),),
                    ("read by code" if each.how == "code" else "named in an example",),
                    (known.link_to(each.claim.citation.path),),
                ),
                (each.claim,),
                (each.name, "environment variable", ""),
            )
            for each in facts.environment[:_MOST_VARIABLES]
        )
        blocks: list[Block] = [Table(("variable", "how it is known", "component"), rows)]
        if len(facts.environment) > _MOST_VARIABLES:
            more = Count(len(facts.environment) - _MOST_VARIABLES, "more variable")
            blocks.append(paragraph(said(more, " in ", Code("facts.json"), ".")))
        sections.append(Section(("Environment variables",), tuple(blocks)))
    files = [
        document.path
        for document in known.material.documents
        if document.role in {"config", "manifest"}
        and document.kind != "binary"
        and document.language != "gitignore"
    ]
    if files:
        files.sort(key=lambda path: (path.count("/"), path))
        sections.append(Section(("Files of settings",), tuple(_setting_files(files))))
    summary = f"Environment variables ({len(facts.environment)}) and files of settings."
    return Draft("configuration", "Configuration", "Reference", summary, tuple(sections))


def _setting_files(files: list[str]) -> Iterator[Block]:
    words: list[Inline] = []
    for path in files[:_MOST_FILES]:
        words += [At(path), ", "]
    more = len(files) - _MOST_FILES
    words[-1] = f" and {more} more." if more > 0 else "."
    yield paragraph(said(*words))


def dependencies(known: Known) -> Draft:
    """Return what manifests declare to need, and licences."""
    facts = known.facts
    sections = []
    if facts.licences:
        rows = tuple(
            Row(((Code(each.name),), (At(each.path),)), (each.claim,)) for each in facts.licences
        )
        table = Table(("licence", "file"), rows[:_MOST_FILES])
        sections.append(Section(("Licences",), (table,)))
    groups: dict[tuple[str, str], list[Requirement]] = {}
    for each in facts.requirements:
        groups.setdefault((each.manifest, each.group), []).append(each)
    left = _MOST_NEEDED
    for (manifest, group), needed in sorted(groups.items(), key=lambda g: _group_order(g[0])):
        shown = needed[: max(left, 0)]
        left -= len(needed)
        if shown:
            sections.append(_needed(manifest, group, shown))
    if left < 0:
        more = Count(-left, "more requirement")
        sections.append(
            Section(("Others",), (paragraph(said(more, " in ", Code("facts.json"), ".")),))
        )
    summary = f"{len(facts.requirements)} declared requirements; licences."
    return Draft("dependencies", "Dependencies", "Reference", summary, tuple(sections))


def _group_order(group: tuple[str, str]) -> tuple[int, str, bool, str]:
    manifest, name = group
    return manifest.count("/"), manifest, name != "main", name


def _needed(manifest: str, group: str, needed: list[Requirement]) -> Section:
    rows = tuple(
        Row(
            ((Code(each.name),), (Code(each.constraint) if each.constraint else "any",)),
            (each.claim,),
            (each.name, "dependency", each.ecosystem),
        )
        for each in needed
    )
    table = Table(("needs", "version"), rows)
    return Section((Code(manifest), f" ({group})"), (table,))
