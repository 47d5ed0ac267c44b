"""reStructuredText → blocks; directives whose content is prose are looked through."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ctxbuild.verify.lint.blocks import Block, Kind
from ctxbuild.verify.lint.gathering import Gathering, indent_of

_DIRECTIVE = re.compile(r"\s*\.\.\s+(?:\|[^|\n]+\|\s+)?([\w:+.-]+?)::(?:\s+(.*?))?\s*$")
_SUBSTITUTION = re.compile(r"\s*\.\.\s+\|")
_EXPLICIT = re.compile(r"\s*(?:\.\.(?:\s|$)|__\s)")
_ITEM = re.compile(r"(\s*)([-*+•]|#\.|\d{1,4}[.)]|\(\d{1,4}\)|[a-zA-Z][.)])\s+(?=\S)")
_FIELD = re.compile(r"\s*:[^:`\n]+:(?:\s|$)")
_GRID = re.compile(r"\s*(?:\+[-=+]{3,}|\|\s)")
_BORDER = re.compile(r"\s*={2,}(?:\s+={2,})+\s*$")
_ADORNMENT = re.compile(r"\s*([!-/:-@\[-`{-~])\1{2,}\s*$")
_DOCTEST = re.compile(r"\s*>>> ")

_CODE = frozenset("code-block code sourcecode code-cell testcode ipython".split())
_SESSION = frozenset("testoutput doctest prompt console command-output program-output".split())
_PROSE = frozenset(
    "note warning tip important admonition hint caution danger attention error seealso topic "
    "sidebar container only versionadded versionchanged versionremoved deprecated rubric tabs "
    "tab-set dropdown card grid grid-item grid-item-card details compound epigraph pull-quote "
    "list-table glossary rst-class class hlist collapse todo".split()
)
_TABS = frozenset("tab tab-item group-tab".split())
_IMAGES = frozenset("image figure thumbnail".split())


def rst_blocks(lines: Sequence[str], headings: Mapping[int, Block], first: int) -> list[Block]:
    """Return the blocks of a reStructuredText; the arguments are those of Markdown's."""
    reading = _Rst(lines, headings)
    number = first
    while number <= len(lines):
        number = reading.take(number)
    return list(reading.blocks.taken())


class _Rst:
    def __init__(self, lines: Sequence[str], headings: Mapping[int, Block]) -> None:
        self.blocks = Gathering()
        self._lines = lines
        self._headings = headings
        self._default = ""
        """The language that ``highlight`` sets for what follows."""
        self._has_title = False
        """Fields before the title are the page's metadata."""

    def take(self, number: int) -> int:
        """Read what begins on a line; return the number of the line after it."""
        heading = self._headings.get(number)
        if heading is not None:
            self.blocks.put(heading)
            self._has_title = True
            return heading.lines[1] + 1
        line = self._lines[number - 1]
        if not line.strip():
            self.blocks.close()
            return number + 1
        directive = _DIRECTIVE.match(line)
        if directive:
            return self._directive(number, line, directive[1].lower(), directive[2] or "")
        if _EXPLICIT.match(line):
            last = self._body_end(number)
            for each in range(number, last + 1):
                self.blocks.markup(each, self._lines[each - 1])
            return last + 1
        if _DOCTEST.match(line):
            return self._doctest(number)
        return self._text(number, line)

    def _directive(self, number: int, line: str, name: str, argument: str) -> int:
        short = name.rpartition(":")[2]
        last = self._body_end(number)
        if short in _CODE or short in _SESSION or short == "code-tab":
            label = argument.partition(" ")[0] or (short if short in _SESSION else self._default)
            self._code(number, last, label, "fence")
        elif short == "highlight":
            self._default = argument.strip()
            self.blocks.markup(number, line)
        elif short in _IMAGES:
            text = "\n".join(self._lines[number - 1 : last])
            kind: Kind = "markup" if _SUBSTITUTION.match(line) else "image"
            self.blocks.put(Block(kind, (number, last), text, indent=indent_of(line)))
        elif short in _TABS:
            place = (number, number)
            self.blocks.put(Block("tab", place, line, argument.strip(), indent=indent_of(line)))
            return self._after_options(number)
        elif short in _PROSE or ":" in name:
            self.blocks.markup(number, line)
            if short in ("note", "warning", "tip") and len(argument.split()) > 2:
                self.blocks.begin("paragraph", number, argument, indent=indent_of(line))
                return number + 1
            return self._after_options(number)
        else:
            for each in range(number, last + 1):
                self.blocks.markup(each, self._lines[each - 1])
        return last + 1

    def _after_options(self, number: int) -> int:
        """Return the line after the options of a directive, such as ``:name: x``."""
        later = number + 1
        while later <= len(self._lines) and _FIELD.match(self._lines[later - 1]):
            later += 1
        return later

    def _body_end(self, number: int) -> int:
        """Return the last line of what is indented more than a line."""
        return self._indented_end(number, indent_of(self._lines[number - 1]) + 1)

    def _indented_end(self, number: int, indent: int) -> int:
        """Return the last line after a line that is indented so far; blank ones lie between."""
        last = number
        for each in range(number + 1, len(self._lines) + 1):
            line = self._lines[each - 1]
            if line.strip():
                if indent_of(line) < indent:
                    break
                last = each
        return last

    def _code(self, number: int, last: int, label: str, style: str) -> None:
        first = number + 1
        while first <= last and _leads_in(self._lines[first - 1]):
            first += 1
        self.blocks.code((number, last), self._lines[first - 1 : last], first, label, style)

    def _doctest(self, number: int) -> int:
        last = number
        while last < len(self._lines) and self._lines[last].strip():
            last += 1
        body = self._lines[number - 1 : last]
        self.blocks.code((number, last), body, number, "pycon", "literal")
        return last + 1

    def _text(self, number: int, line: str) -> int:
        item = _ITEM.match(line)
        if _GRID.match(line) or _BORDER.match(line) or _ADORNMENT.match(line):
            self.blocks.put(Block("row", (number, number), line, indent=indent_of(line)))
        elif item and not (self.blocks.is_open and item[2][0].isalpha()):
            self.blocks.begin("item", number, line, item[2], indent_of(line))
        elif _FIELD.match(line) and not self.blocks.is_open:
            kind: Kind = "item" if self._has_title else "markup"
            self.blocks.begin(kind, number, line, ":", indent_of(line))
        else:
            self.blocks.add(number, line)
        if line.rstrip().endswith("::") and self._ends_block(number):
            return self._literal(number)
        return number + 1

    def _ends_block(self, number: int) -> bool:
        return number >= len(self._lines) or not self._lines[number].strip()

    def _literal(self, number: int) -> int:
        """Read the indented block after a paragraph that ends with two colons."""
        indent = self.blocks.indent
        self.blocks.close()
        first = number + 1
        while first <= len(self._lines) and not self._lines[first - 1].strip():
            first += 1
        if first > len(self._lines) or indent_of(self._lines[first - 1]) <= indent:
            return number + 1
        last = self._indented_end(first, indent_of(self._lines[first - 1]))
        body = self._lines[first - 1 : last]
        self.blocks.code((first, last), body, first, self._default, "literal")
        return last + 1


def _leads_in(line: str) -> bool:
    """Whether a line stands before the code of a directive: an option, or nothing."""
    return not line.strip() or _FIELD.match(line) is not None
