"""The file set of a commit, read from the object store without a checkout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ctxbuild.readers.entries import (
    SYMLINK,
    Entry,
    FileSet,
    Oversized,
    Reading,
    Refused,
)
from ctxbuild.readers.git import Repository, list_tree
from ctxbuild.readers.objects import BlobReader, absent_objects, blob_sizes, stream_blobs
from ctxbuild.readers.printable import printable

_ABSENT = Refused("not in this partial clone", gone=True)
_DAMAGED = Refused("missing or damaged in the object store", gone=True)


@dataclass(slots=True)
class ObjectStore:
    """Reads blobs of one commit; an :class:`~ctxbuild.readers.entries.Origin`.

    ``keep_alive`` is whatever must live as long as the objects are needed:
    the temporary clone they are in.
    """

    repository: Repository
    max_file_bytes: int
    absent: frozenset[str] = frozenset()
    keep_alive: object = None
    blobs: BlobReader = field(init=False)

    def __post_init__(self) -> None:
        self.blobs = BlobReader(self.repository)

    def read(self, entries: Sequence[Entry]) -> Iterator[Reading]:
        """Yield what reading each entry gave, in order."""
        wanted = [e.object_id for e in entries if e.object_id not in self.absent]
        sizes = blob_sizes(self.repository, list(dict.fromkeys(wanted)))
        limit = self.max_file_bytes
        within = [e.object_id for e in entries if sizes.get(e.object_id, limit + 1) <= limit]
        contents = stream_blobs(self.repository, within)
        for entry in entries:
            size = sizes.get(entry.object_id)
            if size is None:
                yield _ABSENT if entry.object_id in self.absent else _DAMAGED
            elif size > limit:
                yield Oversized(size)
            else:
                yield _reading(entry, next(contents)[1])

    def again(self, entry: Entry) -> bytes:
        """Return the bytes of a blob that was read before.

        Raises:
            FileNotFoundError: it is gone or damaged.
        """
        return self.blobs.read(entry.object_id)


def _reading(entry: Entry, data: bytes | None) -> Reading:
    if data is None:
        return _DAMAGED
    if entry.mode == SYMLINK:
        return Refused(f"symlink to {printable(data)}", data)
    return data


def commit_files(
    repository: Repository, commit: str, max_file_bytes: int, keep_alive: object = None
) -> FileSet:
    """Return the file set of a commit below the repository's directory.

    Raises:
        GitError: the commit's trees cannot be read.
    """
    absent = absent_objects(repository, commit)
    origin = ObjectStore(repository, max_file_bytes, absent, keep_alive)
    return FileSet(list_tree(repository, commit), origin)
