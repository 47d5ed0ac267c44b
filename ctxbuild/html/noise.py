"""What surrounds documentation and is none: navigation, banners, buttons, permalinks."""

from __future__ import annotations

import re
from functools import lru_cache

from ctxbuild.html.dom import Element
from ctxbuild.html.noise_names import (
    ABOUT,
    CONTENTS,
    DIRECTIONS,
    LINES,
    LINKS,
    NAMES,
    PERMALINK_TEXTS,
    PERMALINKS,
    PROMPTS,
    UPWARDS,
)
from ctxbuild.html.section_lists import section_lists

_TAGS = frozenset({"nav", "button", "link", "meta", "head", "title", "base"})
_UNLESS_CONTENT = frozenset({"form", "noscript", "menu"})
_ROLES = frozenset(
    "navigation search menu menubar toolbar contentinfo dialog alertdialog tooltip".split()
)
_LABELS = frozenset({"breadcrumb", "breadcrumbs", "pagination"})


_SOURCE = re.compile(r"\[?(?:source|src)\]?|edit", re.I)


@lru_cache(maxsize=8192)
def noisy_name(names: str) -> bool:
    """Whether class names or an id, separated by spaces, hold a name of noise."""
    return any(NAMES.fullmatch(name) for name in names.split())


@lru_cache(maxsize=8192)
def _is_about_page(names: str) -> bool:
    """Whether class names hold one of lines about a page."""
    return any(ABOUT.fullmatch(name) for name in names.split())


@lru_cache(maxsize=8192)
def permalink_name(names: str) -> bool:
    """Whether class names hold one of permalinks."""
    return any(PERMALINKS.fullmatch(name) for name in names.split())


def is_permalink(link: Element) -> bool:
    """Whether a link is a mark for copying the address of a place in the page."""
    href = link.attrs.get("href", "#")
    text = link.text().strip()
    if not text:
        image = link.find("img")
        if image is not None:
            return bool(UPWARDS.fullmatch(image.attrs.get("alt", "-"))) and "#" in href
        return not link.find("script", "math")
    if "#" not in href and text not in ("¶", "§", "\uf0c1", "🔗"):
        return bool(_SOURCE.fullmatch(text)) and permalink_name(link.attrs.get("class", ""))
    return len(text) <= 80 and bool(PERMALINK_TEXTS.fullmatch(text))


class Noise:
    """Removes noise from the content of one page."""

    def __init__(self, drops: set[int], keeps: set[int], content: Element) -> None:
        self._drops = drops | {id(element) for element in section_lists(content)}
        self._keeps = keeps
        self._prose = max(1, content.size - content.linked)
        self.dropped = 0

    def prune(self, root: Element) -> None:
        """Remove noise below ``root``; listings stay as they are."""
        stack = [root]
        while stack:
            element = stack.pop()
            gone: list[Element] = []
            title: Element | None = None
            for child in element.children:
                if isinstance(child, str) or child.tag == "script":
                    continue
                if title is not None and _lists_sections(child):
                    gone += [title, child]
                    title = None
                    continue
                title = child if child.size < 20 and _announces_contents(child) else None
                if id(child) not in self._keeps and self._is_noise(child):
                    gone.append(child)
                elif child.children and child.tag not in _LEFT_ALONE:
                    stack.append(child)
            if gone:
                remove(element, gone)
                self.dropped += sum(child.size for child in gone)

    def _is_noise(self, element: Element) -> bool:
        tag, attrs = element.tag, element.attrs
        if id(element) in self._drops or tag in _TAGS:
            return tag != "button" or id(element) in self._drops or not _opens(element)
        if tag == "a":
            return is_permalink(element) or self._is_junk_link(element)
        if tag in _SITES and _is_sites_own(element):
            return True
        if tag in _UNLESS_CONTENT:
            return not self._is_content(element)
        if attrs and self._is_noise_by_attributes(element, attrs):
            return True
        if (
            0 < element.size < 60
            and tag in _LINES
            and not element.holds_blocks
            and (LINES.fullmatch(element.text().strip()))
        ):
            return True
        return element.linked > 0 and element.size < 400 and tag in _ROWS and _is_link_row(element)

    def _is_noise_by_attributes(self, element: Element, attrs: dict[str, str]) -> bool:
        if ("role" in attrs and attrs["role"] in _ROLES) or (
            "aria-label" in attrs and attrs["aria-label"].lower() in _LABELS
        ):
            return not self._is_content(element)
        if "class" in attrs and self._is_noise_by_class(element, attrs["class"]):
            return True
        return (
            "id" in attrs
            and element.tag in _BOXES
            and noisy_name(attrs["id"])
            and not _starts_with_heading(element)
            and not self._is_content(element)
        )

    def _is_noise_by_class(self, element: Element, name: str) -> bool:
        if "topic" in name and {"contents", "topic"} <= element.classes:
            return True
        if noisy_name(name) and not self._is_content(element):
            return True
        if _is_about_page(name):
            return element.find(*_HEADINGS) is None and not self._is_content(element)
        prompt = "prompt" in name and "prompt" in element.classes
        return prompt and bool(PROMPTS.fullmatch(element.text().strip()))

    @staticmethod
    def _is_junk_link(element: Element) -> bool:
        name = element.attrs.get("class")
        if element.size < 60 and LINKS.fullmatch(element.text().strip()):
            return True
        return bool(name) and ("edit" in element.attrs.get("rel", "") or noisy_name(name or ""))

    def _is_content(self, element: Element) -> bool:
        """Whether an element by its name noise holds too much of the page to be any."""
        if element.tag in _NEVER:
            return True
        unlinked = element.size - element.linked
        if unlinked > 200 and unlinked * 5 > self._prose * 2:
            return True
        return element.holds_blocks and element.find("h1") is not None


