"""Markdown → blocks, with the extensions that documentation generators add.

Containers (admonitions, tabs, directives whose content is prose, block quotes) are
looked through: what stands in them becomes blocks of the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ctxbuild.verify.lint.blocks import Block
from ctxbuild.verify.lint.gathering import Gathering, indent_of

_FENCE = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(?P<marks>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_INFO = re.compile(r"\{?\s*\.?([^\s{}=,:]++)(?!\s*=)")
_DIRECTIVE_FENCE = re.compile(r"\{([\w:-]+)\}\s*(\S*)")
_PROSE_DIRECTIVES = frozenset(
    "admonition attention caution danger deprecated dropdown error grid hint important margin note "
    "seealso sidebar tab-item tab-set tabs tab tip topic versionadded versionchanged warning "
    "grid-item-card grid-item card div".split()
)
_CODE_DIRECTIVES = frozenset("code-block code sourcecode".split())
_COLONS = re.compile(r"\s*(?::{3,}|/{3,})\s*(?:\{?\s*([\w-]+)\}?)?\s*\|?\s*(.*?)\s*$")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)]|[a-zA-Z][.)])\s+(?=\S)")
_TAB = re.compile(r"""\s*===[!+]?\s*["'](.*)["']\s*$""")
_TAB_TAG = re.compile(r"\s*<(?:TabItem|Tab|tab|TabPanel|TabsContent)\b(?P<rest>[^\n]*)")
_TAB_SHORTCODE = re.compile(r"\s*\{[%{][%<]?\s*(?:tab|codetab)\b(?P<rest>[^\n]*)")
_QUOTED = r"""(?:"([^"\n]*)"|'([^'\n]*)'|`([^`\n]*)`)"""
_TAB_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:label|title|name|header)\s*=\s*\{{?{_QUOTED}",
        rf"value\s*=\s*\{{?{_QUOTED}",
        r"""(?:label|title|name|header)\s*=\s*\{?([^\s"'`>}%]+)""",
        r"""\s*["']?([^"'\s<>%}{=][^"'\n<>%}{=]*)""",
    )
)
"""Best first: what names the tab, what is its value, what stands first."""
_TABS_SHORTCODE = re.compile(r"\s*\{[%{][%<]?\s*tabs\s+([^>%}\n]*)")
_TABS_LABEL = re.compile(r"""["']([^"'\n]+)["']|([^\s"'=]+)(?!=)""")
_CONTAINER = re.compile(r"""\s*(?:!!!|\?\?\?\+?|===[!+]?\s*["']|\[\^[^\]\n]+\]:|:\s)""")
_HIGHLIGHT = re.compile(r"\s*\{%-?\s*highlight\s+([\w+#-]*)")
_HIGHLIGHT_END = re.compile(r"\{%-?\s*endhighlight")
_COMMENTS = (("<!--", "-->"), ("{/*", "*/}"))
_RAW = re.compile(r"\s*<(?i:(pre|script|style|textarea|svg))\b")
_TAGS_ONLY = re.compile(r"\s*</?[A-Za-z][^\n]*>\s*$|\s*<[A-Za-z][\w.]*\s*$|\s*/?>\s*$")
_TEMPLATE = re.compile(
    r"\s*(?:\{[%{<]|@include\b|\[%|import\s.*from\s+['\"]|export\s+const\s|\+{3}(?:\s|$)"
    r"|\([\w.: -]+\)=\s*$|\{:?\s*[.#][^}\n]*\}\s*$)"
)
_REFERENCE = re.compile(r"\s{0,3}\[[^\]\n]+\]:\s*\S")
_QUOTE = re.compile(r"(?: {0,3}> ?)+")
_INDENTED = 4


def markdown_blocks(lines: Sequence[str], headings: Mapping[int, Block], first: int) -> list[Block]:
    """Return the blocks of a Markdown text.

    Args:
        lines: of the text.
        headings: by the line on which each begins.
        first: the number of the line after front matter.

    """
    reading = _Markdown(lines, headings)
    number = first
    while number <= len(lines):
        number = reading.take(number)
    return list(reading.blocks.taken())


