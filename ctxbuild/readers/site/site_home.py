"""For which directory of its host a site was built, by links that begin with a slash.

Sites of projects live at ``/project/``, and generators write ``/project/guide/`` into every
page, while the files of the build begin at ``guide/``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from ctxbuild.readers.site.targets import plain_path

# Two patterns, as one that begins with a literal character is found ten times as fast.
_VALUE = re.compile(rb"""=\s{0,4}["']?/([^/"'\s<>#?][^"'\s<>#?]{0,400})""")
_BEFORE = re.compile(rb"\shref\s{0,4}\Z", re.I)
_LONGEST_BEFORE = 9
_MOST_BYTES = 2_000_000
_DEEPEST = 4


def home_of(html: bytes, find: Callable[[str], str | None]) -> str | None:
    """Return the directory, with a slash at its end; empty where it is the host's root.

    Args:
        html: a page.
        find: tells which page of the site a path means.

    Returns:
        ``None`` where the page has no link that tells.

    """
    votes: Counter[str] = Counter()
    for link in dict.fromkeys(_links(html)):
        path = plain_path(link.decode("utf-8", "replace"))
        if find(path) is not None:
            votes[""] += 1
            continue
        for cut in _cuts(path):
            if find(path[cut:]) is not None:
                votes[path[:cut]] += 1
                break
    return min(votes, key=lambda each: (-votes[each], each)) if votes else None


def _links(html: bytes) -> Iterator[bytes]:
    for found in _VALUE.finditer(html, 0, _MOST_BYTES):
        start = found.start()
        if _BEFORE.search(html, max(0, start - _LONGEST_BEFORE), start):
            yield found[1]


def _cuts(path: str) -> list[int]:
    """Return where what follows the first directories begins, unless nothing does."""
    cuts = [found.end() for found in re.finditer("/", path)][:_DEEPEST]
    return [cut for cut in cuts if cut < len(path)]
