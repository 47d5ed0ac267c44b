"""What is around the body of a page: head, bar, tree, contents, neighbours, stamp."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from ctxbuild.formats.mermaid import one_line
from ctxbuild.formats.site.addresses import HOME, Addresses
from ctxbuild.formats.site.body import Heading
from ctxbuild.formats.site.names import breakable
from ctxbuild.formats.wording import plural
from ctxbuild.model.wikis import Wiki, WikiPage
from ctxbuild.version import __version__

MARKER = "<!-- ctxbuild: site 1 -->\n"
_WHOLE_TREE = 150
"""Pages of a wiki whose tree is shown whole; of larger ones, so many of the page's branch are."""
_LEVELS = {2, 3}
"""Of headings in the contents of a page."""


def document(title: str, head: str, policy: str, content: str) -> str:
    """Return a document of HTML.

    Args:
        title: what tabs and bookmarks say.
        head: style sheets and scripts, as HTML.
        policy: what the page may load (Content Security Policy).
        content: of the element ``body``.
    """
    return (
        f'{MARKER}<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="ctxbuild {__version__}">\n'
        f"<title>{escape(one_line(title))}</title>\n{head}</head>\n<body>\n{content}</body>\n</html>\n"
    )


def frame(wiki: Wiki, page: WikiPage | None, addresses: Addresses, content: str) -> str:
    """Return bar, tree and content; ``page`` is the one shown, ``None`` for the first."""
    name = escape(one_line(wiki.name))
    return (
        '<a class="skip" href="#ui:main">Skip to content</a>\n'
        '<header class="bar">\n'
        '<button type="button" class="icon menu" id="ui:menu" aria-controls="ui:tree"'
        ' aria-expanded="false" aria-label="Pages">☰</button>\n'
        f'<a class="brand" href="{addresses.page(HOME)}">{name}</a>\n'
        '<button type="button" class="search" id="ui:search">'
        '<span class="wide">Search</span> <kbd>/</kbd></button>\n'
        '<button type="button" class="icon" id="ui:theme" aria-label="Dark mode"'
        ' aria-pressed="false">◐</button>\n'
        "</header>\n"
        '<div class="columns">\n'
        '<nav class="tree" id="ui:tree" aria-label="Pages">\n'
        f"{_tree(wiki, page, addresses)}</nav>\n"
        f"{content}"
        "</div>\n"
    )


def _tree(wiki: Wiki, current: WikiPage | None, addresses: Addresses) -> str:
    """Return the pages as a nested list."""
    below: dict[str, list[WikiPage]] = {}
    slugs = {page.slug for page in wiki.pages}
    for page in wiki.pages:
        below.setdefault(page.parent if page.parent in slugs else "", []).append(page)
    whole = addresses.single or len(wiki.pages) <= _WHOLE_TREE
    shown = None if whole or current is None else {current.slug, current.parent}
    if not whole and current is None:
        shown = set()

    def items(pages: Sequence[WikiPage]) -> Iterator[str]:
        near = pages if whole else _near(pages, current)
        yield "<ul>\n"
        for page in near:
            here = ' aria-current="page"' if current and page.slug == current.slug else ""
            number = f'<span class="number">{escape(page.number)}</span> ' if page.number else ""
            title = breakable(page.title)
            yield f'<li><a href="{escape(addresses.page(page.slug))}"{here}>{number}{title}</a>'
            inner = below.get(page.slug, ())
            if inner and page.parent == "" and (shown is None or page.slug in shown):
                yield "\n"
                yield from items(inner)
            yield "</li>\n"
        if len(near) < len(pages):
            left = len(pages) - len(near)
            yield f"<li><small>{left:,} more, which the search finds</small></li>\n"
        yield "</ul>\n"

    return "".join(items(below.get("", ())))


