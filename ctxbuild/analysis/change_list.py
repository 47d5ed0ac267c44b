"""The files of a change in a list, and their directories in a shorter one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ctxbuild.analysis.file_diff import FileDiff

# Up to so many files need no shorter list; some more do where directories are half as many.
_FEW_FILES = 16
_SOME_FILES = 60
_MOST_DIRECTORIES = 24
_LEAST_SHARE = 50


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

    From the root down, the directory of the most files is told by those in it that hold a
    fiftieth of all files or more, and by what remains, until there are 24 rows.
    """
    folders = {diff.change.path.rpartition("/")[0] for diff in diffs}
    if len(diffs) <= _FEW_FILES or (2 * len(folders) > len(diffs) and len(diffs) <= _SOME_FILES):
        return
    rows, settled = {"": list(diffs)}, set[str]()
    while len(rows) < _MOST_DIRECTORIES and len(settled) < len(rows):
        folder = min(rows.keys() - settled, key=lambda each: (-len(rows[each]), each))
        settled.add(folder)
        inner = _inside(folder, rows[folder])
        found = sorted(inner, key=lambda each: (-len(inner[each]), each))
        for each in found[: _MOST_DIRECTORIES - len(rows)]:
            if len(inner[each]) * _LEAST_SHARE >= len(diffs):
                rows[each] = inner[each]
        told = {id(diff) for each in found if each in rows for diff in rows[each]}
        rows[folder] = [diff for diff in rows[folder] if id(diff) not in told]
        if not rows[folder]:
            del rows[folder]
            settled.discard(folder)
    for folder, own in sorted(rows.items()):
        yield _directory_row(folder, own, rows)


def _directory_row(folder: str, diffs: Sequence[FileDiff], rows: Iterable[str]) -> str:
    """Return the row of a directory: ``…`` for what is below, *other* files if rows follow it."""
    start = f"{folder}/" if folder else ""
    deeper = any("/" in diff.change.path[len(start) :] for diff in diffs)
    others = "other " if any(each != folder and each.startswith(start) for each in rows) else ""
    sums = f"+{sum(diff.added for diff in diffs)} -{sum(diff.removed for diff in diffs)}"
    name = f"{folder or '.'}/{'…' * deeper}".replace("\n", "?")
    return f"  {name} {len(diffs)} {others}files {sums}"


def _inside(folder: str, diffs: Sequence[FileDiff]) -> dict[str, list[FileDiff]]:
    """Return the files below each directory that stands directly in ``folder``."""
    found: dict[str, list[FileDiff]] = {}
    start = f"{folder}/" if folder else ""
    for diff in diffs:
        name, below, _ = diff.change.path[len(start) :].partition("/")
        if below:
            found.setdefault(start + name, []).append(diff)
    return found
