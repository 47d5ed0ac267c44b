"""Which revision was read: a commit, a commit with changes, or just these bytes.

A work tree is compared with its commit through the bytes that were read, by
git's own blob ids. Git is not asked to compare, because that would run the
filters that a hostile repository names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection

from ctxbuild.readers.checkout import (
    converted,
    git_blob_id,
    holds_pointer_to,
    with_plain_ends,
)
from ctxbuild.readers.entries import SUBMODULE, SYMLINK, Entry, Reading, Refused
from ctxbuild.readers.git import Repository

_DIGEST_BYTES = 6
_DELETED = "deleted"


class CommitRevision:
    """The objects of a commit were read: the revision is its id."""

    def __init__(self, commit: str) -> None:
        self._commit = commit

    def expect(self, wanted: Callable[[bytes], bool]) -> None:
        """Nothing can be missing."""

    def saw(self, entry: Entry, reading: Reading, digest: str, blob_id: str) -> None:
        """Nothing can differ."""

    def name(self) -> str:
        """Return the commit id."""
        return self._commit

    def changed(self) -> frozenset[str]:
        """Return nothing."""
        return frozenset()


class FilesRevision:
    """A directory without version control was read: ``files:`` and a digest of all of it."""

    def __init__(self) -> None:
        self._seen: dict[bytes, str] = {}

    def expect(self, wanted: Callable[[bytes], bool]) -> None:
        """What is not there is not known."""

    def saw(self, entry: Entry, reading: Reading, digest: str, _blob_id: str) -> None:
        """Take note of what was read."""
        if isinstance(reading, bytes):
            self._seen[entry.path] = digest

    def name(self) -> str:
        """Return ``files:DIGEST``."""
        return f"files:{_digest(self._seen)}"

    def changed(self) -> frozenset[str]:
        """Return nothing: there is no commit to differ from."""
        return frozenset()


class WorktreeRevision:
    """A work tree was read: its commit, with ``+dirty:DIGEST`` where bytes differ from it."""

    def __init__(self, repository: Repository, committed: Collection[Entry]) -> None:
        """Compare with ``committed``, the entries of the head commit."""
        self._repository = repository
        self._committed = {entry.path: entry for entry in committed}
        self._unseen = set(self._committed)
        self._changed: dict[bytes, str] = {}
        self._line_ends: dict[bytes, str] = {}

    def expect(self, wanted: Callable[[bytes], bool]) -> None:
        """Count as deleted only what was asked for and does not turn up."""
        self._unseen = {path for path in self._committed if wanted(path)}

    def saw(self, entry: Entry, reading: Reading, digest: str, blob_id: str) -> None:
        """Compare one reading with the commit."""
        if isinstance(reading, Refused) and reading.gone:
            return
        self._unseen.discard(entry.path)
        before = self._committed.get(entry.path)
        if isinstance(reading, bytes):
            if before is None or blob_id != before.object_id:
                self._differs(entry.path, reading, digest, before)
        elif isinstance(reading, Refused) and reading.target is not None:
            self._saw_link(entry.path, reading.target, before)
        elif entry.mode == SUBMODULE and (before is None or before.object_id != entry.object_id):
            self._changed[entry.path] = entry.object_id

    def _saw_link(self, path: bytes, target: bytes, before: Entry | None) -> None:
        found = git_blob_id(target, self._repository.object_format)
        if before is None or before.object_id != found or before.mode != SYMLINK:
            self._changed[path] = found

    def _differs(self, path: bytes, data: bytes, digest: str, before: Entry | None) -> None:
        """Note a change, unless git itself made it when it checked the file out."""
        kind = self._repository.object_format
        if before is not None:
            plain = with_plain_ends(data) if b"\r\n" in data else data
            if plain is not data and git_blob_id(plain, kind) == before.object_id:
                self._line_ends[path] = digest
                return
            if holds_pointer_to(data, before.object_id, kind):
                return
        self._changed[path] = digest

    def name(self) -> str:
        """Return ``COMMIT``, ``COMMIT+dirty:DIGEST``, or ``unborn`` in place of the commit."""
        deleted = dict.fromkeys(self._unseen, _DELETED)
        changed = {**self._changed, **self._unexplained_line_ends(), **deleted}
        head = self._repository.head or "unborn"
        return f"{head}+dirty:{_digest(changed)}" if changed else head

    def changed(self) -> frozenset[str]:
        """Return the ids of files whose bytes differ from the commit's."""
        return frozenset(path.decode("utf-8", "surrogateescape") for path in self._changed)

    def _unexplained_line_ends(self) -> dict[bytes, str]:
        """Return files with CRLF, LF in the commit, that no setting of git's explains."""
        explained = converted(self._repository, self._line_ends)
        return {path: digest for path, digest in self._line_ends.items() if path not in explained}


def _digest(changes: dict[bytes, str]) -> str:
    """Return a short BLAKE2b over sorted paths and what each is now."""
    state = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for path in sorted(changes):
        state.update(b"%d:%b%b\n" % (len(path), path, changes[path].encode("ascii")))
    return state.hexdigest()
