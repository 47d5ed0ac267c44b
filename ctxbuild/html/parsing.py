"""The text of a page → our own tree.

Reading the parser's tree from Python through its objects costs a call for each step.
One walk copies what later passes need; after it the parser's memory is free again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ctxbuild.html.colouring import CODES, Colouring
from ctxbuild.html.dom import BLOCKS, Document, Element

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MOST_LEVELS = 110
"""Elements below this depth become siblings of their ancestor at it, in document order:
877 real pages had at most 30 levels, and later passes recurse."""

MOST_OPEN = 20_000
"""Start tags without an end, above which a page is flattened before parsing: the parser
looks through all open elements at each tag, which is quadratic on hostile input."""

UNREAD = frozenset(
    "applet area audio basefont bgsound canvas col colgroup datalist embed frame iframe "
    "noembed noframes noscript object optgroup option param progress meter select source svg "
    "template textarea track video".split()
)
"""Elements whose content people see only with a player, a script or not at all."""

SITE_NAVIGATION = frozenset(
    {"md-nav--primary", "wy-menu-vertical", "sidebar-tree", "bd-links", "theme-doc-sidebar-menu"}
)
"""Classes of the lists of all pages: on large sites three quarters of a page's elements.
Of them only the size is kept; what they link to, others read from the parser's tree."""

KEPT_SCRIPTS = re.compile(r"math/|application/ld\+json|mermaid", re.I)
_NO_ATTRIBUTES: dict[str, str] = {}


def page_tree(html: str) -> LexborHTMLParser:
    """Return the parser's tree of a page, within bounds of what is open at once."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(_bounded(html.replace("\0", "")))


def parse(html: str | LexborHTMLParser, *, whole: bool = True) -> Document:
    """Return a page, or the parser's tree of it, as a tree of our own, with sizes measured.

    Unless it is wanted whole, what lists the pages of the site is one element without
    children; the document says which.
    """
    document = Document()
    tree = page_tree(html) if isinstance(html, str) else html
    top = tree.root
    if top is None:
        return document
    root = document.root
    if top.attributes:
        root.attrs = _plain(top.attributes)
    if top.child is not None:
        sheets = [node.text() or "" for node in tree.css("style")]
        _copy(top.child, document, Colouring(sheets), whole=whole)
    _sum_up(document.order)
    return document


def _copy(first: Any, document: Document, colouring: Colouring, *, whole: bool) -> None:
    """Copy the parser's tree, from the first node of the root on."""
    node: Any = first
    parent, depth = document.root, 1
    code: Element | None = None
    # What follows elements waits on the stack while they are read; one entry for each level.
    stack: list[tuple[Any, Element, int, Element | None]] = []
    alike: dict[tuple[str, str | None], dict[str, str]] = {}
    while node is not None or stack:
        if node is None:
            node, parent, depth, code = stack.pop()
        tag, following = node.tag, node.next
        if tag == "-text":
            text = node.text_content or ""
            parent.children.append(text)
            parent.size += len(text) if " " not in text else len(text.replace(" ", "").strip())
            node = following
            continue
        if tag in UNREAD or tag in _APART or not tag[:1].isalpha():
            if tag in _APART:
                _set_apart(node, parent, document)
            node = following
            continue
        here, attrs, child = node, node.attributes, node.child
        if following is not None and child is not None:
            stack.append((following, parent, depth, code))
        node = following if child is None else child
        if code is not None and tag == "span" and colouring.is_all(attrs, code):
            continue
        plain = _shared(attrs, alike) if attrs else _NO_ATTRIBUTES
        element = Element(tag, plain, parent)
        parent.children.append(element)
        document.add(element)
        if tag in BLOCKS and not parent.holds_blocks:
            _note_block(parent)
        if not whole and "class" in plain and _is_site_navigation(element, here):
            document.unread.append(element)
            element.holds_blocks = True
            element.size = element.linked = len("".join(here.text(separator=" ").split()))
            if following is not None and child is not None:
                stack.pop()
            node = following
            continue
        if child is not None:
            if tag in CODES:
                code = element
            if depth < MOST_LEVELS:
                parent, depth = element, depth + 1


