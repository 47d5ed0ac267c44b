"""The links of a Markdown page, with the places of the text that they are written in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:(?!---).*\n){0,200}---[ \t]*\n")
_LINE_END = re.compile(r"\r\n|\n|\r")
_TAG = re.compile(r"<a\s[^<>]{0,4000}>", re.I)
_HREF = re.compile(r"\shref\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.I)
_WHERE, _LINK = "where", "link_open"
_Rule: TypeAlias = "Callable[[StateInline, bool], bool]"


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """A link and where it stands, as offsets in characters.

    ``start`` and ``end`` are those of the whole link, in a tag of HTML of its attribute, and
    the same where they cannot be told; ``label`` is what is shown, empty in a tag;
    ``destination`` is the target as it is written, empty where that stands in a definition.
    """

    target: str
    line: int
    """Where its paragraph begins, from 1."""
    start: int
    end: int
    label: tuple[int, int]
    destination: tuple[int, int]

    @property
    def is_tag(self) -> bool:
        """Whether it is a tag of HTML."""
        return self.label == (0, 0)


@lru_cache(maxsize=4)
def page_tokens(text: str) -> Sequence[Token]:
    """Return a page's tokens; front matter becomes empty lines, so that lines stay what they are.

    Headings within quotes and lists have anchors too, which is why a parser is asked.
    """
    return _parser().parse(_without_front_matter(text))


def _without_front_matter(text: str) -> str:
    front = _FRONT_MATTER.match(text)
    return "\n" * front[0].count("\n") + text[front.end() :] if front else text


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return a parser of CommonMark with tables that notes where links begin and end."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import html_inline, link

    parser = MarkdownIt("commonmark").enable("table")
    parser.inline.ruler.at("link", _noting(link, _LINK))
    parser.inline.ruler.at("html_inline", _noting(html_inline, "html_inline"))
    return parser


def _noting(rule: Callable[[StateInline, bool], bool], kind: str) -> _Rule:
    """Return a rule that also notes on its first token which part of the paragraph it took."""

    def noted(state: StateInline, silent: bool) -> bool:
        start, first = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        made = next((token for token in state.tokens[first:] if token.type == kind), None)
        if made is not None:
            made.meta[_WHERE] = (start, *_parts(state, start, kind), state.pos)
        return True

    return noted


def _parts(state: StateInline, start: int, kind: str) -> tuple[int, ...]:
    """Return where a link's label ends, and where its target begins and ends, if it is here."""
    if kind != _LINK:
        return ()
    helpers = state.md.helpers
    label_end = helpers.parseLinkLabel(state, start, True)
    after = label_end + 1
    if after >= state.pos or state.src[after] != "(":
        return label_end, start, start
    goal = after + 1
    while state.src[goal] in " \t\n":
        goal += 1
    return label_end, goal, helpers.parseLinkDestination(state.src, goal, state.pos).pos


def written_links(text: str) -> Iterator[WrittenLink]:
    """Yield the links of a Markdown page in their order, those of HTML too."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text)), len(text)]
    cursor = 0
    for token in page_tokens(text):
        if token.type == "html_block" and token.map:
            yield from _tags(text, token.map[0] + 1, *(starts[line] for line in token.map))
        elif token.type == "inline" and token.map:
            rows = _rows(text, starts, token, cursor)
            cursor = rows[-1].end if rows else cursor
            yield from _inline_links(text, token, rows)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a paragraph: where it begins in the paragraph and in the page."""

    inside: int
    start: int
    end: int
    text: str
    is_escaped: bool

    def place(self, offset: int) -> int:
        """Return where in the page an offset in the paragraph is."""
        before = self.text[: offset - self.inside]
        return self.start + len(before) + (before.count("|") if self.is_escaped else 0)


def _rows(text: str, starts: Sequence[int], token: Token, cursor: int) -> list[_Row]:
    """Return the lines of a paragraph; none if one of them is not found in the page."""
    assert token.map is not None
    rows: list[_Row] = []
    inside = 0
    for line, row in enumerate(token.content.split("\n"), token.map[0]):
        if line + 1 >= len(starts):
            return []
        # Of cells several stand in one line; bars within them are escaped.
        for shown in (row, row.replace("|", "\\|")):
            start = text.find(shown, max(starts[line], cursor), starts[line + 1])
            if start >= 0:
                rows.append(_Row(inside, start, start + len(shown), row, shown != row))
                break
        else:
            return []
        inside += len(row) + 1
    return rows


def _inline_links(text: str, token: Token, rows: Sequence[_Row]) -> Iterator[WrittenLink]:
    """Yield the links of a paragraph."""
    assert token.map is not None
    line = token.map[0] + 1
    for child in token.children or ():
        if _WHERE not in child.meta:
            continue
        spots = [_place(rows, offset) if rows else 0 for offset in child.meta[_WHERE]]
        if child.type == "html_inline":
            yield from _tags(text, line, spots[0], spots[1])
            continue
        start, label_end, goal_start, goal_end, end = spots
        target = str(child.attrs.get("href", ""))
        label, goal = (start + 1, label_end), (goal_start, goal_end)
        yield WrittenLink(target, line, start, end, label, goal)


def _place(rows: Sequence[_Row], offset: int) -> int:
    return rows[bisect_right(rows, offset, key=lambda row: row.inside) - 1].place(offset)


def _tags(text: str, line: int, start: int, end: int) -> Iterator[WrittenLink]:
    """Yield the links of tags in a part of a page."""
    for tag in _TAG.finditer(text, start, end):
        href = _HREF.search(text, tag.start(), tag.end())
        if href is not None:
            goal = href.span(href.lastindex or 0)
            target = unescape(text[slice(*goal)])
            yield WrittenLink(target, line, *href.span(), (0, 0), goal)


def relinked(text: str, targets: Iterable[tuple[WrittenLink, str]]) -> str:
    """Return a page with other targets for some of its links.

    Args:
        text: of the page.
        targets: links of :func:`written_links`, in their order, with the addresses to lead to;
            what is to lead nowhere, an empty one, keeps its label alone.

    """
    pieces: list[str] = []
    at = 0
    for link, target in targets:
        if link.start < at or link.start == link.end:
            continue
        pieces += (text[at : link.start], _written(text, link, target))
        at = link.end
    return "".join([*pieces, text[at:]])


def _written(text: str, link: WrittenLink, target: str) -> str:
    """Return a link with another target as it is to be written."""
    label = text[slice(*link.label)]
    if not target:
        return label
    first, last = link.destination
    if first == last:
        return f"[{label}]({target})"
    return text[link.start : first] + target + text[last : link.end]
