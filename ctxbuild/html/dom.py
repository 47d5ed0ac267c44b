"""A page as a light tree of our own: elements with parents, children and text sizes.

Reading a tree from Python through the parser's objects costs a call for each step.
One walk copies what later passes need; after it the parser's memory is free again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

MOST_LEVELS = 110
"""Elements below this depth become siblings of their ancestor at it, in document order:
877 real pages had at most 30 levels, and later passes recurse."""

MOST_OPEN = 20_000
"""Start tags without an end, above which a page is flattened before parsing: the parser
looks through all open elements at each tag, which is quadratic on hostile input."""

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
    "main menu nav ol optgroup p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""Elements that begin a line of their own."""

UNREAD = frozenset(
    "applet area audio basefont bgsound canvas col colgroup datalist embed frame iframe "
    "noembed noframes noscript object optgroup option param progress meter select source svg "
    "template textarea track video".split()
)
"""Elements whose content people see only with a player, a script or not at all."""

KEPT_SCRIPTS = re.compile(r"math/|application/ld\+json|mermaid", re.I)
_NO_ATTRIBUTES: dict[str, str] = {}


class Element:
    """An element: its tag in lower case, attributes, children (elements and strings), parent.

    ``size`` and ``linked`` are the characters of text, without spaces, inside it and inside
    links in it.
    """

    __slots__ = ("attrs", "children", "holds_blocks", "linked", "parent", "size", "tag")

    def __init__(self, tag: str, attrs: dict[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Element | str] = []
        self.holds_blocks = False
        self.size = 0
        self.linked = 0

    def __repr__(self) -> str:
        """Show the start tag, for people who debug."""
        return f"<{self.tag} {self.attrs}>"

    @property
    def classes(self) -> frozenset[str]:
        """The class names."""
        return class_set(self.attrs.get("class", ""))

    @property
    def id(self) -> str:
        """The id, or nothing."""
        return self.attrs.get("id", "")

    def elements(self) -> Iterator[Element]:
        """Yield the children that are elements."""
        return (child for child in self.children if not isinstance(child, str))

    def inside(self) -> Iterator[Element]:
        """Yield all elements inside, in document order."""
        stack = [child for child in reversed(self.children) if not isinstance(child, str)]
        while stack:
            element = stack.pop()
            yield element
            stack += [child for child in reversed(element.children) if not isinstance(child, str)]

    def find(self, *tags: str) -> Element | None:
        """Return the first element inside that has one of the tags."""
        return next((element for element in self.inside() if element.tag in tags), None)

    def ancestors(self) -> Iterator[Element]:
        """Yield parent, its parent and so on."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def text(self) -> str:
        """Return all text inside, white space as it stands."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                parts.append(item)
            elif item.tag != "script" or item is self:
                stack += reversed(item.children)
        return "".join(parts)

    def words(self) -> str:
        """Return all text inside with white space collapsed and trimmed."""
        return " ".join(self.text().split())

    def drop(self) -> None:
        """Take the element out of its parent."""
        if self.parent is not None:
            self.parent.children = [c for c in self.parent.children if c is not self]
            self.forget()

    def forget(self) -> None:
        """Take the element's size off its ancestors; its parent no longer lists it."""
        for ancestor in self.ancestors():
            ancestor.size -= self.size
            ancestor.linked -= self.linked
        self.parent = None


@lru_cache(maxsize=8192)
def class_set(value: str) -> frozenset[str]:
    """Return the names in a ``class`` attribute."""
    return frozenset(value.split())


UNLISTED = frozenset({"class", "id", "href", "style", "title", "src", "alt"})
"""Attributes too common for a list of the elements that have them."""


class Document:
    """A page: the root of its tree, its style sheets, and where each kind of element is."""

    def __init__(self) -> None:
        self.root = Element("html", _NO_ATTRIBUTES, None)
        self.order: list[Element] = [self.root]
        self.styles: list[str] = []
        self.sources: list[str] = []
        self.by_tag: defaultdict[str, list[Element]] = defaultdict(list)
        self.by_attribute: defaultdict[str, list[Element]] = defaultdict(list)
        self._by_classes: defaultdict[str, list[Element]] = defaultdict(list)
        self.by_id: dict[str, Element] = {}

    def add(self, element: Element) -> None:
        """Note a new element, in document order."""
        self.order.append(element)
        self.by_tag[element.tag].append(element)
        attrs = element.attrs
        if not attrs:
            return
        for name, value in attrs.items():
            if name == "class":
                self._by_classes[value].append(element)
            elif name == "id":
                self.by_id.setdefault(value, element)
            elif name not in UNLISTED:
                self.by_attribute[name].append(element)

    @cached_property
    def by_class(self) -> dict[str, list[Element]]:
        """Elements by each of their class names, in document order within an attribute."""
        found: dict[str, list[Element]] = {}
        for value, elements in self._by_classes.items():
            for name in class_set(value):
                found.setdefault(name, []).extend(elements)
        return found

    def tagged(self, *tags: str) -> list[Element]:
        """Return the elements with one of the tags, tag by tag."""
        return [element for tag in tags for element in self.by_tag.get(tag, ())]

    def alive(self, element: Element) -> bool:
        """Whether an element has not been removed."""
        while element.parent is not None:
            element = element.parent
        return element is self.root


def parse(html: str) -> Document:
    """Return a page as a tree, with sizes measured."""
    from selectolax.lexbor import LexborHTMLParser

    document = Document()
    tree = LexborHTMLParser(_bounded(html.replace("\0", "")))
    top = tree.root
    if top is None:
        return document
    root = document.root
    if top.attributes:
        root.attrs = _plain(top.attributes)
    if top.child is not None:
        _copy(top.child, document)
    _sum_up(document.order)
    return document


def _copy(first: Any, document: Document) -> None:
    """Copy the parser's tree, from the first node of the root on."""
    # Next siblings wait on the stack while children are read; one entry for each level.
    stack = [(first, document.root, 1)]
    pop, push, add = stack.pop, stack.append, document.add
    while stack:
        node, parent, depth = pop()
        following = node.next
        if following is not None:
            push((following, parent, depth))
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            parent.children.append(text)
            parent.size += len(text) if " " not in text else len(text.replace(" ", "").strip())
            continue
        if tag in UNREAD or not tag[:1].isalpha():
            continue
        if tag == "style":
            document.styles.append(node.text() or "")
            continue
        attrs = node.attributes
        if tag == "script":
            _add_script(node, attrs, parent, document)
            continue
        if attrs:
            if None in attrs.values():
                attrs = {name: value or "" for name, value in attrs.items()}
            element = Element(tag, attrs, parent)
        else:
            element = Element(tag, _NO_ATTRIBUTES, parent)
        parent.children.append(element)
        add(element)
        if tag in BLOCKS:
            _note_block(parent)
        child = node.child
        if child is not None:
            push((child, element, depth + 1) if depth < MOST_LEVELS else (child, parent, depth))


def _plain(attrs: dict[str, str | None]) -> dict[str, str]:
    if None in attrs.values():
        return {name: value or "" for name, value in attrs.items()}
    return attrs  # type: ignore[return-value]


def _add_script(
    node: Any, attrs: dict[str, str | None], parent: Element, document: Document
) -> None:
    """Keep the scripts that are data: formulas, diagrams, facts about the page, settings."""
    kind = attrs.get("type") or ""
    text = node.text() or ""
    if KEPT_SCRIPTS.match(kind) or "DOCUMENTATION_OPTIONS" in text[:500]:
        script = Element("script", _plain(attrs), parent)
        script.children.append(text)
        parent.children.append(script)
        document.add(script)
    elif attrs.get("src"):
        document.sources.append(attrs["src"] or "")


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


def _bounded(html: str) -> str:
    """Return the page, without the start tags beyond the most that may be open at once."""
    if len(html) > MOST_IN_TAG:
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
