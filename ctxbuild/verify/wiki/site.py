"""The site beside the pages of a wiki: whether its links lead somewhere, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from ctxbuild.formats.site.frame import MARKER
from ctxbuild.formats.wiki_record import file_digest
from ctxbuild.verify.wiki.checking import Doubt

_TAG = re.compile(r"<[a-zA-Z][^<>]{0,20000}>")
_ID = re.compile(r'\sid="([^"<>]*)"')
_LINK = re.compile(r'\s(?:href|src)="([^"<>]*)"')
_FRONT = re.compile(r"---\n(?:(?!---\n).*\n){0,200}---\n\n?")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)


def site_doubts(
    site: Mapping[str, str], digests: Mapping[str, str], pages: Mapping[str, str]
) -> Iterator[tuple[str, Doubt]]:
    """Yield what is wrong with a site: names of its files, and the doubts.

    Args:
        site: texts of its files by name.
        digests: what its record says of them, those that are missing too.
        pages: texts of the pages of the wiki by the names of their files.

    """
    for name, digest in digests.items():
        if name not in site:
            yield name, Doubt("WIKI-005", "is missing")
        elif file_digest(site[name]) != digest:
            yield name, Doubt("WIKI-005", "was changed by hand")
    parsed = {name: list(_tags(text)) for name, text in site.items() if name.endswith(".html")}
    ids = {
        name: {unescape(found[1]) for _, tag in tags if (found := _ID.search(tag))}
        for name, tags in parsed.items()
    }
    for name, tags in parsed.items():
        for line, tag in tags:
            if (found := _LINK.search(tag)) and (fault := _dead(name, found[1], site, ids)):
                yield name, Doubt("WIKI-007", fault, line)
    for name, text in pages.items():
        if name not in digests:
            yield name, Doubt("WIKI-012", "is missing")
        elif name in site and site[name] != f"{MARKER}\n{_FRONT.sub('', text, count=1)}":
            yield name, Doubt("WIKI-012", "differs from the page")


def _tags(text: str) -> Iterator[tuple[int, str]]:
    line, at = 1, 0
    for tag in _TAG.finditer(text):
        line += text.count("\n", at, tag.start())
        at = tag.start()
        yield line, tag[0]


def _dead(name: str, link: str, site: Mapping[str, str], ids: Mapping[str, set[str]]) -> str:
    """Return why a link leads nowhere; empty where it does or leaves the site."""
    address, _, anchor = unescape(link).partition("#")
    if _SCHEME.match(address):
        return ""
    target = unquote(address) or name
    if target not in site:
        return f"there is no {target}"
    if anchor and target in ids and unquote(anchor) not in ids[target] | {"top"}:
        return f"{target} has no #{unquote(anchor)}"
    return ""
