"""The directories of a plan with their tokens, and how much of these is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ctxbuild.model import Detail, Item, Plan
from ctxbuild.packing.map import parent_of, path_key


@dataclass(slots=True)
class Tally:
    """Files that are drawn together: their tokens, and how much of them is shown."""

    files: int = 0
    tokens: int = 0
    shown: float = 0.0
    """Tokens of the lines that are shown, estimated by their share of the lines."""
    by_detail: list[int] = field(default_factory=lambda: [0] * len(Detail))

    def add(self, other: Tally) -> None:
        """Count another tally in."""
        self.files += other.files
        self.tokens += other.tokens
        self.shown += other.shown
        for level, tokens in enumerate(other.by_detail):
            self.by_detail[level] += tokens

    @property
    def share(self) -> float:
        """How much of the tokens is shown, from 0 to 1."""
        return min(self.shown / self.tokens, 1.0) if self.tokens else 0.0

    @property
    def detail(self) -> Detail:
        """The detail that most of the tokens have; the higher one of two."""
        return max(Detail, key=lambda level: (self.by_detail[level], level))


@dataclass(slots=True)
class Directory:
    """A directory with what is directly in it; files without text are left out."""

    path: str
    tally: Tally = field(default_factory=Tally)
    files: list[tuple[int, Tally]] = field(default_factory=list)
    """Index of a document, and its tally."""
    directories: dict[str, Directory] = field(default_factory=dict)


def token_tree(plan: Plan) -> Directory:
    """Return the root of a plan's directories.

    A directory that holds nothing but another directory is one with it.
    """
    root = Directory("")
    known = {"": root}
    for item in plan.items:
        tally = _tally(plan, item)
        if tally.tokens:
            place = _place(plan.corpus.documents[item.document].id, known)
            place.tally.add(tally)
            place.files.append((item.document, tally))
    # Parents come before their children, so each is complete when it is added.
    for path, place in reversed(list(known.items())):
        if path:
            known[parent_of(path)].tally.add(place.tally)
    return _joined(root)


def _place(path: str, known: dict[str, Directory]) -> Directory:
    """Return the directory of a document; make it, and those above it, where there is none."""
    missing = []
    above = parent_of(path)
    while above not in known:
        missing.append(above)
        above = parent_of(above)
    place = known[above]
    for name in reversed(missing):
        below = known[name] = place.directories[name] = Directory(name)
        place = below
    return place


def _tally(plan: Plan, item: Item) -> Tally:
    tokens = plan.file_tokens[item.document]
    lines = plan.corpus.documents[item.document].lines
    visible = sum(last - first + 1 for first, last in item.shown)
    full = item.detail is Detail.FULL
    share = 1.0 if full else min(visible / lines, 1.0) if lines else 0.0
    by_detail = [0] * len(Detail)
    by_detail[item.detail] = tokens
    return Tally(1, tokens, tokens * share, by_detail)


def all_directories(root: Directory) -> Iterator[Directory]:
    """Yield a directory and all below it, in path order."""
    waiting = [root]
    while waiting:
        place = waiting.pop()
        yield place
        below = sorted(place.directories.values(), key=lambda d: path_key(d.path), reverse=True)
        waiting.extend(below)


def _joined(root: Directory) -> Directory:
    """Put every directory that holds only another directory in one with it."""
    waiting = [root]
    while waiting:
        place = waiting.pop()
        for name, below in place.directories.items():
            while not below.files and len(below.directories) == 1:
                below = next(iter(below.directories.values()))
            place.directories[name] = below
        waiting.extend(place.directories.values())
    return root
