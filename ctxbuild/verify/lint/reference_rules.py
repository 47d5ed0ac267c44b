"""Words that lead somewhere only for who has the whole page before the eyes, or a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.verify.lint.blocks import Block, Page
from ctxbuild.verify.lint.inline import links, masked
from ctxbuild.verify.lint.reading import sentence_around, shortened
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
_ELSEWHERE = re.compile(
    rf"\b{_SHOWN}\s+(?P<a>above|below|earlier|previously)\b"
    rf"|\b{_SHOWN}\s+(?:in|by|on)\s+the\s+(?:(?:following|above|next|previous|preceding)\s+)?{_PICTURE}\b"
    r"|\b(?:see|refer to|(?<!same )as)\s+(?P<b>above|below)\b"
    rf"|\bthe\s+(?P<c>above|previous|preceding)\s+(?:\w+\s+)?{_PART}\b"
    rf"|\b(?:the|this|these|those)\s+(?:[a-z]+\s+){{0,2}}?{_PART}\s+(?P<d>above|below)\b"
    rf"|\b(?:see|refer to)\s+the\s+(?:following\s+)?{_PICTURE}\b",
    re.IGNORECASE,
)
_NAMED_SECTION = re.compile(
    r"[\"“”'‘’*_¤]\s*section\b|\bthe\s+(?-i:[A-Z][\w ]+)\s+section\b"
    r"|\b(?:see|refer to)\s+(?:\"[^\"\n]{2,80}\"|“[^“”\n]{2,80}”)\s+(?:above|below)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(_PICTURE, re.IGNORECASE)
_BACK = frozenset("above earlier previously previous preceding".split())
_SHOWS = frozenset(("code", "row", "item"))


def elsewhere(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find references by position: above, below, in the figure, on the left."""
    for _, blocks in page.sections():
        for number, block in enumerate(blocks):
            if not block.is_prose:
                continue
            text = _unquoted(block.text, page.language)
            targets = [link.offset for link in links(block.text, page.language)]
            for match in _ELSEWHERE.finditer(text):
                start, end = sentence_around(text, match.start(), match.end())
                if any(start <= offset <= end for offset in targets):
                    continue
                if _NAMED_SECTION.search(block.text[start:end]):
                    continue
                if not _is_beside(match, blocks, number):
                    shown = shortened(block.text[start:end])
                    what = " ".join(match[0].split())
                    yield Hit(block.line_at(match.start()), f"“{what}” names no place", shown)
                    break


def _is_beside(match: re.Match[str], blocks: Sequence[Block], number: int) -> bool:
    """Whether what is meant stands right before or after, so that it is read together."""
    if _FIGURE.search(match[0]):
        return False
    where = next((word.lower() for word in match.groups() if word), "")
    if not where:
        return False
    step = -1 if where in _BACK else 1
    at = number + step
    while 0 <= at < len(blocks) and blocks[at].kind == "markup":
        at += step
    if not 0 <= at < len(blocks) or blocks[number].kind == "item":
        return False
    return blocks[at].kind in _SHOWS


_QUOTED = re.compile(r"“[^“”\n]{1,80}”|(?<!\w)\"[^\"\n]{1,80}\"(?!\w)")


def _unquoted(text: str, language: str) -> str:
    """Return text of the same length without code, addresses, and what it only quotes."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), masked(text, language))


_LABELS = frozenset(
    "here|click here|this|link|this link|the link|read more|more|more info|more information"
    "|learn more|see more|see here|details|more details|this page|this one|read this|go here"
    "|this article|this post|that|there|following link|the following link|tap here|press here"
    "|check here|find here|available here|found here|click|over here|right here|read here"
    "|this document|this guide|these|info|docs here|documentation here|see this|看这里|这里".split(
        "|"
    )
)
_EDGE = re.compile(r"^[\s*_`\"'“”.,:;!→»>›-]+|[\s*_`\"'“”.,:;!→»>›-]+$")


def vague_labels(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find links whose text says nothing of where they lead."""
    for block in page.blocks:
        if block.kind in ("code", "image"):
            continue
        for link in sorted(links(block.text, page.language)):
            label = _EDGE.sub("", " ".join(link.label.split())).lower()
            if label in _LABELS and "`" not in link.label:
                message = f"the link “{label}” says nothing of where it leads"
                yield Hit(
                    block.line_at(link.offset), message, shortened(_context(block, link.offset))
                )


def _context(block: Block, offset: int) -> str:
    return block.text[max(0, offset - 40) : offset + 60]


_TIME = re.compile(
    r"\bat the time of (?:this )?writing\b|\bas of (?:now|today|this writing|writing)\b"
    r"|\bcoming soon\b|\brecently\s+(?:added|introduced|released)\b"
    r"|\bin (?:a|some|the) (?:near |upcoming )?future\s+(?:release|version|update)s?\b"
    r"|\bcurrently\s+(?:not\s+|un)?(?:supported|supports?|experimental|implemented|only"
    r"|no\s+(?:\w+\s+){0,2}(?:way|support|plans?|options?)"
    r"|in (?:alpha|beta|development|preview)|does not|doesn't|cannot|limited|available)\b"
    r"|\b(?:is|are)\s+not\s+(?:yet|currently)"
    r"\s+(?:supported|implemented|available|possible|stable)\b"
    r"|\bnot\s+(?:supported|implemented|available|possible)"
    r"\s+(?:yet|at (?:the|this) (?:moment|time)|for now|right now)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"\bv?\d+\.\d+|\b(?:19|20)\d\d\b|\bv\d+\b|#\d{2,}|\bversion \d", re.IGNORECASE)


def undated(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find statements about now or soon that carry neither version nor date."""
    for block in page.blocks:
        if not block.is_prose:
            continue
        text = _unquoted(block.text, page.language)
        for match in _TIME.finditer(text):
            start, end = sentence_around(text, match.start(), match.end())
            if not _DATED.search(block.text[start:end]):
                what = " ".join(match[0].split())
                message = f"“{what}” with no version or date"
                yield Hit(block.line_at(match.start()), message, shortened(block.text[start:end]))
                break
