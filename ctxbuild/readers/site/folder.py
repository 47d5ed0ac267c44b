"""Pages of a directory, or one page that is a file."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ctxbuild.model import Skipped
from ctxbuild.readers.disk import Disk
from ctxbuild.readers.entries import Entry, Oversized, Refused
from ctxbuild.readers.printable import printable
from ctxbuild.readers.site.page_source import RawPage

PAGE_NAME = re.compile(r".*\.(?:x?html?|xht|shtml)(?:\.[a-z]{2}(?:-[a-z]{2,4})?)?", re.I | re.S)
"""Files that are pages; servers that negotiate have a language behind the ending."""

OWN_LINKS = re.compile(
    rb'<link data-ctxbuild rel="(?:alternate|describedby)"[^<>]*>\n?'
    rb"|<div data-ctxbuild [^<>]*><a [^<>]*>[^<>]*</a></div>\n?"
)
"""What ``--relations`` adds to a page; without it the page is read as it was before."""

MOST_PAGES = 200_000
_NOISE = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".doctrees"})


def without_own_links(page: bytes) -> bytes:
    """Return a page of HTML without what a former run added to it."""
    return OWN_LINKS.sub(b"", page) if b" data-ctxbuild " in page else page


class Folder:
    """The pages below a directory; links are not followed."""

    base = start = ""
    notes: tuple[str, ...] = ()

    def __init__(self, root: bytes, name: str, max_bytes: int, only: bytes | None = None) -> None:
        """Read below ``root``, or only the file of that name in it."""
        self.name = self.location = name
        self.skipped: list[Skipped] = []
        self.aliases: dict[str, str] = {}
        self._root = root
        self._disk = Disk(root, max_bytes)
        self._limit = max_bytes
        self._only = only

    def paths(self) -> Sequence[str]:
        """Return the paths of all pages, sorted as bytes."""
        if self._only is not None:
            return [Entry(self._only).id]
        found = self._walked()
        pages = {path for path in found if not self._links_to(path, found)}
        return [Entry(path).id for path in found if path in pages]

    def _links_to(self, path: bytes, pages: Sequence[bytes]) -> bool:
        """Whether a page is a link to another one; takes note of it."""
        full = os.path.join(self._root, path)
        if not os.path.islink(full):  # noqa: PTH114 - bytes in, bytes out, here and below
            return False
        beside = os.path.dirname(path)  # noqa: PTH120
        target = os.path.normpath(os.path.join(beside, os.readlink(full)))  # noqa: PTH115
        place = bisect_left(pages, target)
        if place == len(pages) or pages[place] != target or target == path:
            return False
        self.aliases[Entry(path).id] = Entry(target).id
        return True

    def _walked(self) -> list[bytes]:
        waiting, found = [b""], []
        while waiting:
            directory = waiting.pop()
            for path, is_directory in self._children(directory):
                if is_directory:
                    waiting.append(path)
                elif PAGE_NAME.fullmatch(os.fsdecode(path)):
                    found.append(path)
        for path in sorted(found)[MOST_PAGES:]:
            self.skipped.append(Skipped(Entry(path).id, f"more than {MOST_PAGES:,} pages"))
        return sorted(found)[:MOST_PAGES]

    def _children(self, directory: bytes) -> list[tuple[bytes, bool]]:
        try:
            with os.scandir(os.path.join(self._root, directory)) as found:
                names = [(child.name, child.is_dir(follow_symlinks=False)) for child in found]
        except OSError as error:
            reason = f"not readable: {(error.strerror or 'unknown').lower()}"
            self.skipped.append(Skipped(Entry(directory + b"/").id, reason))
            return []
        prefix = directory + b"/" if directory else b""
        return [(prefix + name, inner) for name, inner in names if os.fsdecode(name) not in _NOISE]

    def pages(self, paths: Sequence[str]) -> Iterator[RawPage | Skipped]:
        """Yield pages in the order asked for."""
        for path in paths:
            reading = self._disk.read_path(os.fsencode(path))
            if isinstance(reading, bytes):
                yield RawPage(path, without_own_links(reading))
            elif isinstance(reading, Oversized):
                yield Skipped(path, f"larger than {self._limit >> 20} MiB")
            else:
                yield Skipped(path, printable(reading.reason))

    def file(self, path: str) -> bytes | None:
        """Return a file of the site, if it is there and a regular one."""
        if self._only is not None:
            return None
        reading = self._disk.read_path(os.fsencode(path))
        return None if isinstance(reading, Oversized | Refused) else reading
