"""The file set of a git work tree: what git tracks, and what it neither tracks nor ignores."""

from __future__ import annotations

from ctxbuild.readers.disk import Disk
from ctxbuild.readers.entries import SUBMODULE, Entry, FileSet, Refused, is_unsafe
from ctxbuild.readers.git import Repository, list_worktree

_NESTED = Refused("nested repository")
_SPARSE = Refused("not in this sparse checkout")
_UNSAFE = Refused("unsafe path")


def worktree_files(repository: Repository, max_file_bytes: int) -> FileSet:
    """Return git's own file set below the repository's directory, to be read from disk.

    Raises:
        GitError: the index cannot be read.
    """
    root = repository.directory
    files = FileSet(list_worktree(repository), Disk(root, max_file_bytes), root)
    absent = sum(entry.absent for entry in files.entries)
    if absent:
        files.notes.append(f"sparse checkout: {absent} tracked files are not in the work tree")
    if repository.shallow:
        files.notes.append("shallow clone: only part of the history is here")
    return files


def not_for_reading(entry: Entry) -> Refused | None:
    """Say why an entry is none to open, from what git lists alone; ``None`` where it is one."""
    if entry.path.endswith(b"/"):
        return _NESTED
    if entry.mode == SUBMODULE:
        return Refused(f"submodule at {entry.object_id[:12]}")
    if is_unsafe(entry.path):
        return _UNSAFE
    return _SPARSE if entry.absent else None
