"""Steps that only hands and eyes can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.verify.lint.blocks import Block, Page
from ctxbuild.verify.lint.inline import (
    images,
    masked,
    masked_code,
    spans_of_code,
    without_images,
    words,
)
from ctxbuild.verify.lint.reading import near, sentence_around, shortened
from ctxbuild.verify.lint.rule import Hit, Surroundings

_NOUNS = (
    r"(?:buttons?|menus?|sub-?menus?|tabs?|check\s?box(?:es)?|drop-?\s?downs?|radio buttons?|icons?"
    r"|dialogs?|toolbars?|side\s?bars?|toggles?|context menu|navigation (?:bar|pane|menu))"
)
_LEAD = (
    r"(?:^|(?<=[.!?:;,)\n])|\b(?:then|and|or|you (?:can|should|must|need to|may|have to)"
    r"|next|now|first|finally|just|please|simply|by)\b)[\s*_>\"'(-]*(?:\d{1,2}[.)]\s*)?"
)
_MARKED = (
    r"(?:\*\*[^*\n]{1,60}\*\*|`[^`\n]{1,60}`|[\"“][^\"”\n]{1,60}[\"”]|_[^_\n]{1,60}_"
    r"|\*[^*\n]{1,60}\*)"
)
_OBJECT = r"(?:the|a|an|this|that|these|any|each|one|your|its|in|on|next|again|ok|twice|once)\b"
"""How what is clicked begins, unless it is a label: marked, or with a capital."""

_CLICK = re.compile(
    rf"(?:\bto\s+|{_LEAD})(?:(?:left|right|double)[- ]?click|click|tap)(?:\s+(?:on|in))?\s+"
    rf"(?!\[?(?:\*\*|_)?(?:here|this link)\b)(?:{_OBJECT}|(?-i:[^\sa-z]))",
    re.IGNORECASE,
)
_CHOOSE = re.compile(
    _LEAD
    + r"(?:press|select|choose|open|go to|navigate to|hit|check|tick|uncheck|toggle|switch to)"
    r"\s+(?!or\b|and\b|an? new tab\b|buttons?\b)"
    rf"(?:[^.\n!?]|\n(?!\n)){{0,60}}?(?:\b{_NOUNS}\b|{_MARKED}\s*(?:>|→|->|»|›)\s*)",
    re.IGNORECASE,
)
_ABOUT_CODE = re.compile(
    r"\b(?:when(?:ever)?|if|once|after|each time|every time|users?|they|he|she|we|until|cannot"
    r"|can't|don't|do not|without|unless|event|handler|callback|test|simulate)\b"
)
_COMMAND = re.compile(r"\S\s+\S|^--?\w|^/\w|\(\)$|^\$|\w=\w|^https?:|^[A-Z_]{4,}$|\w\.\w+\(")
_NEAR = 12


def steps_by_hand(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find steps on a screen with no command, API or setting beside them."""
    for _, blocks in page.sections():
        for number, block in enumerate(blocks):
            if not block.is_prose:
                continue
            match = _by_hand(block, page.language)
            if match is not None and not _has_alternative(blocks, number, page.language):
                start, end = match
                yield Hit(
                    block.line_at(start),
                    "a step on a screen, with no command, API or setting beside it",
                    shortened(block.text[start:end]),
                )


def _by_hand(block: Block, language: str) -> tuple[int, int] | None:
    """Return the first sentence that tells to use a control of a screen."""
    text = masked(block.text, language)
    for pattern in (_CLICK, _CHOOSE):
        for match in pattern.finditer(text):
            start, end = sentence_around(text, match.start(), match.end())
            if not _ABOUT_CODE.search(text[start : match.start() + 1].lower()):
                return min(start + _leading(text[start:]), match.start()), end
    return None


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip())


def _has_alternative(blocks: Sequence[Block], number: int, language: str) -> bool:
    if any(map(_COMMAND.search, spans_of_code(blocks[number].text, language))):
        return True
    return any(
        other.kind == "code"
        or (other.is_prose and any(map(_is_command, spans_of_code(other.text, language))))
        for other in near(blocks, number, _NEAR)
    )


def _is_command(code: str) -> bool:
    return re.search(r"^\$?\s*[a-z][\w.-]*\s+\S", code) is not None


def only_pictures(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find steps, and sections, that say what to do by a picture alone."""
    for heading, blocks in page.sections():
        for number, block in enumerate(blocks):
            if block.is_step and images(block.text) and _is_bare(block):
                yield Hit(block.lines[0], "a step that is only a picture", shortened(block.text))
            elif block.is_step and _points_at_picture(blocks, number):
                yield Hit(
                    block.lines[0], "a step that only points at a picture", shortened(block.text)
                )
        shown = [block for block in blocks if block.kind != "markup"]
        if heading is not None and heading.level > 1 and shown and all(map(_is_picture, shown)):
            message = "a section that is only a picture; say in words what it shows"
            yield Hit(heading.lines[0], message, shortened(heading.text))


def _is_picture(block: Block) -> bool:
    return block.kind == "image" and "[![" not in block.text and "badge" not in block.text


def _is_bare(block: Block) -> bool:
    return words(without_images(block.text)) <= 2


def _points_at_picture(blocks: Sequence[Block], number: int) -> bool:
    block = blocks[number]
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if following is None or following.kind != "image":
        return False
    text = masked_code(block.text, "markdown")
    return (
        words(text) <= 8
        and re.search(
            r"\b(?:as (?:shown|below|follows)|see|like this|screenshot|image|picture|figure)\b",
            text,
        )
        is not None
    )
