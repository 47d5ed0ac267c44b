"""AsciiDoc → blocks; delimited blocks that hold prose are looked through."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ctxbuild.verify.lint.blocks import Block
from ctxbuild.verify.lint.gathering import Gathering, indent_of

_ATTRIBUTES = re.compile(r"\[([^\[\]\n]*)\]\s*$")
_SOURCE_LANGUAGE = re.compile(r":source-language:\s*(\S+)")
_ENTRY = re.compile(r":!?[\w-]+!?:(?:\s|$)|//|(?:ifdef|ifndef|ifeval|endif|include|toc)::")
_ITEM = re.compile(r"\s*([*]{1,5}|[.]{1,5}|-|\d{1,4}\.|[a-z]\.)\s+(?=\S)")
_IMAGE = re.compile(r"(?:image|video)::")
_FENCE = re.compile(r"(```|~~~)([\w+#.-]*)")
_OPAQUE = {"-": "fence", ".": "literal", "+": "markup", "/": "markup"}
_RULE = re.compile(r"([-.+/=*_])\1{3,}\s*$")


def asciidoc_blocks(lines: Sequence[str], headings: Mapping[int, Block], first: int) -> list[Block]:
    """Return the blocks of an AsciiDoc text; the arguments are those of Markdown's."""
    reading = _AsciiDoc(lines, headings)
    number = first
    while number <= len(lines):
        number = reading.take(number)
    return list(reading.blocks.taken())


class _AsciiDoc:
    def __init__(self, lines: Sequence[str], headings: Mapping[int, Block]) -> None:
        self.blocks = Gathering()
        self._lines = lines
        self._headings = headings
        self._attributes = ""
        self._default = ""
        self._in_table = False

    def take(self, number: int) -> int:
        """Read what begins on a line; return the number of the line after it."""
        heading = self._headings.get(number)
        if heading is not None:
            self.blocks.put(heading)
            return heading.lines[1] + 1
        line = self._lines[number - 1]
        if not line.strip():
            self.blocks.close()
            return number + 1
        return self._delimited(number, line) or self._line(number, line)

    def _delimited(self, number: int, line: str) -> int:
        fence = _FENCE.match(line)
        rule = _RULE.match(line)
        if fence:
            return self._verbatim(number, fence[1], fence[2], "fence")
        if line.startswith("|==="):
            self._in_table = not self._in_table
            self.blocks.markup(number, line)
            return number + 1
        style = _OPAQUE.get(rule[1]) if rule else None
        if style is None:
            if rule or line.strip() == "--":
                self.blocks.markup(number, line)
                return number + 1
            return 0
        return self._verbatim(number, line.rstrip(), self._language(), style)

    def _verbatim(self, number: int, marks: str, label: str, style: str) -> int:
        last = number + 1
        while last <= len(self._lines) and self._lines[last - 1].rstrip() != marks:
            last += 1
        last = min(last, len(self._lines))
        self._attributes = ""
        if style == "markup":
            for each in range(number, last + 1):
                self.blocks.markup(each, self._lines[each - 1])
        else:
            body = self._lines[number : last - 1]
            self.blocks.code((number, last), body, number + 1, label, style)
        return last + 1

    def _language(self) -> str:
        style, _, rest = self._attributes.partition(",")
        style = style.partition("%")[0].strip()
        if style in ("", "source", "listing"):
            named = rest.partition(",")[0].strip()
            return self._default if "=" in named or not named else named
        return "" if "=" in style or style[0] in "#." else style

    def _line(self, number: int, line: str) -> int:
        attributes = _ATTRIBUTES.match(line)
        language = _SOURCE_LANGUAGE.match(line)
        item = _ITEM.match(line)
        if language:
            self._default = language[1]
        if attributes and not self.blocks.is_open:
            self._attributes = attributes[1]
            self.blocks.markup(number, line)
            return number + 1
        self._attributes = self._attributes if line.startswith(".") else ""
        if _ENTRY.match(line) or line.strip() == "+":
            self.blocks.markup(number, line)
        elif _IMAGE.match(line):
            self.blocks.put(Block("image", (number, number), line))
        elif self._in_table or line.startswith("|"):
            self.blocks.put(Block("row", (number, number), line))
        elif item:
            label = "1." if item[1].startswith(".") else item[1]
            self.blocks.begin("item", number, line, label, indent_of(line))
        else:
            self.blocks.add(number, line)
        return number + 1
