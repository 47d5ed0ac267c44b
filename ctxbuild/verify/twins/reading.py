"""What a page or its twin says, in the form in which the two are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\W_]+")
_SHAPELESS = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f]")

Words = tuple[str, ...]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; of scripts without spaces, the characters."""
    plain = _SHAPELESS.sub("", text)
    return _WORD.findall(unicodedata.normalize("NFKC", plain).casefold())


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``line`` is 0 for those of a page, here and below."""

    level: int
    words: Words
    line: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its text, and what is the same of its target however it is written."""

    words: Words
    target: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code, without blank lines around it and spaces at the ends of lines."""

    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, cell by cell; ``headed`` says that columns of the table have titles."""

    cells: tuple[Words, ...]
    line: int = 0
    headed: bool = True


@dataclass(slots=True)
class Reading:
    """Everything that is compared. ``words``, ``lines`` and ``free`` go together.

    Words that are ``free`` may stand in a twin and may be left out of it: labels,
    alternative texts, panels that are not open, the mark-up of formulas.
    """

    words: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    free: list[bool] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    code: list[Code] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def say(self, text: str, line: int = 0, *, free: bool = False) -> None:
        """Add the words of a text."""
        found = words(text)
        self.words += found
        self.lines += [line] * len(found)
        self.free += [free] * len(found)


def settled_code(text: str) -> str:
    """Return code as it is compared."""
    lines = [line.rstrip() for line in text.replace("\u00a0", " ").splitlines()]
    return "\n".join(lines).strip("\n")


_INDEX = re.compile(r"(?:^|/)(?:index|readme)(?:\.\w+)*$", re.I)
_ENDING = re.compile(r"\.(?:x?html?|md|markdown|mdx|php|aspx?)$", re.I)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def target_of(href: str) -> str:
    """Return what absolute and relative forms of an address share: its last part.

    A twin of a tree may lead to the twin of a page, and relative links may have become
    absolute. Nothing is left of links within the page, which match anything.
    """
    path = href.strip().partition("#")[0].partition("?")[0]
    if _SCHEME.match(path) and not path.lower().startswith(("http:", "https:")):
        return path.lower()
    path = _INDEX.sub("", path.rstrip("/"))
    while (shorter := _ENDING.sub("", path)) != path:
        path = shorter
    last = path.rpartition("/")[2]
    return "" if last in (".", "..") else last.casefold()


def texts(parts: Iterable[str]) -> Words:
    """Return the words of a text that comes in parts."""
    return tuple(words("".join(parts)))
