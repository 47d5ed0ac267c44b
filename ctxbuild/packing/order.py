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
    documents: Sequence[Document], order: Order = "nav", ranking: Ranking | None = None
) -> tuple[int, ...]:
    """Return the documents' indices in the order in which they are shown.

    By path, they come source by source, what introduces one first and what
    checks it last; by ``nav`` likewise, but pages of a site in the site's own
    order. By dependency, what is imported comes before what imports it. By
    relevance, the worth of whole documents decides alone.

    Args:
        documents: of a corpus.
        order: which of them.
        ranking: of these documents; by path and ``nav`` it is not needed.

    """
    places = [_place(document) for document in documents]
    by_path = sorted(range(len(documents)), key=places.__getitem__)
    if order == "path":
        return tuple(by_path)
    by_nav = sorted(by_path, key=lambda index: (*places[index][:2], _number(documents[index])))
    if order == "nav" or ranking is None:
        return tuple(by_nav)
    if order == "dependency":
        by_need = dependency_order(by_nav, ranking.imports)
        return tuple(sorted(by_need, key=lambda index: places[index][:2]))
    best_first = sorted(by_path, key=lambda index: -ranking.documents[index])
    return tuple(best_first if order == "relevant-first" else reversed(best_first))


def _number(document: Document) -> int:
    """Return what orders pages as their site does, and leaves other documents as they are."""
    return document.page.place if document.page is not None else 0


def _place(document: Document) -> tuple[int, int, bytes]:
    at_root = "/" not in document.front
    rank = _ROOT_FIRST.get(document.role, 2) if at_root else 2
    return document.source, _LATE.get(document.role, rank), path_key(document.id)
