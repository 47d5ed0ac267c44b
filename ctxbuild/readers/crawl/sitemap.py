"""Lists of addresses that a site offers: sitemaps of all kinds, and ``llms.txt``.

Sitemaps are read as a stream without a tree, entities or a document type; what is
broken half-way counts up to there. Source: sitemaps.org, protocol version 0.9.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_BYTES = 52_428_800
"""Of one sitemap unpacked, as its protocol limits it."""
_MOST_ENTRIES = 50_000
_LONGEST_ENTRY = 4096
_PIECE = 1 << 16
_URL_LINE = re.compile(r"https?://\S+")
_MARKDOWN_LINK = re.compile(r"\[[^\[\]\n]{0,500}\]\(\s*<?([^\s()<>]{1,2000})")
_HEADING = re.compile(r"(?m)^# \S")


@dataclass(slots=True)
class Listing:
    """What a list holds: pages, and further lists."""

    pages: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    problem: str = ""
    """Why it was not read to its end, or nothing."""


def read_sitemap(body: bytes) -> Listing:
    """Return the addresses of a sitemap: XML, an index, a feed, or one address on a line."""
    unpacked, problem = _unpacked(body)
    start = unpacked[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _text_listing(unpacked, problem)
    if start[:14].lower().startswith((b"<!doctype html", b"<html")):
        return Listing(problem="a web page instead of a list")
    return _xml_listing(unpacked, problem)


def _unpacked(body: bytes) -> tuple[bytes, str]:
    if not body.startswith(b"\x1f\x8b"):
        return body, ""
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
            while part := stream.read(_PIECE):
                parts.append(part)
                size += len(part)
                if size > MOST_BYTES:
                    return b"".join(parts), "larger than 50 MiB"
    except (OSError, EOFError, zlib.error):
        return b"".join(parts), "damaged"
    return b"".join(parts), ""


def _text_listing(body: bytes, problem: str) -> Listing:
    listing = Listing(problem=problem)
    for line in body[:MOST_BYTES].decode("utf-8-sig", "replace").splitlines():
        if _URL_LINE.fullmatch(line.strip()):
            listing.pages.append(line.strip())
        if len(listing.pages) >= _MOST_ENTRIES:
            break
    if not listing.pages and not problem:
        listing.problem = "no address in it"
    return listing


class _Entries:
    """Takes the events of a parser; remembers ``loc`` (and ``link``) by what encloses it."""

    def __init__(self) -> None:
        self.listing = Listing()
        self._within: list[str] = []
        self._text: list[str] | None = None
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2].lower()
        if len(self._within) < 64:
            self._within.append(name)
        if name in ("loc", "link"):
            self._text, self._length = [], 0
        # An Atom feed has its address in an attribute.
        if name == "link" and "entry" in self._within and attributes.get("href"):
            self._add(attributes["href"])

    def data(self, text: str) -> None:
        if self._text is not None and self._length < _LONGEST_ENTRY:
            self._text.append(text)
            self._length += len(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2].lower()
        if self._text is not None and name in ("loc", "link"):
            self._add("".join(self._text).strip())
            self._text = None
        if self._within and self._within[-1] == name:
            self._within.pop()

    def close(self) -> Listing:
        return self.listing

    def _add(self, text: str) -> None:
        enclosing = self._within[-2:-1]
        if not text or len(text) >= _LONGEST_ENTRY or self.full:
            return
        if enclosing == ["sitemap"]:
            self.listing.lists.append(text)
        elif enclosing and enclosing[0] in ("url", "item", "entry"):
            self.listing.pages.append(text)

    @property
    def full(self) -> bool:
        return len(self.listing.pages) + len(self.listing.lists) >= _MOST_ENTRIES


def _xml_listing(body: bytes, problem: str) -> Listing:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    entries = _Entries()
    parser = DefusedXMLParser(target=entries, forbid_dtd=True)
    try:
        for piece in _pieces(body):
            parser.feed(piece)
            if entries.full:
                problem = problem or "more than 50,000 entries"
                break
        else:
            parser.close()
    except DefusedXmlException:
        problem = "declares entities or a document type"
    except (ParseError, ValueError, LookupError):
        problem = problem or "not well-formed"
    entries.listing.problem = problem
    return entries.listing


def _pieces(body: bytes) -> Iterator[bytes]:
    # White space before an XML declaration is a common mistake.
    clean = body[: MOST_BYTES + 1].lstrip(b" \t\r\n")
    return (clean[at : at + _PIECE] for at in range(0, len(clean), _PIECE))


def read_llms_txt(text: str) -> list[str]:
    """Return the links of an ``llms.txt``, as written; nothing if the text is not one."""
    if text.lstrip("﻿ \t\r\n")[:1] == "<" or not _HEADING.search(text):
        return []
    return list(dict.fromkeys(_MARKDOWN_LINK.findall(text)))[:_MOST_ENTRIES]