class _Markdown:
    def __init__(self, lines: Sequence[str], headings: Mapping[int, Block]) -> None:
        self.blocks = Gathering()
        self._lines = lines
        self._headings = headings
        self._transparent: list[str] = []
        self._contained = False
        """Whether indented lines belong to a list item or another container."""
        self._labels: list[str] = []
        """Labels that a group of tabs gives for those inside it."""

    def take(self, number: int) -> int:
        """Read what begins on a line; return the number of the line after it."""
        heading = self._headings.get(number)
        if heading is not None:
            self.blocks.put(heading)
            self._contained = False
            return heading.lines[1] + 1
        raw = self._lines[number - 1]
        line = _unquoted(raw)
        if not line.strip():
            self.blocks.close()
            return number + 1
        return (
            self._fence(number, line)
            or self._hidden(number, line)
            or self._tab(number, line)
            or self._indented(number, line)
            or self._text(number, line)
        )

    def _fence(self, number: int, line: str) -> int:
        match = _FENCE.match(line)
        if match is None:
            return 0
        marks, info = match["marks"], match["info"].strip()
        if not info and self._transparent and marks.startswith(self._transparent[-1]):
            self._transparent.pop()
            self.blocks.markup(number, line)
            return number + 1
        directive = _DIRECTIVE_FENCE.match(info)
        if directive and directive[1] in _PROSE_DIRECTIVES:
            self._transparent.append(marks)
            self._open_container(number, line, directive[1], info[directive.end(1) + 1 :].strip())
            return number + 1
        last = self._fence_end(number, marks)
        body = [_unquoted(each) for each in self._lines[number:last]]
        if last > number and body and _closes(body[-1], marks):
            body.pop()
        label = _language(info, directive)
        self.blocks.code((number, last), body, number + 1, label, "fence")
        return last + 1

    def _fence_end(self, number: int, marks: str) -> int:
        """Return the last line of a block that a fence opens."""
        for later in range(number, len(self._lines)):
            if _closes(_unquoted(self._lines[later]), marks):
                return later + 1
        return len(self._lines)

    def _open_container(self, number: int, line: str, name: str, rest: str) -> None:
        if name in ("tab-item", "tab"):
            label = rest.strip("[]\"' ")
            self.blocks.put(Block("tab", (number, number), line, label, indent=indent_of(line)))
        else:
            self.blocks.markup(number, line)

    def _hidden(self, number: int, line: str) -> int:
        """Pass over comments, raw HTML and highlighted blocks."""
        comment = next((end for mark, end in _COMMENTS if line.lstrip().startswith(mark)), "")
        if comment:
            last = self._until(number, comment)
            for each in range(number, last + 1):
                self.blocks.markup(each, self._lines[each - 1])
            return last + 1
        raw = _RAW.match(line)
        if raw:
            last = self._until(number, f"</{raw[1].lower()}")
            if raw[1].lower() == "pre":
                body = self._lines[number - 1 : last]
                self.blocks.code((number, last), body, number, "html", "literal")
            return last + 1
        highlight = _HIGHLIGHT.match(line)
        if highlight:
            last = number
            while last < len(self._lines) and not _HIGHLIGHT_END.search(self._lines[last]):
                last += 1
            body = self._lines[number:last]
            self.blocks.code((number, last + 1), body, number + 1, highlight[1], "fence")
            return last + 2
        return 0

    def _until(self, number: int, closing: str) -> int:
        """Return the first line from ``number`` on that holds a text, or the last of all."""
        for each in range(number, len(self._lines) + 1):
            if closing in self._lines[each - 1].lower():
                return each
        return len(self._lines)

    def _tab(self, number: int, line: str) -> int:
        match = _TAB.match(line)
        label = match[1].strip() if match else None
        tag = _TAB_TAG.match(line) or _TAB_SHORTCODE.match(line)
        if label is None and tag:
            opening = " ".join([tag["rest"], *self._rest_of_tag(number, tag["rest"])])
            label = _label_of(opening) or (self._labels.pop(0) if self._labels else "")
        if label is None and line.lstrip().startswith((":::", "///")):
            self._colons(number, line)
            return number + 1
        if label is None:
            return 0
        self._contained = True
        self.blocks.put(Block("tab", (number, number), line, label, indent=indent_of(line)))
        return number + 1

    def _rest_of_tag(self, number: int, rest: str) -> Sequence[str]:
        """Return the next lines where a tag is spread over several."""
        return () if ">" in rest or "}" in rest else self._lines[number : number + 6]

    def _colons(self, number: int, line: str) -> None:
        match = _COLONS.match(line)
        name, rest = (match[1] or "", match[2]) if match else ("", "")
        self._open_container(number, line, name.lower(), rest)

    def _indented(self, number: int, line: str) -> int:
        """Read an indented block of code, where it is none of a container's text."""
        deep = indent_of(line) >= _INDENTED
        if not deep or self._contained or self.blocks.is_open:
            if not deep:
                self._contained = bool(_ITEM.match(line) or _CONTAINER.match(line)) or (
                    self._contained and indent_of(line) > 0
                )
            return 0
        last = number
        for each in range(number, len(self._lines) + 1):
            text = _unquoted(self._lines[each - 1])
            if text.strip():
                if indent_of(text) < _INDENTED:
                    break
                last = each
        self.blocks.code((number, last), self._lines[number - 1 : last], number, "", "indented")
        return last + 1

    def _text(self, number: int, line: str) -> int:
        item = _ITEM.match(line)
        stripped = line.lstrip()
        group = _TABS_SHORTCODE.match(line)
        if group:
            self._labels = [found[1] or found[2] for found in _TABS_LABEL.finditer(group[1])]
        if _TEMPLATE.match(line) or _REFERENCE.match(line) or _CONTAINER.match(line):
            self.blocks.markup(number, line)
        elif item and not (item[2][0].isalpha() and self.blocks.is_open):
            self.blocks.begin("item", number, line, item[2], indent_of(line))
        elif stripped.startswith("|"):
            self.blocks.put(Block("row", (number, number), line, indent=indent_of(line)))
        elif not self.blocks.is_open and _TAGS_ONLY.match(line):
            self.blocks.markup(number, line)
        else:
            self.blocks.add(number, line)
        return number + 1


def _unquoted(line: str) -> str:
    """Return a line without the marks of block quotes."""
    marks = _QUOTE.match(line)
    return line[marks.end() :] if marks else line


def _closes(line: str, marks: str) -> bool:
    text = line.strip()
    return text.startswith(marks) and not text.strip(marks[0])


def _label_of(opening: str) -> str:
    """Return the label that the rest of a tab's tag gives."""
    for pattern in _TAB_LABELS[:-1]:
        found = pattern.search(opening)
        if found:
            return next((group for group in found.groups() if group), "").strip()
    first = _TAB_LABELS[-1].match(opening)
    return first[1].strip() if first else ""


def _language(info: str, directive: re.Match[str] | None) -> str:
    """Return the language that the text after a fence names, or the directive's name."""
    if directive is not None:
        return directive[2] if directive[1] in _CODE_DIRECTIVES else directive[1]
    match = _INFO.match(info)
    return match[1] if match else ""
