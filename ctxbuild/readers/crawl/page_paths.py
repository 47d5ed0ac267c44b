"""Addresses of pages → paths within their site, as if it lay on a disk."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ctxbuild.readers.crawl.addresses import Address

_FILE = re.compile(r"\.(?:x?html?|xht|shtml|md|markdown|mdx|txt)$", re.I)


def path_of(page: Address, base: str) -> str:
    """Return the path of a page below ``base``, which ends in a slash.

    What a server shows for a directory is its ``index.html``, and a name without an
    ending is a page of HTML. A page elsewhere has its host in front.
    """
    path, _, query = page.url.partition("?")
    if path.startswith(base) or f"{path}/" == base:
        path = path[len(base) :]
    else:
        path = path.partition("://")[2]
    path = unquote(path, errors="surrogateescape").lstrip("/")
    if query:
        return f"{path or 'index.html'}?{unquote(query, errors='surrogateescape')}.html"
    if not path or path.endswith("/"):
        return f"{path}index.html"
    return path if _FILE.search(path) else f"{path}.html"
