"""Words that lead somewhere only for who has the whole page before the eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ctxbuild.verify.lint.blocks import Block, Kind, Page
from ctxbuild.verify.lint.inline import links
from ctxbuild.verify.lint.page_rules import GENERIC
from ctxbuild.verify.lint.reading import quoted_hidden, sentence_around, shortened
from ctxbuild.verify.lint.rule import Hit, Surroundings

_PICTURE = r"(?:figures?|screen\s?shots?|images?|pictures?|diagrams?|illustrations?|graphics?)"
_PART = (
    rf"(?:{_PICTURE}|examples?|sections?|code|snippets?|commands?|tables?|lists?|instructions?"
    r"|chapters?|listings?|configurations?|scripts?|functions?|output|outline)"
)
_SHOWN = (
    r"(?:shown|seen|described|mentioned|listed|illustrated|depicted|pictured|demonstrated|explained"
    r"|discussed|outlined|defined|noted|stated|specified|documented|introduced|given|presented)"
)
_NOUN = re.compile(rf"\b{_PART}\b", re.IGNORECASE)
_PLACE = (
    rf"(?:{_PICTURE}|examples?|sections?|snippets?|tables?|lists?|chapters?|listings?"
    r"|instructions?)"
)
"""What “previous” says of a place; the previous output or script is that of another run."""

_FORMER = (
    r"(?:patterns?|versions?|styles?|approach|systems?|implementations?|formats?|modules?|layouts?"
    r"|designs?|runs?|releases?)"
)
"""What “previous” says of time, not of place: the previous module system."""

_ELSEWHERE = re.compile(
    rf"\b{_SHOWN}\s+(?P<a>above|below|earlier|previously)\b"
    rf"|\b{_SHOWN}\s+(?:in|by|on)\s+the\s+(?:(?:following|above|next|previous|preceding)\s+)?{_PICTURE}\b"
    r"|\b(?:see|refer to|(?<!same )as)\s+(?P<b>above|below)\b"
    rf"|\bthe\s+(?P<c>above)\s+(?:\w+\s+)?(?!(?-i:[A-Z])){_PART}\b(?!\s+{_FORMER}\b)"
    rf"|\bthe\s+(?P<e>previous|preceding)\s+{_PLACE}\b(?!\s+{_FORMER}\b)"
    rf"|\b(?:the|this|these|those)\s+(?:[a-z]+\s+){{0,2}}?{_PART}\s+(?P<d>above|below)\b"
    rf"|\b(?:see|refer to)\s+the\s+(?:following\s+)?{_PICTURE}\b",
    re.IGNORECASE,
)
_NAMED_SECTION = re.compile(
    r"[\"“”'‘’*_¤]\s*section\b|\bthe\s+(?-i:[A-Z][\w ]+)\s+section\b"
    rf"|\bthe\s+(?:[a-z]+\s+)?(?-i:[A-Z][\w-]{{2,}})\s+{_PART}\s+(?:above|below)\b"
    r"|(?:\"[^\"\n]{2,80}\"|“[^“”\n]{2,80}”|\*[^*\n]{2,80}\*)\s+(?:section\s+)?(?:above|below)\b",
    re.IGNORECASE,
)
_NAME_OF_CODE = re.compile(r"`[^`\s<>]{3,60}`")
_OTHER_CLAUSE = re.compile(r"[—;:,]\s|\s[-–]\s")
_WORD = re.compile(r"[\w-]+")
_CLOSE = 40
"""Characters between a reference and a name that says what is meant by it."""

_SECTION = re.compile(r"\b(?:section|chapter)s?\b", re.IGNORECASE)
_BACK = frozenset("above earlier previously previous preceding".split())
_LISTS: frozenset[Kind] = frozenset(("row", "item"))
_SAMPLES: frozenset[Kind] = frozenset(("code", "image"))
"""Diagrams are code of Mermaid, PlantUML and their like as often as images."""

_SHOWS: frozenset[Kind] = _LISTS | _SAMPLES | {"markup", "tab"}
"""What a reference can mean, whatever it calls it; tags and directives often show it."""

_READ: frozenset[Kind] = _SHOWS | {"paragraph"}
_BESIDE = 25
"""Lines from one to the other within which both are still read together."""

_DEFINITION = re.compile(r"\s*:\s+\S")
"""Of a term, on the line before."""

_LONGEST_NAME = 8
"""Words of a heading that a sentence may repeat."""

_LEAST_OF_A_PAIR = 4
"""Characters of each of two words that a search for both finds in a heading."""

_LEAST_NAME = 6
"""Characters of a heading of one word that a search for it finds."""


def elsewhere(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find references by position: above, below, in the figure, on the left."""
    names = _names(page)
    for _, blocks in page.sections():
        for number, block in enumerate(blocks):
            hit = _reference(page, blocks, number, names) if block.is_prose else None
            if hit is not None:
                yield hit


