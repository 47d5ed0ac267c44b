"""Links between pages of a site as edges between documents."""

from __future__ import annotations

from collections.abc import Sequence

from ctxbuild.model import Document, Edge


def page_edges(documents: Sequence[Document]) -> list[Edge]:
    """Return an edge for every page that another one of the same site links to."""
    numbers = {
        (document.source, document.path): number
        for number, document in enumerate(documents)
        if document.page is not None
    }
    return [
        Edge(origin, numbers[document.source, target], "links", 1.0)
        for origin, document in enumerate(documents)
        if document.page is not None
        for target in document.page.links
        if (document.source, target) in numbers
    ]