def _opens(button: Element) -> bool:
    """Whether a button is the heading of what it opens, or holds a paragraph."""
    if not button.size or button.parent is None:
        return False
    if button.parent.tag in _HEADED:
        return button.parent.words() == button.words()
    return button.find("p", "h2", "h3", "h4", "h5") is not None


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEADED = frozenset({*_HEADINGS[1:], "dt"})
_ROWS = frozenset({"div", "p", "table", "ul", "center", "span", "address"})
_TITLES = frozenset({"h2", "h3", "h4", "h5", "h6", "p", "div", "strong", "b"})
_SEPARATORS = re.compile(r"[\s«»‹›<>←→|\[\]↑.,:;/\-–—·•]*")
_DIRECTED = re.compile(r"\b(?:next|prev|up|start|contents|index)\b", re.I)
_LABELLED = re.compile(r"\b(?:next|prev(?:ious)?|up)\s*:", re.I)


def _announces_contents(element: Element) -> bool:
    """Whether an element is the heading of a list of the page's own sections."""
    return (
        0 < element.size < 20
        and element.tag in _TITLES
        and bool(CONTENTS.fullmatch(element.words()))
    )


def _lists_sections(element: Element) -> bool:
    """Whether an element holds links alone, and hardly any that leave the page: to chapters."""
    if element.linked * 10 <= element.size * 8 or element.find("h1", "pre"):
        return False
    links = [each for each in element.inside() if each.tag == "a" and each.size]
    away = sum("#" not in each.attrs.get("href", "#") for each in links)
    return away * 2 <= len(links)


def _is_link_row(element: Element) -> bool:
    """Whether an element is a row of links to the pages before, after and above."""
    if element.tag in ("p", "div") and len(_LABELLED.findall(element.text())) > 1:
        return element.find("li", "pre", "h1") is None
    directions = 0
    for link in element.inside():
        if link.tag == "a" and link.size:
            if LINKS.fullmatch(link.text().strip()) or _DIRECTED.search(link.attrs.get("rel", "")):
                directions += 2
            elif DIRECTIONS.fullmatch(link.text()):
                directions += 1
            else:
                return False
    rest = _LABELLED.sub("", _unlinked(element))
    return directions > 1 and bool(_SEPARATORS.fullmatch(rest))


def _unlinked(element: Element) -> str:
    """Return the text that is in no link."""
    parts: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item.tag != "a":
            stack += reversed(item.children)
    return "".join(parts)


def _is_sites_own(element: Element) -> bool:
    """Whether a header or footer is of the whole site: of headers, such as hold links alone."""
    if any(each.tag in _SECTIONS for each in element.ancestors()):
        return False
    return element.tag == "footer" or element.linked * 10 >= element.size * 9


_SITES = frozenset({"header", "footer"})
_SECTIONS = frozenset("article main section blockquote aside details td".split())
_LEFT_ALONE = frozenset({"pre", "code", "math", "svg"})
_LINES = frozenset({"div", "p", "small"})
_BOXES = frozenset({"div", "aside", "header", "footer", "ul", "ol", "table", "section", "p"})
_NEVER = frozenset("h1 h2 h3 h4 h5 h6 code pre body main article dt dd html tbody".split())


def _starts_with_heading(element: Element) -> bool:
    """Whether an element is a section, whose id is made of its heading."""
    if element.tag == "section":
        return True
    at: Element | None = element
    for _ in range(3):
        at = next((e for e in at.elements() if e.size), None) if at is not None else None
        if at is not None and len(at.tag) == 2 and at.tag[0] == "h" and at.tag[1].isdigit():
            return True
    return False


def remove(parent: Element, children: list[Element]) -> None:
    """Take children out of their parent."""
    gone = set(map(id, children))
    parent.children = [child for child in parent.children if id(child) not in gone]
    for child in children:
        child.forget()
