"""Pages of a zip or tar archive, read without writing any of it to disk.

Members are taken by number, not by name, so that names can do no harm; those
that would leave the archive, links and devices are skipped with the reason. Sizes
are those that unpacking really gives, whatever the archive says of itself.
"""

from __future__ import annotations

import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from ctxbuild.model import CtxbuildError, Skipped
from ctxbuild.readers.entries import is_unsafe
from ctxbuild.readers.printable import printable
from ctxbuild.readers.site.folder import MOST_PAGES, PAGE_NAME
from ctxbuild.readers.site.page_source import RawPage

ARCHIVE_NAME = re.compile(r".*\.(?:zip|tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz))", re.I | re.S)
_MOST_MEMBERS = 1_000_000
_MOST_BYTES = 4 << 30
# Text shrinks to a tenth, repetitive pages to a hundredth; a bomb to a thousandth.
_MOST_RATIO = 300
_SMALL_BYTES = 1 << 20
_WANTED = re.compile(r"(?:.*/)?(?:objects\.inv|search_index\.json|sitemap\.xml|toc\.html)", re.S)
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, OSError, EOFError, RuntimeError)


class Archive:
    """The pages in an archive; a single directory around everything is left out of paths."""

    base = start = ""
    notes: tuple[str, ...] = ()

    def __init__(self, path: Path, name: str, max_bytes: int) -> None:
        """Read an archive's list of members.

        Raises:
            CtxbuildError: it is no archive, or a broken one.
        """
        self.name = self.location = name
        self.skipped: list[Skipped] = []
        self.aliases: dict[str, str] = {}
        self._limit = max_bytes
        self._left = _MOST_BYTES
        self._packed = path.stat().st_size
        self._members: dict[str, zipfile.ZipInfo | tarfile.TarInfo] = {}
        try:
            self._open(path)
        except _BROKEN as error:
            raise CtxbuildError(f"{name}: cannot be read as an archive: {_said(error)}") from None
        self._top = _common_directory(self._members)

    def _open(self, path: Path) -> None:
        self._zip: zipfile.ZipFile | None = None
        self._tar: tarfile.TarFile | None = None
        if zipfile.is_zipfile(path):
            self._zip = zipfile.ZipFile(path)
            for info in self._zip.infolist()[:_MOST_MEMBERS]:
                if not info.is_dir():
                    self._add(info.filename, info, (info.external_attr >> 28) not in (0, 8))
            return
        self._tar = tarfile.open(path)  # noqa: SIM115 - it stays open as long as the site
        for number, member in enumerate(self._tar):
            if number >= _MOST_MEMBERS or member.offset_data > _MOST_BYTES:
                self.skipped.append(Skipped(self.name, "more members than are read"))
                break
            if member.isfile() or PAGE_NAME.fullmatch(member.name):
                self._add(member.name, member, not member.isfile())

    def _add(self, name: str, info: zipfile.ZipInfo | tarfile.TarInfo, irregular: bool) -> None:
        name = name.removeprefix("./")
        is_page = PAGE_NAME.fullmatch(name)
        if not (is_page or _WANTED.fullmatch(name)):
            return
        reason = ""
        if is_unsafe(name.encode("utf-8", "surrogateescape")) or "\0" in name or "\\" in name:
            reason = "its path leads out of the archive"
        elif irregular:
            reason = "a link or a special file"
        elif name in self._members:
            reason = "a second member of that name"
        elif is_page and len(self._members) >= MOST_PAGES:
            reason = f"more than {MOST_PAGES:,} pages"
        if reason:
            self.skipped.append(Skipped(printable(name), reason))
        else:
            self._members[name] = info

    def paths(self) -> Sequence[str]:
        """Return the paths of all pages, sorted as bytes."""
        names = (name[len(self._top) :] for name in self._members if PAGE_NAME.fullmatch(name))
        return sorted(names, key=lambda name: name.encode("utf-8", "surrogateescape"))

    def pages(self, paths: Sequence[str]) -> Iterator[RawPage | Skipped]:
        """Yield pages in the order asked for."""
        for path in paths:
            found = self._read(self._members[self._top + path])
            yield RawPage(path, found) if isinstance(found, bytes) else Skipped(path, found)

    def file(self, path: str) -> bytes | None:
        """Return another file of the archive."""
        info = self._members.get(self._top + path)
        found = self._read(info) if info is not None else None
        return found if isinstance(found, bytes) else None

    def _read(self, info: zipfile.ZipInfo | tarfile.TarInfo) -> bytes | str:
        """Return the bytes of a member, or why there are none."""
        try:
            with self._stream(info) as stream:
                data = stream.read(self._limit + 1)
        except (*_BROKEN, NotImplementedError) as error:
            return f"not readable: {_said(error)}"
        if len(data) > self._limit:
            return f"larger than {self._limit >> 20} MiB"
        packed = info.compress_size if isinstance(info, zipfile.ZipInfo) else self._packed
        if len(data) > _SMALL_BYTES and len(data) > packed * _MOST_RATIO:
            return f"unpacks to more than {_MOST_RATIO} times its size"
        self._left -= len(data)
        return (
            data if self._left >= 0 else f"the archive unpacks to more than {_MOST_BYTES >> 30} GiB"
        )

    def _stream(self, info: zipfile.ZipInfo | tarfile.TarInfo) -> IO[bytes]:
        if isinstance(info, zipfile.ZipInfo):
            assert self._zip is not None
            return self._zip.open(info)
        assert self._tar is not None
        stream = self._tar.extractfile(info)
        if stream is None:
            raise OSError("not a file")
        return stream


def _common_directory(names: dict[str, zipfile.ZipInfo | tarfile.TarInfo]) -> str:
    """Return the directories, with a slash, that everything is in."""
    pages = [name for name in names if PAGE_NAME.fullmatch(name)]
    if not pages:
        return ""
    first, last = min(pages).split("/")[:-1], max(pages).split("/")[:-1]
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    return "".join(f"{part}/" for part in first[:shared])


def _said(error: BaseException) -> str:
    return printable(str(error).lower() or type(error).__name__, 80)
