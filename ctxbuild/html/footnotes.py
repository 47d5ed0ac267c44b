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
_LABEL = re.compile(r"[\w-]{1,20}")


class Footnotes:
    """The footnotes of one page; a reference without a text, and the reverse, stay links."""

    def __init__(self, document: Document) -> None:
        self.references: dict[int, str] = {}
        self.definitions: dict[int, str] = {}
        links = [e for e in document.by_tag.get("a", ()) if _refers(e)]
        ids = document.by_id
        labels: dict[int, str] = {}
        for link in links:
            target = ids.get(link.attrs.get("href", "").partition("#")[2])
            if target is None or target.tag not in ("li", "aside", "div", "dt", "p", "dd", "tr"):
                continue
            if target.tag in ("dt", "tr"):
                continue
            label = labels.get(id(target)) or self._label(
                link, len(labels) + 1, set(labels.values())
            )
            labels[id(target)] = label
            self.references[id(link)] = label
        self.definitions = labels

    @staticmethod
    def _label(link: Element, number: int, taken: set[str]) -> str:
        text = link.words().strip("[]()")
        return text if _LABEL.fullmatch(text) and text not in taken else str(number)

    @staticmethod
    def content(element: Element) -> list[Element | str]:
        """Return what a footnote says, without its label and the links back."""
        for item in list(element.inside()):
            back = item.tag == "a" and (
                _BACK.search(item.attrs.get("class", "") + item.attrs.get("role", ""))
                or "data-footnote-backref" in item.attrs
                or (item.attrs.get("href", "").startswith("#") and _ARROWS.fullmatch(item.text()))
            )
            label = item.parent is element and not item.classes.isdisjoint(
                {"label", "fn-bracket", "brackets"}
            )
            if back or label or "backrefs" in item.classes:
                item.drop()
        return element.children


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
