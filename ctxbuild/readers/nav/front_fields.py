"""The fields that stand in front of a text, in YAML or TOML."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ctxbuild.readers.nav.yaml_text import table, yaml_value

_YAML = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.S | re.M)
_TOML = re.compile(r"\A\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*\r?$", re.S | re.M)
_LONGEST = 20_000


def body_of(text: str) -> str:
    """Return a text without the fields in front of it."""
    head = text[:_LONGEST]
    found = _YAML.match(head) or _TOML.match(head)
    return text[found.end() :] if found is not None else text


def fields_of(text: str) -> dict[str, Any]:
    """Return the fields in front of a text; empty where there are none or they cannot be read."""
    head = text[:_LONGEST]
    if head.startswith("---"):
        found = _YAML.match(head)
        return table(yaml_value(found[1])) if found is not None else {}
    found = _TOML.match(head) if head.startswith("+++") else None
    try:
        return tomllib.loads(found[1]) if found is not None else {}
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
