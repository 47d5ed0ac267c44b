"""What stands inside a block: code, links, images, found without changing offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TICKS = re.compile(r"`+")
_ROLE = re.compile(r":[\w:.+-]+:\Z")
_SHOWN = "¤"
"""Stands for each character of code and of an address, so that no rule takes it for prose."""

_MARKDOWN_LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]\n]|\n(?!\n)|!?\[[^\[\]\n]{0,200}\]){1,400})\]"
    r"(?:\(\s*<?([^()<>\s]{0,1000}(?:\([^()\s]{0,200}\)[^()<>\s]{0,200})?)>?"
    r"(?:\s+[\"'][^\"'\n]{0,200}[\"'])?\s*\)|\[([^\[\]\n]{0,200})\])"
)
_HTML_LINK = re.compile(r"<a\s[^<>]{0,600}>((?:[^<]|<(?!/a)){0,400})</a", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*["']([^"'\n]{0,1000})""", re.IGNORECASE)
_RST_LINK = re.compile(r"(?<![:`\w])`([^`<>]{1,300}?)\s*<([^`<>\s]{1,1000})>`__?")
_RST_ROLE = re.compile(r":(ref|doc|download):`([^`<>]{1,300}?)(?:\s*<([^`<>]{1,400})>)?`")
_ASCIIDOC_LINK = re.compile(
    r"(?:\b(?:link|xref):([^\s\[\]]{1,1000})|(https?://[^\s\[\]]{1,1000}))\[([^\[\]\n]{0,300})\]"
)
_IMAGE = re.compile(
    r"!\[[^\[\]\n]{0,400}\](?:\([^()\n]{0,1000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\[[^\[\]\n]{0,200}\])"
    r"|<img\b[^<>]{0,2000}>|!\[\[[^\[\]\n]{1,300}\]\]|\bimage:{1,2}[^\s\[\]]{1,600}\[[^\[\]\n]{0,300}\]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\]\([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?|https?://[^\s<>)\]]+"
)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,600}>")
_WORD = re.compile(r"(?<![&\w])[^\W\d_]{2,}")


class Link(NamedTuple):
    """A link in a block: where it begins, what it shows, where it leads."""

    offset: int
    label: str
    target: str


def code_spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where code in a line begins and ends, its marks included.

    In reStructuredText, single back-ticks are code only after a role that says so.
    """
    runs = list(_TICKS.finditer(text))
    at = 0
    waiting: dict[int, list[int]] = {}
    for number, run in enumerate(runs):
        waiting.setdefault(len(run[0]), []).append(number)
    positions = dict.fromkeys(waiting, 0)
    while at < len(runs):
        size = len(runs[at][0])
        places = waiting[size]
        while positions[size] < len(places) and places[positions[size]] <= at:
            positions[size] += 1
        if positions[size] == len(places) or (
            language == "rst" and size == 1 and not _is_role(text, runs[at].start())
        ):
            at += 1
            continue
        closing = places[positions[size]]
        yield runs[at].start(), runs[closing].end()
        at = closing + 1


def _is_role(text: str, start: int) -> bool:
    found = _ROLE.search(text, max(0, start - 40), start)
    return found is not None and not found[0].endswith(("ref:", "doc:", "download:", "term:"))


def masked(text: str, language: str) -> str:
    """Return text of the same length in which code and addresses are unreadable."""
    shown = masked_code(text, language)
    shown = _ADDRESS.sub(lambda match: match[0][:2] + _hidden(match[0][2:]), shown)
    return _TAG.sub(lambda match: " " * len(match[0]), shown)


def _hidden(text: str) -> str:
    return "".join("\n" if character == "\n" else _SHOWN for character in text)


def links(text: str, language: str) -> Iterator[Link]:
    """Yield the links of a text, in no particular order."""
    covered = masked_code(text, language)
    if language == "rst":
        for match in _RST_LINK.finditer(text):
            yield Link(match.start(), match[1], match[2])
        for match in _RST_ROLE.finditer(text):
            yield Link(match.start(), match[2] if match[3] else "", f":{match[1]}:")
    elif language == "asciidoc":
        for match in _ASCIIDOC_LINK.finditer(covered):
            yield Link(match.start(), match[3].partition(",")[0], match[1] or match[2])
    else:
        for match in _MARKDOWN_LINK.finditer(covered):
            yield Link(match.start(), text[slice(*match.span(1))], match[2] or "")
        for match in _HTML_LINK.finditer(covered):
            href = _HREF.search(match[0])
            if href:
                yield Link(match.start(), _TAG.sub("", text[slice(*match.span(1))]), href[1])


def masked_code(text: str, language: str) -> str:
    """Return text of the same length in which only code is unreadable."""
    pieces: list[str] = []
    at = 0
    for start, end in code_spans(text, language):
        pieces += (text[at:start], _hidden(text[start:end]))
        at = end
    return "".join([*pieces, text[at:]])


def spans_of_code(text: str, language: str) -> list[str]:
    """Return the code in a text, without its marks."""
    return [text[start:end].strip("`") for start, end in code_spans(text, language)]


def images(text: str) -> int:
    """Return how many images a text shows."""
    return sum(1 for _ in _IMAGE.finditer(text))


def without_images(text: str) -> str:
    """Return a text without its images."""
    return _IMAGE.sub(" ", text)


def words(text: str) -> int:
    """Return how many words people read in a text, addresses and mark-up not counted."""
    return sum(1 for _ in _WORD.finditer(masked(text, "markdown")))


_ALTERNATIVE = re.compile(
    r"!\[([^\[\]\n]{0,400})\]|<img\b[^<>]{0,1500}?\balt\s*=\s*[\"']([^\"'<>]{0,400})"
    r"|\bimage:{1,2}[^\s\[\]]{1,600}\[([^\[\]\n]{0,300})\]|^\s*:alt:\s*(\S[^\n]*)"
    r"|\bfig-alt\s*=\s*[\"']([^\"'\n]{0,400})",
    re.IGNORECASE | re.MULTILINE,
)


def shown_instead(text: str) -> list[str]:
    """Return the alternative texts of images, in order; those that have none are left out."""
    return ["".join(filter(None, match.groups())).strip() for match in _ALTERNATIVE.finditer(text)]
