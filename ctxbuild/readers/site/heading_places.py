"""Which heading of a page's Markdown each id of its HTML stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from ctxbuild.html import Anchor

_EVENT = re.compile(
    r"<(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?![a-zA-Z0-9-])(?P<rest>[^<>]{0,2000})>",
)
# Where to look for tags that count: nine of ten have neither an id nor are headings.
_NAMES = (re.compile(r"id\s*="), re.compile(r"name\s*="))
_HEADING = re.compile(r"<[hH][1-6]")
_LONGEST_TAG = 4000
_ID = re.compile(r"\s(?:id|name)\s*=\s*(?:\"([^\"<>]+)\"|'([^'<>]+)'|([^\s\"'<>]+))")
_TAG = re.compile(r"<[^<>]*>")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_HEADING = 4000
# Headings that the Markdown has and the page's mark-up does not show as such.
_LOOKAHEAD = 12
_MOST_IDS = 50_000


def heading_places(html: str, headings: Sequence[Anchor]) -> dict[str, int]:
    """Return the number of the heading that each id stands under, 0 for the page's title.

    Headings are recognised by their ids and by their words, in order. What has no text
    between itself and a heading, such as the section around it, belongs to that heading.
    """
    own = {anchor.id: number for number, anchor in enumerate(headings) if anchor.id}
    words = [_letters(anchor.text) for anchor in headings]
    places: dict[str, int] = {}
    pending: list[str] = []
    current, last = 0, 0
    for event in _events(html):
        is_heading = event["tag"].lower() in _HEADINGS
        found = _ID.search(event["rest"])
        if not found and not is_heading:
            continue
        if pending and _TAG.sub("", html[last : event.start()]).strip():
            places.update((name, current) for name in pending if name not in places)
            pending = []
        last = event.end()
        name = (found[1] or found[2] or found[3]) if found else ""
        number = own.get(name)
        if number is None and is_heading:
            number = _by_words(html, last, words, current)
        pending += [unescape(name)] if name else []
        if number is not None:
            current = number
            places.update((each, current) for each in pending if each not in places)
            pending = []
        if len(places) > _MOST_IDS:
            break
    places.update((name, current) for name in pending if name not in places)
    return places


def _events(html: str) -> Iterator[re.Match[str]]:
    """Yield the start tags of headings and those that may have an id, in order."""
    starts = {found.start() for found in _HEADING.finditer(html)}
    for pattern in _NAMES:
        for found in pattern.finditer(html):
            at = found.start()
            starts.add(html.rfind("<", max(0, at - _LONGEST_TAG), at))
    starts.discard(-1)
    for start in sorted(starts):
        event = _EVENT.match(html, start)
        if event is not None:
            yield event


def _by_words(html: str, start: int, words: Sequence[str], current: int) -> int | None:
    """Return the next heading that says what the one that begins here says."""
    end = html.find("</h", start, start + _LONGEST_HEADING)
    said = _letters(unescape(_TAG.sub("", html[start:end]))) if end >= 0 else ""
    for number in range(current, min(len(words), current + _LOOKAHEAD)):
        if said and words[number] == said:
            return number
    return None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
