"""Both sides of a changed file, their texts loaded when asked for."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from ctxbuild.model import ContentChangedError, Transform
from ctxbuild.readers.checkout import git_blob_id, with_plain_ends
from ctxbuild.readers.content import normalise
from ctxbuild.readers.documents import oversized
from ctxbuild.readers.entries import SUBMODULE, SYMLINK, Entry, Origin
from ctxbuild.readers.git import Repository
from ctxbuild.readers.objects import BlobReader, absent_objects, blob_sizes
from ctxbuild.readers.printable import printable
from ctxbuild.readers.rawdiff import NO_FILE, RawChange
from ctxbuild.readers.renames import renamed_pairs
from ctxbuild.readers.unsaved import OnDisk

Status = Literal["added", "deleted", "modified", "renamed", "mode", "type"]
"""``mode``: only the executable bit; ``type``: between file, symlink and submodule."""

BINARY = "binary"
_ABSENT = "not in this partial clone"
_DAMAGED = "missing or damaged in the object store"
_STATUS: Mapping[str, Status] = {"A": "added", "D": "deleted", "M": "modified", "T": "type"}


@dataclass(frozen=True, slots=True)
class VersionText:
    """The text of a file version with what was done to it, or the reason why there is none."""

    text: str | None
    reason: str = ""
    transforms: tuple[Transform, ...] = ()


@dataclass(frozen=True, slots=True)
class FileVersion:
    """One side of a change: a file as it was or is.

    ``mode`` and ``object_id`` are git's. ``reason`` says why there is no text
    where that is known beforehand: a symlink, a submodule, too large, missing.
    """

    path: str
    mode: str
    object_id: str
    reason: str
    _load: Callable[[], bytes] = field(repr=False, compare=False)
    _redact: bool = field(repr=False, compare=False)

    def read(self) -> VersionText:
        """Return the text after all transforms, as the reader would hand it on.

        Raises:
            ContentChangedError: the file is no longer what was compared.
        """
        if self.reason:
            return VersionText(None, self.reason)
        try:
            data = self._load()
        except OSError as error:
            raise ContentChangedError(self.path) from error
        found = normalise(data, self.path, redact=self._redact)
        if found is None:
            return VersionText(None, BINARY)
        return VersionText(found.data.decode("utf-8"), "", found.recipe.transforms())


@dataclass(frozen=True, slots=True)
class FileChange:
    """One path that differs; ``old`` or ``new`` is ``None`` where there is no file."""

    path: str
    """Document id in the later state; that of the earlier where the file went."""
    status: Status
    old: FileVersion | None
    new: FileVersion | None


class VersionMaker:
    """Makes the two versions of each change, from the object store or from disk."""

    def __init__(
        self,
        repository: Repository,
        commits: Iterable[str],
        max_file_bytes: int,
        *,
        redact: bool,
        origin: Origin | None = None,
        on_disk: Mapping[bytes, OnDisk] | None = None,
    ) -> None:
        """Take later sides ``on_disk`` from ``origin``, all others from the objects of commits."""
        self._repository = repository
        self._limit = max_file_bytes
        self._redact = redact
        self._origin = origin
        self._on_disk = on_disk or {}
        self._blobs = BlobReader(repository)
        absent = [absent_objects(repository, commit) for commit in commits]
        # They must not be asked for: git would try to fetch them.
        self._absent = frozenset[str]().union(*absent)
        self._sizes: dict[str, int] = {}

    def make(self, changes: Sequence[RawChange]) -> tuple[FileChange, ...]:
        """Return the changes in the order of paths; a file that was only moved is one change."""
        ids = {c.old_id: None for c in changes if c.old_mode not in (SUBMODULE, NO_FILE)}
        ids |= {c.new_id: None for c in changes if c.new_mode not in (SUBMODULE, NO_FILE)}
        on_disk = {c.new_id for c in changes if c.path in self._on_disk}
        on_disk -= {c.old_id for c in changes}
        asked = [each for each in ids if each not in self._absent and each not in on_disk]
        self._sizes = blob_sizes(self._repository, asked)
        made = [self._change(raw) for raw in sorted(changes, key=lambda raw: raw.path)]
        return self._with_moves(made)

    def _change(self, raw: RawChange) -> FileChange:
        path = raw.path.decode("utf-8", "surrogateescape")
        status = _STATUS[raw.status]
        if status == "modified" and raw.old_id == raw.new_id:
            status = "mode"
        old = None if raw.old_mode == NO_FILE else self._stored(path, raw.old_mode, raw.old_id)
        new = None
        if raw.path in self._on_disk:
            new = self._file(path, raw, self._on_disk[raw.path])
        elif raw.new_mode != NO_FILE:
            new = self._stored(path, raw.new_mode, raw.new_id)
        return FileChange(path, status, old, new)

    def _stored(self, path: str, mode: bytes, object_id: str) -> FileVersion:
        reason = self._why_not(path, mode, object_id)
        load = partial(self._blobs.read, object_id)
        return FileVersion(path, mode.decode("ascii"), object_id, reason, load, self._redact)

    def _why_not(self, path: str, mode: bytes, object_id: str) -> str:
        """Return why a blob has no text, as far as that is known without opening it."""
        if mode == SUBMODULE:
            return f"submodule at {object_id[:12]}"
        if object_id in self._absent:
            return _ABSENT
        size = self._sizes.get(object_id)
        if size is None:
            return _DAMAGED
        if size > self._limit:
            return oversized(Entry(os.fsencode(path)), size, self._limit).reduced
        if mode == SYMLINK:
            return f"symlink to {printable(self._blobs.read(object_id))}"
        return ""

    def _file(self, path: str, raw: RawChange, disk: OnDisk) -> FileVersion:
        mode = raw.new_mode.decode("ascii")
        load = partial(self._from_disk, raw, disk)
        return FileVersion(path, mode, raw.new_id, disk.reason, load, self._redact)

    def _from_disk(self, raw: RawChange, disk: OnDisk) -> bytes:
        """Return a file's bytes, with line ends as git would store them.

        Raises:
            OSError: it is gone, or is not what was compared.
        """
        assert self._origin is not None
        data = self._origin.again(disk.entry)
        if git_blob_id(data, self._repository.object_format) != raw.new_id:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), disk.entry.id)
        # Git leaves text alone that was stored with CRLF in the first place.
        if disk.converted and b"\r\n" not in self._blobs.read(raw.old_id):
            return with_plain_ends(data)
        return data

    def _with_moves(self, changes: Sequence[FileChange]) -> tuple[FileChange, ...]:
        """Join a file that went and one that came with the same bytes, or most of its lines."""
        empty = git_blob_id(b"", self._repository.object_format)
        gone: dict[tuple[str, str], list[FileVersion]] = {}
        for change in changes:
            old = change.old
            if change.status == "deleted" and old is not None and old.object_id != empty:
                gone.setdefault(_content(old), []).append(old)
        moved: dict[str, FileChange] = {}
        for change in changes:
            new = change.new
            olds = gone.get(_content(new)) if change.status == "added" and new else None
            if new is not None and olds:
                old = next((each for each in olds if _base(each) == _base(new)), olds[0])
                olds.remove(old)
                moved[old.path] = FileChange(new.path, "renamed", old, new)
        joined = _joined(changes, moved)
        return _joined(joined, _edited_moves(joined))


def _joined(
    changes: Sequence[FileChange], moved: Mapping[str, FileChange]
) -> tuple[FileChange, ...]:
    """Put moves, by the path that went, in the place of what came; what went falls away."""
    by_new = {change.path: change for change in moved.values()}
    kept = [c for c in changes if c.status != "deleted" or c.path not in moved]
    return tuple(by_new.get(c.path, c) for c in kept)


def _edited_moves(changes: Sequence[FileChange]) -> dict[str, FileChange]:
    """Return the moves of files that were edited as well, by the path that went."""
    gone = [c.old for c in changes if c.status == "deleted" and c.old and not c.old.reason]
    came = [c.new for c in changes if c.status == "added" and c.new and not c.new.reason]
    return {
        gone[old].path: FileChange(came[new].path, "renamed", gone[old], came[new])
        for old, new in renamed_pairs(gone, came)
    }


def _content(version: FileVersion) -> tuple[str, str]:
    """Return what two versions share that are the same file elsewhere: kind and bytes."""
    return version.mode[:3], version.object_id


def _base(version: FileVersion) -> str:
    return version.path.rpartition("/")[2]
