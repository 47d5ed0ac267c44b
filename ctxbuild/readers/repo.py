"""The repository reader: a directory, a repository or a URL → :class:`~ctxbuild.model.Corpus`.

One pass over the files in the order of their paths, in batches small enough
to stay in memory while an observer (the token counter) looks at their texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctxbuild.cache import Cache
from ctxbuild.markers import OWN_OUTPUT, OWN_OUTPUT_MARKERS
from ctxbuild.model import Corpus, Document, Observer, Progress, Skipped, Source
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.documents import (
    LFS_POINTER,
    DocumentMaker,
    FileBytes,
    digest_of,
    oversized,
)
from ctxbuild.readers.entries import Entry, Oversized, Reading, Refused
from ctxbuild.readers.readme_link import with_linked_readme
from ctxbuild.readers.source import OpenedSource, RepoOptions, open_source
from ctxbuild.readers.worktree import not_for_reading

__all__ = ["RepoOptions", "read_repo"]


_BATCH_FILES = 256
# What TextStore keeps of texts that have just been read, with room to spare.
_BATCH_BYTES = 4 << 20
_OWN_OUTPUT = Refused(OWN_OUTPUT)


def read_repo(
    options: RepoOptions,
    cache: Cache,
    store: TextStore,
    progress: Progress | None = None,
    observe: Observer | None = None,
) -> Corpus:
    """Read a source.

    Args:
        options: what to read.
        cache: remembers what was found out about contents.
        store: holds texts in memory.
        progress: told ``("read", done, total)`` after each batch.
        observe: given each batch of documents while their texts are in memory.

    Raises:
        UsageError: the source or the revision is missing, or refused.
        CtxbuildError: the source cannot be read.

    """
    opened = open_source(options)
    reading = _Reading(opened, options, cache, store)
    total = len(opened.files.entries)
    for batch in reading.batches():
        if observe is not None:
            observe(batch)
        if progress is not None:
            progress("read", reading.done, total)
    return reading.corpus()


class _Reading:
    """One pass over the files of a source."""

    def __init__(
        self, opened: OpenedSource, options: RepoOptions, cache: Cache, store: TextStore
    ) -> None:
        self.done = 0
        self._opened = opened
        self._limit = options.max_file_bytes
        self._skipped = list(opened.files.skipped)
        self._documents: list[Document] = []
        self._links: dict[bytes, bytes] = {}
        self._maker = DocumentMaker(
            cache,
            store,
            opened.files.origin,
            everything=options.everything,
            redact=options.redact,
            object_format=opened.object_format,
        )

    def batches(self) -> Iterator[Sequence[Document]]:
        """Yield documents in the order of their paths, some hundred at a time."""
        files: list[FileBytes] = []
        others: list[Document] = []
        size = 0
        for entry, reading in self._readings():
            self.done += 1
            if isinstance(reading, bytes):
                size += len(reading)
                files.append(FileBytes(entry, reading, digest_of(reading)))
            elif isinstance(reading, Oversized):
                self._opened.revision.saw(entry, reading, "", "")
                others.append(oversized(entry, reading.size, self._limit))
            else:
                self._refuse(entry, reading)
            if len(files) >= _BATCH_FILES or size >= _BATCH_BYTES:
                yield self._made(files, others)
                files, others, size = [], [], 0
        if files or others:
            yield self._made(files, others)

    def _readings(self) -> Iterator[tuple[Entry, Reading]]:
        """Yield every path with what reading it gave; sets aside what is not to be opened."""
        wanted = []
        for entry in self._opened.files.entries:
            refused = not_for_reading(entry)
            if refused is None:
                wanted.append(entry)
            else:
                yield entry, refused
        readings = self._opened.files.origin.read(wanted)
        for entry, reading in zip(wanted, readings, strict=True):
            own = isinstance(reading, bytes) and reading.startswith(OWN_OUTPUT_MARKERS)
            yield entry, _OWN_OUTPUT if own else reading

    def _refuse(self, entry: Entry, refused: Refused) -> None:
        self._opened.revision.saw(entry, refused, "", "")
        self._skipped.append(Skipped(entry.id, refused.reason))
        if refused.target is not None:
            self._links[entry.path] = refused.target

    def _made(self, files: list[FileBytes], others: list[Document]) -> Sequence[Document]:
        documents = self._maker.make(files)
        for file, document in zip(files, documents, strict=True):
            self._opened.revision.saw(file.entry, file.data, document.digest, file.blob_id)
        batch = documents + others
        self._documents += batch
        return batch

    def corpus(self) -> Corpus:
        """Return everything that was read, in the order of paths as bytes."""
        place = self._opened.place
        source = Source("repo", place.location, self._opened.revision.name(), place.name)
        notes = list(self._opened.files.notes)
        pointers = sum(document.reduced == LFS_POINTER for document in self._documents)
        if pointers:
            notes.append(f"{pointers} Git LFS pointers: the files themselves are stored elsewhere")
        documents = with_linked_readme(self._documents, self._links)
        return Corpus(
            (source,),
            tuple(sorted(documents, key=lambda document: _order(document.id))),
            tuple(sorted(self._skipped, key=lambda skipped: _order(skipped.id))),
            tuple(notes),
            self._opened.past,
            unsaved=self._opened.revision.changed(),
        )


def _order(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