def _reference(
    page: Page, blocks: Sequence[Block], number: int, names: frozenset[str]
) -> Hit | None:
    """Return the first reference of a block that names no place."""
    block = blocks[number]
    text = quoted_hidden(block.text, page.language)
    targets = [link.offset for link in links(block.text, page.language)]
    for match in _ELSEWHERE.finditer(text):
        start, end = sentence_around(text, match.start(), match.end())
        if any(start <= offset <= end for offset in targets):
            continue
        if _says_what(block.text, match, (start, end), names):
            continue
        if _is_beside(match, start, blocks, number):
            continue
        what = " ".join(match[0].split())
        shown = shortened(block.text[start:end])
        return Hit(block.line_at(match.start()), f"“{what}” names no place", shown)
    return None


def _names(page: Page) -> frozenset[str]:
    """Return the headings that a search for their words finds, the title not among them."""
    headings = [_name(block) for block in page.blocks if block.kind == "heading"][1:]
    whole = {
        name
        for name in headings
        if name not in GENERIC and (" " in name or len(name) >= _LEAST_NAME)
    }
    return frozenset(whole | {pair for name in headings for pair in _pairs(name)})


def _pairs(name: str) -> Iterator[str]:
    """Yield each two neighbouring words of a heading that are both long enough to be its topic."""
    spoken = name.split()
    for first, second in pairwise(spoken):
        if min(len(first), len(second)) >= _LEAST_OF_A_PAIR and not _NOUN.fullmatch(second):
            yield f"{first} {second}"


def _name(heading: Block) -> str:
    return " ".join(_WORD.findall(heading.text.lower()))


def _says_what(
    text: str, match: re.Match[str], sentence: tuple[int, int], names: frozenset[str]
) -> bool:
    """Whether the sentence has a name by which a search finds what is meant."""
    start, end = sentence
    said = text[start:end]
    if _NAMED_SECTION.search(said):
        return True
    before = _OTHER_CLAUSE.split(text[max(start, match.start() - _CLOSE) : match.start()])[-1]
    after = _OTHER_CLAUSE.split(text[match.end() : min(end, match.end() + _CLOSE)])[0]
    if _NAME_OF_CODE.search(before) or _NAME_OF_CODE.search(after):
        return True
    spoken = _WORD.findall(said.lower())
    return any(
        " ".join(spoken[first : first + length]) in names
        for first in range(len(spoken))
        for length in range(1, _LONGEST_NAME + 1)
    )


def _is_beside(match: re.Match[str], start: int, blocks: Sequence[Block], number: int) -> bool:
    """Whether what may be meant stands before or after in the section, so that it is read too."""
    where = next((word.lower() for word in match.groups() if word), "")
    if _SECTION.search(match[0]):
        return where not in _BACK and _leads_on(blocks, number)
    kinds = _SHOWS if _NOUN.search(match[0]) else _READ
    if where in _BACK and _WORD.search(blocks[number].text[: max(0, start - 1)]):
        return True
    steps = ((-1,) if where in _BACK else (1,)) if where else (-1, 1)
    return any(_stands(blocks, number, step, kinds) for step in steps)


def _leads_on(blocks: Sequence[Block], number: int) -> bool:
    """Whether the section ends soon after, or goes on with what it announces."""
    return blocks[-1].lines[1] - blocks[number].lines[1] <= _BESIDE or _stands(
        blocks, number, 1, _SHOWS
    )


def _stands(blocks: Sequence[Block], number: int, step: int, kinds: frozenset[Kind]) -> bool:
    """Whether a block of some kind lies in a direction, in the same section and not far."""
    own = blocks[number]
    at = number + step
    while 0 <= at < len(blocks):
        block = blocks[at]
        earlier, later = sorted((block.lines, own.lines))
        if later[0] - earlier[1] > _BESIDE:
            return False
        kind: Kind = "item" if _DEFINITION.match(block.text) else block.kind
        if kind in kinds and _WORD.search(block.text):
            return True
        at += step
    return False
