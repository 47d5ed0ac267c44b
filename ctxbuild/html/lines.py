"""What stands in a line: text, marks, links, code, images, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from ctxbuild.html.blocks import Break, Code, Image, Inline, Link, Note, Span, Text
from ctxbuild.html.context import Context
from ctxbuild.html.dom import BLOCKS, Element
from ctxbuild.html.images import read_image
from ctxbuild.html.inlines import shown, tidy
from ctxbuild.html.noise import is_permalink

_Mark: TypeAlias = Literal["em", "strong", "del", "sub", "sup", "kbd", "mark", "u", "ins"]
_MARKS: dict[str, _Mark] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
    "sub": "sub",
    "sup": "sup",
    "kbd": "kbd",
    "mark": "mark",
    "u": "u",
    "ins": "ins",
}
_CODES = frozenset({"code", "tt", "samp"})
_FORMULAS = frozenset({"script", "math", "mjx-container"})
_SPACED = BLOCKS | {"td", "th"}


class LineReader:
    """Reads the nodes of one page that stand in lines."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self, nodes: Iterable[Element | str]) -> list[Inline]:
        """Return nodes as inlines, white space as it stands in the page."""
        out: list[Inline] = []
        for node in nodes:
            if isinstance(node, str):
                out += self._context.texts(node)
            else:
                self.add(node, out)
        return out

    def add(self, element: Element, out: list[Inline]) -> None:
        """Add an element to the inlines of a line."""
        tag = element.tag
        if tag == "a":
            self._link(element, out)
        elif tag in _CODES:
            self._code(element, out)
        elif tag in _MARKS:
            self._marked(element, out)
        elif tag == "br":
            out.append(Break())
        elif tag == "img":
            self._image(element, out)
        elif tag in _FORMULAS:
            found = self._context.formula(element)
            out += [found] if found else []
        elif tag == "q":
            out += [Text("“"), *self.read(element.children), Text("”")]
        else:
            self._box(element, out)

    def _box(self, element: Element, out: list[Inline]) -> None:
        """Add what an element without a meaning of its own holds."""
        tag = element.tag
        if "class" in element.attrs and tag in ("span", "div"):
            found = self._context.formula(element)
            if found:
                out.append(found)
                return
            if tag == "span" and "pre" in element.classes and not element.holds_blocks:
                out.append(Code(_collapsed(element.text())))
                return
        inner = self.read(element.children)
        out += [Text(" "), *inner, Text(" ")] if tag in _SPACED else inner

    def _marked(self, element: Element, out: list[Inline]) -> None:
        if not element.children:
            return
        inner = self.read(element.children)
        mark = _MARKS[element.tag]
        notes = _only_notes(inner) if mark == "sup" else []
        if notes:
            out += notes
        else:
            out.append(Span(mark, inner))

    def _link(self, element: Element, out: list[Inline]) -> None:
        label = self._context.footnotes.references.get(id(element))
        if label is not None:
            out.append(Note(label))
            return
        href = self._context.addresses.resolve(element.attrs.get("href", ""))
        inner = self.read(element.children)
        out += [Link(inner, href)] if href else inner

    def _image(self, element: Element, out: list[Inline]) -> None:
        image = self._context.formula(element) or read_image(element, self._context.addresses)
        if isinstance(image, Image) and not self._context.images:
            image = Text(image.alt)
        if image is not None:
            out.append(image)

    def _code(self, element: Element, out: list[Inline]) -> None:
        """Add code in a line; links inside it go around the part that they link."""
        if element.find("a", "img", "math") is None:
            text = _with_breaks(element)
            plain = _collapsed(text)
            out.append(Code(plain) if plain or not text else Text(" "))
            return
        stack: list[Element | str] = list(reversed(element.children))
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                out.append(Code(re.sub(r"\s+", " ", shown(node))))
            elif node.tag == "a" and not is_permalink(node):
                href = self._context.addresses.resolve(node.attrs.get("href", ""))
                code = Code(_collapsed(node.text()))
                out.append(Link([code], href) if href else code)
            else:
                stack += reversed(node.children)


def _only_notes(inlines: list[Inline]) -> list[Inline]:
    """Return references to footnotes without the brackets around them; nothing if more is there."""
    kept = tidy(inlines)
    notes: list[Inline] = [inline for inline in kept if isinstance(inline, Note)]
    rest = [inline for inline in kept if not isinstance(inline, Note)]
    bare = all(isinstance(each, Text) and not each.text.strip("[](), ") for each in rest)
    return notes if bare else []


def _collapsed(text: str) -> str:
    return " ".join(shown(text).split())


def _with_breaks(element: Element) -> str:
    """Return an element's text with a space for each line break."""
    if element.find("br") is None:
        return element.text()
    return " ".join(child if isinstance(child, str) else child.text() for child in element.children)
