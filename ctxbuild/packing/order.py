"""In what order a bundle shows its documents; the map always comes first, in path order."""

from __future__ import annotations

from collections.abc import Sequence

from ctxbuild.analysis.dependencies import dependency_order
from ctxbuild.model import Document, Order, Ranking, Role
from ctxbuild.packing.map import path_key

# What introduces a repository comes first, what checks it last. Between them
# path order keeps together what belongs together.
_ROOT_FIRST: dict[Role, int] = {"change": -1, "readme": 0, "manifest": 1}
_LATE: dict[Role, int] = {"docs": 3, "example": 4, "test": 5, "data": 6, "vendored": 7}


def reading_order(
    documents: Sequence[Document], order: Order = "path", ranking: Ranking | None = None
) -> tuple[int, ...]:
    """Return the documents' indices in the order in which they are shown.

    By path, they come source by source, what introduces one first and what
    checks it last; by dependency likewise, but what is imported comes before
    what imports it. By relevance, the worth of whole documents decides alone.

    Args:
        documents: of a corpus.
        order: which of them.
        ranking: of these documents; by path it is not needed.

    """
    by_path = sorted(range(len(documents)), key=lambda index: _place(documents[index]))
    if order == "path" or ranking is None:
        return tuple(by_path)
    if order == "dependency":
        by_need = dependency_order(by_path, ranking.imports)
        return tuple(sorted(by_need, key=lambda index: _place(documents[index])[:2]))
    best_first = sorted(by_path, key=lambda index: -ranking.documents[index])
    return tuple(best_first if order == "relevant-first" else reversed(best_first))


def _place(document: Document) -> tuple[int, int, bytes]:
    at_root = "/" not in document.path
    rank = _ROOT_FIRST.get(document.role, 2) if at_root else 2
    return document.source, _LATE.get(document.role, rank), path_key(document.id)
