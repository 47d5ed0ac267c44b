"""What past commits changed, line by line: which definitions, which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ctxbuild.analysis.differ import diff_lines, split_lines
from ctxbuild.analysis.headings import headings
from ctxbuild.model import Edit

_MOST_CHARACTERS = 400_000
"""Of changed lines in one commit."""


@dataclass(frozen=True, slots=True)
class Change:
    """A run of lines of a file that a commit replaced.

    Starts are 1-based; with a count of 0, the start is the line before which
    the other side's lines stand. ``heading`` is the line that opens the
    definition around it, ``""`` at top level. Lines are without their ends.
    """

    path: str
    old_start: int
    old_count: int
    new_start: int
    new_count: int
    heading: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def changed_lines(edits: Iterable[Edit]) -> Mapping[str, tuple[Change, ...]]:
    """Return the changes of each commit, in the order of its files, up to 400,000 characters."""
    found: dict[str, list[Change]] = {}
    left: dict[str, int] = {}
    for edit in edits:
        changes = found.setdefault(edit.commit, [])
        for change in _changes(edit):
            size = sum(map(len, change.removed)) + sum(map(len, change.added))
            left[edit.commit] = left.get(edit.commit, _MOST_CHARACTERS) - size
            if left[edit.commit] < 0:
                break
            changes.append(change)
    return {commit: tuple(changes) for commit, changes in found.items()}


def _changes(edit: Edit) -> list[Change]:
    old, new = split_lines(edit.old), split_lines(edit.new)
    hunks = diff_lines(old, new)
    tops = headings(old, [hunk.old_start - 1 for hunk in hunks])
    found = []
    for hunk, top in zip(hunks, tops, strict=True):
        gone, came = hunk.old_start - 1, hunk.new_start - 1
        removed = tuple(line.removesuffix("\n") for line in old[gone : gone + hunk.old_count])
        added = tuple(line.removesuffix("\n") for line in new[came : came + hunk.new_count])
        place = (hunk.old_start, hunk.old_count, hunk.new_start, hunk.new_count)
        found.append(Change(edit.path, *place, top, removed, added))
    return found
