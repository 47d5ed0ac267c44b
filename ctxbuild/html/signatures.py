"""Declarations of what is documented: one line of code each."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from ctxbuild.html.dom import Element
from ctxbuild.html.inlines import shown

_LEFT_OUT = frozenset(
    {"viewcode-link", "headerlink", "srclink", "src", "source", "anchor", "anchor-link"}
)
_NAME = re.compile(r"(?:[a-z]+[-_])?signature", re.I)
_TEXINFO = re.compile(r"def(?:un|fn|mac|spec|tp|vr|var|opt|op|method|cv|ivar|block|line|type\w+)?")
_BOXES = frozenset({"div", "p", "li", "dt"})
_NOT_IN_LINE = ("p", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section")
_LONGEST = 2000
"""Characters; what is longer is the box around a declaration and what it says."""
_TIGHT = re.compile(r"(?<!,)\s+(?=[,)\]])|(?<=[(\[])\s+(?=[^\s)\]])")
_SPACES = re.compile(r"\s+")


def is_signature(element: Element, known: set[int]) -> bool:
    """Whether an element declares something documented."""
    if id(element) in known:
        return True
    classes = element.classes
    if element.tag in _BOXES and _is_named(classes):
        return 0 < element.size <= _LONGEST and element.find(*_NOT_IN_LINE) is None
    if element.tag != "dt":
        return False
    if "sig" in classes or "sig-object" in classes:
        return True
    if _is_texinfo(element):
        return True
    return any(
        not item.classes.isdisjoint({"sig-name", "descname", "sig-prename", "descclassname"})
        for item in islice(element.inside(), 12)
    )


@lru_cache(maxsize=4096)
def _is_named(classes: frozenset[str]) -> bool:
    """Whether one of some class names is of a declaration."""
    return any(map(_NAME.fullmatch, classes))


def _is_texinfo(term: Element) -> bool:
    """Whether a term is one of Texinfo's definitions of functions, variables and the like."""
    names = term.classes or (term.parent.classes if term.parent is not None else frozenset())
    return any(map(_TEXINFO.fullmatch, names)) and term.find("span", "strong", "a") is not None


def _is_left_out(item: Element) -> bool:
    return item.tag in ("button", "script") or not item.classes.isdisjoint(_LEFT_OUT)


def signature_text(element: Element) -> str:
    """Return a declaration on one line."""
    parts: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item is not element and _is_left_out(item):
            continue
        elif item.tag in ("br", "div", "dd", "dl", "li", "tr", "td", "p"):
            parts.append(" ")
            stack += [" ", *reversed(item.children)]
        else:
            stack += reversed(item.children)
    text = shown("".join(parts)).replace("¶", "").replace("\uf0c1", "")
    return _TIGHT.sub("", _SPACES.sub(" ", text)).strip()
