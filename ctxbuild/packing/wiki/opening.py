"""The pages that a newcomer reads first: overview, getting started, reading path."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from ctxbuild.analysis.component_names import said_of
from ctxbuild.analysis.facts.commands import Command
from ctxbuild.analysis.facts.layers import Import
from ctxbuild.analysis.importance import is_seldom_needed
from ctxbuild.analysis.sentences import plain_text
from ctxbuild.model import Document
from ctxbuild.packing.wiki.blocks import (
    At,
    Block,
    Code,
    Count,
    Draft,
    Inline,
    Items,
    Paragraph,
    Quotation,
    Row,
    Section,
    Sentence,
    Table,
    To,
    Words,
    paragraph,
    said,
)
from ctxbuild.packing.wiki.diagrams import components_drawn
from ctxbuild.packing.wiki.documents import documents_of
from ctxbuild.packing.wiki.known import Known

_MOST_LANGUAGES = 8
_MOST_ENTRIES = 8
_MOST_COMPONENTS = 30
_MOST_ON_PATH = 16
_MOST_COMMANDS = 12
"""Of one kind; the rest are on the page about tests and CI, or in the facts."""
_LONGEST_NOTE = 1_000
_UNOFFERED = 0.5
"""What a file is worth that offers nothing to others, next to one that offers all it has."""
_TASKS = {
    "install": "Install",
    "build": "Build",
    "test": "Test",
    "lint": "Check style and types",
    "run": "Run",
    "docs": "Documentation",
}
_ORIGINS = {
    "ci": "CI",
    "manifest": "manifest",
    "makefile": "task file",
    "container": "container",
    "convention": "convention",
}


def overview(known: Known) -> Draft:
    """Return what the project is, in its own words and in figures."""
    facts = known.facts
    lead: list[Block] = [Quotation(plain_text(each.text), each.claim) for each in facts.purpose[:2]]
    if not lead:
        lead.append(paragraph(said("Neither a README nor a manifest says what this is for.")))
    lead.append(_figures(known))
    sections = [Section((), tuple(lead))]
    if known.notes:
        rows = tuple(Row(((note[:_LONGEST_NOTE],),)) for note in known.notes)
        sections.append(Section(("Notes of the owner",), (Items(rows),)))
    if facts.languages:
        sections.append(Section(("Languages",), (_languages(known),)))
    if known.components:
        sections.append(Section(("Components",), tuple(_components(known))))
    if facts.entry_points:
        sections.append(Section(("Where it starts",), tuple(_entries(known))))
    summary = (
        plain_text(facts.purpose[0].text) if facts.purpose else f"What {known.name} consists of."
    )
    return Draft("overview", f"Overview of {known.name}", "Overview", summary, tuple(sections))


def _figures(known: Known) -> Paragraph:
    facts = known.facts
    sources = sum(1 for _ in known.material.sources())
    sentences: list[Sentence] = [
        said(
            Count(len(known.material.documents), "file"),
            ", of which ",
            Count(sources, "source file"),
            " in ",
            Count(len(known.components), "component"),
            ".",
        )
        if sources
        else said(Count(len(known.material.documents), "file"), ", none of them source files.")
    ]
    written = len(documents_of(known))
    if written:
        sentences.append(
            said(Count(written, "document"), ": see ", To("documents", "Documents"), ".")
        )
    if facts.licences:
        first = facts.licences[0]
        sentences.append(said("Licence: ", Code(first.name), ".", claims=(first.claim,)))
    if facts.cycles:
        sentences.append(said("Import cycles: ", Count(len(facts.cycles), "group"), " of files."))
    return Paragraph(tuple(sentences))


def _languages(known: Known) -> Table:
    rows = known.facts.languages
    shown = [
        Row(((row.language,), (f"{row.files:,}",), (f"{row.lines:,}",), (f"{row.source_lines:,}",)))
        for row in rows[:_MOST_LANGUAGES]
    ]
    if len(rows) > _MOST_LANGUAGES:
        rest = rows[_MOST_LANGUAGES:]
        files, lines = sum(r.files for r in rest), sum(r.lines for r in rest)
        own = sum(r.source_lines for r in rest)
        label = f"{len(rest)} others"
        shown.append(Row(((label,), (f"{files:,}",), (f"{lines:,}",), (f"{own:,}",))))
    return Table(("language", "files", "lines", "of them in source files"), tuple(shown))


def _components(known: Known) -> Iterator[Block]:
    places = range(len(known.components))
    own = [at for at in places if not known.components[at].component.beside] or list(places)
    yield component_table(known, own[:_MOST_COMPONENTS])
    more = len(known.components) - len(own[:_MOST_COMPONENTS])
    if more > 0:
        yield paragraph(
            said(Count(more, "more component"), ": see ", To("components", "Components"), ".")
        )
    yield from components_drawn(known)


def component_table(known: Known, places: Sequence[int]) -> Table:
    """Return components as rows: their pages, their sizes, what they say of themselves."""
    rows = tuple(_component_row(known, place) for place in places)
    return Table(("component", "files", "what it says of itself"), rows)


def _component_row(known: Known, place: int) -> Row:
    component = known.components[place]
    saying = component.about or component.central
    words: list[Inline] = []
    if saying is not None:
        if component.about is None:
            words += [Code(posixpath.basename(saying.claim.citation.path)), ": "]
        words.append(f"“{_clipped(saying.text)}”")
    cells: tuple[Words, ...] = (
        (To(component.slug, component.title),),
        (str(len(component.documents)),),
        tuple(words) or ("–",),
    )
    return Row(cells, (saying.claim,) if saying is not None else ())


def _clipped(text: str, most: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def _entries(known: Known) -> Iterator[Block]:
    entries = known.facts.entry_points
    yield Items(
        tuple(
            Row(((Code(each.name), f" ({each.kind}) leads to ", Code(each.target)),), (each.claim,))
            for each in entries[:_MOST_ENTRIES]
        )
    )
    if len(entries) > _MOST_ENTRIES:
        more = Count(len(entries) - _MOST_ENTRIES, "more entry point")
        yield paragraph(said(more, ": see ", To("entry-points", "Entry points and routes"), "."))


def getting_started(known: Known) -> Draft:
    """Return how the project is installed, built, tested and run, as its own files have it."""
    sections = [
        Section(
            (),
            (
                paragraph(
                    said(
                        "Commands as the project's own files have them. Those of CI come first:"
                        " they are carried out at every change."
                    )
                ),
            ),
        )
    ]
    for task, title in _TASKS.items():
        found = [c for c in known.facts.commands if c.task == task]
        if found:
            sections.append(Section((title,), tuple(_commands(found))))
    if len(sections) == 1:
        sections = []
    summary = f"How {known.name} is installed, built, tested and run."
    return Draft("getting-started", "Getting started", "Guide", summary, tuple(sections))


def _commands(found: list[Command]) -> Iterator[Block]:
    rows = [
        Row(
            ((Code(c.line),), (Code(c.does) if c.does else "–",), (_ORIGINS[c.origin],)),
            (c.claim,),
            (c.line, "command", c.does),
        )
        for c in found[:_MOST_COMMANDS]
    ]
    yield Table(("command", "stands for", "from"), tuple(rows))
    if len(found) > _MOST_COMMANDS:
        yield paragraph(
            said(
                Count(len(found) - _MOST_COMMANDS, "more command"), " in ", Code("facts.json"), "."
            )
        )


def reading_path(known: Known) -> Draft:
    """Return the files to read first, by what depends on them."""
    documents = known.material.documents
    order = sorted(range(len(documents)), key=lambda at: (-_worth(known, at), at))
    shown = [at for at in order if _is_worth_reading(documents[at])][:_MOST_ON_PATH]
    rows = tuple(_step(known, at) for at in shown)
    first = paragraph(
        said(
            "Files in the order of their importance: PageRank over the imports between files,"
            " with more weight on READMEs, manifests, entry files and what they offer to others."
        )
    )
    sections = (Section((), (first, Items(rows, ordered=True))),) if rows else ()
    summary = "Which files to read first, and why."
    return Draft("reading-path", "Reading path", "Guide", summary, sections)


def _worth(known: Known, at: int) -> float:
    """Return how much of the project a file tells: its importance, and how public it is."""
    levels = known.material.levels.get(at, ())
    return known.importance[at] * (_UNOFFERED + max(levels, default=0.0))


def _is_worth_reading(document: Document) -> bool:
    return (
        document.role in {"readme", "manifest", "source", "docs"}
        and document.kind in {"code", "prose", "data"}
        and document.content is not None
        and not is_seldom_needed(document)
    )


def _step(known: Known, at: int) -> Row:
    document = known.material.documents[at]
    words: list[Inline] = [At(document.path), ", ", Count(document.lines, "line")]
    importers = known.importers.get(document.path, [])
    if importers:
        words += [
            ", imported by ",
            Count(len(importers), "file"),
            ", the first at ",
            _at(importers[0]),
        ]
    component = known.component_of(document.path)
    if component is not None:
        words += [", part of ", To(component.slug, component.title)]
    saying = said_of(known.material, at) if document.kind == "code" else None
    if saying is not None:
        words.append(f": “{_clipped(saying.text)}”")
    claims = [saying.claim] if saying is not None else []
    return Row((tuple(words),), (*claims, *(each.claim for each in importers[:1])), placed=False)


def _at(found: Import) -> At:
    return At(found.claim.citation.path, found.claim.citation.lines)
