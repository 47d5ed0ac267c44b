"""What a Markdown file says of itself in front of its text, and where its links lead."""

from __future__ import annotations

import posixpath
import re
from typing import Any
from urllib.parse import unquote

from ctxbuild.model import PageFacts
from ctxbuild.readers.nav.front_fields import fields_of
from ctxbuild.readers.nav.yaml_text import table, text_of

_LINK = re.compile(r"\]\(\s*<?([^()<>\s]{1,400})")


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


def _title(fields: dict[str, Any]) -> str:
    hero = table(fields.get("hero"))  # of VitePress' start pages, which have no heading
    known = (fields.get("title"), fields.get("sidebar_label"), hero.get("name"), hero.get("text"))
    return next((found for each in known if (found := text_of(each))), "")


def _links(path: str, text: str) -> tuple[str, ...]:
    """Return the files that the links of a text lead to, from the repository's root."""
    home = path.rpartition("/")[0]
    found: dict[str, None] = {}
    for link in _LINK.findall(text):
        target = unquote(link.partition("#")[0])
        if target and "://" not in target and not target.startswith(("/", "mailto:")):
            found[posixpath.normpath(f"{home}/{target}" if home else target)] = None
    return tuple(found)
