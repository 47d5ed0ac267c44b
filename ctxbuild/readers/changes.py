"""What changed between two states of a repository, and both texts of each file.

Trees and the index are compared by object ids, the work tree through the bytes
that are read, so nothing that the repository's configuration names is run.
Texts of both sides are in the state in which readers hand on every text: what
a change removes holds no secrets either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from ctxbuild.model import Skipped, UsageError
from ctxbuild.readers.change_request import ChangeRequest
from ctxbuild.readers.entries import FileSet
from ctxbuild.readers.git import GitError, GitMissingError, Repository, run_git
from ctxbuild.readers.printable import printable
from ctxbuild.readers.rawdiff import RAW_OPTIONS, RawChange, below, raw_changes
from ctxbuild.readers.source import DEFAULT_MAX_FILE_BYTES
from ctxbuild.readers.unsaved import Unsaved, compare_worktree
from ctxbuild.readers.versions import FileChange, VersionMaker
from ctxbuild.readers.worktree import worktree_files

INDEX = "index"
WORK_TREE = "work tree"
_UNMERGED = "U"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What changed from ``base`` to ``head``, in the order of paths.

    ``base`` is a commit id, empty before the first commit; ``head`` a commit
    id, ``index`` or ``work tree``. ``asked`` is how the user put it.
    """

    base: str
    head: str
    asked: str
    files: tuple[FileChange, ...]
    skipped: tuple[Skipped, ...] = ()
    """Files that git knows and that could not be compared."""
    notes: tuple[str, ...] = ()


def read_changes(
    repository: Repository,
    request: ChangeRequest,
    *,
    files: FileSet | None = None,
    wanted: Callable[[bytes], bool] = lambda _path: True,
    redact: bool = True,
    max_file_bytes: int = DEFAULT_MAX_FILE_BYTES,
) -> ChangeSet:
    """Return what changed between two states, below the repository's directory.

    Args:
        repository: where they are.
        request: which states.
        files: the work tree's files, where they have been listed already.
        wanted: says of a path whether it counts.
        redact: whether to take secrets out of texts.
        max_file_bytes: larger files have no text.

    Raises:
        UsageError: a revision is not there, or the two have nothing in common.
        GitError: the repository cannot be read.
    """
    base, head = _ends(repository, request)
    if head == WORK_TREE:
        listed = files or worktree_files(repository, max_file_bytes)
        unsaved = compare_worktree(repository, base, listed, wanted, max_file_bytes)
        origin = listed.origin
    else:
        unsaved, origin = Unsaved(_between(repository, base, head)), None
    commits = dict.fromkeys(each for each in (base, head) if each not in ("", INDEX, WORK_TREE))
    maker = VersionMaker(
        repository, commits, max_file_bytes, redact=redact, origin=origin, on_disk=unsaved.files
    )
    merged = [c for c in unsaved.changes if c.status != _UNMERGED and wanted(c.path)]
    notes = _notes(repository, unsaved)
    made = maker.make(merged)
    return ChangeSet(base, head, _asked(request), made, tuple(unsaved.skipped), notes)


def _notes(repository: Repository, unsaved: Unsaved) -> tuple[str, ...]:
    notes = []
    if repository.shallow:
        notes.append("shallow clone: only part of the history is here")
    unmerged = sum(change.status == _UNMERGED for change in unsaved.changes)
    if unmerged:
        notes.append(f"{unmerged} unmerged paths are left out; finish the merge to see them")
    return tuple(notes)


def _asked(request: ChangeRequest) -> str:
    """Return a request as the user wrote it, about."""
    if request.staged:
        return request.flag
    shown = f"{request.flag} {printable(request.base)}"
    if request.head is None:
        return shown
    sign = "..." if request.merge_base else ".."
    return f"{shown}{sign}{printable(request.head)}"


def _ends(repository: Repository, request: ChangeRequest) -> tuple[str, str]:
    """Return the base commit and the head: a commit, the index or the work tree."""
    if request.staged:
        if not repository.work_tree:
            raise UsageError(f"{request.flag}: there is no work tree here; compare two commits")
        return repository.head or "", INDEX
    base = _commit(repository, request.flag, request.base)
    if request.head is not None:
        head = tip = _commit(repository, request.flag, request.head)
    else:
        tip = repository.head or base
        head = WORK_TREE if repository.work_tree else tip
    return (_merge_base(repository, request, base, tip) if request.merge_base else base), head


def _commit(repository: Repository, flag: str, revision: str) -> str:
    """Return the id of a commit.

    Raises:
        UsageError: there is none of that name.
    """
    shown = f"{flag} {printable(revision)}"
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise UsageError(f"{shown}: not a revision; name a branch, tag or commit id")
    wanted = f"{revision}^{{commit}}"
    try:
        out = run_git(["rev-parse", "--verify", "--quiet", wanted], repository.directory)
    except GitMissingError:
        raise
    except GitError:
        hint = _deepen(repository)
        raise UsageError(f"{shown}: no such commit, tag or branch here{hint}") from None
    return out.decode("ascii").strip()


def _merge_base(repository: Repository, request: ChangeRequest, base: str, tip: str) -> str:
    try:
        out = run_git(["merge-base", base, tip], repository.directory)
    except GitMissingError:
        raise
    except GitError:
        shown = f"{request.flag} {printable(request.base)}"
        hint = _deepen(repository) or "; compare the two directly: --diff A..B"
        raise UsageError(f"{shown}: no commit in common with what is read{hint}") from None
    return out.decode("ascii").split("\n")[0]


def _deepen(repository: Repository) -> str:
    hint = "; this clone is shallow, deepen it first: git fetch --deepen=1000"
    return hint if repository.shallow else ""


def _between(repository: Repository, base: str, head: str) -> list[RawChange]:
    """Return the paths that differ between two commits, or between a commit and the index."""
    nothing = hashlib.new(repository.object_format, b"tree 0\0", usedforsecurity=False)
    tree = base or nothing.hexdigest()
    command = ["diff-index", "--cached"] if head == INDEX else ["diff-tree"]
    ends = [tree] if head == INDEX else [tree, head]
    relative, *scope = below(repository)
    arguments = [*command, *RAW_OPTIONS, relative, *ends, *scope]
    return list(raw_changes(run_git(arguments, repository.directory)))
