"""Work trees at the base of a case, in which nothing that came later can be seen.

The tree is a repository of its own without a single ref. Its objects are
borrowed from the original, as ``git clone --shared`` does it; what leads to
the detached ``HEAD`` is all the history there is.
"""

from __future__ import annotations

from pathlib import Path

from cases import git_directory
from workshop import BenchmarkError

from ctxbuild.readers.git import GitError, run_git

_BORROWED = "objects/info/alternates"
_SETTINGS = ("core.autocrlf=false", "core.eol=lf", "core.logAllRefUpdates=false")
"""Files as they were committed, and no reflog, which would name later commits."""


class Bases:
    """One work tree that is moved from base to base of a repository."""

    def __init__(self, repo: Path, tree: Path) -> None:
        self.tree = tree
        tree.mkdir(parents=True, exist_ok=True)
        source = git_directory(repo)
        objects = run_git(["rev-parse", "--git-path", "objects"], source).rstrip(b"\n")
        kind = run_git(["rev-parse", "--show-object-format"], source).decode().strip()
        self._git("init", "--quiet", "--template=", f"--object-format={kind}", "--initial-branch=x")
        borrowed = tree / ".git" / _BORROWED
        borrowed.parent.mkdir(parents=True, exist_ok=True)
        borrowed.write_bytes(bytes(Path(source.decode()) / objects.decode()) + b"\n")

    def move_to(self, base: str) -> list[str]:
        """Check out a commit and return the paths of its files, in order.

        Files whose objects the repository lacks, as in a partial snapshot, are absent.

        Raises:
            BenchmarkError: there is no such commit.

        """
        try:
            self._git("checkout", "--quiet", "--force", "--detach", base)
        except GitError:
            self._without_absent(base)
        self._git("clean", "-ffdxq")
        listed = self._git("ls-files", "-z").decode("utf-8", "surrogateescape")
        return sorted(path for path in listed.split("\0") if path and (self.tree / path).exists())

    def _without_absent(self, base: str) -> None:
        try:
            self._git("update-ref", "--no-deref", "HEAD", base)
            self._git("read-tree", base)
        except GitError as error:
            raise BenchmarkError(f"{base} cannot be checked out: {error}") from None
        try:
            self._git("checkout-index", "--all", "--force", "--quiet")
        except GitError:
            return  # it has written all the others

    def _git(self, *arguments: str) -> bytes:
        options = [part for setting in _SETTINGS for part in ("-c", setting)]
        return run_git([*options, *arguments], bytes(self.tree))
