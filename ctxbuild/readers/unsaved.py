"""How the files of a work tree differ from a commit, told from their bytes and git's ids.

Git is not asked to compare, because that would run the filters that a hostile
repository names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ctxbuild.markers import OWN_OUTPUT_MARKERS
from ctxbuild.model import Skipped
from ctxbuild.readers.checkout import (
    LONGEST_POINTER,
    converted,
    git_blob_id,
    holds_pointer_to,
    size_behind,
    with_plain_ends,
)
from ctxbuild.readers.documents import oversized
from ctxbuild.readers.entries import (
    SUBMODULE,
    SYMLINK,
    Entry,
    FileSet,
    Oversized,
    Reading,
    Refused,
)
from ctxbuild.readers.git import Repository, list_tree
from ctxbuild.readers.objects import blob_sizes, stream_blobs
from ctxbuild.readers.rawdiff import NO_FILE, REGULAR, RawChange
from ctxbuild.readers.worktree import not_for_reading

_NOTHING = Entry(b"", NO_FILE)


@dataclass(frozen=True, slots=True)
class OnDisk:
    """The later side of a change, to be read from disk.

    ``reason`` says why it has no text; ``converted`` that git may have made
    its line ends.
    """

    entry: Entry
    reason: str = ""
    converted: bool = False


@dataclass(slots=True)
class Unsaved:
    """What differs; ``files`` holds the paths whose later side is on disk."""

    changes: list[RawChange] = field(default_factory=list)
    files: dict[bytes, OnDisk] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)


def compare_worktree(
    repository: Repository,
    base: str,
    listed: FileSet,
    wanted: Callable[[bytes], bool],
    max_file_bytes: int,
) -> Unsaved:
    """Return how files differ from a commit; what git neither tracks nor ignores counts as new.

    Line ends that git converts and contents behind a Git LFS pointer are no change.

    Args:
        repository: seen from the directory that the files are in.
        base: id of the commit.
        listed: the work tree's files.
        wanted: says of a path whether it counts.
        max_file_bytes: larger files are compared by their size.
    """
    committed = {e.path: e for e in list_tree(repository, base) if wanted(e.path)}
    comparison = _Comparison(repository, committed, max_file_bytes)
    for entry, reading in _readings(listed, wanted):
        comparison.saw(entry, reading)
    return comparison.result()


def _readings(
    listed: FileSet, wanted: Callable[[bytes], bool]
) -> Iterator[tuple[Entry, Reading | None]]:
    """Yield each path with what reading it gave, ``None`` where only git's listing counts."""
    opened = []
    for entry in listed.entries:
        if not wanted(entry.path):
            continue
        refused = not_for_reading(entry)
        if refused is None:
            opened.append(entry)
        else:
            yield entry, None if entry.mode == SUBMODULE or entry.absent else refused
    yield from zip(opened, listed.origin.read(opened), strict=True)


class _Comparison:
    """Sees every file once and then knows what differs."""

    def __init__(
        self, repository: Repository, committed: Mapping[bytes, Entry], limit: int
    ) -> None:
        self._repository = repository
        self._committed = committed
        self._limit = limit
        self._unseen = dict(committed)
        self._found = Unsaved()
        self._with_crlf: dict[bytes, bool] = {}
        """Changed paths with CRLF → whether nothing else differs."""
        self._large: list[tuple[Entry, int]] = []

    def saw(self, entry: Entry, reading: Reading | None) -> None:
        """Compare one path with the commit."""
        if isinstance(reading, Refused) and reading.gone:
            return
        before = self._unseen.pop(entry.path, _NOTHING)
        if reading is None:
            if (entry.mode, entry.object_id) != (before.mode, before.object_id):
                self._changed(entry, before, entry.mode, entry.object_id)
        elif isinstance(reading, bytes):
            self._saw_bytes(entry, before, reading)
        elif isinstance(reading, Oversized):
            self._large.append((entry, reading.size))
        else:
            self._saw_other(entry, before, reading)

    def _saw_bytes(self, entry: Entry, before: Entry, data: bytes) -> None:
        kind = self._repository.object_format
        found = git_blob_id(data, kind)
        if before is _NOTHING:
            if data.startswith(OWN_OUTPUT_MARKERS):
                return
        elif found == before.object_id:
            # Where a file system has no symlinks, a plain file holds the target.
            if before.mode != SYMLINK and entry.mode not in (b"", before.mode):
                self._changed(entry, before, entry.mode, found)
                self._found.files[entry.path] = OnDisk(entry)
            return
        elif holds_pointer_to(data, before.object_id, kind):
            return
        elif b"\r\n" in data:
            plain = git_blob_id(with_plain_ends(data), kind)
            self._with_crlf[entry.path] = plain == before.object_id
        mode = entry.mode if entry.mode not in (b"", SYMLINK) else _file_mode(before)
        self._changed(entry, before, mode, found)
        self._found.files[entry.path] = OnDisk(entry)

    def _saw_other(self, entry: Entry, before: Entry, refused: Refused) -> None:
        """Compare a symlink; note what cannot be read though it is known to git."""
        if refused.target is None:
            if before is not _NOTHING:
                self._found.skipped.append(Skipped(entry.id, refused.reason))
            return
        found = git_blob_id(refused.target, self._repository.object_format)
        if (before.mode, before.object_id) != (SYMLINK, found):
            self._changed(entry, before, SYMLINK, found)
            self._found.files[entry.path] = OnDisk(entry, refused.reason)

    def _changed(self, entry: Entry, before: Entry, mode: bytes, object_id: str) -> None:
        status = "A" if before is _NOTHING else "M"
        if before is not _NOTHING and (_kind(mode) != _kind(before.mode)):
            status = "T"
        change = RawChange(entry.path, before.mode, mode, before.object_id, object_id, status)
        self._found.changes.append(change)

    def _compare_large(self) -> None:
        """Take a file that is too large to read for changed where its size is another."""
        befores = [self._committed.get(entry.path, _NOTHING) for entry, _ in self._large]
        sizes = self._sizes([before.object_id for before in befores if before.object_id])
        for (entry, size), before in zip(self._large, befores, strict=True):
            if sizes.get(before.object_id) != size:
                self._changed(entry, before, entry.mode or _file_mode(before), "")
                reason = oversized(entry, size, self._limit).reduced
                self._found.files[entry.path] = OnDisk(entry, reason)

    def _sizes(self, object_ids: Sequence[str]) -> dict[str, int]:
        """Return the sizes of blobs, or of what a Git LFS pointer points to."""
        sizes = blob_sizes(self._repository, object_ids)
        short = [each for each, size in sizes.items() if size <= LONGEST_POINTER]
        blobs = stream_blobs(self._repository, short)
        return sizes | {each: size_behind(blob) for each, blob in blobs if blob is not None}

    def result(self) -> Unsaved:
        """Return what differs, in no particular order."""
        found = self._found
        self._compare_large()
        for path, before in self._unseen.items():
            gone = RawChange(path, before.mode, NO_FILE, before.object_id, "", "D")
            found.changes.append(gone)
        by_git = converted(self._repository, self._with_crlf)
        same = {path for path in by_git if self._with_crlf[path]}
        for path in by_git - same:
            found.files[path] = OnDisk(found.files[path].entry, converted=True)
        found.changes = [change for change in found.changes if change.path not in same]
        return found


def _file_mode(before: Entry) -> bytes:
    return before.mode if _kind(before.mode) == _kind(REGULAR) else REGULAR


def _kind(mode: bytes) -> bytes:
    """Return what a mode says apart from permissions: file, symlink, submodule."""
    return mode[:3]
