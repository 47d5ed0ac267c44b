"""Where things stand in a bundle: the directories of the map, the order of the documents."""

from __future__ import annotations

from collections.abc import Sequence

from ctxbuild.model import Directory, Document, Role


def parent_of(path: str) -> str:
    """Return the directory of a document or of a directory; the root is ``""``."""
    return path.rpartition("/")[0]


def directories(documents: Sequence[Document], tokens: Sequence[int]) -> list[Directory]:
    """Return every directory that holds documents, and the root, in path order."""
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
    return [
        Directory(path, tuple(direct[path]), files[path], total[path])
        for path in sorted(direct, key=path_key)
    ]


# What introduces a repository comes first, what checks it last. Between them
# path order keeps together what belongs together.
_ROOT_FIRST: dict[Role, int] = {"change": -1, "readme": 0, "manifest": 1}
_LATE: dict[Role, int] = {"docs": 3, "example": 4, "test": 5, "data": 6, "vendored": 7}


def reading_order(documents: Sequence[Document]) -> tuple[int, ...]:
    """Return the documents' indices in the order a newcomer would read them, source by source."""

    def place(index: int) -> tuple[int, int, bytes]:
        document = documents[index]
        at_root = "/" not in document.path
        rank = _ROOT_FIRST.get(document.role, 2) if at_root else 2
        return document.source, _LATE.get(document.role, rank), path_key(document.id)

    return tuple(sorted(range(len(documents)), key=place))


def path_key(path: str) -> bytes:
    """Return what paths are ordered by: their bytes, a total order on every system."""
    return path.encode("utf-8", "surrogateescape")
