"""A twin as a Markdown parser reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ctxbuild.verify.twins.reading import (
    Code,
    Heading,
    Link,
    Reading,
    Row,
    Words,
    settled_code,
    target_of,
    texts,
    words,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]*\n)*?---\n")
_POINTER = re.compile(r"\s*(?:>[^\n]*\n)*?>[^\n]*\bllms\.txt\b[^\n]*\n(?:>[^\n]*\n)*")
"""A quote above everything that says where the list of all pages is; no page shows it."""
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)[^<>]*>|<!--.*?-->", re.S)
_ALERT = re.compile(r"\[!(\w{1,20})\]\s*$", re.M)
"""GitHub's mark of a callout; the kind may or may not be shown on the page."""
_TASK = re.compile(r"\[[ xX]\] ")
_BREAKS = frozenset("br p div li tr td th pre summary details h1 h2 h3 h4 h5 h6 table".split())


def read_twin(markdown: str) -> Reading:
    """Return what a twin says, with the lines on which it does; front matter aside."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
    parser.use(deflist_plugin)
    text = markdown.replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    start = front.end() if front else 0
    pointer = _POINTER.match(text, start)
    start = pointer.end() if pointer else start
    reading = _TwinReading(text[:start].count("\n"))
    for token in parser.parse(text[start:]):
        reading.take(token)
    return reading.result


class _TwinReading:
    """Takes the tokens of a twin in order."""

    def __init__(self, before: int) -> None:
        self.result = Reading()
        self._before = before
        self._line = before + 1
        self._level = 0
        self._cells: list[Words] | None = None

    def take(self, token: Token) -> None:
        """Take one token."""
        if token.map:
            self._line = self._before + token.map[0] + 1
        kind = token.type
        if kind == "heading_open":
            self._level = int(token.tag[1])
        elif kind == "heading_close":
            self._level = 0
        elif kind == "tr_open":
            self._cells = []
        elif kind == "tr_close":
            if any(self._cells or ()):
                self.result.rows.append(Row(tuple(self._cells or ()), self._line))
            self._cells = None
        elif kind == "inline":
            self._inline(token)
        elif kind in ("fence", "code_block"):
            self._code(token, kind == "fence")
        elif kind == "html_block":
            self._markup(token.content)

    def _code(self, token: Token, fenced: bool) -> None:
        text = settled_code(token.content)
        for number, line in enumerate(token.content.split("\n")):
            self.result.say(line, self._line + fenced + number)
        if text:
            self.result.code.append(Code(text, self._line))

    def _markup(self, content: str) -> None:
        text = _TAG.sub(lambda match: " " if (match[1] or "br").lower() in _BREAKS else "", content)
        for number, line in enumerate(text.split("\n")):
            self.result.say(line, self._line + number)

    def _inline(self, token: Token) -> None:
        alert = _ALERT.match(token.content)
        if alert:
            self.result.say(alert[1], self._line, free=True)
        parts: list[str] = []
        open_links: list[tuple[int, str]] = []
        images: set[int] = set()
        line, said = self._line, 0
        for child in token.children or ():
            kind = child.type
            if kind in ("softbreak", "hardbreak"):
                self.result.say("".join(parts[said:]), line)
                parts.append(" ")
                line, said = line + 1, len(parts)
            elif kind == "link_open":
                open_links.append((len(parts), str(child.attrGet("href") or "")))
            elif kind == "link_close" and open_links:
                start, href = open_links.pop()
                plain = [part for n, part in enumerate(parts[start:], start) if n not in images]
                if found := texts(plain) or texts(parts[start:]):
                    self.result.links.append(Link(found, target_of(href), line))
            elif kind == "html_inline":
                tag = _TAG.match(child.content)
                parts.append(" " if tag and (tag[1] or "").lower() in _BREAKS else "")
            elif kind == "image":
                images.add(len(parts))
                parts.append(f" {child.content} ")
            else:
                text = child.content if parts else _TASK.sub("", child.content, count=1)
                parts.append(_ALERT.sub("", text) if alert else text)
        self.result.say("".join(parts[said:]), line)
        if self._level:
            self.result.headings.append(Heading(self._level, texts(parts), self._line))
        if self._cells is not None:
            self._cells.append(tuple(words("".join(parts))))
