"""Bundles as XML: well-formed whatever the content, readable because it is kept in CDATA."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ctxbuild.formats.names import parsed_path, shown_path
from ctxbuild.formats.parsed import BundleError, ParsedFile
from ctxbuild.formats.preamble import preamble
from ctxbuild.formats.wording import (
    cut_notes,
    cut_of,
    directory_text,
    line_span,
    more_text,
    name_text,
)
from ctxbuild.model import Corpus, Detail, Document, Lines, Stretch, Transform
from ctxbuild.packing.layout import Block, Facts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MARKER = '<?xml version="1.0" encoding="UTF-8"?>\n<ctxbuild'

_SINGLE = re.compile(r"(?<!\r)\n|\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Xml:
    """The XML layout."""

    name: str = "xml"
    slack: int = 0
    raw: bool = True

    def opening(self, corpus: Corpus, facts: Facts) -> str:
        """Return declaration, facts and the start of the map."""
        title, lines = preamble(corpus, facts)
        about = "".join(f"{escape(line)}\n" for line in lines)
        root = f'{MARKER} bundle="1" title={quoteattr(title)}>'
        return f"{root}\n<about>\n{about}</about>\n<map>\n"

    def directory_line(
        self, path: str, files: int, tokens: int, parts: tuple[Lines, ...] = ()
    ) -> str:
        """Return the directory's line, escaped."""
        return escape(directory_text(path, files, tokens, parts)) + "\n"

    def name_line(self, document: Document, tokens: int, parts: tuple[Lines, ...] = ()) -> str:
        """Return the file's line, escaped."""
        return escape(name_text(document, tokens, parts)) + "\n"

    def more_line(self, files: int) -> str:
        """Return the line for unnamed files."""
        return more_text(files) + "\n"

    def middle(self) -> str:
        """Return the end of the map."""
        return "</map>\n"

    def block(
        self,
        document: Document,
        detail: Detail,
        shown: tuple[Lines, ...],
        text: str,
        stretch: Stretch | None = None,
    ) -> Block:
        """Return a ``file`` element around the text.

        An XML parser turns CR LF into LF, so a text with only such line ends
        is written with LF and says so; a stray CR becomes a reference.
        """
        attributes = {
            "path": shown_path(document.id),
            "detail": detail.label,
            "lines": line_span(document, shown, stretch),
        }
        if stretch is not None:
            attributes["cut"] = "; ".join(cut_notes(stretch))
        if document.transforms:
            attributes["transforms"] = "; ".join(map(str, document.transforms))
        body = text.replace("]]>", "]]]]><![CDATA[>") if "]]>" in text else text
        if "\r" in body and _SINGLE.search(body):
            body = body.replace("\r", "]]>&#13;<![CDATA[")
        elif "\r" in body:
            attributes["newline"] = "crlf"
            body = body.replace("\r\n", "\n")
        written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
        return Block(f"<file{written}><![CDATA[", body, "]]></file>\n")

    def first_block(self, text: str) -> str:
        """Return the block: there are no separators."""
        return text

    def closing(self) -> str:
        """Return the end of the document."""
        return "</ctxbuild>\n"


def parse(text: str) -> Iterator[ParsedFile]:
    """Read the files back out of an XML bundle.

    Raises:
        BundleError: the text is damaged or declares entities.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(text.encode("utf-8"), forbid_dtd=True)
    except DefusedXmlException:
        raise BundleError("the bundle declares a DTD or entities, which ours never do") from None
    except ParseError as error:
        raise BundleError(f"the bundle is not well-formed XML: {error}") from None
    for element in root.iter("file"):
        yield _parsed(element)


def _parsed(element: Element) -> ParsedFile:
    text = element.text or ""
    if element.get("newline") == "crlf":
        text = text.replace("\n", "\r\n")
    notes = (note.split(" ", 1) for note in element.get("transforms", "").split("; "))
    try:
        path = parsed_path(element.get("path", ""))
    except ValueError:
        raise BundleError(f"path {element.get('path')!r} cannot be read") from None
    transforms = tuple(Transform(*pair) for pair in notes if len(pair) == 2)
    cut = cut_of(element.get("cut", "").split("; "))
    return ParsedFile(path, element.get("detail", ""), text, transforms, *cut)
