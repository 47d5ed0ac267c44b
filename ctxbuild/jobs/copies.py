"""Near-copies among the documents of a corpus, by sketches that are remembered."""

from __future__ import annotations

from collections.abc import Sequence

from ctxbuild.analysis.near_copies import SKETCH_VERSION, Copies, near_copies, sketch
from ctxbuild.cache import Cache
from ctxbuild.jobs.remembered import remembered
from ctxbuild.model import Document, Progress


def copies_among(
    documents: Sequence[Document], indices: Sequence[int], cache: Cache, progress: Progress
) -> Copies:
    """Return which of the documents asked for are mostly the same.

    Args:
        documents: the corpus.
        indices: which of them are compared, in ascending order.
        cache: remembers sketches.
        progress: told how far this is.

    Raises:
        ContentChangedError: a file is no longer what was read first.

    """

    def text(index: int) -> bytes:
        content = documents[index].content
        return content.data() if content is not None else b""

    stage = ("sketches", SKETCH_VERSION)
    made = remembered(documents, indices, stage, lambda i: sketch(text(i)), cache, progress)
    return near_copies(dict(zip(indices, made, strict=True)), text)
