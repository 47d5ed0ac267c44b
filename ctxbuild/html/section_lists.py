"""Lists at the top of a page that only repeat its headings, with links to them."""

from __future__ import annotations

import re

from ctxbuild.html.dom import Element

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FEWEST = 3
_NUMBER = re.compile(r"^[\d.\s]+")


def section_lists(content: Element) -> list[Element]:
    """Return the lists before the second heading whose links are the headings that follow.

    A list is one when at least three links and nine tenths of its text are links into the
    page, and nine tenths of those have the words of a heading.
    """
    found = _candidates(content)
    if not found:
        return []
    titles = {_plain(e) for e in content.inside() if e.tag in _HEADINGS}
    return [each for each in found if _repeats(each, titles)]


def _candidates(content: Element) -> list[Element]:
    headings = 0
    found: list[Element] = []
    for element in content.inside():
        headings += element.tag in _HEADINGS and element.size > 0
        if headings > 1:
            break
        if element.tag in ("ul", "ol") and element.linked * 10 >= element.size * 9 > 0:
            found.append(element)
    return found


def _repeats(element: Element, titles: set[str]) -> bool:
    links = [e for e in element.inside() if e.tag == "a" and e.size]
    own = [e for e in links if e.attrs.get("href", "").startswith("#")]
    known = sum(_plain(link) in titles for link in own)
    return len(own) == len(links) >= _FEWEST and known * 10 >= len(links) * 9


def _plain(element: Element) -> str:
    return _NUMBER.sub("", element.words().rstrip("¶#§ ")).lower()
