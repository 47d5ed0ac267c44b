"""Where on a page the content is.

Landmarks first, then names that templates use, then the densest block of text that is not
links. Everything around the choice is dropped, so the choice is wide when in doubt: what is
inside it and not content is left to :mod:`ctxbuild.html.noise`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ctxbuild.html.dom import Element
from ctxbuild.html.select import select

# In order; the first that holds enough of the page's text is taken.
_LANDMARKS = (
    "[itemprop=articleBody]",
    "main article",
    "[role=main]",
    "main",
    "article",
)
_NAMED = (
    "#main-content", "#content", "#main", "#bodyContent", "#mw-content-text", "#page-content",
    "#doc-content", "#docs-content", "#document", "#article", "#primary", "#maincontent",
    ".markdown-body", ".main-content", ".page-content", ".doc-content", ".docs-content",
    ".post-content", ".entry-content", ".article-content", ".article-body", ".documentation",
    ".document", ".body", ".contents", ".content", ".book-body", ".container",
)
_SIDE = re.compile(r"side|nav|menu|toc|footer|header|breadcrumb|search|banner|cookie|modal", re.I)


def find_content(root: Element, selectors: Sequence[str] = ()) -> Element:
    """Return the element that holds the page's content.

    Args:
        root: the page, measured, without hidden text.
        selectors: what a known generator uses, in order; tried before general rules.

    """
    body = next((e for e in root.inside() if e.tag == "body"), root)
    for selector in selectors:
        found = _largest(body, selector)
        if found is not None and (found.size or not body.size):
            return found
    whole = max(1, _prose(body))
    for selector in _LANDMARKS:
        found = _largest(body, selector)
        if found is not None and _prose(found) * 2 >= whole * 0.6:
            return _with_title(found, body)
    for selector in _NAMED:
        found = _largest(body, selector)
        if found is not None and _prose(found) >= whole * 0.6:
            return _with_title(_narrow(found), body)
    return _narrow(body)


def _largest(body: Element, selector: str) -> Element | None:
    found = [e for e in select(body, selector)]
    return max(found, key=_prose, default=None)


def _prose(element: Element) -> int:
    """Return the characters of text that are no links."""
    return element.size - element.linked


def _narrow(element: Element) -> Element:
    """Return the deepest element that still holds nearly all of the prose and the title."""
    while True:
        goal = _prose(element) * 0.9
        inner = next(
            (e for e in element.elements() if _prose(e) >= goal and e.tag in ("div", "section", "article", "main", "center", "td", "table", "tbody", "tr")),
            None,
        )
        if inner is None or not goal or (element.find("h1") and not inner.find("h1")):
            return element
        element = inner


def _with_title(found: Element, body: Element) -> Element:
    """Return the content, or its parent if that adds the page's title and little else."""
    if found.find("h1"):
        return found
    at = found
    for _ in range(3):
        parent = at.parent
        if parent is None or parent.tag in ("body", "html"):
            break
        if _prose(parent) > _prose(found) * 1.15 + 150:
            break
        at = parent
        if any(e.tag == "h1" for e in at.inside()):
            return at
    return found
