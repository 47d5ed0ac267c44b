"""What a file set is made of: paths, what reading one gave, and where the bytes come from."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ctxbuild.model import Skipped

_SEPARATORS = rb"[/\\]" if os.sep == "\\" else rb"/"
_UNSAFE = re.compile(
    rb"(?:^|%b)(?:\.{0,2}|\.git)(?:%b|$)" % (_SEPARATORS, _SEPARATORS), re.IGNORECASE
)
SYMLINK = b"120000"
SUBMODULE = b"160000"
_EXECUTABLE = b"100755"


@dataclass(frozen=True, slots=True)
class Entry:
    """One path of a file set, relative to the source's root, ``/``-separated.

    ``mode`` and ``object_id`` are git's, empty where git does not track the
    file. ``absent`` says that a sparse checkout left it out of the work tree.
    """

    path: bytes
    mode: bytes = b""
    object_id: str = ""
    absent: bool = False

    @property
    def id(self) -> str:
        """The path as a document's id; bytes that are not UTF-8 become lone surrogates."""
        return self.path.decode("utf-8", "surrogateescape")

    @property
    def executable(self) -> bool:
        """Whether git records the file as executable."""
        return self.mode == _EXECUTABLE


@dataclass(frozen=True, slots=True)
class Refused:
    """A path that was not read; ``target`` is where it points if it is a symlink."""

    reason: str
    target: bytes | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Oversized:
    """A file that is larger than what may be read; ``size`` in bytes."""

    size: int


Reading = bytes | Refused | Oversized


class Origin(Protocol):
    """Where the bytes of a file set come from."""

    def read(self, entries: Sequence[Entry]) -> Iterator[Reading]:
        """Yield what reading each entry gave, in order; never raises for one of them."""
        ...

    def again(self, entry: Entry) -> bytes:
        """Return the bytes of an entry that was read before.

        Raises:
            OSError: they cannot be read any more.
        """
        ...


class Revision(Protocol):
    """Watches what is read and says afterwards which revision that was."""

    def expect(self, wanted: Callable[[bytes], bool]) -> None:
        """Take note of which paths are asked for; called once, before anything is seen."""
        ...

    def saw(self, entry: Entry, reading: Reading, digest: str, blob_id: str) -> None:
        """Take note of a reading; ``digest`` and git's ``blob_id`` are of the bytes, if any."""
        ...

    def name(self) -> str:
        """Return the revision of everything seen."""
        ...

    def changed(self) -> frozenset[str]:
        """Return the ids of what was seen and is not as the commit of that name has it."""
        ...


@dataclass(slots=True)
class FileSet:
    """The paths of a source with what is needed to read them.

    ``root`` is the directory they are read from, ``None`` where that is a
    repository's objects.
    """

    entries: list[Entry]
    origin: Origin
    root: bytes | None = None
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def is_unsafe(path: bytes) -> bool:
    """Say whether a path could lead out of its root or into version control data."""
    return _UNSAFE.search(path) is not None
