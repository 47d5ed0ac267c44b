"""The record beside an llms.txt, for programs: every page, where it is listed, and why not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Protocol

from ctxbuild.formats.names import shown_path
from ctxbuild.model import Corpus, PageSet
from ctxbuild.version import __version__

SCHEMA = 1


class RecordedText(Protocol):
    """A description, and whose it is."""

    @property
    def text(self) -> str:
        """The line."""
        ...

    @property
    def origin(self) -> str:
        """Whose it is."""
        ...


class RecordedKind(Protocol):
    """What a page is for."""

    @property
    def name(self) -> str:
        """In a word or two."""
        ...


class RecordedPage(Protocol):
    """What the record says of a page."""

    @property
    def number(self) -> int:
        """Of its document."""
        ...

    @property
    def path(self) -> str:
        """Of its Markdown."""
        ...

    @property
    def title(self) -> str:
        """As the lists have it."""
        ...

    @property
    def kind(self) -> RecordedKind:
        """What it is for."""
        ...

    @property
    def description(self) -> RecordedText:
        """What the lists say of it."""
        ...


def llms_record(
    corpus: Corpus,
    pages: Sequence[RecordedPage],
    tokens: Sequence[int],
    written: Iterable[tuple[str, str]],
    file_tokens: Mapping[str, int],
    chosen: PageSet,
) -> str:
    """Return the record as JSON.

    ``written`` are the files that are written, with their texts; nothing else may ever be
    removed or written over.
    """
    source = corpus.sources[0]
    listed: dict[int, list[str]] = {}
    for each in chosen.lists:
        for section in each.sections:
            for entry in section.entries:
                listed.setdefault(entry.document, []).append(f"{each.directory}llms.txt")
    reasons = dict(chosen.left_out)
    record: dict[str, Any] = {
        "ctxbuild": {"llms": SCHEMA, "version": __version__},
        "source": {"kind": source.kind, "name": source.name, "revision": source.revision},
        "files": [
            {
                "path": name,
                "digest": blake2b(text.encode(), digest_size=20).hexdigest(),
                "characters": len(text),
                **({"tokens": file_tokens[name]} if name in file_tokens else {}),
            }
            for name, text in written
        ],
        "pages": [
            {
                "path": page.path,
                "title": page.title,
                "kind": page.kind.name,
                "tokens": count,
                "description": page.description.text,
                "description_from": page.description.origin,
                "listed_in": listed.get(page.number, []),
                **({"left_out": reasons[page.number]} if page.number in reasons else {}),
            }
            for page, count in zip(pages, tokens, strict=True)
        ],
        "skipped": [{"path": shown_path(s.id), "reason": s.reason} for s in corpus.skipped],
        "notes": list(corpus.notes),
    }
    return json.dumps(record, ensure_ascii=True, indent=1) + "\n"
