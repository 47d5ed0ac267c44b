"""The places and links of a page, whether Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from ctxbuild.analysis.sentences import plain_text
from ctxbuild.analysis.written_links import page_tokens, written_links
from ctxbuild.html.slugs import slugs

_TAG = re.compile(r"<[a-zA-Z][^<>]{0,4000}>")
_ID = re.compile(r"\s(?:id|name)\s*=\s*(?:\"([^\"<>]+)\"|'([^'<>]+)'|([^\s\"'<>]+))", re.I)
_OWN_ID = re.compile(r"\{\s*#([\w.:-]{1,200})[^{}\n]{0,200}\}\s*$")
_HTML = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html[\s>])", re.I | re.S)


def is_html(text: str) -> bool:
    """Whether a text is a page of HTML, whatever its name says."""
    return _HTML.match(text.removeprefix("\ufeff")) is not None


def anchors(text: str) -> frozenset[str]:
    """Return what can stand behind ``#`` in links to a page."""
    named = {
        unescape(found[1] or found[2] or found[3])
        for tag in _TAG.finditer(text)
        if (found := _ID.search(tag[0]))
    }
    return frozenset(named if is_html(text) else named | _of_headings(text))


def _of_headings(text: str) -> set[str]:
    tokens = page_tokens(text)
    titles = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    own = {found[1] for title in titles if (found := _OWN_ID.search(title))}
    plain = [plain_text(_OWN_ID.sub("", title)) for title in titles]
    return own | set(slugs(plain)) | set(slugs(titles))


def markdown_links(text: str) -> Iterator[tuple[int, str]]:
    """Yield the targets of the links of a Markdown page with their lines, from 1."""
    for link in written_links(text):
        yield link.line, link.target


def code_spans(text: str) -> Iterator[tuple[int, str]]:
    """Yield the code within lines of a Markdown page, with these lines, from 1."""
    for token in page_tokens(text):
        line = token.map[0] + 1 if token.map else 1
        for child in token.children or ():
            if child.type == "code_inline":
                yield line, child.content
