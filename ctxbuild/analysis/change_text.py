"""A change as one text: what it is about, then the diff of every file, most telling first.

``git apply`` takes the text as it is: it passes over the lines before the first diff.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ctxbuild.analysis.change_list import directory_rows, file_rows
from ctxbuild.analysis.change_past import Touched
from ctxbuild.analysis.file_diff import FileDiff
from ctxbuild.analysis.hunk_worth import hunk_worths
from ctxbuild.model import Commit, Lines, Outline, Symbol
from ctxbuild.readers.changes import ChangeSet

_MOST_COMMITS = 30
_MOST_SUBJECT = 120
_SHORT_ID = 10
# So many rows of a list are shown or left out together; those of files come first.
_ROWS_TOGETHER = 20
_MOST_BY_PATH = 60
# Many others beside them make the best hunks worth no less.
_BEST = 150
# What a diff without hunks is worth, such as a renaming: the list of files tells of it.
_NAMED = 1e-6
# Of a long hunk so many rows are.
_PIECE = 40
# What the first rows are worth, and further ones next to the best hunk.
_FIRST = 1.0
_LISTED = 2.0


@dataclass(slots=True)
class ChangeText:
    """The text of a change, its outline with what each part is worth, and where it changed."""

    text: str
    outline: Outline
    worths: tuple[float, ...]
    """Of each symbol of the outline; those of the best 150 hunks together are 1."""
    changed: Mapping[str, Sequence[Lines]]
    """Document id → lines of the later state that are new, or beside which something went."""
    removed: Sequence[str] = ()
    """Lines that are gone."""
    added_lines: int = 0
    removed_lines: int = 0


def change_text(
    changes: ChangeSet,
    diffs: Sequence[FileDiff],
    commits: Sequence[Commit] = (),
    earlier: Sequence[Touched] = (),
) -> ChangeText:
    """Return a change as a text.

    Args:
        changes: what differs.
        diffs: the difference of each file.
        commits: those that made the change, newest first.
        earlier: those before it that touched the same places.
    """
    pairs = _ordered(diffs)
    ordered = [diff for diff, _ in pairs]
    sums = sum(diff.added for diff in diffs), sum(diff.removed for diff in diffs)
    written = _Written(max((own for _, worths in pairs for own in worths), default=0.0))
    for title, rows in _lists(changes, ordered, sums, commits, earlier):
        written.rows(title, list(rows))
    written.end_of_lists()
    for diff, worths in pairs:
        if diff.text:
            written.diff(diff, worths)
    return ChangeText(
        "".join(f"{line}\n" for line in written.lines),
        Outline("diff", tuple(written.symbols)),
        tuple(written.worths),
        {diff.change.path: diff.changed for diff in diffs if diff.changed and diff.text},
        [line for diff in diffs if diff.text for line in diff.gone],
        *sums,
    )


def _ordered(diffs: Sequence[FileDiff]) -> list[tuple[FileDiff, list[float]]]:
    """Return files in the order of a review, with the worths of their hunks.

    They go by role and path; where there are more than one sees at a glance, by role and worth.
    """
    ordered = sorted(diffs, key=lambda diff: diff.place)
    worths = hunk_worths(ordered)
    best = sorted((own for each in worths for own in each), reverse=True)[:_BEST]
    total = sum(best) or 1.0
    pairs = [
        (diff, [each / total for each in own]) for diff, own in zip(ordered, worths, strict=True)
    ]
    if len(pairs) > _MOST_BY_PATH:
        pairs.sort(key=lambda pair: (pair[0].place[0], -sum(pair[1])))
    return pairs


def _lists(
    changes: ChangeSet,
    diffs: Sequence[FileDiff],
    sums: tuple[int, int],
    commits: Sequence[Commit],
    earlier: Sequence[Touched],
) -> Iterator[tuple[str, Iterator[str]]]:
    base = changes.base[:_SHORT_ID] or "nothing"
    head = changes.head if " " in changes.head else changes.head[:_SHORT_ID]
    hunks = sum(1 for diff in diffs for _ in diff.hunks())
    files = f"{len(diffs)} file{'s' * (len(diffs) != 1)}"
    counts = f"{files}, +{sums[0]} -{sums[1]} lines, {hunks} hunk{'s' * (hunks != 1)}"
    yield f"Change {changes.asked}: {base} to {head}, {counts}", iter(())
    yield "Directories:", directory_rows(diffs)
    yield "Files:", file_rows(diffs)
    yield "Commits of the change:", _subjects(commits)
    past = (f"{_subject(each.commit)} ({each})".replace("\n", "?") for each in earlier)
    yield "Earlier commits to the same places:", past


def _subjects(commits: Sequence[Commit]) -> Iterator[str]:
    yield from map(_subject, commits[:_MOST_COMMITS])
    if len(commits) > _MOST_COMMITS:
        yield f"  … {len(commits) - _MOST_COMMITS} more"


def _subject(commit: Commit) -> str:
    subject = commit.message.partition("\n")[0][:_MOST_SUBJECT]
    return f"  {commit.id[:_SHORT_ID]} {subject}"


@dataclass(slots=True)
class _Written:
    """The lines so far, with the symbols that they are and their worths."""

    best: float
    """What the best hunk is worth."""
    lines: list[str] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    worths: list[float] = field(default_factory=list)
    size: int = 0

    def rows(self, title: str, rows: Sequence[str]) -> None:
        """Write a list below its title; nothing where a list is empty, but for the first."""
        if self.lines and not rows:
            return
        together = [title, *rows]
        for place, first in enumerate(range(0, len(together), _ROWS_TOGETHER)):
            own = together[first : first + _ROWS_TOGETHER]
            beginning = title.startswith(("Change", "Directories", "Files")) and not place
            worth = _FIRST if beginning else self.best * _LISTED / (place + 1) ** 1.5
            self._symbol("list", own[0], own, worth)

    def end_of_lists(self) -> None:
        """Write the blank line between lists and diffs; it comes with the first list."""
        self._symbol("list", "", [""], _FIRST)

    def diff(self, diff: FileDiff, worths: Sequence[float]) -> None:
        """Write the diff of a file: a symbol for it, for each hunk, and for parts of long ones."""
        rows, hunks = diff.rows, list(diff.hunks())
        worth, head = (0.0, len(rows) - sum(map(len, hunks))) if hunks else (_NAMED, None)
        parent = self._symbol("file", diff.change.path, rows, worth, -1, head)
        for hunk, own in zip(hunks, worths, strict=True):
            if len(hunk) <= _PIECE + _PIECE // 2:
                self._symbol("hunk", hunk[0], hunk, own, parent)
                continue
            inner = self._symbol("hunk", hunk[0], hunk, 0.0, parent, 1)
            starts = range(1, len(hunk), _PIECE)
            odds = [1.0 / (1.0 + place) ** 0.5 for place in range(len(starts))]
            for first, odd in zip(starts, odds, strict=True):
                piece = hunk[first : first + _PIECE]
                self._symbol("piece", piece[0], piece, own * odd / sum(odds), inner)

    def _symbol(
        self,
        kind: str,
        name: str,
        rows: Sequence[str],
        worth: float,
        parent: int = -1,
        head: int | None = None,
    ) -> int:
        """Note a symbol of some rows and write those of its head; further symbols write the rest.

        Without a number of rows in its head, there is nothing else in it.
        """
        written = rows[:head]
        first, start = len(self.lines) + 1, self.size
        top, last = first + len(written) - 1, first + len(rows) - 1
        fold = (top + 1, last) if last > top else None
        bounds = (start, start + _size(rows))
        self.lines += written
        self.size += _size(written)
        self.symbols.append(
            Symbol(name, name, kind, name, "", (first, last), *bounds, (first, top), fold, parent)
        )
        self.worths.append(worth)
        return len(self.symbols) - 1


def _size(rows: Sequence[str]) -> int:
    return sum(len(row.encode("utf-8", "surrogateescape")) + 1 for row in rows)
