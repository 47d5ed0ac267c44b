"""Notes, warnings and the like: by which names generators mark them."""

from __future__ import annotations

import re
from functools import lru_cache

from ctxbuild.html.dom import Element

_KINDS = {
    "note": "note",
    "info": "note",
    "information": "note",
    "tip": "tip",
    "hint": "tip",
    "important": "important",
    "warning": "warning",
    "warn": "warning",
    "caution": "caution",
    "danger": "caution",
    "error": "caution",
    "attention": "warning",
    "success": "tip",
    "check": "tip",
    "done": "tip",
    "failure": "caution",
    "fail": "caution",
    "bug": "caution",
    "question": "note",
    "help": "note",
    "faq": "note",
    "example": "example",
    "abstract": "abstract",
    "summary": "abstract",
    "tldr": "abstract",
    "seealso": "seealso",
    "see-also": "seealso",
    "quote": "quote",
    "cite": "quote",
    "todo": "todo",
    "remark": "note",
    "secondary": "note",
    "primary": "note",
    "alert": "warning",
    "critical": "caution",
    "notice": "note",
    "aside": "note",
    "admonition-todo": "todo",
    "definition": "note",
    "theorem": "note",
    "details": "details",
    "deprecated": "warning",
    "invariant": "note",
    "pre": "note",
    "post": "note",
    "sidebar": "note",
    "topic": "note",
    "positive": "tip",
    "negative": "caution",
    "blue": "note",
    "red": "caution",
    "yellow": "warning",
    "green": "tip",
    "moreinfo": "note",
    "best-practice": "tip",
}
_BOX = re.compile(
    r"admonition|theme-admonition|call-?out|alert|custom-block|starlight-aside|notification"
    r"|markdown-alert|hint|message|infobox|admonitionblock|note-box|notebox|notecard|bd-callout|md-alert"
    r"|docs-callout|panel|callout-block|pageinfo|well|bs-callout|aside|sidebar|box|blurb"
)
_STRONG_BOX = re.compile(
    r"(?:.*-)?(?:admonition|call-?out|custom-block|starlight-aside|markdown-alert|admonitionblock|notecard|hint)(?:-?block)?(?:__.*)?"
)
_PREFIXED = re.compile(
    r"(?:theme-admonition|admonition|callout|alert|custom-block|starlight-aside-?|markdown-alert|aside|hint"
    r"|notification|message|is|bs-callout|bd-callout|notecard|panel|box(?=-)|note|td-alert|docs-callout|alert--|type|style)[-_]+(?P<kind>[a-z-]+)"
)
# Names that are the whole mark in DocBook, Javadoc and handwritten pages.
_ALONE = frozenset(
    {
        "note",
        "warning",
        "tip",
        "caution",
        "important",
        "danger",
        "seealso",
        "hint",
        "attention",
        "admonition",
    }
)
_COMMON = frozenset(
    "sidebar topic aside details alert pre post definition theorem blue red yellow green summary "
    "primary secondary help check".split()
)
"""Classes of many other things: alone they mark no callout."""
_TITLES = re.compile(
    r"(?:admonition|custom-block|markdown-alert|callout|alert|aside|hint|panel|sidebar|topic|notecard|message|md-alert|admonitionblock)?[-_]*(?:title|heading|header|label|titl)(?:[-_].*)?|starlight-aside__title|callout-title-container|alert-heading|admonition-heading"
    r"|admonitionHeading.*|admonition-head|callout-header|box-title"
)
_ICONS = re.compile(r"icon|emoji|svg|admonitionIcon", re.I)
_INNER = re.compile(r".+[-_](?:content|body|title|heading|header|icon|inner|text)(?:[-_]\w*)?")
"""Classes of the parts of a callout."""
_BOXES = frozenset(
    {"div", "aside", "section", "blockquote", "details", "dl", "p", "table", "article"}
)


@lru_cache(maxsize=8192)
def kind_of(tag: str, classes: str) -> str:
    """Return the kind of callout that class names announce, or nothing."""
    names = classes.lower().split()
    if tag == "blockquote" and names and names[0].removesuffix("-title") in _ALONE:
        return _KINDS.get(names[0].removesuffix("-title"), "note")
    if "admonition" not in names and any(_INNER.fullmatch(name) for name in names):
        return ""
    found = next(
        (m["kind"] for name in names if (m := _PREFIXED.fullmatch(name)) and _known(m["kind"])), ""
    )
    boxed = any(_STRONG_BOX.fullmatch(name) for name in names)
    if found:
        return _known(found)
    named = next((_KINDS[n] for n in names if n in _KINDS and n not in _COMMON), "")
    if boxed or ("alert" in names and named):
        return named or "note"
    if named and any(_BOX.fullmatch(name) for name in names):
        return named
    if named and tag == "details":
        return named
    if len(names) <= 2 and tag != "article":
        alone = [name for name in names if name in _ALONE]
        if alone:
            return _KINDS.get(alone[0], "note")
    return ""


def _known(kind: str) -> str:
    kind = kind.strip("-")
    return _KINDS.get(kind, "") or next(
        (_KINDS[part] for part in kind.split("-") if part in _KINDS), ""
    )


def callout_kind(element: Element) -> str:
    """Return the kind of callout that an element is, or nothing."""
    if element.tag not in _BOXES:
        return ""
    classes = element.attrs.get("class")
    if "data-callout-type" in element.attrs:
        return _KINDS.get(element.attrs["data-callout-type"].lower(), "note")
    if classes:
        return kind_of(element.tag, classes)
    return ""


def title_of(element: Element) -> Element | None:
    """Return the element with a callout's title, among its first few."""
    level = [element]
    for _ in range(6):
        following: list[Element] = []
        for parent in level:
            for child in parent.elements():
                name = child.attrs.get("class", "")
                if (
                    child.tag in ("summary", "h1", "h2", "h3", "h4", "h5", "h6")
                    and not child.attrs.get("id")
                    and child.size < 120
                ):
                    return child
                if child.tag == "summary" or any(_TITLES.fullmatch(each) for each in name.split()):
                    return child
                if _ICONS.search(name) and not child.words():
                    continue
                following.append(child)
                break
        level = following
    return None


def default_title(element: Element) -> bool:
    """Whether an element's text is no more than an icon's name."""
    return not element.words()
