"""The body of a page as HTML: what Markdown says, and no HTML but our own.

Of raw HTML only ``<br>`` is kept, and ``<details>`` with its ``<summary>`` on the next line,
outside of lists and quotations; all else is shown as the text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from ctxbuild.formats.diagram.svg import svg
from ctxbuild.formats.site.addresses import Addresses
from ctxbuild.formats.site.cited import Cited
from ctxbuild.formats.site.links import LinkWriter
from ctxbuild.html.slugs import slugs
from ctxbuild.model.wikis import Diagram, WikiPage

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_OPENING = re.compile(r"<details>\n<summary>([^\n]*)</summary>")
_NEIGHBOURS = re.compile(r"(?:Previous|Next): \[[^\n]*\]\([^()\s]*\.md\)")
"""The last line of a page, which the site shows in its own way."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the first: its level, its anchor and its text."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The text under a heading, without marks, for the search; the first has no anchor."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page that was parsed: its headings with the first, and its text by sections."""

    page: WikiPage
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    tokens: list[Token] | None = None
    """Left from parsing; none where what is above was remembered."""


def parsed(page: WikiPage) -> Parsed:
    """Return a page parsed; its headings get the anchors that viewers of Markdown give them."""
    tokens = _tokens(page)
    titles = [_text(after) for token, after in pairwise(tokens) if token.type == "heading_open"]
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    anchors = [anchor or "section" for anchor in slugs(titles)]
    headings = tuple(map(Heading, levels, anchors, titles))
    return Parsed(page, headings, tuple(_sections(tokens, headings)), tokens)


def body_html(
    parsed: Parsed,
    addresses: Addresses,
    anchors: Mapping[str, frozenset[str]],
    cited: Cited,
) -> tuple[str, Set[str]]:
    """Return the HTML of a page, and the slugs that its links asked for.

    Args:
        parsed: the page; it is used up.
        addresses: how links are written.
        anchors: of all pages, by their slugs.
        cited: told which places the page names.
    """
    tokens = parsed.tokens or _tokens(parsed.page)
    writer = LinkWriter(parsed.page.slug, addresses, anchors, cited)
    headings = iter(parsed.headings)
    diagrams = iter(parsed.page.diagrams)
    open_details = 0
    for token in tokens:
        if token.type == "inline":
            token.children = writer.rewrite(token.children or [])
        elif token.type == "heading_open":
            anchor = next(headings).anchor
            token.attrs["id"] = addresses.identifier(parsed.page.slug, anchor)
        elif token.type in {"fence", "code_block"}:
            diagram = next(diagrams, None) if token.info.strip() == "mermaid" else None
            _to_html(token, _figure(diagram, token.content, addresses) if diagram else _code(token))
        elif token.type == "html_block":
            content, open_details = _details(token, open_details)
            _to_html(token, content)
        elif token.type in _WRAPPED:
            _wrap(token)
    parser = _parser()
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html + "</div></details>\n" * open_details, writer.linked


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")


def _tokens(page: WikiPage) -> list[Token]:
    """Return a page parsed, less the links to its neighbours."""
    tokens = _parser().parse(page.body)
    ends = len(tokens) >= 3 and tokens[-1].type == "paragraph_close"
    return tokens[:-3] if ends and _NEIGHBOURS.match(tokens[-2].content) else tokens


def _text(inline: Token) -> str:
    """Return the text of a line without marks."""
    breaks = {"softbreak", "hardbreak"}
    return "".join(" " if c.type in breaks else c.content for c in inline.children or ())


def _sections(tokens: Sequence[Token], headings: Sequence[Heading]) -> Iterator[Section]:
    at = 0
    words: list[str] = []
    title, anchor = "", ""
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type != "heading_open":
            words.append(_text(token))
        elif token.type == "inline":
            if at:
                yield Section(anchor, title, " ".join(words))
                words = []
            title, anchor = headings[at].text, headings[at].anchor if at else ""
            at += 1
        elif token.type in {"fence", "code_block"} and token.info.strip() != "mermaid":
            words.append(token.content)
    yield Section(anchor, title, " ".join(words))


def _to_html(token: Token, content: str) -> None:
    token.type, token.content = "html_block", content


def _figure(diagram: Diagram, text: str, addresses: Addresses) -> str:
    """Return a diagram as a drawing, with its text for those who want to take it along."""
    return (
        f'<figure class="drawing"><div class="canvas" tabindex="0" role="group"'
        f' aria-label="Diagram">{svg(diagram, addresses.page)}</div>'
        f"<figcaption>{escape(diagram.title)}</figcaption>"
        f"<details><summary>Diagram as Mermaid text</summary>{_pre(text, 'mermaid')}</details>"
        "</figure>\n"
    )


def _code(token: Token) -> str:
    return _pre(token.content, token.info.split()[0] if token.info.split() else "")


def _pre(text: str, language: str) -> str:
    named = f' data-language="{escape(language)}"' if language else ""
    return f'<div class="code"{named}><pre tabindex="0"><code>{escape(text)}</code></pre></div>\n'


def _details(token: Token, opened: int) -> tuple[str, int]:
    """Return a block of HTML as we allow it, and how many parts are folded behind it."""
    content = token.content.strip()
    opening = _OPENING.fullmatch(content)
    if opening and not token.level:
        summary = f"<summary>{escape(unescape(opening[1]))}</summary>"
        return f'<details>{summary}<div class="folded">\n', opened + 1
    if content == "</details>" and not token.level and opened:
        return "</div></details>\n", opened - 1
    return f"<p>{escape(content)}</p>\n", opened


_WRAPPED = {
    "table_open": '<div class="table" tabindex="0" role="group" aria-label="Table">\n<table>\n',
    "table_close": "</table>\n</div>\n",
}


def _wrap(token: Token) -> None:
    _to_html(token, _WRAPPED[token.type])
