"""From what was asked for to a file set that can be read, whatever kind of source it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ctxbuild.model import UsageError
from ctxbuild.readers.asked import asked_for
from ctxbuild.readers.clone import Clone
from ctxbuild.readers.commit import commit_files
from ctxbuild.readers.disk import Disk
from ctxbuild.readers.entries import FileSet, Revision
from ctxbuild.readers.git import (
    GitMissingError,
    Repository,
    git_directory,
    is_ignored,
    list_tree,
    repository_at,
    resolve,
)
from ctxbuild.readers.ignore import IGNORE_FILE, IgnoreRules, Selection
from ctxbuild.readers.locate import Place, Remote, locate
from ctxbuild.readers.objects import BlobReader
from ctxbuild.readers.past import RepositoryPast
from ctxbuild.readers.plain import plain_files
from ctxbuild.readers.revision import CommitRevision, FilesRevision, WorktreeRevision
from ctxbuild.readers.workspace import with_dependencies
from ctxbuild.readers.worktree import worktree_files

_IGNORE_NAME = IGNORE_FILE.decode("ascii")
DEFAULT_MAX_FILE_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class RepoOptions:
    """What is asked of the repository reader.

    ``location`` is a directory, a file, a git URL or ``owner/name[@ref]``;
    ``ref`` a commit to read instead of the work tree; ``files`` the only paths
    to read, relative to the source or to the current directory; ``include``
    and ``exclude`` are globs in gitignore syntax. ``everything`` lifts the
    rules that reduce files, ``redact`` takes secrets out, ``with_deps`` adds
    the packages of the same repository that the source needs. Files above
    ``max_file_bytes`` are named, not read.
    """

    location: str = "."
    ref: str | None = None
    files: tuple[bytes, ...] | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    everything: bool = False
    redact: bool = True
    with_deps: bool = False
    max_file_bytes: int = DEFAULT_MAX_FILE_BYTES
    ref_flag: str = "--ref"
    """What the user wrote ``ref`` after, for messages."""
    output: bytes = b""
    """The directory in the source that is written to: nothing below it is read or counted."""


@dataclass(slots=True)
class OpenedSource:
    """A source ready to be read, and the revision that watches the reading."""

    place: Place
    files: FileSet
    revision: Revision
    object_format: str = ""
    """The hash of blob ids where the revision wants them; empty where it does not."""
    repository: Repository | None = None
    """Where its states can be compared: also before the first commit."""
    past: RepositoryPast | None = None
    wanted: Callable[[bytes], bool] = lambda _path: True
    """Says of a path whether the call asks for it."""


def open_source(options: RepoOptions) -> OpenedSource:
    """Find the files that a call asks for; nothing but lists and ignore files is read.

    Raises:
        UsageError: the source or the revision is missing, or refused.
        CtxbuildError: git cannot be run, or not read the repository.
    """
    place = locate(options.location)
    if place.remote is not None:
        return _open_remote(place, place.remote, options)
    if options.with_deps and place.file is not None:
        raise UsageError("--with-deps needs a directory: the package whose dependencies to add")
    assert place.directory is not None
    return _open_local(place, place.directory, options)


def _open_remote(place: Place, remote: Remote, options: RepoOptions) -> OpenedSource:
    if None not in (options.ref, remote.ref) and options.ref != remote.ref:
        raise UsageError(f"--ref {options.ref} and @{remote.ref} differ; give one of them")
    if options.with_deps:
        raise UsageError("--with-deps needs a directory of a repository that is on this machine")
    ref = remote.ref if options.ref is None else options.ref
    clone = Clone(remote, ref)
    repository = repository_at(clone.directory)
    assert repository is not None
    if repository.head is None and ref is None:
        return _open_empty(place, repository)
    commit = resolve(repository, clone.commitish)
    files = commit_files(repository, commit, options.max_file_bytes, keep_alive=clone)
    opened = _narrowed(place, files, CommitRevision(commit), options, IgnoreRules())
    opened.repository = repository
    opened.past = RepositoryPast(repository, commit, options.redact)
    return opened


def _open_local(place: Place, directory: bytes, options: RepoOptions) -> OpenedSource:
    repository = _repository(directory)
    if repository is None:
        if options.ref is not None or options.with_deps:
            flag = "--with-deps" if options.ref is None else "--ref"
            raise UsageError(f"{flag}: {place.name} is not in a git repository")
        return _open_plain(place, directory, options)
    package = repository.prefix
    if options.with_deps and package:
        repository = _whole(repository)
    if options.ref is not None:
        commit = resolve(repository, options.ref, options.ref_flag)
        return _open_commit(place, repository, commit, options, package)
    if repository.work_tree:
        return _open_worktree(place, repository, options, package)
    if repository.head is None:
        return _open_empty(place, repository)
    return _open_commit(place, repository, repository.head, options, package)


def _repository(directory: bytes) -> Repository | None:
    """Return the repository around a directory; without git, only a directory outside any."""
    try:
        return repository_at(directory)
    except GitMissingError:
        path = Path(os.fsdecode(directory))
        if any((above / ".git").exists() for above in (path, *path.parents)):
            raise
        return None


def _whole(repository: Repository) -> Repository:
    """Return the repository seen from its top, if its own configuration did not move that."""
    top = repository.top
    if git_directory(top) != git_directory(repository.directory):
        raise UsageError("--with-deps: the repository's core.worktree is set; unset it first")
    return replace(repository, directory=top, prefix=b"")


def _open_plain(place: Place, directory: bytes, options: RepoOptions) -> OpenedSource:
    files = plain_files(directory, options.max_file_bytes)
    if os.path.lexists(os.path.join(directory, b".git")):
        files.notes.append("its .git is no usable repository; read as a plain directory")
    return _narrowed(place, files, FilesRevision(), options, IgnoreRules())


def _open_empty(place: Place, repository: Repository) -> OpenedSource:
    """Open a bare repository without a commit: nothing to read, and no fault."""
    files = FileSet([], Disk(repository.directory, 0))
    return OpenedSource(place, files, CommitRevision("unborn"))


def _open_commit(
    place: Place, repository: Repository, commit: str, options: RepoOptions, package: bytes
) -> OpenedSource:
    files = commit_files(repository, commit, options.max_file_bytes)
    rules = IgnoreRules()
    if repository.prefix:
        blobs = BlobReader(repository)
        for directory in _above(repository.prefix):
            name = f"{commit}:{os.fsdecode(_inside(directory, IGNORE_FILE))}"
            with suppress(FileNotFoundError):
                rules.add(directory, blobs.read(name))
    revision = CommitRevision(commit)
    opened = _narrowed(place, files, revision, options, rules, repository.prefix, package)
    opened.repository = repository
    opened.past = RepositoryPast(repository, commit, options.redact)
    return opened


def _open_worktree(
    place: Place, repository: Repository, options: RepoOptions, package: bytes
) -> OpenedSource:
    files = worktree_files(repository, options.max_file_bytes)
    if not files.entries and repository.prefix and is_ignored(repository):
        opened = _open_plain(place, repository.directory, options)
        opened.files.notes.append("ignored by the repository around it; read as a plain directory")
        return opened
    rules = IgnoreRules()
    top = Disk(repository.top, options.max_file_bytes)
    # The source's own as well: git does not list it where it is ignored itself.
    for directory in (*_above(repository.prefix), repository.prefix.rstrip(b"/")):
        rules.add(directory, top.read_path(_inside(directory, IGNORE_FILE)))
    committed = list_tree(repository, repository.head) if repository.head else []
    revision = WorktreeRevision(repository, committed)
    opened = _narrowed(place, files, revision, options, rules, repository.prefix, package)
    opened.object_format = repository.object_format
    opened.repository = repository
    if repository.head is not None:
        opened.past = RepositoryPast(repository, repository.head, options.redact)
    return opened


def _above(prefix: bytes) -> list[bytes]:
    """Return the directories above ``a/b/c/``, from the top: empty, ``a``, ``a/b``."""
    parts = prefix.rstrip(b"/").split(b"/")
    return [b"/".join(parts[:depth]) for depth in range(len(parts))] if prefix else []


def _inside(directory: bytes, name: bytes) -> bytes:
    return directory + b"/" + name if directory else name


def _narrowed(
    place: Place,
    files: FileSet,
    revision: Revision,
    options: RepoOptions,
    rules: IgnoreRules,
    base: bytes = b"",
    package: bytes = b"",
) -> OpenedSource:
    """Reduce a file set to what was asked for, and the revision to the same.

    ``base`` is where the file set lies in its repository, ``package`` the
    part whose dependencies are wanted.
    """
    if options.output:
        ours = options.output + b"/"
        files.entries = [entry for entry in files.entries if not entry.path.startswith(ours)]
    ignoring = [entry for entry in files.entries if entry.path.endswith(IGNORE_FILE)]
    for entry, reading in zip(ignoring, files.origin.read(ignoring), strict=True):
        directory, _, name = entry.path.rpartition(b"/")
        if name == IGNORE_FILE:
            rules.add((base + directory).rstrip(b"/"), reading)
    within = with_dependencies(files, package) if options.with_deps else None
    selection = Selection(options.include, options.exclude, rules, base, within)
    asked = (place.file,) if place.file is not None else options.files
    if asked is not None:
        files.entries, missing = asked_for(files.entries, asked, files.root)
        files.skipped += missing
    kept = [entry for entry in files.entries if selection.keeps(entry.path)]
    left_out = len(files.entries) - len(kept)
    if left_out and not options.with_deps:
        noun = "file" if left_out == 1 else "files"
        files.notes.append(f"{left_out} {noun} left out by --include, --exclude or {_IGNORE_NAME}")
    files.entries = kept
    names = None if asked is None else {entry.path for entry in kept}
    asked_now: Callable[[bytes], bool] = selection.keeps if names is None else names.__contains__
    if options.output:
        asked_now = _without(asked_now, options.output + b"/")
    revision.expect(asked_now)
    return OpenedSource(place, files, revision, wanted=asked_now)


def _without(wanted: Callable[[bytes], bool], prefix: bytes) -> Callable[[bytes], bool]:
    return lambda path: not path.startswith(prefix) and wanted(path)
