"""The history of a repository as the corpus hands it on: read when it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from ctxbuild import redact as redaction
from ctxbuild.model import Commit, Edit, Store, Touch
from ctxbuild.readers import content
from ctxbuild.readers.edits import read_edits
from ctxbuild.readers.git import Repository
from ctxbuild.readers.history import read_history
from ctxbuild.readers.origin import origin_name
from ctxbuild.readers.touches import read_touches


@dataclass(frozen=True, slots=True)
class RepositoryPast:
    """What led to a commit, seen from one directory of a repository."""

    repository: Repository
    commit: str
    redact: bool

    def commits(self, store: Store) -> Sequence[Commit]:
        """Return the last 3,000 commits, newest first."""
        return read_history(self.repository, self.commit, store, redact=self.redact)

    def edits(self, commits: Sequence[str]) -> Iterator[Edit]:
        """Yield the texts that up to 60 commits changed."""
        return read_edits(self.repository, commits, redact=self.redact)

    def key(self, commit: str) -> bytes:
        """Return the digest of a commit's id, the directory, and how texts are handed on."""
        state = (commit, str(self.redact), content.VERSION, redaction.VERSION)
        known = b"\0".join((*map(str.encode, state), self.repository.prefix))
        return blake2b(known, digest_size=16).digest()

    def touches(self, paths: Collection[str]) -> Mapping[str, Touch]:
        """Return when paths were last changed, as far back as 20,000 commits of the main line."""
        return read_touches(self.repository, self.commit, paths)

    def origin(self) -> str:
        """Return the last part of the remote's address; nothing for a part of a repository."""
        return "" if self.repository.prefix else origin_name(self.repository)
