"""A wiki that was written before: the Markdown files of a directory."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.analysis.descriptions import Described, describe
from ctxbuild.formats.wiki_record import RECORD_NAME
from ctxbuild.jobs.served.bounded import tokens_of
from ctxbuild.jobs.served.pages import WikiPage, section_titles
from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.printable import printable

_LARGEST = 1 << 20
_MOST_PAGES = 5_000
_FIRST = ("index", "overview", "readme")


@dataclass(frozen=True, slots=True)
class WikiDirectory:
    """Pages of a directory: regular files that end in ``.md``, none through a link."""

    pages: tuple[WikiPage, ...]
    _texts: dict[str, str]

    @classmethod
    def of(cls, directory: Path) -> WikiDirectory:
        """Read a wiki.

        Raises:
            UsageError: it is no directory, or has no page.
        """
        texts = dict(_read(directory))
        if not texts:
            raise UsageError(f"{printable(str(directory))}: no wiki: no .md file in it")
        recorded = _recorded(directory, texts)
        if recorded:
            return cls(tuple(recorded), {page.slug: texts[page.slug] for page in recorded})
        slugs = sorted(texts, key=lambda slug: (_rank(slug), slug))
        titles = [_title(slug, texts[slug]) for slug in slugs]
        lines = describe([Described(t, texts[s]) for t, s in zip(titles, slugs, strict=True)])
        pages = [
            WikiPage(slug, str(place), title, line.text, tokens_of(texts[slug]))
            for place, (slug, title, line) in enumerate(zip(slugs, titles, lines, strict=True), 1)
        ]
        return cls(tuple(pages), texts)

    def text(self, slug: str) -> str:
        """Return a page as it was read at the start."""
        return self._texts[slug]


def _recorded(directory: Path, texts: Mapping[str, str]) -> list[WikiPage]:
    """Return the pages that the record of a wiki of ours lists, in its order; else none."""
    try:
        listed = json.loads((directory / RECORD_NAME).read_bytes())["pages"]
        rows = [(each["slug"], each["number"], each["title"], each["summary"]) for each in listed]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    return [
        WikiPage(slug, number, title, summary, tokens_of(texts[slug]))
        for slug, number, title, summary in rows
        if all(isinstance(value, str) for value in (slug, number, title, summary)) and slug in texts
    ]


def _rank(slug: str) -> int:
    return 0 if "/" not in slug and slug.lower() in _FIRST else 1


def _title(slug: str, text: str) -> str:
    found = section_titles(text)
    return found[0][1] if found else slug


def _read(directory: Path) -> list[tuple[str, str]]:
    if not directory.is_dir():
        raise UsageError(f"{printable(str(directory))}: no such directory; --wiki takes a wiki's")
    found: list[tuple[str, str]] = []
    for place, inner, names in os.walk(directory):
        inner.sort()
        for name in sorted(names):
            path = Path(place) / name
            if name.endswith(".md") and len(found) < _MOST_PAGES and _is_page(path):
                slug = path.relative_to(directory).as_posix().removesuffix(".md")
                found.append((slug, _text(path)))
    return found


def _is_page(path: Path) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise CtxbuildError(f"{printable(str(path))}: {reason}") from None
