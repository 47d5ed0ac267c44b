"""One value a document, computed from its text alone and remembered by content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache as cache_result
from importlib.util import find_spec

from ctxbuild.cache import Cache
from ctxbuild.jobs.counting import content_key
from ctxbuild.languages.table import LANGUAGES
from ctxbuild.model import Document, Progress

_BATCH = 256


def remembered(
    documents: Sequence[Document],
    indices: Sequence[int],
    stage: tuple[str, str],
    compute: Callable[[int], bytes],
    cache: Cache,
    progress: Progress,
) -> Iterator[bytes]:
    """Yield the value of each document asked for, from the cache where it has it.

    Args:
        documents: the corpus.
        indices: which of them.
        stage: what is computed, and the version of the code that does.
        compute: makes the value of the document with an index.
        cache: remembers.
        progress: told how far this is.

    """
    for start in range(0, len(indices), _BATCH):
        progress(stage[0], start, len(indices))
        batch = indices[start : start + _BATCH]
        # The same text has another outline in another language, or without its grammar.
        keys = [content_key(documents[i]) + parser_key(documents[i].language) for i in batch]
        known = cache.get_many(*stage, keys)
        found = {key: compute(i) for key, i in zip(keys, batch, strict=True) if key not in known}
        if found:
            cache.put_many(*stage, found)
        yield from (known[key] if key in known else found[key] for key in keys)


@cache_result
def parser_key(language: str) -> bytes:
    """Return the language and whether its grammar is installed, without loading it."""
    row = LANGUAGES.get(language)
    present = row is None or row.grammar is None or find_spec(row.grammar[0]) is not None
    return f"{language}{'' if present else '-'}".encode()
