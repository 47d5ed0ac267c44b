"""Steps that only hands and eyes can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.verify.lint.blocks import Block, Page
from ctxbuild.verify.lint.inline import (
    links,
    masked,
    spans_of_code,
)
from ctxbuild.verify.lint.reading import near, sentence_around, shortened
from ctxbuild.verify.lint.rule import Hit, Surroundings

_NOUNS = (
    r"(?:buttons?|menus?|sub-?menus?|tabs?|check\s?box(?:es)?|drop-?\s?downs?|radio buttons?|icons?"
    r"|dialogs?|toolbars?|side\s?bars?|toggles?|context menu|navigation (?:bar|pane|menu))"
)
_LEAD = (
    r"(?:^|(?<=[.!?:;,)\n])|\b(?:then|and|you (?:should|must|need to|have to)"
    r"|next|now|first|finally|please|simply)\b)[\s*_>\"'(-]*(?:\d{1,2}[.)]\s*)?"
)
_MARKED = (
    r"(?:\*\*[^*\n]{1,60}\*\*|`[^`\n]{1,60}`|[\"“][^\"”\n]{1,60}[\"”]|_[^_\n]{1,60}_"
    r"|\*[^*\n]{1,60}\*)"
)
_OBJECT = r"(?:the|a|an|this|that|these|any|each|one|your|its|in|on|next|again|ok|twice|once)\b"
"""How what is clicked begins, unless it is a label: marked, or with a capital."""

_NO_LABEL = r"(?:rates?|through|events?|handlers?|house|counts?|tracking|to action)"
"""What follows “click” as a name: the click rate."""

_CLICK = re.compile(
    rf"(?:{_LEAD})(?:(?:left|right|double)[- ]?click|click|tap)(?:\s+(?:on|in))?\s+"
    rf"(?!\[?(?:\*\*|_)?(?:here|this link)\b)(?!{_NO_LABEL}\b)(?:{_OBJECT}|(?-i:[^\sa-z]))",
    re.IGNORECASE,
)
_CHOOSE = re.compile(
    _LEAD + r"(?:press|select|choose|open|go to|navigate to|hit|tick|toggle|switch to"
    r"|(?:un)?check(?=[^.\n]{0,30}\b(?:check\s?)?box))"
    rf"\s+(?!or\b|and\b|an? new (?:\w+ )?tab\b|{_NOUNS}\b)"
    r"(?![^.\n]{0,40}\bin (?:an? )?new (?:\w+ )?tabs?\b)"
    rf"(?:[^.\n!?]|\n(?!\n)){{0,60}}?(?:\b{_NOUNS}\b|{_MARKED}\s*(?:>|→|->|»|›)\s*)",
    re.IGNORECASE,
)
_NO_SCREEN = re.compile(
    r"\b(?:power|reset|boot|hardware) (?:button|switch)|\b(?:browser|editor|terminal) tabs?\b"
    r"|\b(?:tab (?:order|stops?|trap|keys?)|TUI)\b"
    r"|\b(?:two|another|second|separate|new) (?:\w+ )?(?:tab|window)s?\b"
    r"|\b(?:following|any|each|every|these|those) (?:\w+ )?"
    r"(?:links?|chapters?|features?|cards?|headers?)\b"
    r"|\btab list\b|\b(?:tabs?|list) below\b|\bchapter headers?\b"
    r"|[→⇒]\s*(?:[a-z`¤]|(?:GET|POST|PUT|PATCH|DELETE)\b)|\bclick\s*(?:→|->|=>)"
    r"|\b(?:GET|POST|PUT|PATCH|DELETE) ¤|\bport \d{2,5}\b",
)
"""What is pressed or opened is no control of a screen, or the sentence says what it does."""

_DESIGN = re.compile(
    r"(?:^|/)(?:(?:[\w-]*[-_])?(?:specs?|plans?|prds?|rfcs?|adrs?|designs?|prompts?|proposals?|tests?"
    r"|audits?)/|[^/]*(?:design|prd|spec|wireframe|mockup|audit)\b[^/]*$)",
    re.IGNORECASE,
)
"""Paths of designs and plans: they tell what a screen shall do, not what to do on it."""

_MAY = re.compile(r"\b(?:can|may|could|lets?|allows?|enables?|able to|possible)\b")
_ABOUT_CODE = re.compile(
    r"\b(?:when(?:ever)?|if|once|after|each time|every time|users?|they|he|she|we|until|cannot"
    r"|can't|don't|do not|without|unless|event|handler|callback|test|simulate)\b"
)
_DESCRIBED = re.compile(r"\s*(?:[-*+•]\s+)?[*_]*¤+[*_]*\s*(?:[:(–—-]|\n)[^.\n]*")
"""An item about code, up to its first full stop: “`click`: click an element”."""

_GO = re.compile(r"\b(?:open|go to|navigate to|switch to)\b", re.IGNORECASE)
_COMMAND = re.compile(r"\S\s+\S|^--?\w|^/\w|\(\)$|^\$|\w=\w|^https?:|^[A-Z_]{4,}$|\w\.\w+\(")
_NEAR = 12
_KEYS = re.compile(
    r"\b(?:ctrl|control|cmd|command|alt|option|shift|meta)\s?[-+]\s?\w|[⌘⌥⌃]|\bkbd:\[|<kbd>",
    re.IGNORECASE,
)
"""Keys that do the same without a pointer."""

_PALETTE = re.compile(r"\bcommand palette\b", re.IGNORECASE)
_OFFERED = re.compile(
    r"\b(?:using|via|through|with|from|by|in|or|also|and) (?:the |an? |our )?(?:[\w-]+ ){0,2}?[`*]*"
    r"(?:APIs?|CLI|GraphQL|SDK|command[- ]lines?|terminal|config(?:uration)? files?|\.env)\b"
    r"|\b(?:URL|directly at|available at|accessed at)"
    r"\s*(?:[:(]\s*)?[`<]?(?:https?:|/)"
    r"|\b(?:API|CLI|GraphQL) (?:calls?|endpoints?|requests?|commands?|mutations?)\b|`https?://[^`]+`",
    re.IGNORECASE,
)
"""Another way, in words: an API, a command line, a file of settings, the address of a screen."""

_OTHER_WAY = re.compile(
    r"(?:(?:option|method|way|approach)?\s*(?:\d+|[a-z])[.):]\s*)?"
    r"(?:(?:\w+\s+)?(?:using|via|with|from|through|by|in|on)\s+)?(?:the\s+|an?\s+)?(?:[\w-]+\s+)?"
    r"(?:cli|command[- ]lines?|terminal|shell|console commands?|(?:rest |http |admin )?api|sdk|curl"
    r"|code|scripts?|ya?ml|json|toml|terraform|config(?:uration)? files?|bash|powershell"
    r"|programmatic(?:ally)?|[a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?:\s+\([^()]{1,30}\))?",
    re.IGNORECASE,
)
"""Names of sections, tabs and paragraphs that do the same by words: “CLI”, “Using the API”."""

_BY_WORDS = re.compile(
    r"\b(?:API|CLI|GraphQL|REST|SDK|command[- ]?lines?|terminal|shell|curl|YAML|JSON|Terraform"
    r"|scripts?|git|programmatic(?:ally)?|environment variables?|config(?:uration)? files?"
    r"|\.env)\b",
    re.IGNORECASE,
)
"""Words of headings and sentences that offer a way without a screen."""

_MARKER = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_LONGEST_LABEL = 60
_LAST = Block("heading", (0, 0), "", level=0)


def steps_by_hand(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find steps on a screen with no command, API or setting beside them."""
    if _DESIGN.search(page.path):
        return
    elsewhere = _told_otherwise(page)
    sections = list(page.sections())
    for place, (heading, blocks) in enumerate(sections):
        if heading is not None and heading.lines[0] in elsewhere:
            continue
        if any(map(_is_by_words, sections[max(0, place - 1) : place + 2])):
            continue
        if any(map(_offers_other_way, blocks)):
            continue
        for number, block in enumerate(blocks):
            match = _by_hand(block, page.language) if block.is_prose else None
            if match is not None and not _has_alternative(page, blocks, number):
                start, end = match
                yield Hit(
                    block.line_at(start),
                    "a step on a screen, with no command, API or setting beside it",
                    shortened(block.text[start:end]),
                )


