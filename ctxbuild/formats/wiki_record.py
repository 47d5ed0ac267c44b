"""``wiki.json``: what programs want to know of a wiki, above all every claim of every page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from ctxbuild.claims import Claim
from ctxbuild.formats.wiki_inline import printable
from ctxbuild.formats.wiki_page import Stamps, cited_paths, inputs_digest, page_title
from ctxbuild.model import Source
from ctxbuild.model.wikis import WikiPage
from ctxbuild.packing.wiki.blocks import Draft, Picture, claims_on, named_paths, shown_files

RECORD_NAME = "wiki.json"
SCHEMA = "ctxbuild-wiki/1"
"""Grows when a key changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """How a wiki was made."""

    encoding: str
    budget: int
    links: str
    """The template of links to the source."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    redact: bool = True
    prose: Mapping[str, Any] | None = None
    """What a model wrote and what of it was dropped, if one was asked."""


def wiki_record(
    source: Source,
    pages: Sequence[tuple[Draft, WikiPage]],
    files: Iterable[tuple[str, str]],
    stamps: Stamps,
    digests: Mapping[str, str],
    options: RecordOptions,
) -> str:
    """Return the record of a wiki.

    Args:
        source: what it describes.
        pages: in reading order.
        files: names and digests of all files but this.
        stamps: when files were last changed.
        digests: of the bytes of each cited file.
        options: how it was made.

    """
    head = {
        "schema": SCHEMA,
        "source": {
            "kind": source.kind,
            "location": source.location,
            "name": source.name,
            "revision": source.revision,
        },
        "encoding": options.encoding,
        "budget": options.budget,
        "links": options.links,
        "include": list(options.include),
        "exclude": list(options.exclude),
        "redact": options.redact,
        **({"prose": options.prose} if options.prose is not None else {}),
        "files": [{"path": name, "digest": digest} for name, digest in files],
    }
    # One at a time: claims as plain values take several times what they take as text.
    rows = (_page(draft, page, stamps, digests) for draft, page in pages)
    return record_text({"ctxbuild": "wiki", **head, "pages": rows})


def record_text(record: Mapping[str, Any]) -> str:
    """Return a record as it is written: a line for each claim and edge of each page."""
    head = {key: value for key, value in record.items() if key != "pages"}
    opened = json.dumps(head, ensure_ascii=False, indent=1)
    parts = ['{"ctxbuild":', opened.partition('"ctxbuild":')[2].removesuffix("\n}")]
    parts.append(',\n "pages": [\n')
    for number, row in enumerate(record["pages"]):
        parts += [",\n" if number else "", *_lines(row)]
    return printable("".join([*parts, "\n ]\n}\n"]))


def file_digest(text: str) -> str:
    """Return the digest of a file of a wiki."""
    return pieces_digest((text.encode(),))


def pieces_digest(pieces: Iterable[bytes]) -> str:
    """Return the digest of a file of a wiki that comes piece by piece."""
    digest = blake2b(digest_size=20)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield a page as JSON, one line for each of its claims and edges."""
    head = {key: value for key, value in row.items() if not isinstance(value, list)}
    yield json.dumps(head, ensure_ascii=False)[:-1]
    for key, values in row.items():
        if isinstance(values, list):
            inner = ",\n  ".join(json.dumps(value, ensure_ascii=False) for value in values)
            yield f', "{key}": [\n  {inner}]' if values else f', "{key}": []'
    yield "}"


def _page(
    draft: Draft, page: WikiPage, stamps: Stamps, digests: Mapping[str, str]
) -> dict[str, Any]:
    paths = cited_paths(draft)
    commit, day = stamps.of(paths)
    return {
        "slug": page.slug,
        "number": page.number,
        "title": page_title(draft),
        "parent": page.parent,
        "summary": page.summary,
        "tokens": page.tokens,
        "commit": commit,
        "day": day,
        "inputs": inputs_digest(draft),
        "left_out": draft.left_out,
        "sources": [_source(path, stamps, digests) for path in paths],
        "files": shown_files(draft),
        "named": [path for path in named_paths(draft) if path in digests and path not in paths],
        "claims": [claim_record(claim) for claim in dict.fromkeys(claims_on(draft))],
        "edges": [edge for picture in _pictures(draft) for edge in _edges(picture)],
    }


def _source(path: str, stamps: Stamps, digests: Mapping[str, str]) -> dict[str, str]:
    touch = stamps.touches.get(path)
    commit = touch.commit if touch is not None and path not in stamps.unsaved else ""
    return {"path": path, "commit": commit, "digest": digests.get(path, "")}


def claim_record(claim: Claim) -> dict[str, Any]:
    """Return a claim as plain values."""
    citation = claim.citation
    return {
        "statement": claim.statement,
        "path": citation.path,
        "lines": list(citation.lines) if citation.lines is not None else None,
        "symbol": citation.symbol,
        "digest": citation.digest,
        "check": claim.check,
        "evidence": claim.evidence,
    }


def _pictures(draft: Draft) -> Iterator[Picture]:
    for section in draft.sections:
        yield from (block for block in section.blocks if isinstance(block, Picture))


def _edges(picture: Picture) -> Iterator[dict[str, Any]]:
    """Yield the arrows of a diagram, each with the place that proves it."""
    labels = {node.key: node.label for node in picture.diagram.nodes}
    for arrow, claim in zip(picture.diagram.arrows, picture.evidence, strict=True):
        lines = claim.citation.lines
        yield {
            "diagram": picture.diagram.title,
            "from": labels[arrow.origin],
            "to": labels[arrow.target],
            "weight": arrow.weight,
            "path": claim.citation.path,
            "lines": list(lines) if lines is not None else None,
            "statement": claim.statement,
        }
