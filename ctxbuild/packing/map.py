"""The directories that the map of a bundle may name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ctxbuild.model import Directory, Document


def parent_of(path: str) -> str:
    """Return the directory of a document or of a directory; the root is ``""``."""
    return path.rpartition("/")[0]


def directories(documents: Sequence[Document], tokens: Sequence[int]) -> list[Directory]:
    """Return the root and every directory that a line can tell something of, in path order.

    That are those that hold documents, and those that hold several directories.
    """
    direct: dict[str, list[int]] = {"": []}
    files: dict[str, int] = {"": 0}
    total: dict[str, int] = {"": 0}
    for index, document in enumerate(documents):
        path = parent_of(document.id)
        direct.setdefault(path, []).append(index)
        while True:
            files[path] = files.get(path, 0) + 1
            total[path] = total.get(path, 0) + tokens[index]
            if not path:
                break
            path = parent_of(path)
    inside = Counter(parent_of(path) for path in files if path)
    forks = (path for path, number in inside.items() if number > 1)
    return [
        Directory(path, tuple(direct.get(path, ())), files[path], total[path])
        for path in sorted({*direct, *forks}, key=path_key)
    ]


def depth_of(path: str) -> int:
    """Return 0 for the root, 1 for a directory in it, and so on."""
    return path.count("/") + 1 if path else 0


def path_key(path: str) -> bytes:
    """Return what paths are ordered by: their bytes, a total order on every system."""
    return path.encode("utf-8", "surrogateescape")
