"""Sentences that a model wrote, as a section of a page: marked, each with what it cites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ctxbuild.claims import Citation, Claim
from ctxbuild.claims.prose import parts_of
from ctxbuild.packing.wiki.blocks import (
    At,
    Code,
    Draft,
    Inline,
    Items,
    Row,
    Section,
    paragraph,
    said,
)

_CAVEAT = (
    "Names and numbers in it stand in the lines that are cited; what it says of them was not "
    "computed."
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A place behind a sentence; ``name`` is one of the sentence's that stands in its lines."""

    citation: Citation
    name: str = ""


@dataclass(frozen=True, slots=True)
class ProseSentence:
    """A sentence that was verified."""

    text: str
    cited: tuple[Cited, ...]


def with_section(draft: Draft, model: str, sentences: Sequence[ProseSentence]) -> Draft:
    """Return a page with what a model wrote after its first section."""
    title = ("Prose by ", Code(model), ", each sentence verified against its citations")
    rows = tuple(_row(model, sentence) for sentence in sentences)
    section = Section(title, (paragraph(said(_CAVEAT)), Items(rows)))
    return replace(draft, sections=(*draft.sections[:1], section, *draft.sections[1:]))


def _row(model: str, sentence: ProseSentence) -> Row:
    statement = f"Prose by {model}: {sentence.text}"
    claims = tuple(
        Claim(statement, each.citation, "quoted" if each.name else "lines", each.name)
        for each in sentence.cited
    )
    return Row((tuple(_words(sentence)),), claims, placed=False)


def _words(sentence: ProseSentence) -> Iterator[Inline]:
    for part in parts_of(sentence.text):
        yield Code(part.text) if part.is_code else part.text
    places = dict.fromkeys((each.citation.path, each.citation.lines) for each in sentence.cited)
    for place in places:
        yield " "
        yield At(*place)
