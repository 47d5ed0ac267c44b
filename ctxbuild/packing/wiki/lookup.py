"""Pages to look things up in: glossary and symbol index, and what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ctxbuild.analysis.facts.public_api import plain_doc
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
    To,
    paragraph,
    said,
)
from ctxbuild.packing.wiki.known import Known

_MOST_SYMBOLS = 600
_MOST_MARKERS = 60
_MOST_UNDOCUMENTED = 40
_TYPES = frozenset({"class", "struct", "interface", "trait", "enum", "type", "protocol"})


def glossary(known: Known) -> Draft:
    """Return words that the code's documentation defines, and where public names stand."""
    sections = []
    if known.facts.glossary:
        rows = tuple(
            Row(
                ((Code(each.word), f": {plain_doc(each.meaning)}"),),
                (each.claim,),
                (each.word, "term", ""),
            )
            for each in known.facts.glossary
        )
        sections.append(Section(("Glossary",), (Items(rows),)))
    index = tuple(_index(known))
    if index:
        sections.append(Section(("Symbol index",), index))
    summary = "Words that the code defines, and where names are defined."
    return Draft("glossary", "Glossary and symbol index", "Glossary", summary, tuple(sections))


def _index(known: Known) -> Iterator[Block]:
    api = [each for each in known.facts.public_api if each.name.isidentifier()]
    best = sorted(range(len(api)), key=lambda at: (-api[at].level, at))[:_MOST_SYMBOLS]
    chosen = sorted((api[at] for at in best), key=lambda s: (s.name.lower(), s.name, s.module))
    if not chosen:
        return
    yield Items(
        tuple(
            Row(
                ((Code(each.name), f" {each.kind}"),),
                (each.claim,),
            )
            for each in chosen
        )
    )
    if len(api) > len(chosen):
        more = Count(len(api) - len(chosen), "less public name")
        yield paragraph(said(more, " in ", Code("facts.json"), "."))


def gaps(known: Known) -> Draft:
    """Return what is not known: unread files, undocumented names, work that is left to do."""
    facts = known.facts
    sections = []
    if facts.gaps:
        rows = []
        for each in facts.gaps:
            words: list[Inline] = [f"{each.kind}: {each.reason} ({each.count})"]
            for path in each.paths:
                words += [": " if len(words) == 1 else ", ", Code(path)]
            rows.append(Row((tuple(words),)))
        sections.append(Section(("What the analysis could not see",), (Items(tuple(rows)),)))
    undocumented = tuple(_undocumented(known))
    if undocumented:
        sections.append(Section(("Public definitions without documentation",), undocumented))
    if facts.markers:
        sections.append(Section(("Left to do, in comments",), tuple(_markers(known))))
    if not sections:
        sections = [Section((), (paragraph(said("Nothing is known to be missing.")),))]
    summary = "What the analysis could not see, and what the code itself says is missing."
    return Draft("gaps", "Gaps", "Reference", summary, tuple(sections))


def _undocumented(known: Known) -> Iterator[Block]:
    api = [s for s in known.facts.public_api if s.name.isidentifier() and s.kind != "variable"]
    missing = [each for each in api if not each.doc]
    if not missing:
        return
    counts = Counter(known.homes.get(each.claim.citation.path) for each in missing)
    totals = Counter(known.homes.get(each.claim.citation.path) for each in api)
    yield paragraph(said(f"{len(missing):,} of ", Count(len(api), "public definition"), "."))
    rows = tuple(
        Row(
            (
                (To(known.components[home].slug, known.components[home].title),),
                (f"{count} of {totals[home]}",),
            )
        )
        for home, count in sorted(counts.items(), key=lambda row: (-row[1], row[0] or 0))
        if home is not None
    )
    yield Table(("component", "without documentation"), rows[:_MOST_UNDOCUMENTED])
    if len(rows) > _MOST_UNDOCUMENTED:
        yield paragraph(said(Count(len(rows) - _MOST_UNDOCUMENTED, "more component"), "."))


def _markers(known: Known) -> Iterator[Block]:
    markers = known.facts.markers
    words = Counter(each.word for each in markers)
    yield paragraph(
        said(", ".join(f"{word} {count}" for word, count in sorted(words.items())), ".")
    )
    yield Items(
        tuple(
            Row(((Code(each.word), f" {each.text} " if each.text else " "),), (each.claim,))
            for each in markers[:_MOST_MARKERS]
        )
    )
    if len(markers) > _MOST_MARKERS:
        more = Count(len(markers) - _MOST_MARKERS, "more comment")
        yield paragraph(said(more, " in ", Code("facts.json"), "."))
