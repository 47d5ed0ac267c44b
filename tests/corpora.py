"""Corpora built in memory, for tests of the rooms right of the readers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ctxbuild.languages.table import language_of
from ctxbuild.model import Corpus, Document, Source


@dataclass(frozen=True)
class HeldText:
    """A content reference to a text in memory."""

    text: str

    def data(self) -> bytes:
        return self.text.encode("utf-8")


def document(path: str, text: str, **changes) -> Document:
    """Make a document as a reader would, of role source unless told otherwise."""
    data = text.encode("utf-8")
    language = language_of(path)
    fields = {
        "kind": language.kind,
        "role": "source",
        "language": language.name,
        "digest": hashlib.blake2b(data, digest_size=20).hexdigest(),
        "size": len(data),
        "lines": text.count("\n") + (not text.endswith("\n") and bool(text)),
        "content": HeldText(text),
    }
    return Document(path, **{**fields, **changes})


def corpus(files: dict[str, str], **changes) -> Corpus:
    """Make a corpus of files, ordered as readers order them."""
    ordered = sorted(files, key=lambda path: path.encode("utf-8", "surrogateescape"))
    documents = tuple(document(path, files[path]) for path in ordered)
    return Corpus((Source("repo", "sample", "files:0", "sample"),), documents, **changes)
