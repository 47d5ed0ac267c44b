"""The git command line, as the only door to repositories, hardened on every call.

A repository may be hostile: its ``.git/config`` can name commands for git to
run (a file-system monitor, hooks, filters, an ssh command, a pager). Every
call overrides all keys that could, forbids all transports, and asks for
nothing that filters or compares the work tree. The user's own configuration
(excludes file, safe directories) stays in force.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.entries import Entry
from ctxbuild.readers.printable import printable

OVERRIDES = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.pager=cat",
    "core.editor=false",
    "sequence.editor=false",
    "core.alternateRefsCommand=true",
    "core.untrackedCache=false",
    "diff.external=",
    "gpg.program=false",
    "uploadpack.packObjectsHook=",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
    "safe.bareRepository=all",  # what it guards against is overridden here; clones are bare
    "gc.auto=0",
    "maintenance.auto=false",
)
"""Keys that could run a command or change files, made harmless for every call."""

LOCAL_OVERRIDES = (
    "core.sshCommand=false",
    "core.askPass=",
    "credential.helper=",
    "protocol.allow=never",
)
"""The same for calls that have no business on the network; clones need the user's values."""

_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",  # since git 2.45; before, no protocol is allowed to fetch with
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
_KEPT = frozenset(
    {
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CEILING_DIRECTORIES",
        "GIT_EXEC_PATH",
    }
)
"""What the user may have set for git that concerns any repository, not one of them."""

_KEPT_FOR_REMOTES = frozenset(
    {"GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH"}
)
_NOT_FOUND = "git is not installed or not on the PATH; install it to read repositories"
_OBJECT_FORMATS = ("sha1", "sha256")
_PIPE_BUFFER = 1 << 16
_NOT_A_REPOSITORY = "not a git repository"


class GitError(CtxbuildError):
    """A git call failed; ``stderr`` is what git said, for a caller that knows more."""

    def __init__(self, message: str, stderr: str = "") -> None:
        super().__init__(message)
        self.stderr = stderr


class GitMissingError(GitError):
    """There is no git on this machine."""

    def __init__(self) -> None:
        super().__init__(_NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as seen from one directory in it.

    ``directory`` is where calls run; ``prefix`` is that directory relative to
    the top of the work tree, empty or ending in ``/``. ``work_tree`` is false
    in a bare repository and inside ``.git``; ``head`` is the commit id,
    ``None`` where there is no commit yet.
    """

    directory: bytes
    prefix: bytes
    work_tree: bool
    shallow: bool
    object_format: str
    head: str | None

    @property
    def top(self) -> bytes:
        """The top of the work tree, seen from ``directory``."""
        return os.path.normpath(os.path.join(self.directory, *[b".."] * self.prefix.count(b"/")))


def git_command(arguments: Sequence[str], *, remote: bool = False) -> list[str]:
    """Return the argument list of a hardened git call."""
    overrides = OVERRIDES if remote else OVERRIDES + LOCAL_OVERRIDES
    options = [part for setting in overrides for part in ("-c", setting)]
    return ["git", "--no-pager", *options, *arguments]


def git_environment(
    protocols: str = "none", extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the environment of a git call that may use ``protocols`` (``a:b`` or ``none``).

    Everything inherited that points git at a particular repository, traces,
    or runs something is dropped.
    """
    kept = _KEPT if protocols == "none" else _KEPT | _KEPT_FOR_REMOTES
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in kept}
    return {**inherited, **_ENVIRONMENT, "GIT_ALLOW_PROTOCOL": protocols, **(extra or {})}


