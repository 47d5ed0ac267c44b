"""Unified diffs as git writes them, so that ``git apply`` and ``patch`` take them.

The format is that of diff(1) with git's extended headers (git-diff(1),
"Generating patch text with -p").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.differ import Hunk
from ctxbuild.analysis.headings import headings

NOTHING = "/dev/null"
_NO_NEWLINE = "\n\\ No newline at end of file\n"
_QUOTED = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff]')
_ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\v": "\\v",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class FileHeader:
    """The two states of a file: paths and git's modes in octal.

    The path is ``None`` and the mode ``""`` where there is no file.
    """

    old_path: str | None
    new_path: str | None
    old_mode: str = "100644"
    new_mode: str = "100644"


def unified(
    header: FileHeader,
    hunks: Sequence[Hunk],
    old: Sequence[str],
    new: Sequence[str],
    context: int = 3,
) -> str:
    """Return the diff of one file as text; empty where nothing changed.

    Args:
        header: names and modes of both sides.
        hunks: what changed, as :func:`~ctxbuild.analysis.differ.diff_lines` tells it.
        old: lines with their ends, as :func:`~ctxbuild.analysis.differ.split_lines` gives them.
        new: the same for the other side.
        context: unchanged lines to show around each change.
    """
    parts = list(_opening(header))
    if hunks:
        sides = (_named("a/", header.old_path), _named("b/", header.new_path))
        parts += [f"--- {sides[0]}\n", f"+++ {sides[1]}\n"]
        parts += _body(hunks, old, new, context)
    return "".join(parts) if hunks or len(parts) > 1 else ""


def _opening(header: FileHeader) -> Iterator[str]:
    """Yield the lines that tell of names and modes."""
    old, new = header.old_path, header.new_path
    shown = old if old is not None else new, new if new is not None else old
    assert shown[0] is not None
    assert shown[1] is not None
    yield f"diff --git {quoted('a/' + shown[0])} {quoted('b/' + shown[1])}\n"
    if old is None:
        yield f"new file mode {header.new_mode}\n"
    elif new is None:
        yield f"deleted file mode {header.old_mode}\n"
    else:
        if header.old_mode != header.new_mode:
            yield f"old mode {header.old_mode}\nnew mode {header.new_mode}\n"
        if old != new:
            yield f"rename from {quoted(old)}\nrename to {quoted(new)}\n"


def _named(side: str, path: str | None) -> str:
    if path is None:
        return NOTHING
    name = quoted(side + path)
    # A tab ends a name with blanks in it: what follows would be taken for a time.
    return name + "\t" if " " in name and not name.startswith('"') else name


def quoted(path: str) -> str:
    """Return a path as git writes it: in quotes with C escapes where it needs them."""
    if _QUOTED.search(path) is None:
        return path
    return '"' + _QUOTED.sub(lambda found: _escape(found[0]), path) + '"'


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    # Octal by byte; lone surrogates stand for bytes that are not UTF-8.
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))


def _body(
    hunks: Sequence[Hunk], old: Sequence[str], new: Sequence[str], context: int
) -> Iterator[str]:
    groups = list(_groups(hunks, context))
    tops = headings(old, [group[0].old_start - 1 for group in groups])
    for group, top in zip(groups, tops, strict=True):
        first, last = group[0], group[-1]
        above = min(context, first.old_start - 1)
        end_old = last.old_start - 1 + last.old_count
        end_new = last.new_start - 1 + last.new_count
        below = min(context, len(old) - end_old)
        start_old, start_new = first.old_start - 1 - above, first.new_start - 1 - above
        spans = _span(start_old, end_old + below), _span(start_new, end_new + below)
        yield f"@@ -{spans[0]} +{spans[1]} @@{_shortened(top)}\n"
        yield from _group(group, old, new, start_old, end_old + below)


def _groups(hunks: Sequence[Hunk], context: int) -> Iterator[list[Hunk]]:
    """Yield hunks whose contexts touch, together."""
    group: list[Hunk] = []
    for hunk in hunks:
        if group and hunk.old_start - group[-1].old_start - group[-1].old_count > 2 * context:
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _span(start: int, end: int) -> str:
    """Return ``FIRST,COUNT``; where there are no lines, FIRST is the line before."""
    count = end - start
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"


def _shortened(heading: str) -> str:
    return f" {heading[:LONGEST_HEADING]}" if heading else ""


def _group(
    group: Sequence[Hunk], old: Sequence[str], new: Sequence[str], start: int, end: int
) -> Iterator[str]:
    at = start
    for hunk in group:
        gone, came = hunk.old_start - 1, hunk.new_start - 1
        yield from (_line(" ", old[i]) for i in range(at, gone))
        yield from (_line("-", old[i]) for i in range(gone, gone + hunk.old_count))
        yield from (_line("+", new[j]) for j in range(came, came + hunk.new_count))
        at = gone + hunk.old_count
    yield from (_line(" ", old[i]) for i in range(at, end))


def _line(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}{_NO_NEWLINE}"
