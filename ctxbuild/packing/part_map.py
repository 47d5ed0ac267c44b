"""The map of a part: its own files, and as far as affordable where the others stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ctxbuild.model import Detail, Directory, Lines, Plan
from ctxbuild.packing.layout import Layout
from ctxbuild.packing.map import depth_of, parent_of

CountBatch = Callable[[Sequence[str]], list[int]]

# The share of a part that may go to where other parts' files stand.
_INDEX_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Reach:
    """How much the maps say of other parts: every file, or directories down to a depth."""

    names: bool
    depth: int

    def holds(self, directory: Directory) -> bool:
        """Whether a directory has its line in every part."""
        return depth_of(directory.path) <= self.depth


@dataclass(frozen=True, slots=True)
class Places:
    """In which parts documents and directories stand.

    ``documents`` gives the first and the last part of what is shown, by index;
    ``directories`` the runs of parts that show something in or below, by path.
    """

    documents: Mapping[int, Lines]
    directories: Mapping[str, tuple[Lines, ...]]


def places_of(plan: Plan, documents: Mapping[int, Lines]) -> Places:
    """Return the places of directories too."""
    found: dict[str, set[int]] = {}
    for index, (first, last) in documents.items():
        path = parent_of(plan.corpus.documents[index].id)
        while True:
            found.setdefault(path, set()).update(range(first, last + 1))
            if not path:
                break
            path = parent_of(path)
    return Places(documents, {path: runs_of(sorted(parts)) for path, parts in found.items()})


def runs_of(numbers: Sequence[int]) -> tuple[Lines, ...]:
    """Return ascending numbers as runs."""
    groups = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    runs = [[number for _, number in group] for _, group in groups]
    return tuple((run[0], run[-1]) for run in runs)


class PartMap:
    """What the map of a part costs while the part is being filled, in tokens.

    Lines are counted as they are written when documents stand in ``places``.
    ``listed`` are the directories that the selection's own map has; further
    ones of the plan are only there to say what other parts show.
    """

    def __init__(
        self,
        plan: Plan,
        listed: Collection[str],
        places: Places,
        layout: Layout,
        count: CountBatch,
    ) -> None:
        self._plan = plan
        self._listed = {o for o, d in enumerate(plan.directories) if d.path in listed}
        self._shown = places.documents
        documents, tokens = plan.corpus.documents, plan.file_tokens
        self._lines = count(
            [
                layout.directory_line(d.path, d.files, d.tokens, places.directories.get(d.path, ()))
                for d in plan.directories
            ]
        )
        lines = [layout.name_line(d, t) for d, t in zip(documents, tokens, strict=True)]
        self._names = count(lines)
        shown = list(places.documents)
        labelled = [layout.name_line(documents[i], tokens[i], (self._shown[i],)) for i in shown]
        self._labelled = dict(zip(shown, count(labelled), strict=True))
        self._home = {i: o for o, d in enumerate(plan.directories) for i in d.documents}
        self._more: dict[int, int] = {}
        self._count_more: Callable[[int], int] = lambda n: count([layout.more_line(n)])[0]
        self._own: dict[int, int] = {}
        self.set_reach(Reach(names=False, depth=0))

    def set_reach(self, reach: Reach) -> Reach:
        """Decide what every part's map holds; ``base`` is what that costs in tokens."""
        self._reach = reach
        directories = self._plan.directories
        self._standing = {o: 0 for o, d in enumerate(directories) if reach.holds(d)}
        if reach.names:
            for index in self._shown:
                self._standing[self._home[index]] += 1
        self.base = sum(self._lines[o] + self._rest(o, n) for o, n in self._standing.items())
        self.base += sum(self._labelled.values()) if reach.names else 0
        self.clear()
        return reach

    def reach(self, room: int) -> Reach:
        """Return the most that maps can say of other parts at a small share of ``room``."""
        deepest = max(depth_of(directory.path) for directory in self._plan.directories)
        choices = [Reach(names=True, depth=deepest)]
        choices += [Reach(names=False, depth=depth) for depth in range(deepest, -1, -1)]
        for reach in choices:
            self.set_reach(reach)
            if self.base <= room * _INDEX_SHARE:
                break
        return self._reach

    def clear(self) -> None:
        """Begin the map of the next part."""
        self._own = dict(self._standing)

    def adding(self, index: int) -> int:
        """Return the tokens by which the map grows when a document joins the part."""
        home = self._home.get(index)
        if home is None:
            return 0
        cost = self._lines[home] if home in self._listed and home not in self._own else 0
        if self._reach.names and index in self._shown:
            return cost + self._names[index] - self._labelled[index]
        if not self._gets_name(index):
            return cost
        named = self._own.get(home, 0)
        return cost + self._names[index] + self._rest(home, named + 1) - self._rest(home, named)

    def add(self, index: int) -> None:
        """Let a document join the part."""
        home = self._home.get(index)
        if home is not None and (home in self._listed or home in self._own):
            self._own[home] = self._own.get(home, 0) + self._gets_name(index)

    def _gets_name(self, index: int) -> bool:
        """Whether a document is named where it stands, and not in every part already."""
        item = self._plan.items[index]
        everywhere = self._reach.names and index in self._shown
        return item.detail > Detail.OMITTED and item.named and not everywhere

    def _rest(self, offset: int, named: int) -> int:
        """Return the tokens of the line that counts a directory's unnamed files, if it has one."""
        rest = len(self._plan.directories[offset].documents) - named
        if not named or not rest:
            return 0
        if rest not in self._more:
            self._more[rest] = self._count_more(rest)
        return self._more[rest]
