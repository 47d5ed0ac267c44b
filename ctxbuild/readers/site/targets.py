"""Addresses within a site: links are resolved as URLs of a host that cannot exist.

So the converter's own rules for links hold for files too, and every link within
the site can be found again in its Markdown, whatever stands around it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from ctxbuild.html.links import join

HOST = "https://site.invalid/"
"""``.invalid`` is reserved (RFC 2606). Links that begin with ``/`` are below it."""

_STEP, _STEPS = "~up/", 8
ORIGIN = HOST + _STEP * _STEPS
"""Stands for the root of a site, with room above it for links that leave the site that way."""


def address_of(path: str) -> str:
    """Return the address under which a page is converted."""
    return ORIGIN + quote(path, safe="/", errors="surrogateescape")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page stands: its path in the site and, where that is on the web, its URL.

    ``base`` is the URL that the paths of the site are relative to.
    """

    path: str
    url: str = ""
    base: str = ""

    @property
    def address(self) -> str:
        """The address that links on the page are relative to."""
        return self.url or address_of(self.path)


def within(address: str, bases: Collection[str] = ()) -> tuple[str, str] | None:
    """Return path and fragment of an address in the site, ``None`` for any other.

    Args:
        address: in full.
        bases: URLs that the site is known by besides our own, each with a slash at its end.

    """
    if above_root(address):
        return None
    for base in (ORIGIN, HOST, *bases):
        if address.startswith(base):
            rest, _, fragment = address[len(base) :].partition("#")
            path, mark, query = rest.partition("?")
            return plain_path(path) + mark + unquote(query), unquote(fragment)
    return None


def above_root(address: str) -> str:
    """Return an address above the root of the site as a path from there, empty for any other."""
    if address.startswith(ORIGIN) or not address.startswith(HOST + _STEP):
        return ""
    rest = address[len(HOST) :]
    kept = 0
    while rest.startswith(_STEP):
        rest = rest.removeprefix(_STEP)
        kept += 1
    return "../" * (_STEPS - kept) + rest


def joined(page: Spot, href: str) -> tuple[str, str] | None:
    """Return path and fragment of a link on a page, ``None`` where it leaves the site."""
    try:
        bases = (page.base,) if page.base else ()
        return within(join(page.address, href.strip()), bases)
    except ValueError:
        return None


def plain_path(path: str) -> str:
    """Return a path of an address as the name of a file."""
    text = unquote(path)
    if "//" in text or "./" in text or text.endswith("."):
        ends = text.endswith("/")
        text = posixpath.normpath("/" + text).lstrip("/")
        text += "/" if ends and text else ""
    return text


class PageFinder:
    """Finds the page that a path of a link means.

    ``home`` is the directory of its host that a site was built for, with a slash at its end:
    its links that begin with ``/`` begin with that, and its own files do not.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.home = ""
        self._pages: dict[str, str] = {}
        named = {_readable(path): path for path in paths}
        self._pages.update(named)
        for readable, path in named.items():
            self._also(readable, path)

    def _also(self, readable: str, path: str) -> None:
        """Let a page be found by what servers make of shorter addresses."""
        stem, dot, ending = readable.rpartition(".")
        if not dot or not ending.lower().startswith(("htm", "xht")):
            return
        self._pages.setdefault(stem, path)
        if stem == "index" or stem.endswith("/index"):
            directory = stem[: -len("index")]
            self._pages.setdefault(directory, path)
            if directory:
                self._pages.setdefault(directory.rstrip("/"), path)

    def alias(self, other: str, path: str) -> None:
        """Let a page be found by another path, if that is not a page itself."""
        self._pages.setdefault(_readable(other), path)

    def move(self, path: str, to: str) -> None:
        """Let everything that leads to one page lead to another."""
        readable = _readable(path)
        for other in (readable, readable.rpartition(".")[0], readable.rpartition("index.")[0]):
            if self._pages.get(other) == path:
                self._pages[other] = to

    def find(self, path: str) -> str | None:
        """Return the path of the page that is meant, if the site has it.

        A query counts where there are pages that differ in it.
        """
        found = self._pages.get(path) or self._pages.get(path.partition("?")[0])
        if found is None and self.home and f"{path}/".startswith(self.home):
            path = path[len(self.home) :]
            found = self._pages.get(path) or self._pages.get(path.partition("?")[0])
        return found


def _readable(path: str) -> str:
    """Return a path as it comes out of an address."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_url(text: str) -> bool:
    """Whether a text is an address on the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
