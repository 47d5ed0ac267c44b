"""From the bytes of a file to its document, with the slow part remembered by content."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b

from ctxbuild import redact
from ctxbuild.cache import Cache
from ctxbuild.languages.table import LANGUAGES, language_of
from ctxbuild.model import Detail, Document
from ctxbuild.readers import content
from ctxbuild.readers.checkout import git_blob_id
from ctxbuild.readers.content import (
    UNCHANGED,
    Recipe,
    TextStore,
    apply_recipe,
    decode_recipe,
    encode_recipe,
    normalise,
)
from ctxbuild.readers.entries import Entry, Origin
from ctxbuild.readers.roles import BINARY, Classification, classify
from ctxbuild.transforms import count_lines

_STAGE = "read"
_VERSION = f"1.{content.VERSION}.{redact.VERSION}"
_TEXT, _BINARY = b"T", b"B"
_FACTS = struct.Struct(">cIB")
_DIGEST_BYTES = 20
_HEAD_BYTES = 4096
_MOST_LINES = 0xFFFFFFFF
_LFS_START = b"version https://git-lfs.github.com/spec/"
_LFS_MOST_BYTES = 1024
LFS_POINTER = "Git LFS pointer"


@dataclass(slots=True)
class FileBytes:
    """The bytes of one file; ``blob_id`` is git's name of them where that was asked for."""

    entry: Entry
    data: bytes
    digest: bytes
    blob_id: str = ""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the cache remembers of a file; ``recipe`` is ``None`` for a binary."""

    recipe: Recipe | None
    lines: int
    blob_id: str


class DocumentMaker:
    """Makes documents out of batches of files."""

    def __init__(
        self,
        cache: Cache,
        store: TextStore,
        origin: Origin,
        *,
        everything: bool,
        redact: bool,
        object_format: str,
    ) -> None:
        self._cache = cache
        self._store = store
        self._origin = origin
        self._everything = everything
        self._redact = redact
        self._object_format = object_format
        flags = b"r" if redact else b"-"
        self._salt = flags + object_format.encode("ascii") + b"\0"

    def make(self, files: Sequence[FileBytes]) -> list[Document]:
        """Return the documents of a batch, in order; their texts can be had without reading again.

        Sets the git ids of the files where the object format is known.
        """
        keys = [file.digest + self._salt + file.entry.path for file in files]
        known = self._cache.get_many(_STAGE, _VERSION, keys)
        fresh: dict[bytes, bytes] = {}
        documents = []
        for file, key in zip(files, keys, strict=True):
            facts = _decoded(known.get(key))
            text = None
            if facts is None:
                facts, text = self._computed(file)
                fresh[key] = _encoded(facts)
            file.blob_id = facts.blob_id
            documents.append(self._document(file, facts, text))
        if fresh:
            self._cache.put_many(_STAGE, _VERSION, fresh)
        return documents

    def _computed(self, file: FileBytes) -> tuple[_Facts, bytes]:
        blob_id = git_blob_id(file.data, self._object_format) if self._object_format else ""
        found = normalise(file.data, file.entry.id, redact=self._redact)
        if found is None:
            return _Facts(None, 0, blob_id), b""
        return _Facts(found.recipe, count_lines(found.data), blob_id), found.data

    def _document(self, file: FileBytes, facts: _Facts, text: bytes | None) -> Document:
        path = file.entry.id
        if facts.recipe is None:
            return _binary(file, path)
        if text is None:
            text = apply_recipe(file.data, facts.recipe)
        language = language_of(path, text[:_HEAD_BYTES].decode("utf-8", "ignore"))
        # A notebook's text is a script of its cells, whatever its name ends in.
        language = LANGUAGES.get(facts.recipe.notebook, language)
        verdict = self._classified(path, text, language.kind)
        digest = file.digest.hex()
        reload = partial(self._origin.again, file.entry)
        before = self._store.held_bytes
        held = self._store.content(path, digest, facts.recipe, reload, text)
        if self._store.held_bytes == before:
            self._store.remember(held, text)
        return Document(
            id=path,
            kind=language.kind,
            role=verdict.role,
            language=language.name,
            digest=digest,
            size=len(text),
            lines=facts.lines,
            content=held,
            transforms=() if facts.recipe is UNCHANGED else facts.recipe.transforms(),
            ceiling=verdict.ceiling,
            reduced=verdict.reduced,
            executable=file.entry.executable,
        )

    def _classified(self, path: str, text: bytes, kind: str) -> Classification:
        verdict = classify(path, len(text), text, kind)
        if len(text) <= _LFS_MOST_BYTES and text.startswith(_LFS_START):
            verdict = Classification("data", Detail.NAME, LFS_POINTER)
        if self._everything and verdict.reduced:
            return Classification(verdict.role)
        return verdict


def oversized(entry: Entry, size: int, limit: int) -> Document:
    """Return the document of a file that is too large to be read: its name and size."""
    language = language_of(entry.id)
    return Document(
        id=entry.id,
        kind=language.kind,
        role="data",
        language=language.name,
        digest="",
        size=size,
        lines=0,
        content=None,
        ceiling=Detail.NAME,
        reduced=f"larger than {_readable(limit)}",
        executable=entry.executable,
    )


def digest_of(data: bytes) -> bytes:
    """Return the BLAKE2b-160 of the bytes of a file."""
    return blake2b(data, digest_size=_DIGEST_BYTES).digest()


def _binary(file: FileBytes, path: str) -> Document:
    return Document(
        id=path,
        kind="binary",
        role=BINARY.role,
        language="binary",
        digest=file.digest.hex(),
        size=len(file.data),
        lines=0,
        content=None,
        ceiling=BINARY.ceiling,
        reduced=BINARY.reduced,
        executable=file.entry.executable,
    )


def _readable(size: int) -> str:
    """Return a number of bytes in the largest unit that divides it."""
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"


def _encoded(facts: _Facts) -> bytes:
    blob_id = bytes.fromhex(facts.blob_id)
    kind = _BINARY if facts.recipe is None else _TEXT
    head = _FACTS.pack(kind, min(facts.lines, _MOST_LINES), len(blob_id))
    return head + blob_id + (encode_recipe(facts.recipe) if facts.recipe is not None else b"")


def _decoded(record: bytes | None) -> _Facts | None:
    """Return what a cache record says, ``None`` where it says nothing that makes sense."""
    if record is None or len(record) < _FACTS.size:
        return None
    kind, lines, length = _FACTS.unpack_from(record)
    end = _FACTS.size + length
    blob_id = record[_FACTS.size : end].hex()
    if kind == _BINARY:
        return _Facts(None, 0, blob_id)
    try:
        return _Facts(decode_recipe(record[end:]), lines, blob_id)
    except ValueError:
        return None
