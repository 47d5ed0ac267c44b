"""Where on a page the content is, and what its title is.

Landmarks first, then names that templates use, then the densest block of text that is not
links. Everything around the choice is dropped, so the choice is wide when in doubt: what is
inside it and not content is left to :mod:`ctxbuild.html.noise`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from ctxbuild.html.dom import Document, Element
from ctxbuild.html.select import select

_LANDMARKS = ("[itemprop=articleBody]", "main article", "[role=main]", "main", "article")
_NAMED = (
    "#main-content",
    "#content",
    "#main",
    "#bodyContent",
    "#mw-content-text",
    "#page-content",
    "#doc-content",
    "#docs-content",
    "#document",
    "#article",
    "#primary",
    "#maincontent",
    "#apicontent",
    ".markdown-body",
    ".main-content",
    ".page-content",
    ".doc-content",
    ".docs-content",
    ".post-content",
    ".entry-content",
    ".article-content",
    ".article-body",
    ".documentation",
    ".document",
    ".body",
    ".contents",
    ".content",
    ".book-body",
)
_TITLES = (".page-title", ".doc-title", ".headertitle", ".article-title", ".title")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ENOUGH = 0.6
"""Share of the page's prose that a named element needs to be taken for the content."""


def find_content(document: Document, selectors: Sequence[str] = ()) -> Element:
    """Return the element that holds the page's content.

    Args:
        document: the page without hidden text.
        selectors: what a known generator uses, in order; tried before general rules.

    """
    body = next(iter(document.by_tag.get("body", ())), document.root)
    for selector in selectors:
        found = _largest(document, selector)
        if found is not None and (found.size or not body.size):
            several = not any(found is each for each in select(document, selector))
            return _widened(found, body) if several and not found.find("h1") else found
    whole = max(1, _prose(body))
    for selector in _LANDMARKS:
        found = _largest(document, selector)
        if found is not None and (_prose(found) >= whole * 0.3 or _holds_title(document, found)):
            return _with_opening(found, body)
    for selector in _NAMED:
        found = _largest(document, selector)
        if found is not None and _prose(found) >= whole * _ENOUGH:
            return _with_opening(_around_title(document, found, _prose(found)), body)
    return _around_title(document, body, whole)


def _holds_title(document: Document, found: Element) -> bool:
    """Whether what the head of the page calls it is the heading of an element."""
    heading = found.find("h1")
    named = next((each.words() for each in document.by_tag.get("title", ())), "")
    return heading is not None and bool(heading.size) and named.startswith(heading.words())


def _inner_named(document: Document, found: Element) -> Element:
    """Return the smallest named element inside one that holds nearly all of its prose."""
    goal = _prose(found) * 0.85
    best = found
    for selector in _NAMED:
        for element in select(document, selector):
            if goal <= _prose(element) and element.size < best.size and document.alive(element):
                best = element
    return best


def _around_title(document: Document, body: Element, whole: int) -> Element:
    """Return the smallest element around a title that holds most of the prose."""
    best = body
    for title in document.by_tag.get("h1", ()):
        if not title.size or not document.alive(title):
            continue
        box = next((a for a in title.ancestors() if a is body or _prose(a) >= whole * 0.8), None)
        if box is not None and box.tag in _BOXES and _prose(box) <= _prose(best):
            best = box
        if body.tag != "body" and any(a is body for a in title.ancestors()):
            break  # the first heading of what is known to be content is its title
    return best if best is not body else _narrow(body)


def _largest(document: Document, selector: str) -> Element | None:
    found = [e for e in select(document, selector) if document.alive(e)]
    largest = max(found, key=_prose, default=None)
    if largest is None or len(found) == 1:
        return largest
    inner = set(map(id, found))
    outermost = [e for e in found if not any(id(a) in inner for a in e.ancestors())]
    if _prose(largest) >= max(1, _ENOUGH * sum(map(_prose, outermost))):
        return largest
    parents = {id(a) for a in largest.ancestors()}
    for element in outermost:
        parents &= {id(a) for a in element.ancestors()}
    return next((a for a in largest.ancestors() if id(a) in parents), largest)


def _prose(element: Element) -> int:
    """Return the characters of text that are no links."""
    return element.size - element.linked


def _narrow(element: Element) -> Element:
    """Return the deepest element that holds nearly all of the prose and every heading."""
    while goal := _prose(element) * 0.9:
        boxes = [e for e in element.elements() if e.size]
        inner = next((e for e in boxes if e.tag in _BOXES and _prose(e) >= goal), None)
        if inner is None or any(
            e.tag in _HEADINGS or e.find(*_HEADINGS) for e in boxes if e is not inner
        ):
            return element
        element = inner
    return element


