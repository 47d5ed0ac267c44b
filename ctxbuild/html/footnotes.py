"""Footnotes: which links refer to them, and where their texts are."""

from __future__ import annotations

import re

from ctxbuild.html.dom import Document, Element

_REFERENCE = frozenset({"footnote-ref", "footnote-reference", "footnoteRef", "fn-ref", "footnote"})
_BACK = re.compile(
    r"(?:footnote-?back-?(?:ref|link)?|fn-backref|reversefootnote|data-footnote-backref|backlink)",
    re.I,
)
_ARROWS = re.compile(r"[\s↩↵⤶\ufe0e\ufe0f^↑]*")
_DEFINITIONS = frozenset({"li", "aside", "div", "p", "dd", "blockquote"})
_LABEL = re.compile(r"[\w-]{1,20}")


class Footnotes:
    """The footnotes of one page; a reference without a text, and the reverse, stay links."""

    def __init__(self, document: Document) -> None:
        self.references: dict[int, str] = {}
        self.definitions: dict[int, str] = {}
        self.elements: list[Element] = []
        self._marks: set[str] = set()
        links = [e for e in document.by_tag.get("a", ()) if _refers(e)]
        ids = document.by_id
        labels: dict[int, str] = {}
        taken: set[str] = set()
        for link in links:
            target = ids.get(link.attrs.get("href", "").partition("#")[2])
            if target is None or target.tag not in _DEFINITIONS:
                continue
            label = labels.get(id(target)) or self._label(link, taken)
            if id(target) not in labels:
                self.elements.append(target)
            labels[id(target)] = label
            self.references[id(link)] = label
            self._marks.update(each.id for each in (link, link.parent) if each and each.id)
        self.definitions = labels

    @staticmethod
    def _label(link: Element, taken: set[str]) -> str:
        """Return a label that no footnote has: the page's own, or the next free number."""
        label = link.words().strip("[]()")
        if label in taken or not _LABEL.fullmatch(label):
            numbers = range(len(taken) + 1, 2 * len(taken) + 2)
            label = next(str(number) for number in numbers if str(number) not in taken)
        taken.add(label)
        return label

    def content(self, element: Element) -> list[Element | str]:
        """Return what a footnote says, without its label and the links back."""
        marked = False
        for item in list(element.inside()):
            label = item.parent is element and (
                not item.classes.isdisjoint({"label", "fn-bracket", "brackets"})
                or (item.tag == "sup" and item.words() == self.definitions[id(element)])
            )
            if label or "backrefs" in item.classes or self._leads_back(item):
                marked = marked or item.words().strip("[]").isalnum()
                item.drop()
        children = list(element.children)
        if marked:
            first = next((n for n, c in enumerate(children) if not str(c).isspace()), 0)
            children[first : first + 1] = map(_without_point, children[first : first + 1])
        return children

    def outside(self, content: Element, document: Document) -> list[Element]:
        """Return the footnotes of a page that do not stand in its content."""
        return [
            element
            for element in self.elements
            if document.alive(element)
            and not any(ancestor is content for ancestor in element.ancestors())
        ]

    def _leads_back(self, item: Element) -> bool:
        """Whether an element is a link from a footnote to where it is referred to."""
        if item.tag != "a":
            return False
        href = item.attrs.get("href", "")
        return bool(
            _BACK.search(item.attrs.get("class", "") + item.attrs.get("role", ""))
            or "data-footnote-backref" in item.attrs
            or (href.startswith("#") and _ARROWS.fullmatch(item.text()))
            or href.partition("#")[2] in self._marks
        )


def _without_point(node: Element | str) -> Element | str:
    """Return what follows a footnote's number without the point after that."""
    return re.sub(r"^\s*[.:]\s", "", node) if isinstance(node, str) else node


def _refers(link: Element) -> bool:
    if "#" not in link.attrs.get("href", ""):
        return False
    if not link.classes.isdisjoint(_REFERENCE) or link.attrs.get("role") == "doc-noteref":
        return True
    if "data-footnote-ref" in link.attrs:
        return True
    parent = link.parent
    target = link.attrs["href"].partition("#")[2]
    return (
        parent is not None
        and parent.tag == "sup"
        and bool(re.match(r"_?(?:fn|footnote|user-content-fn)", target))
    )
