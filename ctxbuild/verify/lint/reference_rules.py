"""Words that say nothing alone: labels of links, and of when something holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctxbuild.verify.lint.blocks import Block, Page
from ctxbuild.verify.lint.inline import links
from ctxbuild.verify.lint.reading import quoted_hidden, sentence_around, shortened
from ctxbuild.verify.lint.rule import Hit, Surroundings

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
    r"\bat the time of (?:this )?writing\b(?!\s+(?:the|an?|your|code)\b)"
    r"|\bas of (?:now|today|this writing|writing)\b"
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


_CONDITION = re.compile(
    r"\b(?:if|when(?:ever)?|unless|in case|in the event|should)\b", re.IGNORECASE
)
_WHICH_ARE = re.compile(
    r"\b(?:the|of|all|any|every|oldest|latest|list|which|your|one|newest|what|some)"
    r"\s*currently\s+(?:supported|available|unsupported)\Z"
    r"|\b(?:what|which|whether|see|new|device|anything|something|types?|those|ones?)\s+(?:\w+\s+)?"
    r"(?:that|which)?\s*(?:is|are)\s+(?:currently|not|un)\b[\w\s]*\Z"
    r"|\b(?:a|an|any|every|each|new)\s+[\w-]+\s+(?:that|which)\s+(?:is|are)\s+(?:currently|not)\b"
    r"[\w\s]*\Z"
    r"|\b(?:some|many|most|of|methods|features)\s+recently\s+\w+\Z",
    re.IGNORECASE,
)
"""“The currently supported ones” says that there are some, not which; so does “what is not yet”."""

_RULES = re.compile(
    r"\b(?:policy|always|often|usually|generally|typically|in general|installed"
    r"|at run ?time)\b",
    re.IGNORECASE,
)
"""Words of general truths and of the states of a run."""


_MARKS_VERSION = re.compile(
    r"\W*(?:version(?:added|changed|:)|deprecated|since\b|added in|as of\b|updated\b"
    r"|last (?:updated|reviewed)|date\b|status\b|checked\b|verified\b|:since:)",
    re.IGNORECASE,
)
"""How a line or directive begins that says when a section holds."""


def undated(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find statements about now or soon that carry neither version nor date."""
    for heading, blocks in page.sections():
        if heading is not None and _DATED.search(heading.text):
            continue
        if any(_DATED.search(block.text) for block in blocks if _MARKS_VERSION.match(block.text)):
            continue
        for block in blocks:
            if block.is_prose:
                yield from _first_undated(block, page.language)


def _first_undated(block: Block, language: str) -> Iterator[Hit]:
    text = quoted_hidden(block.text, language)
    for match in _TIME.finditer(text):
        start, end = sentence_around(text, match.start(), match.end())
        before = text[start : match.start()]
        if _CONDITION.search(before) or _WHICH_ARE.search(text[start : match.end()]):
            continue
        if _RULES.search(text[start:end]) or _DATED.search(block.text):
            continue
        message = f"“{' '.join(match[0].split())}” with no version or date"
        yield Hit(block.line_at(match.start()), message, shortened(block.text[start:end]))
        return
