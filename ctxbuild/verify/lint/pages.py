"""A document of prose → the page that rules look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ctxbuild.languages.prose import outline_prose
from ctxbuild.verify.lint.asciidoc_blocks import asciidoc_blocks
from ctxbuild.verify.lint.blocks import Block, Page
from ctxbuild.verify.lint.inline import images, without_images, words
from ctxbuild.verify.lint.markdown_blocks import markdown_blocks
from ctxbuild.verify.lint.rst_blocks import rst_blocks

Scanner = Callable[[Sequence[str], Mapping[int, Block], int], list[Block]]
SCANNERS: dict[str, Scanner] = {
    "markdown": markdown_blocks,
    "rst": rst_blocks,
    "asciidoc": asciidoc_blocks,
}
"""Language → what makes blocks of it."""

_TITLE = re.compile(r"(?:title|sidebar_label)\s*[:=]\s*(.+)", re.IGNORECASE)
_DESCRIPTION = re.compile(
    r"(?:description|summary|excerpt|subtitle|tagline)\s*[:=]\s*\S", re.IGNORECASE
)
_MOST_FRONT_LINES = 200
_LONGEST_LINE = 5_000
"""Characters of a line that people read; more is an image or a script put into the page."""


def read_page(path: str, language: str, text: str, *, built: bool = False) -> Page:
    """Return a text as a page.

    Args:
        path: the document's id.
        language: ``markdown``, ``rst`` or ``asciidoc``.
        text: all of it.
        built: whether it was converted from HTML.

    """
    lines = text.replace("\r\n", "\n").split("\n")
    front = _front_matter(lines)
    headings = _headings(text, language)
    blocks = [_settled(block) for block in SCANNERS[language](lines, headings, front + 1)]
    title = next((match[1] for match in map(_TITLE.match, lines[:front]) if match), "")
    return Page(
        path,
        language,
        sum(len(line) + 1 for line in lines if len(line) <= _LONGEST_LINE) - 1,
        tuple(blocks),
        title.strip("'\" ") or next((b.text for b in blocks if b.kind == "heading"), ""),
        any(map(_DESCRIPTION.match, lines[:front])),
        built,
    )


def _front_matter(lines: Sequence[str]) -> int:
    """Return how many lines metadata take at the top."""
    mark = lines[0].rstrip() if lines else ""
    if mark not in ("---", "+++"):
        return 0
    for number, line in enumerate(lines[1 : _MOST_FRONT_LINES + 1], 2):
        if line.rstrip() == mark:
            return number
    return 0


def _headings(text: str, language: str) -> dict[int, Block]:
    outline = outline_prose(text.encode("utf-8", "replace"), language)
    return {
        symbol.head[0]: Block(
            "heading", symbol.head, symbol.name, level=symbol.signature.partition(" ")[0].count("#")
        )
        for symbol in outline.symbols
    }


def _settled(block: Block) -> Block:
    """Return a paragraph that shows nothing but images as what it is."""
    if block.kind != "paragraph" or not images(block.text):
        return block
    if words(without_images(block.text)):
        return block
    return Block("image", block.lines, block.text, indent=block.indent)
