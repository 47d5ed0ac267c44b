"""Paths in a query, with the lines that follow them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.search.installed import find_origin

# a/b.py:12, a\b.cs:line 12, File "a/b.py", line 12, b.php(12), b.py#L12-L20, b.js?t=3:12
_PATH = re.compile(
    r"(?<![\w@+.~/\\-])(?P<path>[\w@+.~/\\-]{0,240}[\w+-]\.[A-Za-z]\w{0,7}"
    r"|(?:[\w.~-]{1,80}/){0,8}(?:Make|Docker|Rake|Pip|Just|Gem|Jenkins|Proc)file)\b"
    r"(?:\?[\w=&.-]{1,80}(?=:\d))?"
    r"(?:[\"']?(?:, line |:line |:|\(|\#L)(?P<line>\d{1,7})(?:-L?(?P<last>\d{1,7}))?)?"
)
_LINK = re.compile(
    r"/+[^/]{1,200}(?:/[^/]{1,200}){2}/(?:-/)?(?:blob|raw|blame|tree|edit|src/(?:branch|commit|tag))"
    r"/[^/]{1,200}/"
)
# Firefox writes function@path.
_FUNCTION = re.compile(r"[^/@]{1,200}@")


@dataclass(frozen=True, slots=True)
class Place:
    """A path in a query, with the line where one is given, else 0."""

    path: str
    line: int
    last: int = 0
    """The last line of a range, 0 where there is none."""
    package: str = ""
    """The installed package that the path is inside of; empty where it may be one's own."""
    declared: str = ""
    """The package that the file declares, where a trace names classes and no directories."""
    linked: bool = False
    """Whether it is part of an address, which says all of the path."""


def find_places(text: str) -> Iterator[Place]:
    """Yield the paths in a text, in linear time."""
    for found in _PATH.finditer(text):
        line, last = int(found["line"] or 0), int(found["last"] or 0)
        path = found["path"].replace("\\", "/")
        if path.startswith("//") and not path.startswith("///"):
            yield Place(_LINK.sub("", path, count=1), line, last, linked=True)
            continue
        if line and path[:1] not in "/@":
            path = _FUNCTION.sub("", path, count=1)
        origin = find_origin(path)
        yield Place(origin.path, line, last, origin.package)
