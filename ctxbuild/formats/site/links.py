"""Links and places in a line of Markdown, as they are on the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ctxbuild.formats.site.addresses import Addresses
from ctxbuild.formats.site.cited import Cited
from ctxbuild.formats.site.names import breakable

if TYPE_CHECKING:
    from markdown_it.token import Token

_OUTSIDE = ("https://", "http://", "mailto:")
_BREAKS = {"<br>", "<br/>", "<br />"}


@dataclass(frozen=True, slots=True)
class LinkWriter:
    """Rewrites what is within a line of the page ``slug``.

    ``anchors`` has the headings of every page. What leads to no page of the wiki and to no
    host is no link on the site: it may stand where the source is not.
    """

    slug: str
    addresses: Addresses
    anchors: Mapping[str, Set[str]]
    cited: Cited
    linked: set[str] = field(default_factory=set)
    """The slugs that links asked for, whether they are of pages or not."""

    def rewrite(self, children: Sequence[Token]) -> list[Token]:
        """Return the parts of a line; whatever HTML they hold is ours."""
        found: list[Token] = []
        at = 0
        while at < len(children):
            if children[at].type == "link_open":
                end = _closing(children, at)
                found += self._link(children[at], list(map(_harmless, children[at + 1 : end])))
                at = end + 1
            else:
                found.append(self._place(_harmless(children[at])))
                at += 1
        return found

    def _place(self, token: Token) -> Token:
        """Return code that names cited lines as a button that shows them."""
        number = self.cited.number(token.content) if token.type == "code_inline" else None
        if number is not None:
            token.type, token.content = "html_inline", _button(number, token.content)
        return token

    def _link(self, opening: Token, inner: list[Token]) -> list[Token]:
        address = str(opening.attrs.get("href", ""))
        text = "".join(token.content for token in inner)
        number = self.cited.number(text)
        if address.startswith(_OUTSIDE):
            extra = f' class="cite" data-cite="{number}"' if number is not None else ""
            return _around(f'<a href="{escape(address)}" rel="noopener noreferrer"{extra}>', inner)
        if number is not None:
            return [_html(opening, _button(number, text))]
        target = self._within(address)
        return _around(f'<a href="{escape(target)}">', inner) if target else inner

    def _within(self, address: str) -> str:
        """Return the address on the site of what a page links to, empty where it has none."""
        name, _, fragment = address.partition("#")
        slug = unquote(name).removesuffix(".md") if name else self.slug
        self.linked.add(slug)
        if slug not in self.anchors or (name and not name.endswith(".md")):
            return ""
        anchor = unquote(fragment)
        known = anchor if anchor in self.anchors[slug] else ""
        return self.addresses.place(slug, known, own=slug == self.slug)


def _closing(children: Sequence[Token], at: int) -> int:
    return next(n for n in range(at, len(children)) if children[n].type == "link_close")


def _harmless(token: Token) -> Token:
    """Return HTML as the text that it is, but for line breaks, and a picture as its name."""
    if token.type == "image" or (token.type == "html_inline" and token.content not in _BREAKS):
        token.type = "text"
    return token


def _around(opening: str, inner: list[Token]) -> list[Token]:
    from markdown_it.token import Token

    return [
        Token("html_inline", "", 0, content=opening),
        *inner,
        Token("html_inline", "", 0, content="</a>"),
    ]


def _html(token: Token, content: str) -> Token:
    token.type, token.tag, token.nesting, token.content = "html_inline", "", 0, content
    return token


def _button(number: int, text: str) -> str:
    return f'<button type="button" class="cite" data-cite="{number}">{breakable(text)}</button>'
