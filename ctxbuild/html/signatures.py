"""Declarations of what is documented: one line of code each."""

from __future__ import annotations

import re

from ctxbuild.html.dom import Element
from ctxbuild.html.inlines import shown

_LEFT_OUT = frozenset(
    {"viewcode-link", "headerlink", "srclink", "src", "source", "anchor", "anchor-link"}
)
_TIGHT = re.compile(r"(?<!,)\s+(?=[,)\]])|(?<=[(\[])\s+(?=[^\s)\]])")
_SPACES = re.compile(r"\s+")


def is_signature(element: Element, known: set[int]) -> bool:
    """Whether an element declares something documented."""
    if id(element) in known:
        return True
    if element.tag != "dt":
        return False
    classes = element.classes
    if "sig" in classes or "sig-object" in classes:
        return True
    return any(
        not item.classes.isdisjoint({"sig-name", "descname", "sig-prename", "descclassname"})
        for item in list(element.inside())[:12]
    )


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
