"""The writer: blocks → Markdown text. It knows nothing of HTML pages.

The dialect is GitHub's, with definition lists (``term`` and ``: what it is``), alerts for
callouts and formulas between dollar signs.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from ctxbuild.html.blocks import (
    Block,
    Break,
    Callout,
    Code,
    CodeBlock,
    Definition,
    Definitions,
    Details,
    Footnote,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    Listing,
    Maths,
    MathsBlock,
    Note,
    Paragraph,
    Quote,
    Rule,
    Signature,
    Span,
    Table,
    Tabs,
    Text,
)
from ctxbuild.html.escape import (
    address,
    apart,
    closes,
    code_span,
    escape_heading_end,
    escape_line_start,
    escape_text,
    fence,
    opens,
)

ALERTS = {"note", "tip", "important", "warning", "caution"}
"""The kinds that GitHub's Markdown knows."""

_NEWLINE_BEFORE_TEXT = re.compile(r"\n(?=[^\n])")
_AUTOLINK = re.compile(r"https?://[^\s<>|`\\%]+$")


def write(blocks: Sequence[Block], *, dollars: bool = True, html_tables: bool = False) -> str:
    """Return blocks as Markdown that ends with a newline, or nothing for nothing.

    ``dollars`` is whether formulas occur, so that other dollar signs have to be escaped.
    """
    text = _Writer(dollars, html_tables).blocks(blocks)
    return text + "\n" if text else ""


def write_inlines(inlines: Sequence[Inline]) -> str:
    """Return what stands in one line as Markdown."""
    return _Writer(False, False).line(inlines)


def plain(inlines: Sequence[Inline]) -> str:
    """Return the text of inlines without any mark-up."""
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text) | Code(text):
                parts.append(text)
            case Span(_, inner) | Link(inner):
                parts.append(plain(inner))
            case Image(alt):
                parts.append(alt)
            case Maths(tex):
                parts.append(tex)
            case Break():
                parts.append(" ")
            case Note():
                pass
    return "".join(parts)


def indent(text: str, prefix: str) -> str:
    """Return text whose lines but the first begin with a prefix; blank lines stay empty."""
    return _NEWLINE_BEFORE_TEXT.sub("\n" + prefix, text) if "\n" in text else text


