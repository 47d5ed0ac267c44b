"""Papers as JSON lines: our own shape, Kaggle's, and others with the same words.

Ours is an object of :class:`~ctxbuild.model.Paper`'s fields, those that are not empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ctxbuild.model import Paper
from ctxbuild.readers.arxiv.days import moment
from ctxbuild.readers.arxiv.identifiers import repaired
from ctxbuild.readers.arxiv.names import authors_of
from ctxbuild.readers.arxiv.wording import one_line

_ALIASES = {
    "journal": ("journal", "journal_ref", "journal-ref"),
    "comments": ("comments", "comment"),
    "licence": ("licence", "license"),
    "submitted": ("submitted", "created", "published"),
    "updated": ("updated", "update_date"),
}


def line_of(paper: Paper) -> bytes:
    """Return a paper as one line of JSON, with its newline."""
    fields = {name: value for name, value in asdict(paper).items() if value}
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def paper_of(record: object) -> Paper | None:
    """Return the paper that a decoded line describes; nothing where it describes none.

    A record without a title or an identifier describes none.
    """
    if not isinstance(record, Mapping):
        return None
    identifier = repaired(record.get("id"))
    title = one_line(_text(record.get("title")))
    if identifier is None or not title:
        return None
    versions = [each for each in _list(record.get("versions")) if isinstance(each, Mapping)]
    return Paper(
        id=identifier,
        title=title,
        abstract=one_line(_text(record.get("abstract"))),
        authors=_authors(record),
        categories=_categories(record.get("categories")),
        version=_version(record, versions),
        submitted=_submitted(record, versions),
        updated=_updated(record, versions),
        doi=" ".join(_text(record.get("doi")).split()),
        journal=one_line(_field(record, "journal")),
        comments=one_line(_field(record, "comments")),
        licence=_field(record, "licence"),
    )


def _text(value: object) -> str:
    """Return a text that can be written as UTF-8; nothing for another value."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _field(record: Mapping[str, Any], name: str) -> str:
    return next((text for key in _ALIASES[name] if (text := _text(record.get(key)))), "")


def _authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    parsed = [each for each in _list(record.get("authors_parsed")) if isinstance(each, list)]
    if parsed:
        return tuple(name for each in parsed if (name := _parsed_name(each)))
    listed = record.get("authors")
    if isinstance(listed, str):
        return authors_of(_text(listed))
    return tuple(name for each in _list(listed) if (name := one_line(_text(each))))


def _parsed_name(parts: list[Any]) -> str:
    """Return a name from Kaggle's last, first, suffix; what follows are affiliations."""
    last, first, suffix = [*(_text(each) for each in parts[:3]), "", "", ""][:3]
    return one_line(" ".join(each for each in (first, last, suffix) if each))


def _categories(value: object) -> tuple[str, ...]:
    listed = value.split() if isinstance(value, str) else _list(value)
    return tuple(dict.fromkeys(name for each in listed if (name := _text(each).strip())))


def _version(record: Mapping[str, Any], versions: list[Mapping[str, Any]]) -> int:
    given = record.get("version")
    last = _text(versions[-1].get("version")) if versions else ""
    for each in (str(given) if isinstance(given, int) else _text(given), last):
        number = each.removeprefix("v")
        if number.isascii() and number.isdecimal() and len(number) < 5:
            return int(number)
    return 0


def _submitted(record: Mapping[str, Any], versions: list[Mapping[str, Any]]) -> str:
    dates = record.get("dates")
    within = _field(dates, "submitted") if isinstance(dates, Mapping) else ""
    first = _text(versions[0].get("created")) if versions else ""
    return moment(first or _field(record, "submitted") or within)


def _updated(record: Mapping[str, Any], versions: list[Mapping[str, Any]]) -> str:
    dates = record.get("dates")
    within = _field(dates, "updated") if isinstance(dates, Mapping) else ""
    last = _text(versions[-1].get("created")) if versions else ""
    return moment(last or _field(record, "updated") or within)
