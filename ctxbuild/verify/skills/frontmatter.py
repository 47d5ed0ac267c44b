"""The fields in front of ``SKILL.md``, as the specification of Agent Skills has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ctxbuild.readers.nav.front_fields import fields_of
from ctxbuild.verify.findings import Finding

MAIN = "SKILL.md"
LONGEST_NAME = 64
_FIELDS = ("name", "description", "license", "compatibility", "metadata", "allowed-tools")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = {"description": 1024, "compatibility": 500}


def is_skill_name(name: str) -> bool:
    """Whether a name is one that both reference validators accept."""
    return len(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None


def frontmatter_findings(text: str, folder: str) -> Iterator[Finding]:
    """Yield what is wrong with the fields of a ``SKILL.md`` in a folder."""
    fields = fields_of(text) if text.startswith("---") else {}
    if not fields:
        yield Finding(MAIN, 1, "SKILL-001", "no fields between --- and --- in front of it")
        return
    for name in fields:
        if name not in _FIELDS:
            message = f"{name}: no field of skills; put it under metadata"
            yield Finding(MAIN, _line(text, name), "SKILL-002", message)
    yield from _name(text, fields.get("name"), folder)
    yield from _description(text, fields.get("description"))
    for name in ("license", "compatibility", "allowed-tools", "metadata"):
        message = _objection(name, fields[name]) if name in fields else ""
        if message:
            yield Finding(MAIN, _line(text, name), "SKILL-005", f"{name}: {message}")


def _name(text: str, name: Any, folder: str) -> Iterator[Finding]:
    line = _line(text, "name")
    if not isinstance(name, str) or not is_skill_name(name):
        message = f"name: {str(name)[:80]!r} is not 1 to {LONGEST_NAME} of a-z, 0-9, single hyphens"
        yield Finding(MAIN, line, "SKILL-003", message)
    elif folder and name != folder:
        yield Finding(MAIN, line, "SKILL-003", f"name: {name!r}, but the folder is {folder!r}")


def _description(text: str, said: Any) -> Iterator[Finding]:
    message = "missing" if not isinstance(said, str) or not said.strip() else ""
    message = message or _objection("description", said)
    if not message and set("<>") & set(said):
        message = "has < or >"
    if message:
        yield Finding(MAIN, _line(text, "description"), "SKILL-004", f"description: {message}")


def _objection(name: str, value: Any) -> str:
    if name == "metadata":
        entries = value.items() if isinstance(value, dict) else [(None, None)]
        plain = all(isinstance(each, str) for entry in entries for each in entry)
        return "" if plain else "does not map strings to strings; quote numbers and dates"
    most = _LONGEST.get(name, 0)
    if not isinstance(value, str):
        return "is not one string"
    return f"has {len(value):,} characters, {most:,} allowed" if most and len(value) > most else ""


def _line(text: str, name: str) -> int:
    """Return the line of a field, 1 where it has none."""
    lines = text.split("\n")
    found = (number for number, line in enumerate(lines, 1) if line.startswith(f"{name}:"))
    return next(found, 1)
