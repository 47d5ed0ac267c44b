"""Steps and sections whose words are in a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.verify.lint.blocks import Block, Page
from ctxbuild.verify.lint.inline import images, masked_code, shown_instead, without_images, words
from ctxbuild.verify.lint.reading import shortened
from ctxbuild.verify.lint.rule import Hit, Surroundings

_BADGE = re.compile(
    r"\[!\[|badge|shields\.io|contrib\.rocks|opencollective|star-history|visitor|komarev"
    r"|\b(?:logo|sponsors?|avatar|counter)\b|(?:github|readme)-stats"
    r"|\b(?:deploy(?:[-_]\w+)?|[\w-]*button)\.(?:svg|png)"
    r"|<a\s[^<>]{0,600}>\s*(?:<picture\b|<img\b)",
    re.IGNORECASE,
)
"""Pictures that are links, counters or ornaments."""

_LINK = re.compile(r"\s*<a\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_LEAST_NAME = 2
"""Words of an alternative text that names what is shown; one is as often the name of a file."""

_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|avif)$", re.IGNORECASE)
_LEAST_SAID = 7
"""Words of an alternative text that says what is to be seen, not only what it is called."""

_LEAST_HEADING = 9
"""Words of a heading that is the instruction itself."""

_INSTRUCTS = re.compile(
    r"(?:(?:step\s*\d+|\d+\))[.):]*\s+)?"
    r"(?:click|select|choose|open|press|go to|enter|paste|copy|tap|drag)\b",
    re.IGNORECASE,
)


def only_pictures(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find steps, and sections, that say what to do by a picture alone."""
    sections = list(page.sections())
    for place, (heading, blocks) in enumerate(sections):
        for number, block in enumerate(blocks):
            if not block.is_step:
                continue
            if images(block.text) and _is_bare(block):
                yield Hit(block.lines[0], "a step that is only a picture", shortened(block.text))
            elif _points_at_picture(blocks, number):
                message = "a step that only points at a picture"
                yield Hit(block.lines[0], message, shortened(block.text))
        if heading is not None and heading.level > 1 and _shows_only(sections, place):
            message = "a section that is only a picture; say in words what it shows"
            yield Hit(heading.lines[0], message, shortened(heading.text))


Section = tuple[Block | None, Sequence[Block]]


def _shows_only(sections: Sequence[Section], place: int) -> bool:
    """Whether a section has pictures that say nothing by their names, and nothing else."""
    heading, blocks = sections[place]
    if heading is None or not _is_pictures(blocks) or any(map(_says_what, _shown(blocks))):
        return False
    if words(heading.text) >= _LEAST_HEADING or _INSTRUCTS.match(heading.text):
        return False
    return not _has_parts(sections, place) and not _is_in_gallery(sections, place)


def _shown(blocks: Sequence[Block]) -> list[Block]:
    return [block for block in blocks if block.kind != "markup"]


def _is_pictures(blocks: Sequence[Block]) -> bool:
    if any(block.kind == "markup" and _LINK.match(block.text) for block in blocks):
        return False
    shown = _shown(blocks)
    return bool(shown) and all(b.kind == "image" and not _BADGE.search(b.text) for b in shown)


def _has_parts(sections: Sequence[Section], place: int) -> bool:
    """Whether sections below it follow, which say what it is about."""
    heading, following = sections[place][0], sections[place + 1 : place + 2]
    return any(
        below is not None and heading is not None and below.level > heading.level
        for below, _ in following
    )


def _is_in_gallery(sections: Sequence[Section], place: int) -> bool:
    """Whether sections beside it show named pictures and nothing else as well."""
    heading = sections[place][0]
    beside = (*sections[max(place - 1, 0) : place], *sections[place + 1 : place + 2])
    return _is_named(sections[place]) and any(
        other is not None and heading is not None and other.level == heading.level
        for other, blocks in beside
        if _is_pictures(blocks) and _is_named((other, blocks))
    )


def _is_named(section: Section) -> bool:
    """Whether all pictures have an alternative text, or the heading's words in their address."""
    heading, blocks = section
    said = set(_WORD.findall(heading.text.lower())) if heading is not None else set()
    return all(
        any(map(_is_name, shown_instead(block.text)))
        or bool(said & set(_WORD.findall(block.text.lower())))
        for block in _shown(blocks)
    )


def _is_name(text: str) -> bool:
    in_words = words(text) >= _LEAST_NAME or (len(text) >= _LEAST_NAME and not text.isascii())
    return in_words and not _FILE_NAME.search(text)


def _says_what(block: Block) -> bool:
    """Whether an alternative text says in words what is to be seen."""
    return any(words(name) >= _LEAST_SAID for name in shown_instead(block.text))


def _is_bare(block: Block) -> bool:
    bare = words(without_images(block.text)) <= 2
    return bare and not _BADGE.search(block.text) and not _says_what(block)


def _points_at_picture(blocks: Sequence[Block], number: int) -> bool:
    block = blocks[number]
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if following is None or following.kind != "image" or _says_what(following):
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
