"""Files of papers in JSON lines, plain or packed, read as a stream in constant memory."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from ctxbuild.model import CtxbuildError, Paper, UsageError
from ctxbuild.readers.arxiv.categories import names_of
from ctxbuild.readers.arxiv.identifiers import repaired
from ctxbuild.readers.arxiv.records import paper_of
from ctxbuild.readers.printable import printable

_LONGEST_LINE = 16 << 20
"""Bytes of one record; 3,000 authors with affiliations take half a megabyte."""
_EVERY = 4096
_NAMED = re.compile(rb'\s*\{\s*"id"\s*:\s*"([\w./-]{4,40})"')
"""A line that begins with its identifier, as Kaggle's and ours do."""
_PACKED: tuple[tuple[bytes, Callable[..., Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"\xfd7zXZ\x00", lzma.open),
    (b"BZh", bz2.open),
)
_ZIP = b"PK\x03\x04"
_DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError)


@dataclass(slots=True)
class Counts:
    """What was met in a file besides papers."""

    lines: int = 0
    broken: int = 0
    first_broken: int = 0
    without_abstract: int = 0
    problem: str = ""
    """Why it was not read to its end, or nothing."""

    def miss(self) -> None:
        """Count a line that holds no paper."""
        self.broken += 1
        self.first_broken = self.first_broken or self.lines


def check_snapshot(path: Path) -> None:
    """Refuse what is no file.

    Raises:
        UsageError: there is none.
    """
    if not path.is_file():
        raise UsageError(f"--snapshot {printable(str(path))}: no such file; give one of JSON lines")


def papers_in(
    path: Path,
    counts: Counts,
    categories: tuple[str, ...] = (),
    told: Callable[[int], None] = lambda _lines: None,
    admitted: Callable[[str], bool] | None = None,
) -> Iterator[Paper]:
    """Yield the papers of a file in its order; what is broken is counted.

    Args:
        path: of the file.
        counts: told of everything that is passed over.
        categories: lines that name none of them are not looked into.
        told: the lines read, now and then.
        admitted: of an identifier, whether its paper may be wanted; lines that begin with another
            are not looked into.

    Raises:
        CtxbuildError: the file cannot be opened.
    """
    import msgspec

    names = [name.encode() for each in categories for name in names_of(each)]
    decoder = msgspec.json.Decoder()
    for line in _lines(path, counts):
        if counts.lines % _EVERY == 0:
            told(counts.lines)
        if names and not any(name in line for name in names):
            if not line.lstrip().startswith(b"{"):
                counts.miss()
            continue
        if admitted is not None and (start := _NAMED.match(line)):
            name = repaired(start[1].decode())
            if name is not None and not admitted(name):
                continue
        try:
            paper = paper_of(decoder.decode(line))
        except (ValueError, RecursionError):
            paper = None
        if paper is None:
            counts.miss()
        else:
            yield paper


def _lines(path: Path, counts: Counts) -> Iterator[bytes]:
    with ExitStack() as stack:
        try:
            stream = _opened(path, stack)
        except _DAMAGED as error:
            raise CtxbuildError(f"{path}: cannot be read: {_reason(error)}") from None
        try:
            while line := stream.readline(_LONGEST_LINE):
                counts.lines += 1
                if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
                    _skip_rest(stream)
                    counts.miss()
                elif line.strip():
                    yield line
        except _DAMAGED as error:
            counts.problem = f"damaged after line {counts.lines}: {_reason(error)}"


def _skip_rest(stream: IO[bytes]) -> None:
    while (part := stream.readline(_LONGEST_LINE)) and not part.endswith(b"\n"):
        pass


def _opened(path: Path, stack: ExitStack) -> IO[bytes]:
    plain = stack.enter_context(path.open("rb"))
    start = plain.read(8)
    plain.seek(0)
    for magic, opener in _PACKED:
        if start.startswith(magic):
            return cast("IO[bytes]", stack.enter_context(opener(path)))
    if start.startswith(_ZIP):
        archive = stack.enter_context(zipfile.ZipFile(plain))
        members = [each for each in archive.infolist() if not each.is_dir()]
        if not members:
            raise zipfile.BadZipFile
        largest = max(members, key=lambda each: each.file_size)
        return stack.enter_context(archive.open(largest))
    return plain


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
