"""Addresses of a page: resolved against its base, absolute or relative, never executable."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from ctxbuild.html.dom import Document

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_UNREAD = re.compile(r"[\t\r\n]")
"""What browsers pass over in an address."""
_HARMLESS = frozenset(
    {"http", "https", "mailto", "ftp", "ftps", "tel", "irc", "ircs", "news", "git", "ssh"}
)


class Addresses:
    """Turns what stands in ``href`` and ``src`` into what is written."""

    def __init__(
        self, url: str, document: Document, *, relative: bool, moved: tuple[str, str] = ("", "")
    ) -> None:
        self.page = _without_fragment(url)
        self._base = _base(self.page, document)
        self._relative = relative
        self._home, self._elsewhere = moved

    def resolve(self, href: str) -> str | None:
        """Return an address as it is to be written; None if it leads nowhere or runs code."""
        href = _UNREAD.sub("", href.strip().strip("\x00\x01\x02\x03"))
        if not href:
            return None
        scheme = _SCHEME.match(href)
        if scheme:
            if scheme[0][:-1].lower() not in _HARMLESS:
                return None
            full = href
        elif href.startswith("#"):
            full = self.page + href if len(href) > 1 else ""
            if self._relative:
                return href if len(href) > 1 else None
        else:
            full = self._joined(href)
        if not full:
            return None
        if self._home and full.startswith(self._home):
            full = self._elsewhere + full[len(self._home) :]
        return self._made_relative(full) if self._relative and self.page else full

    def _joined(self, href: str) -> str:
        if not self._base:
            return href
        try:
            return join(self._base, href)
        except ValueError:
            return ""

    def anchor(self, href: str) -> str | None:
        """Return the id that an address of this page leads to, None for other pages."""
        href = href.strip()
        if href.startswith("#"):
            return href[1:]
        full = self._joined(href)
        head, mark, fragment = full.partition("#")
        return fragment if mark and self.page and head == self.page else None

    def _made_relative(self, full: str) -> str:
        """Return the address as seen from the page, when both are on one host."""
        try:
            here, there = urlsplit(self.page), urlsplit(full)
        except ValueError:
            return full
        if (here.scheme, here.netloc) != (there.scheme, there.netloc) or not here.netloc:
            return full
        rest = full.partition(there.netloc)[2].partition("?")[0].partition("#")[0]
        tail = full[full.index(there.netloc) + len(there.netloc) + len(rest) :]
        return _relative_path(here.path, rest or "/") + tail


def _relative_path(here: str, there: str) -> str:
    """Return the path from one page of a host to another."""
    if here == there:
        return ""
    source, target = here.split("/")[:-1], there.split("/")
    shared = 0
    while shared < min(len(source), len(target) - 1) and source[shared] == target[shared]:
        shared += 1
    steps = [".."] * (len(source) - shared) + target[shared:]
    return "/".join(steps) or "./"


MOST_REMEMBERED = 300
"""Characters of an address above which nobody remembers where it leads."""


def join(base: str, href: str) -> str:
    """Return an address in full; pages of one directory share what their links lead to.

    Raises:
        ValueError: either is no address.

    """
    plain = len(href) <= MOST_REMEMBERED and _PATH.match(href) and _IN_DIRECTORY.fullmatch(base)
    if not plain:
        return urljoin(base, href)
    return _joined_in(base[: base.rindex("/") + 1], href)


_PATH = re.compile(r"(?:\.\.?/)*[\w-][\w.-]*(?=[/?#]|\Z)")
_IN_DIRECTORY = re.compile(r"https?://[^/?#\s]+/[^?#\s]*")
"""Links that have a path, and addresses of which such a link needs the directory alone."""


@lru_cache(maxsize=16_384)
def _joined_in(directory: str, href: str) -> str:
    return urljoin(directory, href)


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]


def _base(url: str, document: Document) -> str:
    """Return the address that relative ones are resolved against."""
    for element in document.by_tag.get("base", ()):
        if element.attrs.get("href"):
            try:
                joined = urljoin(url, element.attrs["href"])
            except ValueError:
                return url
            return joined if joined.startswith(("http://", "https://")) else url
    return url
