"""Which documents a question may be about, told by their paths and by past commits alone.

Of a repository too large to be indexed as a whole, these are indexed first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ctxbuild.model import Document, History, Store
from ctxbuild.search.bm25 import rarity
from ctxbuild.search.past import Messages
from ctxbuild.search.query import Query
from ctxbuild.search.words import terms, words

_MOST = 4000


def promising(
    documents: Sequence[Document], query: Query, history: History | None, store: Store
) -> list[int]:
    """Return the documents that a question points at, the likeliest first.

    Args:
        documents: the corpus.
        query: the question.
        history: the commits before the revision, if there are any.
        store: remembers what is known of commits.

    """
    worth = _by_path(documents, query.weights)
    messages = Messages(history.commits(store) if history is not None else ())
    commits = messages.similar(query.weights)
    numbers = {document.id: number for number, document in enumerate(documents)}
    top = max(worth.values(), default=1.0)
    for score, commit in commits:
        for path in commit.paths:
            if path in numbers:
                vote = top * (score / commits[0][0]) ** 2
                worth[numbers[path]] = worth.get(numbers[path], 0.0) + vote
    return sorted(worth, key=lambda number: (-worth[number], number))[:_MOST]


def _by_path(documents: Sequence[Document], weights: Mapping[str, float]) -> dict[int, float]:
    """Return the summed rarity of the query's terms in each path that has any."""
    having: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        found = {term for word in words(document.id) for term in terms(word)}
        for term in sorted(found & weights.keys()):
            having.setdefault(term, []).append(number)
    worth: dict[int, float] = {}
    for term, numbers in having.items():
        for number in numbers:
            own = weights[term] * rarity(len(documents), len(numbers))
            worth[number] = worth.get(number, 0.0) + own
    return worth
