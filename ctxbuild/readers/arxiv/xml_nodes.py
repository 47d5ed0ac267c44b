"""XML from the network: no entities, no document type; elements by name whatever their prefix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctxbuild.model import CtxbuildError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HTML = (b"<!doctype html", b"<html")


class BrokenAnswerError(CtxbuildError):
    """What came back is not what the service sends; another try may help."""


class Node:
    """An element; names are local, as services differ in their prefixes and order."""

    __slots__ = ("_element",)

    def __init__(self, element: Element) -> None:
        self._element = element

    @property
    def name(self) -> str:
        """The local name."""
        return str(self._element.tag).rpartition("}")[2]

    def attribute(self, name: str) -> str:
        """Return an attribute; empty where it is missing."""
        return self._element.get(name) or ""

    def text(self) -> str:
        """Return all text inside, without white space around it."""
        return "".join(self._element.itertext()).strip()

    def all(self, name: str) -> Iterator[Node]:
        """Yield the children of a name."""
        return (node for node in map(Node, self._element) if node.name == name)

    def within(self, name: str) -> Iterator[Node]:
        """Yield the elements of a name at any depth."""
        return (node for node in map(Node, self._element.iter()) if node.name == name)

    def one(self, name: str) -> str:
        """Return the text of the first child of a name; empty where there is none."""
        return next((node.text() for node in self.all(name)), "")


def parse_xml(body: bytes, root: str) -> Node:
    """Return the root of a document whose root must be named ``root``.

    Raises:
        BrokenAnswerError: it is no such document, is cut short, or declares
            entities or a document type.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:14].lower().startswith(_HTML):
        raise BrokenAnswerError("answers with a web page instead of XML")
    try:
        node = Node(fromstring(body.lstrip(b" \t\r\n"), forbid_dtd=True))
    except DefusedXmlException:
        raise BrokenAnswerError("answers with XML that declares entities or a type") from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise BrokenAnswerError("answers with XML that is cut short or damaged") from None
    if node.name != root:
        raise BrokenAnswerError(f"answers with <{node.name[:40]!a}> instead of <{root}>")
    return node
