"""What a Markdown file says of itself in front of its text, and where its links lead."""

from __future__ import annotations

import posixpath
import re
import tomllib
from typing import Any
from urllib.parse import unquote

from ctxbuild.model import PageFacts
from ctxbuild.readers.nav.yaml_text import table, text_of, yaml_value

_YAML = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.S | re.M)
_TOML = re.compile(r"\A\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*\r?$", re.S | re.M)
_LINK = re.compile(r"\]\(\s*<?([^()<>\s]{1,400})")
_LONGEST = 20_000


def source_facts(path: str, text: str) -> PageFacts:
    """Return what is known of a page that is a file of a repository."""
    fields = fields_of(text)
    return PageFacts(
        title=_title(fields),
        description=text_of(fields.get("description")) or text_of(fields.get("summary")),
        links=_links(path, text),
        version=text_of(fields.get("version")),
    )


def stated_title(text: str) -> str:
    """Return the title that a text states in front of it, which no heading then repeats."""
    return _title(fields_of(text)) if text.startswith(("---", "+++")) else ""


def body_of(text: str) -> str:
    """Return a text without the fields in front of it."""
    head = text[:_LONGEST]
    found = _YAML.match(head) or _TOML.match(head)
    return text[found.end() :] if found is not None else text


def _title(fields: dict[str, Any]) -> str:
    return text_of(fields.get("title")) or text_of(fields.get("sidebar_label"))


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


def _links(path: str, text: str) -> tuple[str, ...]:
    """Return the files that the links of a text lead to, from the repository's root."""
    home = path.rpartition("/")[0]
    found: dict[str, None] = {}
    for link in _LINK.findall(text):
        target = unquote(link.partition("#")[0])
        if target and "://" not in target and not target.startswith(("/", "mailto:")):
            found[posixpath.normpath(f"{home}/{target}" if home else target)] = None
    return tuple(found)
