"""A page that its site has as Markdown: taken as it is, with links that the reader finds again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from ctxbuild.readers.site.targets import ORIGIN, Spot

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")
_LINK = re.compile(r"(\]\(\s*<?)([^\s()<>]{1,2000})")
_DEFINITION = re.compile(r"^( {0,3}\[[^\]\n]{1,200}\]:\s*<?)([^\s<>]{1,2000})")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S[^\n]{0,500}?)[ \t]*#*[ \t]*$")
_FRONT = re.compile(r"---[ \t]*\n((?:(?!---)[^\n]*\n){0,200})---[ \t]*\n")
_FIELD = re.compile(r"(?m)^(title|description):[ \t]*[\"']?([^\"'\n]{1,500})")


def body_and_fields(text: str) -> tuple[str, dict[str, str]]:
    """Take front matter off a text; return the rest, and title and description that it gave."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    front = _FRONT.match(text)
    if front is None:
        return text, {}
    fields = {name: value.strip() for name, value in _FIELD.findall(front[1])}
    return text[front.end() :].lstrip("\n"), fields


def resolved(text: str, spot: Spot) -> tuple[str, tuple[str, ...]]:
    """Return Markdown with all links in full, those within the site below ``ORIGIN``.

    Code is left alone. The second value are the addresses, in order.
    """
    found: list[str] = []

    def full(match: re.Match[str]) -> str:
        address = _moved(match[2], spot)
        found.append(address)
        return match[1] + address

    lines = (line if code else _outside_code(line, full) for line, code in _lines(text))
    return "".join(lines), tuple(found)


def headings(text: str) -> list[str]:
    """Return the headings of a text, those in code left out."""
    found = (_HEADING.match(line.rstrip("\n")) for line, code in _lines(text) if not code)
    return [match[1] for match in found if match]


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield lines with their ends, and whether they are in a fence."""
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if fence:
            yield line, True
            closes = mark and mark[1].startswith(fence) and line.strip() == mark[1]
            fence = "" if closes else fence
        else:
            fence = mark[1] if mark else ""
            yield line, bool(mark)


def _outside_code(line: str, full: Callable[[re.Match[str]], str]) -> str:
    """Rewrite the links of a line, but for what stands between equal runs of backticks."""
    parts: list[str] = []
    at = 0
    for start, end in _code_spans(line):
        parts += [_LINK.sub(full, line[at:start]), line[start:end]]
        at = end
    parts.append(_LINK.sub(full, line[at:]))
    return _DEFINITION.sub(full, "".join(parts)) if not at else "".join(parts)


def _code_spans(line: str) -> Iterator[tuple[int, int]]:
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(line)]
    later: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(runs):
        later.setdefault(end - start, []).append(number)
    at = 0
    while at < len(runs):
        start, end = runs[at]
        following = later[end - start]
        place = bisect_right(following, at)
        if place == len(following):
            at += 1
            continue
        at = following[place]
        yield start, runs[at][1]
        at += 1


def _moved(href: str, spot: Spot) -> str:
    if href.startswith("#"):
        return href
    try:
        address = urljoin(spot.address, href)
    except ValueError:
        return href
    if spot.base and address.startswith(spot.base):
        return ORIGIN + address[len(spot.base) :]
    return address
