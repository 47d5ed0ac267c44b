"""What the weights of sources do to a ranking: all documents of one are worth more, or less."""

from __future__ import annotations

from dataclasses import replace

from ctxbuild.model import Corpus, Ranking


def with_source_weights(ranking: Ranking, corpus: Corpus) -> Ranking:
    """Return a ranking with documents multiplied by their sources' weights; its sum stays.

    Symbols are worth their share of their document, and so follow it.
    """
    weights = [source.weight for source in corpus.sources]
    if len(set(weights)) < 2:
        return ranking
    pairs = zip(ranking.documents, corpus.documents, strict=True)
    weighed = [worth * weights[document.source] for worth, document in pairs]
    scale = sum(ranking.documents) / (sum(weighed) or 1.0)
    return replace(ranking, documents=tuple(worth * scale for worth in weighed))
