"""Papers as they come → those that are kept, in order: on disk when they are many."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ctxbuild.model import Paper, Skipped
from ctxbuild.readers.arxiv.records import line_of
from ctxbuild.readers.arxiv.wording import is_empty, is_withdrawn
from ctxbuild.readers.site.spool import Spool

_MOST_NAMED = 1000
WITHDRAWN, EMPTY = "withdrawn", "without an abstract"
Key = Callable[[Paper], tuple[str | bytes | int, ...]]


@dataclass(slots=True)
class Passed:
    """What was passed over: named up to a number, counted always."""

    skipped: list[Skipped] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, paper: Paper, reason: str) -> None:
        """Take note of a paper."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
        if len(self.skipped) < _MOST_NAMED:
            self.skipped.append(Skipped(paper.name, reason))

    def notes(self) -> list[str]:
        """Return what was counted beyond what is named."""
        total = sum(self.counts.values())
        said = ", ".join(f"{count:,} {reason}" for reason, count in sorted(self.counts.items()))
        return [f"{said}; the first {_MOST_NAMED:,} are named"] if total > _MOST_NAMED else []


def unusable(paper: Paper) -> str:
    """Return why a paper has nothing to show; empty where it has."""
    if is_withdrawn(paper.abstract, paper.comments):
        return WITHDRAWN
    return EMPTY if is_empty(paper.abstract) else ""


class Kept:
    """The best papers by a key, each once in its highest version; texts are spooled to disk."""

    def __init__(self, key: Key, limit: int, passed: Passed, *, resubmitted: bool = True) -> None:
        """Keep the ``limit`` lowest by ``key``, all where it is 0.

        Args:
            key: what orders papers; the same for all versions of one.
            limit: how many are wanted.
            passed: told of what is not kept.
            resubmitted: whether papers of one title and first author are one.
        """
        self._key, self._limit, self._passed = key, limit, passed
        self._room = 2 * limit + 1000
        self._resubmitted = resubmitted
        self._spool = Spool()
        self._entries: dict[str, tuple[tuple[str | bytes | int, ...], int, tuple[int, int]]] = {}
        self._worst: tuple[str | bytes | int, ...] | None = None
        self.cut = 0
        """How many usable papers found no room."""

    def add(self, paper: Paper) -> None:
        """Take a paper, unless there is nothing to show of it or better ones fill the room."""
        reason = unusable(paper)
        if reason:
            self._passed.add(paper, reason)
            return
        known = self._entries.get(paper.id)
        if known is not None and known[1] >= paper.version:
            return
        key = self._key(paper) if known is None else known[0]
        if not self.admits(key):
            self.cut += 1
            return
        place = self._spool.add(line_of(paper))
        self._entries[paper.id] = (key, paper.version, place)
        if self._limit and len(self._entries) > 2 * self._room:
            self._prune()

    def admits(self, key: tuple[str | bytes | int, ...]) -> bool:
        """Whether there may be room for a paper of a key."""
        return self._worst is None or key <= self._worst

    def _prune(self) -> None:
        ordered = sorted(self._entries.items(), key=lambda each: each[1][0])
        self.cut += len(ordered) - self._room
        self._entries = dict(ordered[: self._room])
        self._worst = ordered[self._room - 1][1][0]

    def papers(self) -> Iterator[Paper]:
        """Yield what is kept, in order; to be called once."""
        seen: dict[tuple[str, str], str] = {}
        given = 0
        ordered = sorted(self._entries.values(), key=lambda each: each[0])
        for number, (_, _, place) in enumerate(ordered):
            if self._limit and given >= self._limit:
                self.cut += len(ordered) - number
                return
            paper = restored(self._spool.get(place))
            same = (paper.title.casefold(), paper.authors[0] if paper.authors else "")
            first = seen.setdefault(same, paper.id)
            if self._resubmitted and first != paper.id and same[1]:
                self._passed.add(paper, f"same title and author as {first}")
                continue
            given += 1
            yield paper


def restored(line: bytes) -> Paper:
    """Return the paper that :func:`~ctxbuild.readers.arxiv.records.line_of` wrote."""
    fields = json.loads(line)
    fields |= {name: tuple(fields[name]) for name in ("authors", "categories") if name in fields}
    return Paper(**{"title": "", "abstract": "", **fields})
