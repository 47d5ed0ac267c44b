"""What the crawl needs to know of a page: where it leads, and whether it is one.

The text here serves comparison only; turning a page into Markdown is another room's
work. Whoever can do this better puts a function of the type :data:`Looker` into the
options of a crawl.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ctxbuild.net.errors import NetError
from ctxbuild.net.urls import Target, joined, parse_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

VERSION = 1
"""Of what is found; results of another version are not taken from the journal."""

_MOST_LINKS = 20_000
_LONGEST_LINK = 4096
_LEADS = "a[href],area[href],frame[src],iframe[src]"
_UNSEEN = "script,style,noscript,template,svg"
_REFRESH = re.compile(
    r"\s*([0-9]{1,3})(?:\.[0-9]*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']{1,2000})", re.I
)
_SOON = 10
"""Seconds within which a page that sends its reader on counts as a redirect."""
_HOLLOW = 200
"""Characters below which a page that loads scripts may have its content from them."""
_MOUNTS = "#root,#app,#__next,#__nuxt,#___gatsby,#svelte,app-root,[data-reactroot],[ng-app]"
_ASKS_FOR_SCRIPTS = re.compile(
    r"(?:enable|requires?|needs?|without|turn on).{0,20}javascript", re.I
)
_MARKDOWN_LINK = re.compile(r"\]\(\s*<?([^\s()<>]{1,2000})")
_HEADING = re.compile(r"(?m)^# +(\S[^\n]{0,500})")
_SHORT_PATH = 3
_SHINGLE = 3
_SKETCH = 48
_WITH_DIGITS = re.compile(r"\w*\d\w*")
_WORD = re.compile(r"\w+")
_MOST_WORDS = 4000
_MOST_COMPARED = 40_000
"""Characters of a page that are compared with other pages word by word."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a page shows at a glance; addresses are in full, in the order of the page."""

    links: tuple[str, ...] = ()
    canonical: str = ""
    twin: str = ""
    """Where the page says that its Markdown is."""
    onward: str = ""
    """Where it sends its reader at once."""
    title: str = ""
    language: str = ""
    generator: str = ""
    follow: bool = True
    """Whether the page lets visitors of our kind follow its links."""
    hollow: bool = False
    """Whether its content seems to exist only after its scripts have run."""
    letters: int = 0
    """Characters of text without white space."""
    spelled: str = ""
    """Digest of its links as written; pages that go on for ever write the same ones."""
    digest: str = ""
    """Of title and text, without the page's own address; equal for copies of a page."""
    sketch: tuple[int, ...] = ()
    """Of its words without numbers; see :func:`likeness`."""


Looker = Callable[[str, str], Look]
"""HTML and its address → what is to be known of it."""


def look_at(html: str, url: str) -> Look:
    """Return what is to be known of a page; any text will do, however broken."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    base = _base(tree, parse_url(url))
    links = tuple(dict.fromkeys(_links(tree, base)))
    marks = _marks(tree)
    onward = _onward(tree, base)
    canonical = _rel(tree, "canonical", base)
    twin = _twin(tree, base)
    root = tree.css_first("html")
    language = (root.attributes.get("lang") or "") if root else ""
    scripts = tree.css_first("script") is not None
    spelled = text_digest("\n".join(_spelled(tree)))
    title, text = _words(tree)
    told_apart = f"{title}\n{_without_address(text, url)}"
    return Look(
        links=links,
        canonical=canonical,
        twin=twin,
        onward=onward,
        title=title[:500],
        language=language[:40],
        generator=_meta(tree, "generator")[:100],
        follow=not ({"nofollow", "none"} & marks),
        hollow=scripts and _is_hollow(tree, text),
        letters=len(text) - text.count(" "),
        spelled=spelled,
        digest=text_digest(told_apart),
        sketch=sketch(text),
    )


def look_at_markdown(text: str, url: str) -> Look:
    """Return what is to be known of a page that is Markdown already."""
    base = parse_url(url)
    found = (_leading(base, href) for href in _MARKDOWN_LINK.findall(text)[:_MOST_LINKS])
    heading = _HEADING.search(text)
    return Look(
        links=tuple(dict.fromkeys(target.url for target in found if target)),
        title=heading[1].strip()[:500] if heading else "",
        letters=sum(map(len, text.split())),
        digest=text_digest(text),
        sketch=sketch(text),
    )


def _without_address(text: str, url: str) -> str:
    """Return text without the page's own path, as error pages and copies may show it."""
    path = unquote(parse_url(url).path)
    return text.replace(path, " ") if len(path) > _SHORT_PATH else text


