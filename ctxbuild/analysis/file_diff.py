"""One file of a change: its diff, how much went and came, and why it is not shown if it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ctxbuild.analysis.differ import diff_lines, split_lines
from ctxbuild.analysis.unified import FileHeader, unified
from ctxbuild.languages.table import language_of
from ctxbuild.model import Detail, Lines, Role
from ctxbuild.readers.roles import Classification, classify
from ctxbuild.readers.versions import FileChange

# What is read first in a review, and what is only counted.
_ORDER: Mapping[Role, int] = {"source": 0, "manifest": 1, "config": 2, "test": 3, "example": 4}
_LAST = 5
_COUNTED_ONLY = frozenset({"lock", "minified", "generated", "data"})
HUNK = "@@ "
"""How a line begins that opens a hunk; no other line of a diff begins so."""


@dataclass(slots=True)
class FileDiff:
    """The difference between both sides of a file.

    ``text`` is empty where the file is only counted; ``note`` then says why.
    ``changed`` are the lines of the later side that are new, or beside which
    something went; ``gone`` are lines of the earlier side.
    """

    change: FileChange
    role: Role
    text: str = ""
    note: str = ""
    added: int = 0
    removed: int = 0
    changed: tuple[Lines, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[int, str]:
        """What a review reads first comes first."""
        return _ORDER.get(self.role, _LAST), self.change.path

    @property
    def rows(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.split("\n")[:-1]

    def hunks(self) -> Iterator[list[str]]:
        """Yield the rows of each hunk, the one that opens it first."""
        rows = self.rows
        marks = [place for place, row in enumerate(rows) if row.startswith(HUNK)]
        for first, end in pairwise([*marks, len(rows)]):
            yield rows[first:end]


def file_diff(change: FileChange, *, everything: bool = False) -> FileDiff:
    """Compare both sides of a file.

    Args:
        change: both sides.
        everything: show lock, generated and data files too.

    Raises:
        ContentChangedError: the file changed while it was compared.
    """
    found = classify(change.path, 0, b"", language_of(change.path).kind)
    role = found.role
    sides = [side.read() if side is not None else None for side in (change.old, change.new)]
    reasons = [side.reason for side in sides if side is not None and side.text is None]
    if reasons:
        return FileDiff(change, role, note=reasons[-1])
    old, new = (split_lines(side.text or "") if side is not None else [] for side in sides)
    hunks = diff_lines(old, new)
    added, removed = sum(h.new_count for h in hunks), sum(h.old_count for h in hunks)
    if _counted_only(found) and not everything:
        return FileDiff(change, role, "", f"{role}, not shown", added, removed)
    text = unified(_header(change), hunks, old, new)
    note = "" if text else "only secrets or nothing differ"
    gone = [line for h in hunks for line in old[h.old_start - 1 : h.old_start - 1 + h.old_count]]
    starts = [(h.new_start, h.new_start + max(h.new_count, 1) - 1) for h in hunks]
    changed = tuple(starts) if change.new is not None else ()
    return FileDiff(change, role, text, note, added, removed, changed, tuple(gone))


def _counted_only(found: Classification) -> bool:
    """Say whether a diff tells nobody much; own patches of a dependency do."""
    reduced = found.role == "vendored" and found.ceiling < Detail.FULL
    return reduced or found.role in _COUNTED_ONLY


def _header(change: FileChange) -> FileHeader:
    return FileHeader(
        change.old.path if change.old is not None else None,
        change.new.path if change.new is not None else None,
        change.old.mode if change.old is not None else "",
        change.new.mode if change.new is not None else "",
    )