_BOXES = frozenset("div section article main center".split())


def _with_opening(found: Element, body: Element) -> Element:
    """Return the content, or an ancestor that adds the title and an opening, but little else."""
    if found.find("h1") or begins_with_heading(found, ("h1", "h2")):
        return found
    return _widened(found, body)


def _widened(found: Element, body: Element) -> Element:
    at = found
    for _ in range(4):
        parent = at.parent
        if parent is None or at is body or _prose(parent) > _prose(found) * 1.15 + 250:
            break
        at = parent
        title = at.find("h1")
        if title is not None and at is not body:
            return at
        if title is not None and _opens_content(title, at):
            return at
    return found


def _opens_content(title: Element, holder: Element) -> bool:
    """Whether the box around a title has more headings or paragraphs of the content."""
    box = title
    while box.parent is not None and box.parent is not holder:
        box = box.parent
    return (
        box.tag not in ("nav", "header")
        and box.find("h2", "p") is not None
        and (box.linked * 2 < box.size)
    )


def title_outside(
    document: Document,
    content: Element,
    named: str,
    selectors: Sequence[str],
    drops: Container[int] = (),
) -> str:
    """Return the title that is shown outside of the content's headings, or nothing.

    Args:
        document: the page.
        content: what was taken for the content.
        named: the page's title according to its head.
        selectors: where the page's generator shows it, when that is no heading.
        drops: identities of what is no part of it.

    """
    for element in _shown(document, selectors):
        for inner in [e for e in element.inside() if id(e) in drops]:
            inner.drop()
        return _taken(element, content)
    if content.tag == "h1" or (content.holds_blocks and content.find("h1")):
        return _above(document, content, named)
    begins = begins_with_heading(content)
    for element in _shown(document, ("h1",)):
        text = element.words()
        if _same(text, named) or not begins:
            return _taken(element, content)
    for element in _shown(document, _TITLES):
        if element.size < 200 and _letters(named).endswith(_letters(element.words()) or "-"):
            return _taken(element, content)
    if _begins_with_entry(content):
        return _short(named)
    return "" if begins or _is_named(content, named) else _short(named)


def _begins_with_entry(content: Element) -> bool:
    """Whether the first heading is that of one of several articles: a list of them."""
    articles = [each for each in content.inside() if each.tag == "article" and each.size]
    first = content.find(*_HEADINGS)
    if len(articles) < 2 or first is None or first.tag == "h1":
        return False
    return any(each is articles[0] for each in first.ancestors()) and all(
        each is not articles[0] for each in articles[1].ancestors()
    )


def _above(document: Document, content: Element, named: str) -> str:
    """Return the page's title if it stands above content that begins with other headings."""
    title = next((e for e in _shown(document, ("h1",)) if _same(e.text(), named)), None)
    if title is None:
        return ""
    around = list(title.ancestors())
    if any(e is content or e.tag in ("nav", "header", "aside") for e in around):
        return ""
    return title.words() if any(e is around[0] for e in content.ancestors()) else ""


def _is_named(content: Element, named: str) -> bool:
    """Whether one of the first headings of the content is the page's title."""
    headings = [e for e in content.inside() if e.tag in _HEADINGS and e.size][:3]
    found = [_letters(heading.text()) for heading in headings]
    whole = _letters(named)
    found += [re.sub(r"^[0-9]+", "", each) for each in found]
    return any(each and (each in whole or whole in each) for each in found)


def _shown(document: Document, selectors: Sequence[str]) -> Iterator[Element]:
    for selector in selectors:
        for element in select(document, selector):
            if element.size and document.alive(element):
                yield element


def _taken(element: Element, content: Element) -> str:
    """Return an element's text, and take it out of the content."""
    text = element.words().rstrip("¶#\uf0c1 ")
    if any(ancestor is content for ancestor in element.ancestors()):
        element.drop()
    return text


def _same(text: str, named: str) -> bool:
    return bool(text) and _letters(text) == _letters(named)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _short(named: str) -> str:
    return named if len(named) <= 120 else ""


def begins_with_heading(content: Element, tags: Container[str] = _HEADINGS) -> bool:
    """Whether the first text of the content is a heading's, of one of some levels."""
    stack: list[Element | str] = [content]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            if item.strip():
                return False
        elif item.tag in _HEADINGS:
            if item.size:
                return item.tag in tags
        elif item.tag not in ("script", "nav", "button"):
            stack += reversed(item.children)
    return False