class _Writer:
    """Writes blocks; remembers only what holds for the whole document."""

    def __init__(self, dollars: bool, html_tables: bool) -> None:
        self._dollars = dollars
        self._html_tables = html_tables
        self._depth = 0
        self._writers: dict[type, Callable[..., str]] = {
            Heading: self._heading,
            Paragraph: lambda block: self.paragraph(block.inlines),
            CodeBlock: lambda block: fence(block.text, block.language),
            Signature: lambda block: code_span(block.text),
            MathsBlock: lambda block: f"$$\n{block.tex}\n$$",
            Quote: lambda block: self._quote(self.blocks(block.blocks)),
            Listing: self._listing,
            Definitions: self._definitions,
            Table: self._table,
            Callout: self._callout,
            Tabs: self._tabs,
            Details: self._details,
            Footnote: self._footnote,
            Rule: lambda _: "---",
        }

    # Blocks

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Return blocks with an empty line between each two."""
        parts: list[str] = []
        previous: Block | None = None
        flip = False
        for block in blocks:
            if isinstance(block, Listing):
                same = isinstance(previous, Listing) and (previous.start is None) == (
                    block.start is None
                )
                flip = same and not flip
                text = self._listing(block, flip)
            else:
                text = self._writers[type(block)](block)
            if text:
                parts.append(text)
                previous = block
        return "\n\n".join(parts)

    def paragraph(self, inlines: Sequence[Inline]) -> str:
        """Return a paragraph; lines are broken only where the page breaks them."""
        text = self.line(inlines, breaks="\\\n")
        if "\n" in text:
            return "\n".join(escape_line_start(line) for line in text.split("\n"))
        return escape_line_start(text)

    def _heading(self, block: Heading) -> str:
        text = escape_heading_end(self.line(block.inlines))
        return f"{'#' * block.level} {text}" if text else ""

    def _quote(self, text: str) -> str:
        return "\n".join(f"> {line}" if line else ">" for line in text.split("\n")) if text else ""

    def _callout(self, block: Callout) -> str:
        title = plain(block.title).strip()
        body = self.blocks(block.blocks)
        if block.kind in ALERTS:
            opening = f"[!{block.kind.upper()}]"
            if title and title.lower().rstrip(":.!") != block.kind:
                opening += f"\n**{self.line(block.title)}**"
                return self._quote(f"{opening}\n\n{body}" if body else opening)
            return self._quote(f"{opening}\n{body}" if body else opening)
        opening = f"**{self.line(block.title) or block.kind.capitalize()}**"
        return self._quote(f"{opening}\n\n{body}" if body else opening)

    def _tabs(self, block: Tabs) -> str:
        panels = []
        for label, blocks in block.panels:
            title = f"**{escape_text(label, dollars=self._dollars)}**" if label else ""
            panels.append("\n\n".join(part for part in (title, self.blocks(blocks)) if part))
        return "\n\n".join(panels)

    def _details(self, block: Details) -> str:
        summary = html.escape(plain(block.summary), quote=False)
        body = self.blocks(block.blocks)
        opening = f"<details>\n<summary>{summary}</summary>"
        return f"{opening}\n\n{body}\n\n</details>" if body else f"{opening}\n</details>"

    def _footnote(self, block: Footnote) -> str:
        return f"[^{block.label}]: {indent(self.blocks(block.blocks), '    ')}"

    # Lists

    def _listing(self, block: Listing, flip: bool = False) -> str:
        tight = all(_is_tight(item) for item in block.items)
        items = []
        for number, item in enumerate(block.items):
            if block.start is None:
                marker = "* " if flip else "- "
            else:
                marker = f"{min(block.start + number, 999_999_999)}{')' if flip else '.'} "
            items.append(marker + indent(self._item(item, tight), " " * len(marker)))
        return ("\n" if tight else "\n\n").join(item.rstrip() for item in items)

    def _item(self, item: Item, tight: bool) -> str:
        box = {None: "", True: "[x] ", False: "[ ] "}[item.checked]
        if not tight or len(item.blocks) < 2:
            return box + self.blocks(item.blocks)
        first, second = (self.blocks([block]) for block in item.blocks)
        nested = item.blocks[1]
        interrupts = (
            isinstance(nested, Listing)
            and nested.start in (None, 1)
            and bool(nested.items[0].blocks)
        )
        return f"{box}{first}\n{second}" if interrupts else f"{box}{first}\n\n{second}"

    def _definitions(self, block: Definitions) -> str:
        self._depth += 1
        written = [self._definition(entry) for entry in block.entries]
        self._depth -= 1
        return "\n\n".join(part for part in written if part)

    def _definition(self, entry: Definition) -> str:
        lines = [self.line(term) for term in entry.terms]
        term = escape_line_start(", ".join(line for line in lines if line))
        if not term or not entry.blocks or not isinstance(entry.blocks[0], Paragraph):
            body = self.blocks(entry.blocks)
            return "\n\n".join(part for part in (term, body) if part)
        return f"{term}\n: {indent(self.blocks(entry.blocks), '  ')}"

    # Tables

    def _table(self, block: Table) -> str:
        if self._html_tables:
            from ctxbuild.html.html_table import write_html_table

            return write_html_table(block, self.blocks)
        rows = [[self._cell(cell) for cell in row] for row in block.rows]
        width = max(map(len, rows))
        if not block.headers:
            rows.insert(0, [""] * width)
        rules = {"left": ":---", "right": "---:", "center": ":---:"}
        aligns = [rules.get(align, "---") for align in block.aligns]
        rows.insert(1, (aligns + ["---"] * width)[:width])
        lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
        text = "\n".join(lines)
        return f"{self.paragraph(block.caption)}\n\n{text}" if block.caption else text

    def _cell(self, blocks: Sequence[Block]) -> str:
        return "<br>".join(part for part in map(self._in_cell, blocks) if part)

    def _in_cell(self, block: Block) -> str:
        """Return a block as a part of one line."""
        match block:
            case Paragraph(inlines) | Heading(_, inlines):
                return self.line(inlines, in_table=True, breaks="<br>")
            case CodeBlock(text) | Signature(text):
                lines = [line for line in text.split("\n") if line.strip()]
                return "<br>".join(code_span(line, in_table=True) for line in lines)
            case MathsBlock(tex):
                return f"${' '.join(tex.split())}$".replace("|", "\\|")
            case Listing(items, start):
                marks = ["- " if start is None else f"{start + n}. " for n in range(len(items))]
                return "<br>".join(
                    mark + self._cell(item.blocks) for mark, item in zip(marks, items, strict=True)
                )
            case Quote(blocks) | Footnote(_, blocks):
                return self._cell(blocks)
            case Callout(kind, title, blocks):
                opening = self.line(title, in_table=True) or kind.capitalize()
                return f"**{opening}**<br>{self._cell(blocks)}"
            case Details(summary, blocks):
                return f"{self.line(summary, in_table=True)}<br>{self._cell(blocks)}"
            case Definitions(entries):
                return "<br>".join(self._definition_in_cell(entry) for entry in entries)
            case Tabs(panels):
                return "<br>".join(
                    f"**{escape_text(label, in_table=True)}**<br>{self._cell(inner)}"
                    for label, inner in panels
                )
            case Table(rows):
                return "<br>".join(" ".join(self._cell(cell) for cell in row) for row in rows)
            case Rule():
                return ""

    def _definition_in_cell(self, entry: Definition) -> str:
        terms = ", ".join(self.line(term, in_table=True) for term in entry.terms)
        return f"{terms}<br>{self._cell(entry.blocks)}"

    # Inlines

    def line(
        self,
        inlines: Sequence[Inline],
        *,
        breaks: str = " ",
        in_link: bool = False,
        in_table: bool = False,
    ) -> str:
        """Return inlines as one line, but for ``breaks``."""
        if len(inlines) == 1 and isinstance(inlines[0], Text | Code):
            return self._inline(inlines[0], breaks, in_link, in_table)
        parts = [self._inline(inline, breaks, in_link, in_table) for inline in inlines]
        if not any(isinstance(inline, _NEIGHBOURLY) for inline in inlines):
            return "".join(parts)
        following = _first_characters(parts)
        for number, inline in enumerate(inlines):
            before = parts[number - 1][-1:] if number else ""
            after = following[number + 1]
            if isinstance(inline, Span):
                parts[number] = _marked(inline.mark, parts[number], before, after)
            elif isinstance(inline, Link | Note) and before == "!":
                parts[number - 1] = parts[number - 1][:-1] + "\\!"
        return "".join(parts)

    def _inline(self, inline: Inline, breaks: str, in_link: bool, in_table: bool) -> str:
        if isinstance(inline, Text):
            text = inline.text
            return escape_text(text, in_link=in_link, in_table=in_table, dollars=self._dollars)
        match inline:
            case Code(text):
                return code_span(text, in_link=in_link, in_table=in_table) if text else ""
            case Span(_, inner):
                return self.line(inner, breaks=breaks, in_link=in_link, in_table=in_table)
            case Link():
                return self._link(inline, breaks, in_table)
            case Image(alt, src):
                text = escape_text(alt, in_link=True, in_table=in_table)
                return f"![{text}]({address(src)})"
            case Maths(tex, display):
                text = tex.replace("|", "\\vert ") if in_table else tex
                return f"$${text}$$" if display else f"${text}$"
            case Note(label):
                return f"[^{label}]"
            case Break():
                return breaks

    def _link(self, link: Link, breaks: str, in_table: bool) -> str:
        text = self.line(
            link.inlines, breaks=breaks if in_table else " ", in_link=True, in_table=in_table
        )
        href = address(link.href)
        if plain(link.inlines) == link.href == href and _AUTOLINK.match(href):
            return f"<{href}>"
        return f"[{text}]({href})"


def _is_tight(item: Item) -> bool:
    """Whether an item is one paragraph, perhaps with a list below it."""
    if len(item.blocks) > 2:
        return False
    kinds = [type(block) for block in item.blocks]
    return not kinds or (
        kinds[0] in (Paragraph, Signature, Listing, CodeBlock)[: 2 if len(kinds) > 1 else 4]
        and (len(kinds) == 1 or kinds[1] is Listing)
    )


def _first_characters(parts: Sequence[str]) -> list[str]:
    """Return for each part, and the end, the first character written from there on."""
    found = [""]
    for part in reversed(parts):
        found.append(part[0] if part else found[-1])
    return found[::-1]


_NEIGHBOURLY = (Span, Link, Note)
"""What is written with a view to what stands beside it."""
_AS_HTML = {"sub", "sup", "kbd"}
_PLAIN = {"mark", "u", "ins"}


def _marked(mark: str, inner: str, before: str, after: str) -> str:
    """Return a span's text with its mark, in a form that its neighbours allow."""
    if not inner or mark in _PLAIN:
        return inner
    if mark in _AS_HTML:
        return f"<{mark}>{inner}</{mark}>"
    clear = opens(before, inner[0]) and closes(inner[-1], after)
    if mark == "del":
        tildes = "~" in (before, after, inner[0], inner[-1])
        return f"~~{inner}~~" if clear and not tildes else f"<del>{inner}</del>"
    stars = "*" in (before, after, inner[0], inner[-1])
    if mark == "strong":
        return f"**{inner}**" if clear and not stars else f"<strong>{inner}</strong>"
    bars = "_" in (before, after, inner[0], inner[-1])
    if apart(before) and apart(after) and not bars:
        return f"_{inner}_"
    return f"*{inner}*" if clear and not stars else f"<em>{inner}</em>"
