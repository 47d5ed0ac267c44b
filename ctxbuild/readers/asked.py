"""A list of files from the user, matched with a file set."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from ctxbuild.model import Skipped
from ctxbuild.readers.entries import Entry

_SEPARATOR = os.fsencode(os.sep)
_OUTSIDE = "outside the source"
_NOT_THERE = "not found"


def asked_for(
    entries: Sequence[Entry], wanted: Sequence[bytes], root: bytes | None
) -> tuple[list[Entry], list[Skipped]]:
    """Return the entries that a list names, in the order of paths, and what is not there.

    A path is taken relative to the source, else to the current directory, as
    other tools print it. A file that is there without belonging to the file
    set (an ignored one) was asked for and is taken.

    Args:
        entries: the file set.
        wanted: paths in any order, repeated or not.
        root: the directory that the file set is read from, ``None`` where it is elsewhere.

    """
    known = {entry.path: entry for entry in entries}
    found: dict[bytes, Entry] = {}
    missing: dict[bytes, Skipped] = {}
    for path in wanted:
        inside = _relative(path, known, root)
        if inside is None:
            missing[path] = Skipped(Entry(path).id, _OUTSIDE)
        elif inside in known:
            found[inside] = known[inside]
        elif root is not None and os.path.lexists(os.path.join(root, inside)):
            found[inside] = Entry(inside)
        else:
            missing[inside] = Skipped(Entry(inside).id, _NOT_THERE)
    return [found[path] for path in sorted(found)], [missing[path] for path in sorted(missing)]


def _relative(path: bytes, known: Collection[bytes], root: bytes | None) -> bytes | None:
    """Return a path relative to the root, ``None`` where it lies outside."""
    plain = os.path.normpath(path)
    if plain in known:
        return plain
    if root is None:
        return None if _leads_out(plain) else plain
    if not _leads_out(plain) and os.path.lexists(os.path.join(root, plain)):
        return plain
    absolute = os.path.normpath(os.path.join(os.fsencode(Path.cwd()), path))
    from_root = os.path.relpath(absolute, root)
    if not _leads_out(from_root):
        return from_root
    return None if _leads_out(plain) else plain


def _leads_out(path: bytes) -> bool:
    return path == b".." or path.startswith((_SEPARATOR, b".." + _SEPARATOR))
