"""A change as one text: what it is about, then the diff of every file, most telling first.

``git apply`` takes the text as it is: it passes over the lines before the first diff.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ctxbuild.analysis.differ import Hunk, diff_lines, split_lines
from ctxbuild.analysis.unified import FileHeader, unified
from ctxbuild.languages.table import language_of
from ctxbuild.model import Commit, Lines, Outline, Role, Symbol
from ctxbuild.readers.changes import ChangeSet
from ctxbuild.readers.roles import classify
from ctxbuild.readers.versions import FileChange

_MOST_COMMITS = 30
_MOST_EARLIER = 12
_MOST_SUBJECT = 120
_SHORT_ID = 10
# What is read first in a review, and what is only counted.
_ORDER: Mapping[Role, int] = {"source": 0, "manifest": 1, "config": 2, "test": 3, "example": 4}
_LAST = 5
_COUNTED_ONLY = frozenset({"lock", "minified", "generated", "vendored", "data"})


@dataclass(slots=True)
class ChangeText:
    """The text of a change, its outline, and where the later state was changed."""

    text: str
    outline: Outline
    changed: dict[str, list[Lines]]
    """Document id → lines of the later state that are new, or beside which something went."""
    removed: list[str] = field(default_factory=list)
    """Lines that are gone."""
    added_lines: int = 0
    removed_lines: int = 0


@dataclass(slots=True)
class _Diff:
    change: FileChange
    role: Role
    text: str
    hunks: tuple[Hunk, ...]
    note: str = ""


def change_text(
    changes: ChangeSet,
    commits: Sequence[Commit],
    earlier: Sequence[Commit],
    *,
    everything: bool = False,
) -> ChangeText:
    """Return a change as a text.

    Args:
        changes: what differs.
        commits: those that made the change, newest first.
        earlier: those before it that touched the same files, newest first.
        everything: show lock, generated and data files too.

    Raises:
        ContentChangedError: a file changed while it was compared.

    """
    found = ChangeText("", Outline("diff"), {})
    diffs = [_diff(change, found, everything=everything) for change in changes.files]
    diffs.sort(key=lambda diff: (_ORDER.get(diff.role, _LAST), diff.change.path))
    head = "".join(f"{line}\n" for line in _heading(changes, found, commits, earlier, diffs))
    pieces = [head, *(diff.text for diff in diffs if diff.text)]
    found.text = "".join(pieces)
    shown = [diff for diff in diffs if diff.text]
    found.outline = Outline("diff", tuple(_symbols(head, shown)))
    return found


def _heading(
    changes: ChangeSet,
    found: ChangeText,
    commits: Sequence[Commit],
    earlier: Sequence[Commit],
    diffs: Sequence[_Diff],
) -> Iterator[str]:
    base = changes.base[:_SHORT_ID] or "nothing"
    head = changes.head if " " in changes.head else changes.head[:_SHORT_ID]
    sums = f"+{found.added_lines} -{found.removed_lines} lines"
    yield f"Change {changes.asked}: {base} to {head}, {len(diffs)} files, {sums}"
    yield from _subjects("Commits of the change:", commits, _MOST_COMMITS)
    yield from _subjects("Earlier commits to these files:", earlier, _MOST_EARLIER)
    notes = [f"{diff.change.status} {diff.change.path}: {diff.note}" for diff in diffs if diff.note]
    yield from (line.replace("\n", "?") for line in notes)
    yield ""


def _subjects(title: str, commits: Sequence[Commit], most: int) -> Iterator[str]:
    if not commits:
        return
    yield title
    for commit in commits[:most]:
        subject = commit.message.partition("\n")[0][:_MOST_SUBJECT]
        yield f"  {commit.id[:_SHORT_ID]} {subject}"
    if len(commits) > most:
        yield f"  … {len(commits) - most} more"


def _diff(change: FileChange, found: ChangeText, *, everything: bool) -> _Diff:
    """Compare both sides of a file; note its changed lines, and why it is not shown."""
    role = classify(change.path, 0, b"", language_of(change.path).kind).role
    sides = [side.read() if side is not None else None for side in (change.old, change.new)]
    reasons = [side.reason for side in sides if side is not None and side.text is None]
    if reasons:
        return _Diff(change, role, "", (), reasons[-1])
    old, new = (split_lines(side.text or "") if side is not None else [] for side in sides)
    hunks = diff_lines(old, new)
    added, removed = sum(h.new_count for h in hunks), sum(h.old_count for h in hunks)
    found.added_lines += added
    found.removed_lines += removed
    if role in _COUNTED_ONLY and not everything:
        return _Diff(change, role, "", hunks, f"{role}, +{added} -{removed} lines")
    if change.new is not None:
        found.changed[change.path] = [
            (h.new_start, max(h.new_start + h.new_count - 1, h.new_start)) for h in hunks
        ]
    for hunk in hunks:
        found.removed += old[hunk.old_start - 1 : hunk.old_start - 1 + hunk.old_count]
    header = FileHeader(
        change.old.path if change.old is not None else None,
        change.new.path if change.new is not None else None,
        change.old.mode if change.old is not None else "",
        change.new.mode if change.new is not None else "",
    )
    text = unified(header, hunks, old, new)
    return _Diff(change, role, text, hunks, "" if text else "only secrets or nothing differ")


def _symbols(head: str, diffs: Sequence[_Diff]) -> Iterator[Symbol]:
    """Yield a symbol for what stands before, for each file and, inside it, for each hunk."""
    line, start, number = head.count("\n") + 1, len(head.encode("utf-8", "surrogateescape")), 1
    yield _symbol("heading", head.partition("\n")[0], (1, line - 1), line - 1, None, -1, (0, start))
    for diff in diffs:
        rows = diff.text.split("\n")[:-1]
        marks = [place for place, row in enumerate(rows) if row.startswith("@@ ")]
        last, size = line + len(rows) - 1, len(diff.text.encode("utf-8", "surrogateescape"))
        ends = [*marks, len(rows)]
        top = line + (marks[0] if marks else len(rows)) - 1
        parent, number = number, number + 1
        bounds = (start, start + size)
        fold = (top + 1, last) if marks else None
        yield _symbol("file", diff.change.path, (line, last), top, fold, -1, bounds)
        for first, following in pairwise(ends):
            at, end = line + first, line + following - 1
            hidden = (at + 1, end) if end > at else None
            yield _symbol("hunk", rows[first], (at, end), at, hidden, parent, bounds)
            number += 1
        line, start = last + 1, start + size


def _symbol(
    kind: str,
    name: str,
    lines: Lines,
    head: int,
    fold: Lines | None,
    parent: int,
    bounds: tuple[int, int],
) -> Symbol:
    return Symbol(name, name, kind, name, "", lines, *bounds, (lines[0], head), fold, parent)
