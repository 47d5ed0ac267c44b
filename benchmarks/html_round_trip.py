"""How much of what the converter writes a Markdown parser reads back as the same text.

    python benchmarks/html_round_trip.py DIR [--pages 400] [--show 10]

DIR holds HTML files at any depth. Of each page the blocks of text before writing (headings,
paragraphs, items, code, cells of tables) are compared with the blocks that markdown-it-py finds
in the Markdown, with its extensions for the dialect that is written. White space counts as one
space, in cells of tables as none, and in code as it is.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from ctxbuild.html import blocks as b
from ctxbuild.html import conversion

_MARKS = re.compile(r"^(?:\[![A-Z]+\]\s*|\[[x ]\] )")
_TAGS = re.compile(r"</?(?:sub|sup|kbd|em|strong|del|br|details|summary)>")


def parser(maths: bool) -> MarkdownIt:
    """Return a parser of the dialect; formulas only where a page has some."""
    made = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
    made.use(deflist_plugin).use(footnote_plugin)
    return made.use(dollarmath_plugin, double_inline=True) if maths else made


def written(blocks: Sequence[b.Block]) -> Iterator[tuple[str, str]]:
    """Yield the kind and text of each block."""
    for block in blocks:
        match block:
            case b.Heading() | b.Paragraph():
                yield "text", said(block.inlines)
            case b.CodeBlock(text):
                yield "code", text
            case b.Signature(text):
                yield "text", spaced(text)
            case b.MathsBlock(tex):
                yield "maths", spaced(tex)
            case b.Quote(inner) | b.Footnote(_, inner):
                yield from written(inner)
            case b.Listing(items):
                yield from written([each for item in items for each in item.blocks])
            case b.Definitions(entries):
                for entry in entries:
                    yield "text", ", ".join(filter(None, map(said, entry.terms)))
                    yield from written(entry.blocks)
            case b.Table(rows):
                yield "text", said(block.caption)
                yield from (("cell", cell_text(cell)) for row in rows for cell in row)
            case b.Callout(_, _, inner):
                yield from written(inner)
            case b.Tabs(panels):
                for label, inner in panels:
                    yield "text", spaced(label)
                    yield from written(inner)
            case b.Details(_, inner):
                yield from written(inner)


def said(inlines: Sequence[b.Inline]) -> str:
    """Return the text of a line as a parser gives it back."""
    parts = []
    for inline in inlines:
        match inline:
            case b.Text(text) | b.Code(text) | b.Maths(text):
                parts.append(text)
            case b.Span(_, inner) | b.Link(inner):
                parts.append(said_raw(inner))
            case b.Image(alt):
                parts.append(alt)
            case b.Break():
                parts.append(" ")
    return spaced("".join(parts))


def said_raw(inlines: Sequence[b.Inline]) -> str:
    """Return the text of a line with the space at its ends."""
    return said([b.Text("\1"), *inlines, b.Text("\1")])[1:-1]


def cell_text(blocks: Sequence[b.Block]) -> str:
    """Return the text of a cell without any white space, marks of lists included."""
    return "".join("".join(map(in_cell, blocks)).split())


def in_cell(block: b.Block) -> str:
    """Return what a block becomes where there is only a line for it."""
    match block:
        case b.Listing(items, start):
            marks = ["-" if start is None else f"{start + n}." for n in range(len(items))]
            return "".join(m + cell_text(i.blocks) for m, i in zip(marks, items, strict=True))
        case b.Callout(kind, title, inner):
            return (said(title) or kind.capitalize()) + cell_text(inner)
        case b.Details(summary, inner):
            return said(summary) + cell_text(inner)
        case b.Definitions(entries):
            return "".join(
                ",".join(map(said, entry.terms)) + cell_text(entry.blocks) for entry in entries
            )
        case b.Table(rows):
            return "".join(cell_text(cell) for row in rows for cell in row)
        case b.Quote(inner) | b.Footnote(_, inner):
            return cell_text(inner)
    return "".join(text for _, text in written([block]))


def spaced(text: str) -> str:
    """Return a text with white space as single spaces."""
    return " ".join(text.split())


def read_back(markdown: str, maths: bool) -> Iterator[tuple[str, str]]:
    """Yield the kind and text of each block that the parser finds."""
    in_cell = False
    for token in parser(maths).parse(markdown):
        if token.type in ("th_open", "td_open"):
            in_cell = True
        elif token.type in ("th_close", "td_close"):
            in_cell = False
        elif token.type in ("fence", "code_block"):
            yield "code", token.content.removesuffix("\n")
        elif token.type == "math_block":
            yield "maths", spaced(token.content)
        elif token.type == "inline":
            text = inline_text(token.children or [])
            if in_cell:
                yield "cell", "".join(text.split())
            else:
                yield "text", spaced(_MARKS.sub("", text.strip()))
        elif token.type == "html_block":
            yield "html", spaced(_TAGS.sub("", token.content))


def inline_text(children: Sequence[Any]) -> str:
    """Return the text of what stands in a line."""
    parts = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(inline_text(child.children or []))
        elif child.type == "html_inline":
            parts.append(" " if child.content == "<br>" else _TAGS.sub("", child.content))
        elif child.type not in ("footnote_ref", "footnote_anchor"):
            parts.append(child.content)
    return "".join(parts)


def main() -> None:
    """Print how many blocks came back, and those that did not."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("directory", type=Path)
    arguments.add_argument("--pages", type=int, default=400)
    arguments.add_argument("--show", type=int, default=10)
    given = arguments.parse_args()
    files = sorted(given.directory.rglob("*.html"))
    files = files[:: max(1, len(files) // given.pages)][: given.pages]
    caught: list[tuple[list[b.Block], bool]] = []
    write = conversion.write

    def catching(blocks: list[b.Block], *, dollars: bool, html_tables: bool) -> str:
        caught.append((blocks, dollars))
        return write(blocks, dollars=dollars, html_tables=html_tables)

    conversion.write = catching
    of: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for file in files:
        page = file.read_text(encoding="utf-8", errors="replace")
        markdown = conversion.convert(page, "https://example.org/a/b.html").markdown
        blocks, maths = caught.pop()
        wanted = Counter(pair for pair in written(blocks) if pair[1])
        have = Counter(read_back(markdown, maths))
        for (kind, text), number in wanted.items():
            of[kind] += number
            missing = max(0, number - have[(kind, text)])
            lost[kind] += missing
            if missing and given.show:
                given.show -= 1
                print(f"{file}: {kind}: {text[:300]!r}")
    for kind in sorted(of):
        share = 100 - 100 * lost[kind] / of[kind]
        print(f"{kind:<6} {share:8.3f} %  {of[kind] - lost[kind]} of {of[kind]}")
    total, missing = sum(of.values()), sum(lost.values())
    print(f"all    {100 - 100 * missing / total:8.3f} %  {len(files)} pages")


if __name__ == "__main__":
    main()
