"""Facts as JSON, with every claim, and as Markdown, with the citation of each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from ctxbuild.analysis.facts.record import VERSION, Facts
from ctxbuild.claims import Citation, Claim
from ctxbuild.model import Source

_MOST_ROWS = 200
"""Rows of a table in Markdown; JSON has all."""


def facts_json(facts: Facts, sources: Sequence[Source]) -> Iterator[bytes]:
    """Yield facts as one JSON object, with the sources and revisions that they hold for.

    It comes piece by piece: of a monorepo it is 100 MB, and as one text ten times that.
    """
    record: dict[str, Any] = {
        "schema": f"ctxbuild-facts/{VERSION}",
        "sources": [
            {"kind": s.kind, "location": s.location, "name": s.name, "revision": s.revision}
            for s in sources
        ],
    }
    yield b'{"ctxbuild":"facts",' + _json(record)[1:-2]
    for field in fields(facts):
        yield f',\n "{field.name}": '.encode()
        yield from _rows(getattr(facts, field.name))
    yield b"\n}\n"


def _rows(rows: Sequence[Any]) -> Iterator[bytes]:
    """Yield the records of one kind as they stand in the object, some at a time."""
    if not rows:
        yield b"[]"
        return
    for start in range(0, len(rows), _TOGETHER):
        yield b",\n" if start else b"[\n"
        yield _json({"": rows[start : start + _TOGETHER]})[len(_OPENED) : -len(_CLOSED)]
    yield b"\n ]"


_TOGETHER = 1000
"""Records that are written in one go."""
_OPENED, _CLOSED = b'{\n "": [\n', b"\n ]\n}"


def _json(value: Mapping[str, Any]) -> bytes:
    """Return the same as the standard library would, in a twentieth of its time and memory."""
    import msgspec

    try:
        return bytes(msgspec.json.format(msgspec.json.encode(value), indent=1))
    except UnicodeEncodeError:
        return json.dumps(_printable(value), indent=1, ensure_ascii=False).encode()


def _printable(value: Any) -> Any:
    """Return a value without lone surrogates, which paths may hold and JSON files may not."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _printable(asdict(value))
    return value


def facts_markdown(facts: Facts, sources: Sequence[Source]) -> str:
    """Return facts as Markdown: one section for each kind, a table of its records."""
    name = sources[0].name if sources else "source"
    parts = [f"# Facts of {_cell(name)}", ""]
    parts += [f"Read at `{source.revision}`." for source in sources if source.revision]
    for field in fields(facts):
        rows = getattr(facts, field.name)
        if rows:
            parts += ["", f"## {field.name.replace('_', ' ').capitalize()} ({len(rows)})", ""]
            parts += _table(rows)
    return str(_printable("\n".join(parts))) + "\n"


def _table(rows: Sequence[Any]) -> Iterator[str]:
    names = [field.name for field in fields(rows[0]) if field.name != "claim"]
    cited = hasattr(rows[0], "claim")
    heads = [name.replace("_", " ") for name in names] + (["source"] if cited else [])
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows[:_MOST_ROWS]:
        cells = [_cell(getattr(row, name)) for name in names]
        yield f"| {' | '.join(cells + ([_cited(row.claim)] if cited else []))} |"
    if len(rows) > _MOST_ROWS:
        yield ""
        yield f"… {len(rows) - _MOST_ROWS} more; the JSON format has all."


def _cell(value: object) -> str:
    """Return a value as the text of a table's cell that cannot leave it."""
    if isinstance(value, tuple):
        return ", ".join(_cell(each) for each in value)
    text = " ".join(str(value).split())
    for sign in "\\|<>`[]*_":
        text = text.replace(sign, f"\\{sign}")
    return text


def _cited(claim: Claim) -> str:
    return _cell(place_of(claim.citation))


def place_of(citation: Citation) -> str:
    """Return a citation as ``path#L1-L2``."""
    if citation.lines is None:
        return citation.path
    first, last = citation.lines
    return f"{citation.path}#L{first}" + (f"-L{last}" if last > first else "")
