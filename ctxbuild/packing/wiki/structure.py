"""How the parts hang together: layers, cycles, imports between components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ctxbuild.packing.wiki.blocks import (
    At,
    Block,
    Code,
    Count,
    Draft,
    Inline,
    Items,
    Row,
    Section,
    Table,
    To,
    paragraph,
    said,
)
from ctxbuild.packing.wiki.diagrams import components_drawn
from ctxbuild.packing.wiki.known import Known
from ctxbuild.packing.wiki.opening import component_table

_MOST_LINKS = 120
_MOST_CYCLES = 12
_MOST_OF_CYCLE = 10
_MOST_LAYERS = 40
_MOST_IN_LAYER = 6


def architecture(known: Known) -> Draft:
    """Return components, what needs what, layers and cycles."""
    sections = []
    if known.links:
        sections.append(
            Section(("Components and what they need",), (*components_drawn(known), *_links(known)))
        )
    if known.facts.layers:
        sections.append(Section(("Layers",), tuple(_layers(known))))
    sections.append(Section(("Cycles",), tuple(_cycles(known))))
    exact = sum(each.exact for each in known.facts.imports)
    guessed = len(known.facts.imports) - exact
    figures: list[Inline] = [Count(exact, "import"), " between files are resolved"]
    if guessed:
        figures += [", ", str(guessed), " are matched by name only"]
    lead = paragraph(said(*figures, ". Imports for type checking alone are not counted here."))
    summary = "Which component needs which, layers and import cycles."
    return Draft(
        "architecture",
        "Architecture",
        "Architecture",
        summary,
        (Section((), (lead,)), *sections) if known.components else (),
        also=(To("components", "Components"), To("reading-path", "Reading path")),
    )


def _links(known: Known) -> Iterator[Block]:
    rows = tuple(
        Row(
            (
                (_page(known, link.origin),),
                (_page(known, link.target),),
                (str(link.imports),),
            ),
            (link.first.claim,),
        )
        for link in known.links[:_MOST_LINKS]
    )
    yield Table(("component", "needs", "imports"), rows)
    if len(known.links) > _MOST_LINKS:
        more = Count(len(known.links) - _MOST_LINKS, "more pair")
        yield paragraph(said(more, " of components: see their pages."))


def _page(known: Known, place: int) -> To:
    component = known.components[place]
    return To(component.slug, component.title)


def _layers(known: Known) -> Iterator[Block]:
    yield paragraph(
        said(
            "A file stands one layer above the highest file that it imports when it is loaded;"
            " files of layer 0 import nothing of this project."
        )
    )
    rows = []
    for layer in reversed(known.facts.layers[:_MOST_LAYERS]):
        homes = Counter(known.homes[path] for path in layer.paths if path in known.homes)
        words: list[Inline] = []
        for place, count in homes.most_common(_MOST_IN_LAYER):
            words += [", " if words else "", _page(known, place), f" {count}"]
        if len(homes) > _MOST_IN_LAYER:
            words += [", ", Count(len(homes) - _MOST_IN_LAYER, "more component")]
        rows.append(Row(((str(layer.height),), (str(len(layer.paths)),), tuple(words))))
    yield Table(("layer", "files", "of components"), tuple(rows))
    more = len(known.facts.layers) - _MOST_LAYERS
    if more > 0:
        yield paragraph(said(Count(more, "higher layer"), " in ", Code("facts.json"), "."))


def _cycles(known: Known) -> Iterator[Block]:
    cycles = known.facts.cycles
    if not cycles:
        yield paragraph(said("No files import each other in a circle when they are loaded."))
        return
    rows = []
    for cycle in cycles[:_MOST_CYCLES]:
        words: list[Inline] = [Count(len(cycle.paths), "file"), ": "]
        for path in cycle.paths[:_MOST_OF_CYCLE]:
            words += [At(path), ", "]
        more = len(cycle.paths) - _MOST_OF_CYCLE
        words[-1] = f" and {more} more" if more > 0 else ""
        rows.append(Row((tuple(words),)))
    yield paragraph(said("Files of each group all import each other, directly or through others."))
    yield Items(tuple(rows))
    if len(cycles) > _MOST_CYCLES:
        more_cycles = Count(len(cycles) - _MOST_CYCLES, "smaller group")
        yield paragraph(said(more_cycles, " in ", Code("facts.json"), "."))


def components_page(known: Known) -> Draft:
    """Return the list of components."""
    every = range(len(known.components))
    beside = [at for at in every if known.components[at].component.beside]
    own = [at for at in every if at not in beside]
    lead = paragraph(
        said(
            "Source files are grouped by package manifest and directory; a group is split where"
            " it is large and has parts, and joined to the one above where it is small. Where a"
            " group says nothing of itself, its most central file is quoted by name."
        )
    )
    blocks: list[Block] = [lead]
    if own:
        blocks.append(component_table(known, own))
    sections = [Section((), tuple(blocks))] if every else []
    if beside:
        table = component_table(known, beside)
        sections.append(Section(("Beside it: tests, tools and examples",), (table,)))
    noun = "component" if len(every) == 1 else "components"
    summary = f"The {len(every)} {noun} that source files are grouped to."
    return Draft("components", "Components", "Index", summary, tuple(sections))