def _near(pages: Sequence[WikiPage], current: WikiPage | None) -> Sequence[WikiPage]:
    """Return the pages of a branch around the one shown; a branch may hold thousands."""
    slugs = (current.slug, current.parent) if current else ()
    at = next((number for number, page in enumerate(pages) if page.slug in slugs), 0)
    first = max(0, min(at - _WHOLE_TREE // 2, len(pages) - _WHOLE_TREE))
    return pages[first : first + _WHOLE_TREE]


def article(
    wiki: Wiki,
    page: WikiPage,
    addresses: Addresses,
    body: str,
    headings: Sequence[Heading],
    tokens: str,
) -> str:
    """Return a page with its buttons and neighbours, and beside it its contents."""
    slug = escape(page.slug)
    markdown = (
        ""
        if addresses.single
        else (f'<a class="button" href="{escape(quote(page.slug))}.md">View Markdown</a>')
    )
    return (
        f'<main class="page" id="ui:main" data-page="{slug}" tabindex="-1">\n'
        '<div class="actions">'
        f"{_trail(wiki, page, addresses)}"
        '<button type="button" class="button" data-copy="markdown">Copy page</button>'
        '<button type="button" class="button" data-copy="chat">Copy for chat'
        f" <small>{escape(tokens)}</small></button>{markdown}</div>\n"
        f'<article class="body">\n{body}</article>\n'
        f"{_neighbours(wiki, page, addresses)}{stamp(page.commit, addresses)}</main>\n"
        f"{_contents(page, addresses, headings)}"
    )


def _trail(wiki: Wiki, page: WikiPage, addresses: Addresses) -> str:
    parent = next((each for each in wiki.pages if each.slug == page.parent), None)
    if parent is None:
        return '<span class="trail"></span>'
    link = f'<a href="{escape(addresses.page(parent.slug))}">{escape(one_line(parent.title))}</a>'
    return f'<span class="trail">{link}</span>'


def _contents(page: WikiPage, addresses: Addresses, headings: Sequence[Heading]) -> str:
    """Return the headings of a page as a list of links."""
    rows = [
        f'<li class="level-{heading.level}">'
        f'<a href="{escape(addresses.place(page.slug, heading.anchor, own=True))}">'
        f"{breakable(heading.text)}</a></li>\n"
        for heading in headings[1:]
        if heading.level in _LEVELS
    ]
    if not rows:
        return '<div class="contents"></div>\n'
    return (
        '<nav class="contents" aria-label="On this page">\n<p>On this page</p>\n'
        f"<ul>\n{''.join(rows)}</ul>\n</nav>\n"
    )


def _neighbours(wiki: Wiki, page: WikiPage, addresses: Addresses) -> str:
    at = wiki.pages.index(page)
    links = []
    for step, word, relation in ((-1, "Previous", "prev"), (1, "Next", "next")):
        if 0 <= at + step < len(wiki.pages):
            other = wiki.pages[at + step]
            links.append(
                f'<a rel="{relation}" href="{escape(addresses.page(other.slug))}">'
                f"<small>{word}</small> {escape(one_line(other.title))}</a>"
            )
    if not links:
        return ""
    return f'<nav class="neighbours" aria-label="Neighbours">{"".join(links)}</nav>\n'


def stamp(commit: str, addresses: Addresses) -> str:
    """Return from what and by whom a page was made.

    Pages bear their own commits, so that a change rewrites those that it concerns.
    """
    revision = escape(one_line(commit))
    origin = f" from <code>{revision}</code>" if revision else ""
    files = "" if addresses.single else ' · <a href="llms.txt">llms.txt</a>'
    return (
        f'<footer class="stamp">Generated{origin} by ctxbuild {escape(__version__)}.'
        f" Computed, not written by a model{files}</footer>\n"
    )


def home(wiki: Wiki, addresses: Addresses) -> str:
    """Return the first page: all chapters with what they hold."""
    cards = []
    slugs = {page.slug for page in wiki.pages}
    for page in wiki.pages:
        if page.parent in slugs:
            continue
        parts = sum(other.parent == page.slug for other in wiki.pages)
        more = f"<small>{parts} pages</small>" if parts > 1 else ""
        cards.append(
            f'<li><a href="{escape(addresses.page(page.slug))}"><strong>'
            f"{escape(one_line(page.title))}</strong><span>{escape(one_line(page.summary))}</span>"
            f"{more}</a></li>\n"
        )
    tokens = sum(page.tokens for page in wiki.pages)
    lead = f"{plural(len(wiki.pages), 'page')}, {tokens:,} tokens in all"
    return (
        f'<main class="page home" id="ui:main" data-page="{HOME}" tabindex="-1">\n'
        f'<h1>{escape(one_line(wiki.name))}</h1>\n<p class="lead">{lead}</p>\n'
        f'<ul class="cards">\n{"".join(cards)}</ul>\n'
        f"{stamp(wiki.revision, addresses)}</main>\n"
    )