def text_digest(text: str) -> str:
    """Return what tells texts apart, in which white space does not count."""
    plain = " ".join(text.split()).encode("utf-8", "replace")
    return blake2b(plain, digest_size=16).hexdigest()


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of runs of three words, words with digits taken for equal."""
    words = _WORD.findall(_WITH_DIGITS.sub("0", text[:_MOST_COMPARED].lower()))[:_MOST_WORDS]
    runs = {" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))}
    return tuple(sorted({zlib.crc32(run.encode("utf-8", "replace")) for run in runs})[:_SKETCH])


def likeness(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimate the share of runs of words that two texts have in common, 0 to 1 (bottom-k)."""
    if not one or not other:
        return float(one == other)
    size = min(_SKETCH, max(len(one), len(other)))
    smallest = sorted({*one, *other})[:size]
    both = {*one} & {*other}
    return sum(each in both for each in smallest) / len(smallest)


def _base(tree: LexborHTMLParser, page: Target) -> Target:
    node = tree.css_first("base[href]")
    href = (node.attributes.get("href") or "") if node else ""
    return _leading(page, href) or page


def _leading(base: Target, href: str) -> Target | None:
    """Return where a link leads, or ``None`` where no crawl can go."""
    if not href or len(href) > _LONGEST_LINK:
        return None
    # Browsers ignore line breaks and tabs in addresses, and take backslashes for slashes.
    plain = href.strip().replace("\n", "").replace("\r", "").replace("\t", "")
    plain = plain.partition("#")[0].replace("\\", "/") if "?" not in plain else plain
    if not plain:
        return None
    directory = base.url.partition("?")[0].rpartition("/")[0] + "/"
    return _from(base.url if plain.startswith("?") else directory, plain)


@functools.lru_cache(maxsize=16_384)
def _from(directory: str, link: str) -> Target | None:
    """Return where a link leads; the pages of a site have most of their links in common."""
    try:
        return joined(parse_url(directory), link)
    except NetError:
        return None


def _links(tree: LexborHTMLParser, base: Target) -> Iterator[str]:
    for href in islice(dict.fromkeys(_followed(tree)), _MOST_LINKS):
        target = _leading(base, href)
        if target:
            yield target.url


def _followed(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the links of a page as written, but for those that ask not to be followed."""
    for node in tree.css(_LEADS):
        found = node.attributes
        if "nofollow" in (found.get("rel") or "").lower().split() or "download" in found:
            continue
        href = found.get("href") or found.get("src") or ""
        if not href.startswith("#"):
            yield href


def _spelled(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css("a[href]"):
        yield node.attributes.get("href") or ""


def _marks(tree: LexborHTMLParser) -> set[str]:
    return set(re.split(r"[\s,]+", _meta(tree, "robots").lower()))


def _meta(tree: LexborHTMLParser, name: str) -> str:
    for node in tree.css("meta[name]"):
        if (node.attributes.get("name") or "").lower() == name:
            return node.attributes.get("content") or ""
    return ""


def _onward(tree: LexborHTMLParser, base: Target) -> str:
    for node in tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match(node.attributes.get("content") or "")
            target = _leading(base, match[2]) if match and int(match[1]) <= _SOON else None
            return target.url if target else ""
    return ""


def _rel(tree: LexborHTMLParser, name: str, base: Target) -> str:
    for node in tree.css("link[rel][href]"):
        if name in (node.attributes.get("rel") or "").lower().split():
            target = _leading(base, node.attributes.get("href") or "")
            return target.url if target else ""
    return ""


def _twin(tree: LexborHTMLParser, base: Target) -> str:
    for node in tree.css("link[rel][type][href]"):
        found = node.attributes
        kind = (found.get("type") or "").lower()
        if "alternate" in (found.get("rel") or "").lower() and kind == "text/markdown":
            target = _leading(base, found.get("href") or "")
            return target.url if target else ""
    return ""


def _words(tree: LexborHTMLParser) -> tuple[str, str]:
    """Return title and text; takes apart the tree, so it comes last."""
    title = tree.css_first("title")
    named = " ".join(title.text().split()) if title else ""
    body = tree.body
    if body is None:
        return named, ""
    return named, " ".join(_visible(body).split())


def _visible(body: LexborNode) -> str:
    for node in body.css(_UNSEEN):
        node.decompose()
    return body.text(separator=" ")


def _is_hollow(tree: LexborHTMLParser, text: str) -> bool:
    if len(text) >= _HOLLOW:
        return False
    return bool(not text or tree.css_first(_MOUNTS) is not None or _ASKS_FOR_SCRIPTS.search(text))
