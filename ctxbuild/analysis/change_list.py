"""The files of a change in a list, and their directories in a shorter one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.file_diff import FileDiff

# Up to so many files need no shorter list; that one has no more rows than this.
_FEW_FILES = 16
_MOST_DIRECTORIES = 24


@dataclass(slots=True)
class _Sum:
    files: int = 0
    added: int = 0
    removed: int = 0

    def add(self, other: _Sum) -> None:
        self.files += other.files
        self.added += other.added
        self.removed += other.removed


def file_rows(diffs: Sequence[FileDiff]) -> Iterator[str]:
    """Yield a row for each file: what became of it, lines that came and went, hunks."""
    for diff in diffs:
        change = diff.change
        moved = change.old is not None and change.old.path != change.path
        origin = f" from {change.old.path}" if moved and change.old is not None else ""
        counts = f" +{diff.added} -{diff.removed}" if diff.added or diff.removed else ""
        hunks = diff.text.count("\n@@ ")
        told = diff.note or (f"{hunks} hunks" if hunks > 1 else "")
        row = f"  {change.status} {change.path}{origin}{counts}" + (f" ({told})" if told else "")
        yield row.replace("\n", "?")


def directory_rows(diffs: Sequence[FileDiff]) -> Iterator[str]:
    """Yield a row for each directory with changes, by sums of all below; none for few files.

    The smallest of the deepest directories are counted in those above them until
    24 rows are enough.
    """
    sums: dict[str, _Sum] = {}
    for diff in diffs:
        folder = diff.change.path.rpartition("/")[0]
        sums.setdefault(folder, _Sum()).add(_Sum(1, diff.added, diff.removed))
    if len(diffs) <= _FEW_FILES or 2 * len(sums) > max(len(diffs), 4 * _MOST_DIRECTORIES):
        return
    below = dict.fromkeys(sums, False)
    while len(sums) > _MOST_DIRECTORIES:
        folder = min(sums, key=lambda each: (-_depth(each), sums[each].files, each))
        above = folder.rpartition("/")[0]
        sums.setdefault(above, _Sum()).add(sums.pop(folder))
        below[above] = True
    for folder, own in sorted(sums.items()):
        rest = " and below" if below.get(folder) else ""
        name = f"{folder or '.'}/{rest}".replace("\n", "?")
        yield f"  {name} {own.files} files +{own.added} -{own.removed}"


def _depth(folder: str) -> int:
    return folder.count("/") + 1 if folder else 0
