"""Real git repositories and reads of them, for tests of the readers."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ctxbuild.cache import Cache
from ctxbuild.model import Corpus
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import RepoOptions, read_repo

_IDENTITY = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
}


def git(directory: Path, *arguments: str, check: bool = True) -> str:
    """Run git without any hardening, as a person would."""
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        cwd=directory,
        env={**os.environ, **_IDENTITY},
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if check and done.returncode != 0:
        raise AssertionError(done.stderr.decode())
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def write(directory: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files, making directories as needed."""
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return directory


def repository(directory: Path, files: Mapping[str, str | bytes], *init: str) -> Path:
    """Make a repository with one commit of ``files``; none where there are no files."""
    directory.mkdir(parents=True, exist_ok=True)
    git(directory, "init", "--quiet", *init)
    write(directory, files)
    if files:
        commit(directory)
    return directory


def commit(directory: Path, message: str = "change") -> str:
    """Commit everything; return the commit id."""
    git(directory, "add", "--all", "--force", ".")
    git(directory, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(directory, "rev-parse", "HEAD")


def read(location: Path | str, *, cache: Cache | None = None, **options) -> Corpus:
    """Read a source; without a cache and redaction unless they are asked for."""
    wanted = RepoOptions(location=str(location), **{"redact": False, **options})
    return read_repo(wanted, cache or Cache.disabled(), TextStore())


def ids(corpus: Corpus) -> list[str]:
    """Return the ids of a corpus's documents, in order."""
    return [document.id for document in corpus.documents]


def texts(corpus: Corpus) -> dict[str, str]:
    """Return every document's text by id."""
    return {document.id: document.text() for document in corpus.documents}


def skips(corpus: Corpus) -> dict[str, str]:
    """Return the reason of each skipped path."""
    return {skipped.id: skipped.reason for skipped in corpus.skipped}


def revision(corpus: Corpus) -> str:
    """Return the revision of a corpus with one source."""
    return corpus.sources[0].revision
