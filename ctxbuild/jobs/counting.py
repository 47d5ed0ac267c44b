"""Token counts of documents and other texts, remembered by content."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ctxbuild.cache import Cache
from ctxbuild.model import Document
from ctxbuild.tokens import counter

_VERSION = "1"
_BYTES = 4


class FileTokens:
    """Counts documents batch by batch, while their texts are still in memory."""

    def __init__(self, cache: Cache, encoding: str) -> None:
        self._cache = cache
        self._stage = f"tokens:{encoding}"
        self._counter = counter(encoding)

    def count(self, documents: Sequence[Document]) -> list[int]:
        """Return the tokens of each document's text, 0 where it has none."""
        keys = [content_key(document) for document in documents]
        known = self._cache.get_many(self._stage, _VERSION, [key for key in keys if key])
        missing = [i for i, key in enumerate(keys) if key and key not in known]
        counts = self._counter.count_batch([documents[i].text() for i in missing])
        found = {keys[i]: n.to_bytes(_BYTES, "big") for i, n in zip(missing, counts, strict=True)}
        if found:
            self._cache.put_many(self._stage, _VERSION, found)
        known = {**known, **found}
        return [int.from_bytes(known[key], "big") if key else 0 for key in keys]


class TextTokens:
    """Counts texts that are no documents; what was counted before needs no tokenizer."""

    def __init__(self, cache: Cache, encoding: str) -> None:
        self._cache = cache
        self._stage = f"tokens:{encoding}"
        self._counter = counter(encoding)
        self._known: dict[bytes, bytes] = {}

    def count(self, text: str) -> int:
        """Return the tokens of a text."""
        return self.count_batch((text,))[0]

    def count_batch(self, texts: Sequence[str]) -> list[int]:
        """Return the tokens of each text."""
        keys = [
            hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).digest()
            for text in texts
        ]
        asked = [key for key in dict.fromkeys(keys) if key not in self._known]
        self._known |= self._cache.get_many(self._stage, _VERSION, asked)
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        if missing:
            counts = self._counter.count_batch(list(missing.values()))
            found = {k: n.to_bytes(_BYTES, "big") for k, n in zip(missing, counts, strict=True)}
            self._cache.put_many(self._stage, _VERSION, found)
            self._known |= found
        return [int.from_bytes(self._known[key], "big") for key in keys]


def content_key(document: Document) -> bytes:
    """Return the digest of a document's text; empty where it has none.

    Where nothing was transformed, that is the digest of the bytes read.
    """
    if document.content is None:
        return b""
    if not document.transforms:
        return bytes.fromhex(document.digest)
    return hashlib.blake2b(document.content.data(), digest_size=20).digest()
