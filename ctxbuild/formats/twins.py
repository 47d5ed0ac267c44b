"""Twins: the Markdown versions of HTML pages, each with what is known of it in front."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ctxbuild.formats.names import shown_path
from ctxbuild.model import Corpus, Document, PageFacts
from ctxbuild.version import __version__

SCHEMA = 1
_NO_PAGE = PageFacts()


def twin(document: Document, directive: str = "") -> str:
    """Return the Markdown of a page behind a front matter of YAML.

    ``directive`` is a line that stands above the text: where the list of all pages is.
    """
    above = f"{directive}\n\n" if directive else ""
    return front_matter(document) + above + document.text()


def front_matter(document: Document) -> str:
    """Return what is known of a page as YAML between ``---``; every value is quoted."""
    page = document.page or _NO_PAGE
    fields: Mapping[str, str | tuple[str, ...]] = {
        "title": page.title,
        "url": page.url,
        "description": page.description,
        "breadcrumbs": page.breadcrumbs,
        "version": page.version,
        "updated": page.updated,
    }
    lines = [f"{name}: {_value(value)}\n" for name, value in fields.items() if value]
    return f"---\n{''.join(lines)}---\n\n" if lines else ""


def _value(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return quoted(value)
    return f"[{', '.join(map(quoted, value))}]"


def quoted(text: str) -> str:
    """Return a text as a YAML scalar in double quotes (YAML 1.2.2, section 5.7)."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\\uFFFD"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def twin_index(corpus: Corpus) -> str:
    """Return the record of a tree of twins as JSON, pages in reading order."""
    source = corpus.sources[0]
    record: dict[str, Any] = {
        "ctxbuild": {"docs": SCHEMA, "version": __version__},
        "source": {
            "kind": source.kind,
            "location": source.location,
            "name": source.name,
            "revision": source.revision,
        },
        "pages": [_entry(document) for document in corpus.documents],
        "skipped": [{"path": shown_path(s.id), "reason": s.reason} for s in corpus.skipped],
        "notes": list(corpus.notes),
    }
    return json.dumps(record, ensure_ascii=True, indent=1) + "\n"


def _entry(document: Document) -> dict[str, Any]:
    page = document.page or _NO_PAGE
    return {
        "path": document.id,
        "title": page.title,
        "url": page.url,
        "breadcrumbs": list(page.breadcrumbs),
        "digest": document.digest,
        "transforms": [[t.name, t.detail] for t in document.transforms],
    }