def _is_by_words(section: tuple[Block | None, Sequence[Block]]) -> bool:
    """Whether a section is about a way that needs no screen, and shows it."""
    heading, blocks = section
    if heading is None or not _BY_WORDS.search(heading.text):
        return False
    return any(block.kind == "code" for block in blocks)


def _is_other_way(name: str) -> bool:
    return _OTHER_WAY.fullmatch(name.strip(" *_`:.#")) is not None


def _offers_other_way(block: Block) -> bool:
    """Whether a block is the label of a way that needs no screen: a tab, or a line of its own."""
    if block.kind == "tab":
        return _is_other_way(block.label)
    line = _MARKER.sub("", block.text.partition("\n")[0]).strip()
    is_label = line.endswith((":", ":**", "**")) and len(line) <= _LONGEST_LABEL
    return block.is_prose and is_label and _is_other_way(line)


def _by_hand(block: Block, language: str) -> tuple[int, int] | None:
    """Return the first sentence that tells to use a control of a screen."""
    text = masked(block.text, language)
    described = _DESCRIBED.match(text)
    for pattern in (_CLICK, _CHOOSE):
        for match in pattern.finditer(text, described.end() if described else 0):
            start, end = sentence_around(text, match.start(), match.end())
            if _instructs_nobody(block, text, (start, end), match):
                continue
            if _GO.search(match[0]) and _leads_there(block.text[start:end], language):
                continue
            return min(start + _leading(text[start:]), match.start()), end
    return None


