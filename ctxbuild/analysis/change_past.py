"""Which past commits touched the places that a change touches again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.edits import Change, changed_lines
from ctxbuild.analysis.file_diff import HUNK, FileDiff
from ctxbuild.analysis.headings import heading_name
from ctxbuild.analysis.unified import LONGEST_HEADING
from ctxbuild.model import Commit, Edit

_MOST_COMMITS = 8
_MOST_NAMES = 3
# Shorter lines, such as "return x" or a brace, stand in many places.
_TELLING_LINE = 12
# What one definition in common is worth, in lines.
_DEFINITION_WORTH = 2

Places = set[tuple[str, str]]
"""Paths with the lines that open the changed definitions."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A past commit, what it wrote of the lines that go, and definitions both changed."""

    commit: Commit
    lines: int
    names: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join(self.names[:_MOST_NAMES]) + (", …" if self.names[_MOST_NAMES:] else "")
        wrote = f"wrote {self.lines} of the removed lines" if self.lines else ""
        return "; ".join(part for part in (wrote, f"changed {names}" if names else "") if part)


def touched_before(
    diffs: Sequence[FileDiff], commits: Sequence[Commit], edits: Iterable[Edit]
) -> list[Touched]:
    """Return up to eight past commits that touched the same lines or definitions, best first.

    Args:
        diffs: the files of the change.
        commits: past ones, newest first.
        edits: what they changed; those without are passed over.
    """
    gone: dict[str, set[str]] = {}
    places: Places = set()
    for diff in diffs:
        path = diff.change.old.path if diff.change.old is not None else diff.change.path
        lines = (line.strip() for line in diff.gone)
        gone[path] = {line for line in lines if len(line) >= _TELLING_LINE}
        tops = (hunk[0].partition(HUNK)[2].partition(HUNK)[2] for hunk in diff.hunks())
        places.update((path, top) for top in tops if top)
    by_commit = changed_lines(edits)
    found = [_touched(each, by_commit.get(each.id, ()), gone, places) for each in commits]
    found = [each for each in found if each.lines or each.names]
    found.sort(key=lambda each: -(each.lines + _DEFINITION_WORTH * len(each.names)))
    return found[:_MOST_COMMITS]


def _touched(
    commit: Commit, changes: Sequence[Change], gone: Mapping[str, set[str]], places: Places
) -> Touched:
    wrote: set[tuple[str, str]] = set()
    tops: dict[str, None] = {}
    for change in changes:
        ours = gone.get(change.path, set())
        wrote.update((change.path, line) for line in map(str.strip, change.added) if line in ours)
        if (change.path, change.heading[:LONGEST_HEADING]) in places:
            tops[heading_name(change.heading)] = None
    return Touched(commit, len(wrote), tuple(tops))
