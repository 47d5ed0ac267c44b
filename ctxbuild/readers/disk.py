"""Files of a directory, opened only where that is safe.

A path is read when it is a regular file of bounded size and no directory on
the way to it is a symbolic link. Everything else is refused with the reason.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence

from ctxbuild.readers.entries import Entry, Oversized, Reading, Refused
from ctxbuild.readers.printable import printable

# Without O_NONBLOCK, a FIFO put in a file's place would hold us up for ever.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_KINDS = {
    stat.S_IFDIR: "directory",
    stat.S_IFIFO: "FIFO",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "character device",
    stat.S_IFBLK: "block device",
}
_GONE = Refused("not found", gone=True)
_BEYOND_LINK = Refused("behind a symlink", gone=True)
_REASONS = {
    errno.EACCES: Refused("not readable: permission denied"),
    errno.EPERM: Refused("not readable: permission denied"),
    errno.ENAMETOOLONG: Refused("not readable: path too long"),
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.ELOOP: Refused("symlink"),
}


class Disk:
    """Reads files below one directory; an :class:`~ctxbuild.readers.entries.Origin`."""

    def __init__(self, root: bytes, max_file_bytes: int) -> None:
        """Read below ``root``, which may itself be reached through links."""
        self._root = root if root.endswith(b"/") else root + b"/"
        self._limit = max_file_bytes
        self._parents: dict[bytes, Refused | None] = {b"": None}

    def read(self, entries: Sequence[Entry]) -> Iterator[Reading]:
        """Yield what reading each entry gave, in order."""
        for entry in entries:
            yield self.read_path(entry.path)

    def again(self, entry: Entry) -> bytes:
        """Return the bytes of a file that was read before.

        Raises:
            OSError: it cannot be read any more.
        """
        self._parents = {b"": None}
        reading = self.read_path(entry.path)
        if isinstance(reading, bytes):
            return reading
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), entry.id)

    def read_path(self, path: bytes) -> Reading:
        """Return the bytes of a file, or why there are none; ``path`` must not be unsafe."""
        parent = self._parent(path.rpartition(b"/")[0])
        if parent is not None:
            return parent
        full = self._root + path
        try:
            status = os.lstat(full)
            if not stat.S_ISREG(status.st_mode):
                return _irregular(full, status.st_mode)
            if status.st_size > self._limit:
                return Oversized(status.st_size)
            return self._content(full)
        except OSError as error:
            return _refused(error)

    def _content(self, full: bytes) -> Reading:
        descriptor = os.open(full, _FLAGS)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return _irregular(full, status.st_mode)
            return self._drain(descriptor, status.st_size)
        finally:
            os.close(descriptor)

    def _drain(self, descriptor: int, size: int) -> Reading:
        """Read to the end of a file that may be growing, within the limit."""
        data = os.read(descriptor, size + 1)
        if len(data) == size:
            return data
        chunks = [data]
        total = len(data)
        while data and total <= self._limit:
            data = os.read(descriptor, self._limit + 1 - total)
            chunks.append(data)
            total += len(data)
        return b"".join(chunks) if total <= self._limit else Oversized(total)

    def _parent(self, directory: bytes) -> Refused | None:
        """Say why files of a directory are not read: it or one above is no directory."""
        parents = self._parents
        if directory in parents:
            return parents[directory]
        unknown = [directory]
        while (above := unknown[-1].rpartition(b"/")[0]) not in parents:
            unknown.append(above)
        verdict = parents[above]
        for path in reversed(unknown):
            verdict = verdict or self._not_a_directory(path)
            parents[path] = verdict
        return verdict

    def _not_a_directory(self, directory: bytes) -> Refused | None:
        try:
            mode = os.lstat(self._root + directory).st_mode
        except OSError as error:
            return _refused(error)
        if stat.S_ISDIR(mode):
            return None
        return _BEYOND_LINK if stat.S_ISLNK(mode) else _GONE


def _irregular(full: bytes, mode: int) -> Refused:
    if stat.S_ISLNK(mode):
        target = os.readlink(full)  # noqa: PTH115 - bytes in, bytes out
        return Refused(f"symlink to {printable(target)}", target)
    return Refused(_KINDS.get(stat.S_IFMT(mode), "not a regular file"))


def _refused(error: OSError) -> Refused:
    known = _REASONS.get(error.errno or 0)
    return known or Refused(f"not readable: {(error.strerror or 'unknown').lower()}")
