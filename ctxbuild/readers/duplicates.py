"""What several sources have in common is shown once: in the source that weighs most.

Two releases of a library, a project and the copy of it that another one
carries: a reader gains nothing from the second copy of a file. Copies within
one source are that source's business and are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ctxbuild.model import ContentChangedError, Corpus, Detail, Document

# Shorter files cost less than it takes to say where the other one is.
_LEAST_BYTES = 400
# Longer ones are compared by their digests only.
_MOST_BYTES = 1 << 20
# Part of the bytes of the longer of two files that stand on lines which both have.
_NEARLY = 0.95
# So many files of the same end of a path are compared with each other.
_MOST_COMPARED = 8
_PLAIN = re.compile(r"[\w./@+-]{1,160}")


def without_duplicates(corpus: Corpus) -> Corpus:
    """Return a merged corpus in which copies of another source's files are named, not shown.

    The same bytes are a copy wherever they stand; nearly the same lines are one
    where file and directory have the same names. The file that stays is that of
    the source with the higher weight, then of the one that was given first.
    """
    documents = list(corpus.documents)
    order = sorted(
        (n for n, document in enumerate(documents) if _is_compared(document)),
        key=lambda n: (-corpus.sources[documents[n].source].weight, documents[n].source, n),
    )
    for number, kept in _copies(documents, order):
        other = documents[kept]
        word = "duplicate" if documents[number].digest == other.digest else "near-duplicate"
        documents[number] = replace(
            documents[number], ceiling=Detail.NAME, reduced=f"{word} of {_shown(other)}"
        )
    return replace(corpus, documents=tuple(documents))


def _copies(documents: Sequence[Document], order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each document that repeats one of another source, with the one that stays.

    Args:
        documents: the corpus.
        order: what is compared, what stays first.
    """
    firsts: dict[str, int] = {}
    for number in order:
        firsts.setdefault(documents[number].digest, number)
    ends = _shared_ends(documents, order)
    lines = _Lines(documents)
    kept: dict[tuple[str, ...], list[int]] = {}
    near_to: dict[int, int] = {}
    for number in order:
        document = documents[number]
        first = firsts[document.digest]
        if documents[first].source != document.source:
            yield number, near_to.get(first, first)
            continue
        end = _end(document)
        if end not in ends or document.size > _MOST_BYTES:
            continue
        near = next(
            (other for other in kept.get(end, ()) if lines.nearly_same(number, other)), None
        )
        if near is not None:
            near_to[number] = near
            yield number, near
        elif len(kept.setdefault(end, [])) < _MOST_COMPARED:
            kept[end].append(number)


class _Lines:
    """The lines of documents, counted once for each that is compared."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._counts: dict[int, Counter[bytes]] = {}

    def nearly_same(self, number: int, other: int) -> bool:
        """Whether two documents of different sources have almost all lines in common."""
        left, right = self._documents[number], self._documents[other]
        longer = max(left.size, right.size)
        if left.source == right.source or min(left.size, right.size) < _NEARLY * longer:
            return False
        common = self._of(number) & self._of(other)
        return sum(len(line) * count for line, count in common.items()) >= _NEARLY * longer

    def _of(self, number: int) -> Counter[bytes]:
        if number not in self._counts:
            content = self._documents[number].content
            try:
                data = content.data() if content is not None else b""
            except ContentChangedError:
                data = b""  # Who shows it will say so.
            self._counts[number] = Counter(data.splitlines(keepends=True))
        return self._counts[number]


def _is_compared(document: Document) -> bool:
    known = document.content is not None and bool(document.digest)
    return known and document.size >= _LEAST_BYTES and document.ceiling > Detail.NAME


def _shared_ends(documents: Sequence[Document], order: Sequence[int]) -> set[tuple[str, ...]]:
    """Return the ends of paths that documents of several sources have."""
    sources: dict[tuple[str, ...], int] = {}
    shared: set[tuple[str, ...]] = set()
    for number in order:
        end, source = _end(documents[number]), documents[number].source
        if sources.setdefault(end, source) != source:
            shared.add(end)
    return shared


def _end(document: Document) -> tuple[str, ...]:
    """Return the name of a file and of its directory within the source."""
    return tuple(document.path.split("/")[-2:])


def _shown(document: Document) -> str:
    """Return a path that is safe in every format; an unusual one is described."""
    if _PLAIN.fullmatch(document.id):
        return document.id
    return f"a file of source {document.source + 1}"
