"""What is known on a page of a wiki, as evidence that sentences can cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ctxbuild.claims import Citation, Claim, digest_of
from ctxbuild.formats.wiki_search import plain
from ctxbuild.model import Lines
from ctxbuild.packing.wiki.blocks import Block, Draft, Paragraph, Picture, Quotation, Row, Table
from ctxbuild.packing.wiki.known import Known

_MOST_LINES = 40
_MOST_CHARACTERS = 2_000
"""Of one place, so that a long line or function does not crowd out the others."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the source, what the page says of it, and its lines as they are quoted."""

    id: str
    citation: Citation
    facts: tuple[str, ...]
    text: str

    @property
    def all(self) -> str:
        """Everything that a sentence may take from it, white space as single blanks."""
        return " ".join(" ".join((self.citation.path, *self.facts, self.text)).split())


def evidence_of(known: Known, draft: Draft) -> list[Evidence]:
    """Return the evidence of a page in the order of the page.

    What begins at one line is one piece: of a class, its base and its definition.
    """
    facts: dict[tuple[str, int], dict[str, None]] = {}
    widest: dict[tuple[str, int], Citation] = {}
    for words, claim in _said(draft):
        citation = _widened(known, claim)
        if citation.lines is not None:
            place = citation.path, citation.lines[0]
            facts.setdefault(place, {}).update(dict.fromkeys((words, claim.statement)))
            widest[place] = max(widest.get(place, citation), citation, key=_last_line)
    return [
        Evidence(f"c{at}", widest[place], tuple(said), _text(known, widest[place]))
        for at, (place, said) in enumerate(facts.items(), 1)
    ]


def _last_line(citation: Citation) -> int:
    return citation.lines[1] if citation.lines is not None else 0


def _said(draft: Draft) -> Iterator[tuple[str, Claim]]:
    """Yield the claims of a page with the words that state them."""
    for section in draft.sections:
        for block in section.blocks:
            yield from _said_by(block)


def _said_by(block: Block) -> Iterator[tuple[str, Claim]]:
    if isinstance(block, Quotation):
        yield block.text, block.claim
    elif isinstance(block, Picture):
        yield from ((claim.statement, claim) for claim in block.evidence)
    elif isinstance(block, Paragraph):
        for sentence in block.sentences:
            yield from ((plain(sentence.words), claim) for claim in sentence.claims)
    else:
        heads = block.head if isinstance(block, Table) else ()
        for row in block.rows:
            words = "; ".join(_cells(heads, row))
            yield from ((words, claim) for claim in row.claims)


def _cells(heads: Sequence[str], row: Row) -> Iterator[str]:
    """Yield the cells of a row, each after the head of its column."""
    for head, cell in zip_longest(heads, map(plain, row.cells), fillvalue=""):
        yield f"{head}: {cell}" if head else cell


def _widened(known: Known, claim: Claim) -> Citation:
    """Return what a claim cites, of a definition with the beginning of its body."""
    citation = claim.citation
    at = known.places.get(citation.path)
    if claim.check != "symbol" or citation.lines is None or at is None:
        return citation
    first, last = citation.lines
    ends = [
        symbol.lines[1]
        for symbol in known.material.outlines[at].symbols
        if symbol.lines[0] == first and symbol.qualified_name == citation.symbol
    ]
    return _cited(
        known,
        at,
        citation,
        (first, max([last, *(min(end, first + _MOST_LINES - 1) for end in ends)])),
    )


def _cited(known: Known, at: int, citation: Citation, lines: Lines) -> Citation:
    cut = known.material.lines(at)[lines[0] - 1 : lines[1]]
    return replace(citation, lines=lines, digest=digest_of(cut))


def _text(known: Known, citation: Citation) -> str:
    assert citation.lines is not None
    first, last = citation.lines
    last = min(last, first + _MOST_LINES - 1)
    text = "\n".join(known.material.lines(known.places[citation.path])[first - 1 : last])
    return text[:_MOST_CHARACTERS]