def start_git(
    arguments: Sequence[str], directory: bytes, *, stdin: int | IO[bytes] = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start a local git process whose output is read from a pipe.

    Raises:
        GitMissingError: there is no git.
    """
    try:
        return subprocess.Popen(
            git_command(arguments),
            cwd=os.fsdecode(directory),
            env=git_environment(),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=_PIPE_BUFFER,
        )
    except FileNotFoundError:
        raise GitMissingError from None


def run_git(arguments: Sequence[str], directory: bytes, questions: bytes = b"") -> bytes:
    """Run a local git command with ``questions`` as its input and return its output.

    Raises:
        GitMissingError: there is no git.
        GitError: git failed; one line that says why.
    """
    try:
        done = subprocess.run(
            git_command(arguments),
            cwd=os.fsdecode(directory),
            env=git_environment(),
            input=questions,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitMissingError from None
    if done.returncode == 0:
        return done.stdout
    raise _explained(done.stderr.decode("utf-8", "replace"), directory, arguments[0])


def repository_at(directory: bytes) -> Repository | None:
    """Return the repository that a directory belongs to, ``None`` where there is none.

    Raises:
        GitMissingError: there is no git.
        GitError: there is one that cannot be read: owned by somebody else, or damaged.
    """
    facts = ("--is-inside-work-tree", "--is-shallow-repository", "--show-object-format")
    try:
        out = run_git(["rev-parse", *facts, "--show-prefix"], directory)
    except GitMissingError:
        raise
    except GitError as error:
        if _NOT_A_REPOSITORY in error.stderr:
            return None
        raise
    inside, shallow, object_format, prefix = out.split(b"\n", 3)
    return Repository(
        directory,
        prefix.removesuffix(b"\n"),
        inside == b"true",
        shallow == b"true",
        _object_format(object_format.decode("ascii")),
        head_of(directory),
    )


def _object_format(answer: str) -> str:
    """Return the hash of object ids; gits that know no other than SHA-1 echo the question."""
    return answer if answer in _OBJECT_FORMATS else _OBJECT_FORMATS[0]


def git_directory(directory: bytes) -> bytes | None:
    """Return where the repository around a directory keeps its objects and configuration.

    ``None`` where there is no repository.
    """
    try:
        return run_git(["rev-parse", "--absolute-git-dir"], directory).removesuffix(b"\n")
    except GitMissingError:
        raise
    except GitError:
        return None


def head_of(directory: bytes) -> str | None:
    """Return the id of the commit that is checked out, ``None`` before the first one."""
    try:
        out = run_git(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], directory)
    except GitMissingError:
        raise
    except GitError:
        return None
    return out.decode("ascii").strip()


def resolve(repository: Repository, revision: str, flag: str = "--ref") -> str:
    """Return the commit id that a branch, tag, id or other revision names.

    ``flag`` is what the user wrote it after, for messages.

    Raises:
        UsageError: it looks like an option, or names no commit here.
    """
    shown = printable(revision)
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise UsageError(f"{flag} {shown}: not a revision; name a branch, tag or commit id")
    wanted = f"{revision}^{{commit}}"
    try:
        out = run_git(["rev-parse", "--verify", "--quiet", wanted], repository.directory)
    except GitMissingError:
        raise
    except GitError:
        hint = "; this clone is shallow, fetch it first" if repository.shallow else ""
        raise UsageError(f"{flag} {shown}: no such commit, tag or branch here{hint}") from None
    return out.decode("ascii").strip()


def list_worktree(repository: Repository) -> list[Entry]:
    """Return git's own file set below the repository's directory, sorted by path.

    That is what is tracked and what is untracked but not ignored (nested
    ``.gitignore``, ``info/exclude`` and the user's excludes file included). An
    unmerged path appears once. A path that ends in ``/`` is another
    repository inside this one, which git does not look into.
    """
    wanted = ["--cached", "--others", "--exclude-standard", "-t", "--stage"]
    out = run_git(["ls-files", "-z", *wanted], repository.directory)
    entries = {entry.path: entry for entry in _index_entries(out)}
    return [entries[path] for path in sorted(entries)]


def _index_entries(listing: bytes) -> Iterator[Entry]:
    """Parse ``TAG MODE ID STAGE<tab>PATH`` and ``? PATH``, each ended by NUL."""
    for row in listing.split(b"\0"):
        if row.startswith(b"? "):
            yield Entry(row[2:])
        elif row:
            facts, _, path = row.partition(b"\t")
            tag, mode, object_id, _stage = facts.split(b" ")
            yield Entry(path, mode, object_id.decode("ascii"), tag == b"S")


def list_tree(repository: Repository, commit: str) -> list[Entry]:
    """Return every path of a commit below the repository's directory, sorted by path.

    Raises:
        GitError: a tree object is missing or damaged.
    """
    out = run_git(["ls-tree", "-r", "-z", commit], repository.directory)
    return sorted(_tree_entries(out), key=lambda entry: entry.path)


def _tree_entries(listing: bytes) -> Iterator[Entry]:
    """Parse ``MODE TYPE ID<tab>PATH``, each ended by NUL."""
    for row in listing.split(b"\0"):
        if row:
            facts, _, path = row.partition(b"\t")
            mode, _type, object_id = facts.split(b" ")
            yield Entry(path, mode, object_id.decode("ascii"))


def is_ignored(repository: Repository) -> bool:
    """Say whether the repository's ignore rules cover the directory itself."""
    top, path = repository.top, os.fsdecode(repository.prefix.rstrip(b"/"))
    try:
        run_git(["check-ignore", "--quiet", "--", path], top)
    except GitMissingError:
        raise
    except GitError:
        return False
    return True


def settings(repository: Repository, pattern: str) -> dict[str, str]:
    """Return configuration keys that match a regular expression, with their last values."""
    try:
        out = run_git(["config", "-z", "--get-regexp", pattern], repository.directory)
    except GitMissingError:
        raise
    except GitError:
        return {}
    rows = (row.partition("\n") for row in out.decode("utf-8", "replace").split("\0") if row)
    return {key: value for key, _, value in rows}


_REMEDIES = (
    (
        "dubious ownership",
        "the repository belongs to another user; if you trust it, run: "
        "git config --global --add safe.directory {directory}",
    ),
    ("bad config", "its git configuration cannot be read ({reason}); mend the file that is named"),
    (
        "unknown repository extension",
        "this git is too old for the repository ({reason}); install a newer one",
    ),
    (
        "repo version",
        "this git is too old for the repository ({reason}); install a newer one",
    ),
    ("index file", "its index is damaged ({reason}); try: git -C {directory} reset"),
    ("bad signature", "its index is damaged ({reason}); try: git -C {directory} reset"),
)


def _explained(stderr: str, directory: bytes, command: str) -> GitError:
    """Turn what git printed into one line with a remedy."""
    place, reason = printable(directory), complaint(stderr)
    for sign, remedy in _REMEDIES:
        if sign in stderr:
            told = remedy.format(directory=place, reason=reason)
            return GitError(f"{place}: {told}", stderr)
    hint = f"run: git -C {place} fsck" if "object" in stderr else "run it by hand to see more"
    return GitError(f"{place}: git {command} failed: {reason}; {hint}", stderr)


def complaint(stderr: str) -> str:
    """Return the line of git's messages that says what is wrong."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    chosen = (fatal or lines or ["no reason given"])[0]
    return printable(chosen.removeprefix("fatal:").removeprefix("error:").strip())
