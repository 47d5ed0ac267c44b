"""A page as Markdown with what the reader has to know of it, remembered by content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from ctxbuild.html import Options, Page, convert, page_tree
from ctxbuild.html.slugs import slugs
from ctxbuild.model import Store
from ctxbuild.readers.site.heading_places import heading_places
from ctxbuild.readers.site.navigation import Entry, contents, may_have_sidebar, sidebar
from ctxbuild.readers.site.own_markdown import body_and_fields, headings, resolved
from ctxbuild.readers.site.page_source import RawPage
from ctxbuild.readers.site.page_text import page_text
from ctxbuild.readers.site.targets import HOST, ORIGIN, Spot, joined, within
from ctxbuild.version import __version__

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_STAGE, _NAV_STAGE = "page", "page nav"
VERSION = f"7.{__version__}"
_REFRESH = re.compile(r"\s*(\d{1,4})\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.I)
_SLOWEST_REDIRECT = 30
_MUCH = 0.8
"""Of the letters of a site's own Markdown, how many a page must give to be taken itself."""
_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SCRIPTED = re.compile(r"<script\b", re.I)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a page besides its Markdown; addresses are paths within the site."""

    title: str
    description: str = ""
    canonical: str = ""
    language: str = ""
    version: str = ""
    updated: str = ""
    generator: str = ""
    previous: str = ""
    next: str = ""
    breadcrumbs: tuple[str, ...] = ()
    redirect: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Path and fragment of each link in the content."""
    children: tuple[Entry, ...] = ()
    """The pages that the page's own tables of contents list."""
    letters: int = 0
    """Of the text; a page without any is made by its scripts."""
    scripted: bool = False
    frames: bool = False
    text_digest: bytes = b""
    form: str = "html"
    """What it was made from: ``html``, or ``markdown`` of the site's own."""
    site: str = ""
    """What the page says its site is called."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A page: Markdown whose links within the site begin with ``HOST``, facts, places.

    ``headings`` are titles by number; ``places`` leads from ids of the page to the
    number of the heading that they stand under.
    """

    facts: Facts
    markdown: str
    headings: tuple[str, ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    sidebar: bool = False
    """Whether there is anything in it that may be the navigation of its site."""


def convert_pages(pages: Sequence[RawPage], keys: Sequence[bytes], store: Store) -> list[Converted]:
    """Convert pages, or take what is remembered by their keys."""
    import msgspec

    known = store.get_many(_STAGE, VERSION, keys)
    found: list[Converted] = []
    fresh: dict[bytes, bytes] = {}
    for page, key in zip(pages, keys, strict=True):
        if key in known:
            try:
                found.append(msgspec.msgpack.decode(known[key], type=Converted))
                continue
            except ValueError:
                pass
        converted = converted_page(page)
        fresh[key] = msgspec.msgpack.encode(converted)
        found.append(converted)
    if fresh:
        store.put_many(_STAGE, VERSION, fresh)
    return found


def sidebar_of(page: RawPage, key: bytes, store: Store) -> list[Entry]:
    """Return the navigation that a page shows, remembered likewise."""
    import msgspec

    known = store.get_many(_NAV_STAGE, VERSION, [key]).get(key)
    if known is not None:
        try:
            return msgspec.msgpack.decode(known, type=list[Entry])
        except ValueError:
            pass
    found = sidebar(page_tree(page_text(page.data, page.content_type)), page.spot)
    store.put_many(_NAV_STAGE, VERSION, {key: msgspec.msgpack.encode(found)})
    return found


def page_key(page: RawPage) -> bytes:
    """Return what all that is remembered of a page depends on: digests of 20 bytes each.

    The first is of its bytes, the second of what is told of them.
    """
    told = (page.path, page.content_type, page.url, page.base, page.form, page.twin, page.twin_url)
    about = "\0".join(told).encode("utf-8", "surrogatepass")
    return blake2b(page.data, digest_size=20).digest() + blake2b(about, digest_size=20).digest()


def converted_page(page: RawPage) -> Converted:
    """Convert one page, or take what its site has as Markdown where that says more."""
    if page.form != "html":
        text = page_text(page.data, page.content_type)
        return _from_markdown(text, page.spot)
    made = _from_html(page)
    if not page.twin:
        return made
    other = _from_markdown(page.twin, Spot(page.path, page.twin_url or page.url, page.base))
    if _letters(made.markdown) >= _MUCH * _letters(other.markdown):
        return made
    kept = replace(
        made.facts,
        title=other.facts.title or made.facts.title,
        links=other.facts.links,
        letters=other.facts.letters,
        text_digest=other.facts.text_digest,
        redirect="",
        frames=False,
        form="markdown",
    )
    return replace(other, facts=kept)


def _letters(markdown: str) -> int:
    """Return how many letters and digits a text has."""
    plain = markdown.encode("ascii", "ignore").translate(None, _MARKS)
    return len(plain) + sum(map(str.isalnum, _NOT_ASCII.findall(markdown)))


def _from_markdown(text: str, spot: Spot) -> Converted:
    body, fields = body_and_fields(text.replace(HOST, "https://site-invalid/"))
    markdown, addresses = resolved(body, spot)
    titles = headings(markdown)
    links = (within(address) for address in addresses)
    facts = Facts(
        title=_line(fields.get("title", "") or (titles[0] if titles else "")),
        description=_line(fields.get("description", "")),
        links=tuple(dict.fromkeys(link for link in links if link is not None)),
        letters=_letters(markdown[:4000]),
        text_digest=blake2b(markdown.strip().encode(), digest_size=16).digest(),
        form="markdown",
    )
    ids = {slug: number for number, slug in enumerate(slugs(titles))}
    return Converted(facts, markdown, tuple(titles), tuple(ids.items()))


def _from_html(page: RawPage) -> Converted:
    html = page_text(page.data, page.content_type).replace(HOST, "https://site-invalid/")
    html = html.encode("utf-8", "replace").decode("utf-8")
    tree = page_tree(html)
    target = _redirect(tree, page.spot)
    moved = (page.base, ORIGIN) if page.base else ("", "")
    made = convert(tree, page.spot.address, Options(links="absolute", moved=moved))
    headings = tuple(anchor.text for anchor in made.headings)
    facts = _facts(page, made, tree, target, html)
    return Converted(
        facts,
        made.markdown,
        headings,
        tuple(heading_places(html, made.headings).items()),
        may_have_sidebar(tree),
    )


def _facts(page: RawPage, made: Page, tree: LexborHTMLParser, redirect: str, html: str) -> Facts:
    about = made.metadata
    links = (within(link.href) for link in made.links)
    title = made.headings[0].text if made.headings and made.headings[0].level == 1 else ""
    return Facts(
        title=_line(title or about.title).removeprefix(": "),
        description=_line(about.description),
        canonical=about.canonical,
        language=_line(about.language)[:20],
        version=_line(about.version)[:60],
        updated=_line(about.updated)[:60],
        generator=_line(about.generator)[:80],
        previous=_path(about.previous),
        next=_path(about.next),
        breadcrumbs=tuple(_line(crumb) for crumb in about.breadcrumbs[:12]),
        redirect=redirect,
        links=tuple(dict.fromkeys(link for link in links if link is not None)),
        children=tuple(contents(tree, page.spot)),
        letters=_letters(made.markdown[:4000]),
        scripted=_SCRIPTED.search(html) is not None,
        frames=tree.css_first("frameset") is not None,
        text_digest=blake2b(made.markdown.strip().encode(), digest_size=16).digest(),
        site=_line(about.site)[:120],
    )


def _redirect(tree: LexborHTMLParser, page: Spot) -> str:
    """Return the page, or the URL, that a page sends its visitors to."""
    for meta in tree.css("meta[http-equiv]"):
        if (meta.attributes.get("http-equiv") or "").lower() != "refresh":
            continue
        found = _REFRESH.match(meta.attributes.get("content") or "")
        if found and int(found[1]) <= _SLOWEST_REDIRECT:
            target = joined(page, found[2].strip())
            return target[0] if target is not None else found[2].strip()
    return ""


def _path(address: str) -> str:
    found = within(address)
    return found[0] if found is not None else ""


def _line(text: str) -> str:
    return " ".join(text.split())[:500]
