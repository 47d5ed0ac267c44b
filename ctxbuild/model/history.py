"""Past commits and what they changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ctxbuild.model.stores import Store


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the history before the revision that was read; a merge has no paths."""

    id: str
    message: str
    paths: tuple[str, ...]
    """What it changed, as document ids, relative to the source's root."""
    author: str = ""
    """The author's name as the commit has it, never an address; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A text file that a commit changed, in the state that readers hand on."""

    commit: str
    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Touch:
    """The newest commit of the main line that changed a file; ``day`` is ISO 8601.

    ``age`` counts the commits of the main line after it. A merge changes what differs
    from its first parent, so that at this commit the file is as it is now, and so are
    all files whose touches are older.
    """

    commit: str
    day: str
    age: int


class History(Protocol):
    """The past of what was read: never anything after the revision."""

    def commits(self, store: Store) -> Sequence[Commit]:
        """Return the last commits, newest first; none where nothing is known."""
        ...

    def edits(self, commits: Sequence[str]) -> Iterator[Edit]:
        """Yield the texts that commits changed, before and after, in the order of commits."""
        ...

    def key(self, commit: str) -> bytes:
        """Return what the edits of a commit may be remembered by: it changes when they could."""
        ...

    def touches(self, paths: Collection[str]) -> Mapping[str, Touch]:
        """Return when paths were last changed, those of which that is known."""
        ...

    def origin(self) -> str:
        """Return the name of the repository that this was cloned from, empty if not known."""
        ...
