"""What the project offers: its public API, where programs start, routes and commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctxbuild.analysis.facts.public_api import PublicSymbol, plain_doc
from ctxbuild.packing.wiki.blocks import (
    Block,
    Code,
    Count,
    Draft,
    Inline,
    Items,
    Row,
    Section,
    Table,
    paragraph,
    said,
)
from ctxbuild.packing.wiki.known import Known

_MOST_SHOWN = 400
"""Names of the API with signatures; what is less public is counted by module."""
_MOST_MODULES = 300
_OFFERED = 0.3
_LONGEST = 200
_MOST_ROUTES = 1_000


def public_api(known: Known) -> Draft:
    """Return the public definitions, the most public modules first."""
    api = [each for each in known.facts.public_api if "." not in _plain(each.name)]
    best = sorted(range(len(api)), key=lambda at: (-api[at].level, at))[:_MOST_SHOWN]
    chosen = {at for at in best if api[at].level >= _OFFERED} or set(best)
    by_module: dict[str, list[PublicSymbol]] = {}
    for at in sorted(chosen):
        by_module.setdefault(api[at].module, []).append(api[at])
    order = sorted(by_module, key=lambda m: (-max(s.level for s in by_module[m]), m))
    sections = [Section((), (_lead(known, api, len(chosen)),))] if api else []
    sections += [_module(module, by_module[module]) for module in order]
    rest = [each for at, each in enumerate(api) if at not in chosen]
    if rest:
        sections.append(Section(("Less public definitions, by module",), tuple(_counted(rest))))
    summary = f"Definitions that others may use: {len(api):,} in all."
    return Draft("public-api", "Public API", "API Reference", summary, tuple(sections))


def _plain(name: str) -> str:
    """Return a qualified name without what makes it one in its language."""
    return name.replace("::", ".").replace("#", ".")


def _lead(known: Known, api: Sequence[PublicSymbol], shown: int) -> Block:
    members = len(known.facts.public_api) - len(api)
    return paragraph(
        said(
            Count(len(api), "public definition"),
            " and ",
            Count(members, "public member"),
            f" of theirs were found; the {shown:,} most public are shown with their signatures."
            " What the entry of a package offers comes first.",
        )
    )


def _module(module: str, symbols: Sequence[PublicSymbol]) -> Section:
    rows = []
    for each in symbols:
        line = " ".join(each.signature.split()) or each.name
        words: list[Inline] = [Code(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…")]
        if each.doc:
            words.append(f" — {plain_doc(each.doc)}")
        rows.append(Row((tuple(words),), (each.claim,), (each.name, each.kind, each.doc)))
    return Section((Code(module),), (Items(tuple(rows)),))


def _counted(rest: Sequence[PublicSymbol]) -> Iterator[Block]:
    counts: dict[str, list[PublicSymbol]] = {}
    for each in rest:
        counts.setdefault(each.module, []).append(each)
    order = sorted(counts, key=lambda module: (-len(counts[module]), module))
    yield Table(
        ("module", "definitions", "the first of them"),
        tuple(
            Row(
                ((Code(module),), (str(len(counts[module])),), (Code(counts[module][0].name),)),
                (counts[module][0].claim,),
            )
            for module in order[:_MOST_MODULES]
        ),
    )
    if len(order) > _MOST_MODULES:
        more = Count(len(order) - _MOST_MODULES, "more module")
        yield paragraph(said(more, " in ", Code("facts.json"), "."))


def entry_points(known: Known) -> Draft:
    """Return where programs start, and the routes and commands that frameworks are told of."""
    facts = known.facts
    sections = []
    if facts.entry_points:
        rows = tuple(
            Row(
                ((Code(each.name),), (each.kind,), (Code(each.target),)),
                (each.claim,),
                (each.name, "entry point", each.target),
            )
            for each in facts.entry_points[:_MOST_ROUTES]
        )
        sections.append(Section(("Entry points",), (Table(("name", "kind", "leads to"), rows),)))
    for kind, title in (("command", "Commands"), ("route", "Routes")):
        found = [each for each in facts.routes if each.kind == kind]
        if found:
            rows = tuple(
                Row(
                    ((Code(each.name),), (each.framework,), (Code(each.handler or "–"),)),
                    (each.claim,),
                    (each.name, each.kind, each.handler),
                )
                for each in found[:_MOST_ROUTES]
            )
            blocks: list[Block] = [Table((kind, "framework", "leads to"), rows)]
            if len(found) > _MOST_ROUTES:
                more = Count(len(found) - _MOST_ROUTES, f"more {kind}")
                blocks.append(paragraph(said(more, " in ", Code("facts.json"), ".")))
            sections.append(Section((title,), tuple(blocks)))
    summary = "Where programs start; routes and commands."
    return Draft("entry-points", "Entry points and routes", "Reference", summary, tuple(sections))
