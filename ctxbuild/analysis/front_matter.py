"""What a Markdown file says of itself in front of its text, and where its links lead."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any
from urllib.parse import unquote

from ctxbuild.model import PageFacts
from ctxbuild.readers.nav.front_fields import fields_of
from ctxbuild.readers.nav.yaml_text import table, text_of

_FRONT = 20_000
_ATTRIBUTE = re.compile(r":(?:page-)?description:[ \t]+(.+)")
_META = re.compile(r"^\.\. meta::[ \t]*$", re.M)
_FIELD = re.compile(r"([ \t]+):([\w ]+(?:=\w+)?):(.*)")
_LINK = re.compile(r"\]\(\s*<?([^()<>\s]{1,400})")


def source_facts(path: str, text: str) -> PageFacts:
    """Return what is known of a page that is a file of a repository."""
    fields = fields_of(text)
    return PageFacts(
        title=_title(fields),
        description=text_of(fields.get("description"))
        or text_of(fields.get("summary"))
        or _in_header(path, text),
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


def _in_header(path: str, text: str) -> str:
    """Return how AsciiDoc's attributes, or docutils' ``meta``, describe a page."""
    if path.endswith((".adoc", ".asciidoc")):
        header = takewhile(str.strip, text[:_FRONT].splitlines())
        found = next(filter(None, map(_ATTRIBUTE.match, header)), None)
        return found[1].strip() if found is not None else ""
    meta = _META.search(text[:_FRONT]) if path.endswith(".rst") else None
    if meta is None:
        return ""
    block = text[meta.end() : _FRONT].lstrip("\r\n").splitlines()
    return " ".join(_described(takewhile(lambda line: line[:1] in (" ", "\t"), block)))


def _described(block: Iterable[str]) -> Iterator[str]:
    """Yield the words of the field of a description, on the lines that it goes over."""
    is_it, deep = False, 0
    for line in block:
        field = _FIELD.fullmatch(line)
        if field is not None and (not is_it or len(field[1]) <= deep):
            is_it, deep = field[2] in ("description", "description lang=en"), len(field[1])
            yield from field[3].split() if is_it else ()
        elif is_it:
            yield from line.split()


def _links(path: str, text: str) -> tuple[str, ...]:
    """Return the files that the links of a text lead to, from the repository's root."""
    home = path.rpartition("/")[0]
    found: dict[str, None] = {}
    for link in _LINK.findall(text):
        target = unquote(link.partition("#")[0])
        if target and "://" not in target and not target.startswith(("/", "mailto:")):
            found[posixpath.normpath(f"{home}/{target}" if home else target)] = None
    return tuple(found)