def _instructs_nobody(
    block: Block, text: str, sentence: tuple[int, int], match: re.Match[str]
) -> bool:
    """Whether a sentence describes, permits, quotes or lists, and tells no one to do something."""
    start, end = sentence
    before = text[start : match.start() + 1].lower()
    if _ABOUT_CODE.search(before) or _MAY.search(before) or _NO_SCREEN.search(text[start:end]):
        return True
    return match[0].lstrip(" \n*_>-")[:1] in '"“' or _is_fragment(block, text, match)


def _is_fragment(block: Block, text: str, match: re.Match[str]) -> bool:
    """Whether an item of a list without numbers begins so, in lower case: it lists features."""
    verb = match[0].lstrip(" \n*_>\"'(-")[:1]
    bullet = block.kind == "item" and not block.is_step
    return bullet and verb.islower() and not re.search(r"\w", text[: match.start()])


def _leads_there(sentence: str, language: str) -> bool:
    """Whether a sentence has the address of the screen that it tells to open."""
    return any(link.target.startswith("http") for link in links(sentence, language))


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip())


def _has_alternative(page: Page, blocks: Sequence[Block], number: int) -> bool:
    block = blocks[number]
    if _KEYS.search(block.text) or any(
        map(_COMMAND.search, spans_of_code(block.text, page.language))
    ):
        return True
    return any(
        other.kind == "code"
        or (
            other.is_prose
            and (
                _PALETTE.search(other.text) is not None
                or _OFFERED.search(other.text) is not None
                or any(map(_is_command, spans_of_code(other.text, page.language)))
            )
        )
        for other in near(blocks, number, _NEAR)
    )


def _is_command(code: str) -> bool:
    return re.search(r"^\$?\s*[a-z][\w.-]*\s+\S", code) is not None


def _told_otherwise(page: Page) -> set[int]:
    """Return the lines of headings whose section has one beside it for a shell or an API."""
    found: set[int] = set()
    open_at: dict[int, list[Block]] = {}
    for block in (*page.blocks, _LAST):
        if block.kind != "heading":
            continue
        for level in [level for level in open_at if level > max(block.level, 2)]:
            found |= _with_other_way(open_at.pop(level))
        open_at.setdefault(block.level, []).append(block)
    return found


def _with_other_way(headings: Sequence[Block]) -> set[int]:
    said = any(_is_other_way(heading.text) for heading in headings)
    return {heading.lines[0] for heading in headings} if said else set()
