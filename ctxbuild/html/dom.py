"""A page as a light tree of our own: elements with parents, children and text sizes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
    "main menu nav ol optgroup p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""Elements that begin a line of their own."""


class Element:
    """An element: its tag in lower case, attributes, children (elements and strings), parent.

    ``size`` and ``linked`` are the characters of text, without spaces, inside it and inside
    links in it. Elements may share ``attrs``.
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
            children = element.children
            if len(children) == 1:
                if not isinstance(children[0], str):
                    stack.append(children[0])
            elif children:
                stack += [child for child in reversed(children) if not isinstance(child, str)]

    def find(self, *tags: str) -> Element | None:
        """Return the first element inside that has one of the tags."""
        children = self.children
        if not children or (len(children) == 1 and isinstance(children[0], str)):
            return None
        for element in self.inside():
            if element.tag in tags:
                return element
        return None

    def ancestors(self) -> Iterator[Element]:
        """Yield parent, its parent and so on."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def text(self) -> str:
        """Return all text inside, white space as it stands."""
        children = self.children
        if not children:
            return ""
        if len(children) == 1 and isinstance(children[0], str):
            return children[0]
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


UNLISTED = frozenset({"class", "id", "href", "title", "src", "alt"})
"""Attributes too common for a list of the elements that have them."""


class Document:
    """A page: the root of its tree, its style sheets, and where each kind of element is.

    What is ``unread`` has its size and no children.
    Of elements with one id ``by_id`` has the first; the others are ``repeated``.
    """

    def __init__(self) -> None:
        self.root = Element("html", {}, None)
        self.order: list[Element] = [self.root]
        self.styles: list[str] = []
        self.sources: list[str] = []
        self.by_tag: defaultdict[str, list[Element]] = defaultdict(list)
        self.by_attribute: defaultdict[str, list[Element]] = defaultdict(list)
        self.by_classes: defaultdict[str, list[Element]] = defaultdict(list)
        self.by_id: dict[str, Element] = {}
        self.repeated: list[Element] = []
        self.unread: list[Element] = []

    def add(self, element: Element) -> None:
        """Note a new element, in document order."""
        self.order.append(element)
        self.by_tag[element.tag].append(element)
        attrs = element.attrs
        if not attrs:
            return
        for name, value in attrs.items():
            if name == "class":
                self.by_classes[value].append(element)
            elif name == "id":
                if self.by_id.setdefault(value, element) is not element:
                    self.repeated.append(element)
            elif name not in UNLISTED:
                self.by_attribute[name].append(element)

    @cached_property
    def by_class(self) -> dict[str, list[Element]]:
        """Elements by each of their class names, in document order within an attribute."""
        found: dict[str, list[Element]] = {}
        for value, elements in self.by_classes.items():
            for name in class_set(value):
                found.setdefault(name, []).extend(elements)
        return found

    def release(self) -> None:
        """Take the tree apart: without its cycles, its memory is free at once."""
        for element in self.order:
            element.parent = None

    def tagged(self, *tags: str) -> list[Element]:
        """Return the elements with one of the tags, tag by tag."""
        return [element for tag in tags for element in self.by_tag.get(tag, ())]

    def alive(self, element: Element) -> bool:
        """Whether an element has not been removed."""
        while element.parent is not None:
            element = element.parent
        return element is self.root
