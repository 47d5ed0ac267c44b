"""Reads ``wiki.json`` back. Anybody may have written it, so nothing in it is taken on trust."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from ctxbuild.claims import Check, Citation, Claim
from ctxbuild.formats.wiki_record import SCHEMA
from ctxbuild.model import Lines

_T = TypeVar("_T")
_MOST_PAGES = 20_000
_CHECKS = frozenset(get_args(Check))


@dataclass(frozen=True, slots=True)
class RecordedEdge:
    """An arrow of a diagram: what stands in its boxes, and the claim that it is drawn for."""

    diagram: str
    """Its title."""
    origin: str
    target: str
    weight: int
    path: str
    lines: Lines | None
    statement: str


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """A page as the record has it; ``sources`` are digests of the cited files by path."""

    slug: str
    title: str
    tokens: int
    commit: str
    day: str
    inputs: str
    sources: Mapping[str, str]
    files: tuple[str, ...]
    """Files that it has sections of."""
    named: tuple[str, ...]
    """Other files that it names without citing them."""
    left_out: int
    claims: tuple[Claim, ...]
    edges: tuple[RecordedEdge, ...]

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.slug}.md"


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """What a record says of a wiki; ``raw`` is the same as it was written."""

    location: str
    revision: str
    encoding: str
    budget: int
    links: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    redact: bool
    files: Mapping[str, str]
    pages: tuple[RecordedPage, ...]
    raw: dict[str, Any]


def read_record(data: bytes) -> ReadRecord:
    """Return what a record says.

    Raises:
        ValueError: it is none, or not one of this version; the message says what is wrong.

    """
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("is no JSON") from None
    if not isinstance(raw, dict) or raw.get("ctxbuild") != "wiki":
        raise ValueError("is no record of a wiki")
    if raw.get("schema") != SCHEMA:
        raise ValueError(f"was written by another version of ctxbuild; this one reads {SCHEMA}")
    source = _get(raw, "source", dict)
    rows = _get(raw, "pages", list)
    if len(rows) > _MOST_PAGES:
        raise ValueError(f"has more than {_MOST_PAGES:,} pages")
    pages = tuple(map(_page, rows))
    if len({page.slug for page in pages}) < len(pages):
        raise ValueError("has two pages of one name")
    return ReadRecord(
        _get(source, "location", str),
        _get(source, "revision", str),
        _get(raw, "encoding", str),
        _get(raw, "budget", int),
        _get(raw, "links", str),
        _texts(_get(raw, "include", list)),
        _texts(_get(raw, "exclude", list)),
        _get(raw, "redact", bool),
        dict(_file(row) for row in _get(raw, "files", list)),
        pages,
        raw,
    )


def _get(row: object, key: str, kind: type[_T]) -> _T:
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        raise ValueError(f"is not complete: {key} is missing or no {_KINDS[kind]}")
    return value


_KINDS: Mapping[type, str] = {
    str: "text",
    int: "number",
    list: "list",
    dict: "object",
    bool: "truth value",
}


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("is not complete: a list holds something else than texts")
    return tuple(value)


def _file(row: object) -> tuple[str, str]:
    return _plain(_get(row, "path", str)), _get(row, "digest", str)


def _plain(name: str) -> str:
    """Return the name of a file of the wiki, which stands in its directory and nowhere else."""
    if name in {"", ".", ".."} or set(name) & set("/\\\0") or not name.isprintable():
        raise ValueError("names a file that lies elsewhere")
    return name


def _page(row: object) -> RecordedPage:
    sources = _get(row, "sources", list)
    return RecordedPage(
        _plain(_get(row, "slug", str)),
        _get(row, "title", str),
        _get(row, "tokens", int),
        _get(row, "commit", str),
        _get(row, "day", str),
        _get(row, "inputs", str),
        {_get(each, "path", str): _get(each, "digest", str) for each in sources},
        _texts(_get(row, "files", list)),
        _texts(_get(row, "named", list)),
        _get(row, "left_out", int),
        tuple(map(_claim, _get(row, "claims", list))),
        tuple(map(_edge, _get(row, "edges", list))),
    )


def _claim(row: object) -> Claim:
    check = _get(row, "check", str)
    if check not in _CHECKS:
        raise ValueError(f"has a claim that is checked in an unknown way: {check[:40]!r}")
    path, symbol, digest = (_get(row, key, str) for key in ("path", "symbol", "digest"))
    citation = Citation(path, _lines(row), symbol, digest)
    return Claim(_get(row, "statement", str), citation, check, _get(row, "evidence", str))  # type: ignore[arg-type]


def _edge(row: object) -> RecordedEdge:
    return RecordedEdge(
        _get(row, "diagram", str),
        _get(row, "from", str),
        _get(row, "to", str),
        _get(row, "weight", int),
        _get(row, "path", str),
        _lines(row),
        _get(row, "statement", str),
    )


def _lines(row: object) -> Lines | None:
    value = row.get("lines") if isinstance(row, dict) else None
    if value is None:
        return None
    if not isinstance(value, list) or [type(each) for each in value] != [int, int]:
        raise ValueError("is not complete: lines are no two numbers")
    return value[0], value[1]