def _is_site_navigation(element: Element, node: Any) -> bool:
    """Whether an element lists the pages of a site, and does not say when this one was written."""
    return not SITE_NAVIGATION.isdisjoint(element.classes) and node.css_first("time") is None


_APART = frozenset({"style", "script"})


def _set_apart(node: Any, parent: Element, document: Document) -> None:
    """Keep style sheets and the scripts that are data: formulas, diagrams, facts, settings."""
    text = node.text() or ""
    if node.tag == "style":
        document.styles.append(text)
        return
    attrs = _plain(node.attributes)
    if KEPT_SCRIPTS.match(attrs.get("type", "")) or "DOCUMENTATION_OPTIONS" in text[:500]:
        script = Element("script", attrs, parent)
        script.children.append(text)
        parent.children.append(script)
        document.add(script)
    elif attrs.get("src"):
        document.sources.append(attrs["src"])


def _shared(
    attrs: dict[str, str | None], alike: dict[tuple[str, str | None], dict[str, str]]
) -> dict[str, str]:
    """Return attributes, one copy for all elements that are written alike.

    Most elements that have any have a class alone; others are not looked for.
    """
    if len(attrs) != 1:
        return _plain(attrs)
    (pair,) = attrs.items()
    plain = alike.get(pair)
    if plain is None:
        plain = alike[pair] = _plain(attrs)
    return plain


def _plain(attrs: dict[str, str | None]) -> dict[str, str]:
    if None in attrs.values():
        return {name: value or "" for name, value in attrs.items()}
    return attrs  # type: ignore[return-value]


def _note_block(element: Element | None) -> None:
    while element is not None and not element.holds_blocks:
        element.holds_blocks = True
        element = element.parent


MOST_IN_TAG = 50_000
MOST_ATTRIBUTES = 2_000
"""Attributes of one element; the parser compares each with all before it."""

_LONG_TAG = re.compile(rf"(<[a-zA-Z][\w-]*)[^<>]{{{MOST_IN_TAG},}}>")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNCLOSED = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd tr td th thead tbody tfoot option colgroup html head body".split()
)
"""Elements that need no end tag: the parser ends them itself."""


def _short_tag(match: re.Match[str]) -> str:
    """Return a very long start tag without its attributes, if they are many."""
    return match[0] if match[0].count("=") < MOST_ATTRIBUTES else f"{match[1]}>"


def _is_far_between_tags(html: str) -> bool:
    """Whether more characters than a tag may have stand anywhere without a ``<``."""
    last = -1
    while last + 1 + MOST_IN_TAG < len(html):
        last = html.rfind("<", last + 1, last + MOST_IN_TAG + 2)
        if last < 0:
            return True
    return False


def _bounded(html: str) -> str:
    """Return the page, without the start tags beyond the most that may be open at once."""
    if _is_far_between_tags(html):
        html = _LONG_TAG.sub(_short_tag, html)
    if html.count("<") < MOST_OPEN:
        return html
    opened = 0
    deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _UNCLOSED:
            opened += -1 if closing else 1
            deepest = max(deepest, opened)
    if deepest < MOST_OPEN:
        return html
    return re.sub(
        r"</?(?:div|span|b|i|u|em|strong|font|a|section|p|li|ul|ol|dl|dd|dt|table|tbody"
        r"|tr|td|blockquote|[a-z]+-[a-z-]+)\b[^<>]*>",
        " ",
        html,
        flags=re.I,
    )


def _sum_up(order: list[Element]) -> None:
    """Add the sizes of elements to those of their parents."""
    for element in reversed(order):
        if element.tag == "a":
            element.linked = element.size
        parent = element.parent
        if parent is not None:
            parent.size += element.size
            parent.linked += element.linked
