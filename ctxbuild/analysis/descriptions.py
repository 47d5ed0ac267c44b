"""One line for every page that says what it holds: the author's, else the page's own words.

What the author wrote wins if it is of this page and is text. Else it is the first
sentence of the page that says something beyond the title, else a list of what the
headings name, else what it declares. All are of the page's own words; nothing is made up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ctxbuild.analysis.content_words import FEWEST_NEW, content, key, new_words
from ctxbuild.analysis.declarations import declaration
from ctxbuild.analysis.sentences import items, plain_text, sentences
from ctxbuild.analysis.telling_sentences import (
    FEWEST_WORDS,
    JUNK,
    MOST_WORDS,
    NUMBERING,
    best_first,
    is_whole,
    offered,
    opening_of,
    shortened,
)

_LONGEST_AUTHOR = 300
_ALIKE = 0.8
# What generators of reference write in the head of every page; the page itself says more.
_TEMPLATE = re.compile(
    r"(?:api |source )?(?:reference|documentation) for |declaration: "
    r"|description will go into a meta tag",
    re.I,
)
_CUT = re.compile(r"\.{3}$|…$")
# A line that is code alone declares something: what comes before arguments or types is its name.
_SIGNATURE = re.compile(
    r"^`(?:[a-z]{1,20} ){0,3}([A-Za-z_][\w.:]{2,80})(?:[(: =\[].{0,2000})?`$", re.M
)
_GENERIC_HEADING = re.compile(
    r"overview|introduction|summary|see also|notes?|examples?|contents|table of contents|usage"
    r"|references?|further reading|related.*|next steps?|conclusion|what's next.*|description"
    r"|on this page|feedback|parameters|returns|members|navigation|links|more information",
    re.I,
)
_PICTURE = re.compile("^[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+\\s*")
# ``tools for builders featuring:``: words that only a list would make whole.
_LEADS_ON = re.compile(
    r",?(?: (?:featuring|including|such as|like|namely|with|via|by|as follows|e\.g\.|i\.e\.))?:$"
)


@dataclass(frozen=True, slots=True)
class Described:
    """A page, as far as its description needs it.

    ``author`` is what its author wrote of it: front matter, settings, a meta element;
    ``certain`` says that it is of this page and no other.
    """

    title: str
    text: str
    headings: tuple[str, ...] = ()
    author: str = ""
    certain: bool = False
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """The line, and whose: ``author``, ``sentence``, ``headings``, ``declaration``, ``place``."""

    text: str
    origin: str


def describe(
    pages: Sequence[Described],
    *,
    site: str = "",
    offers: Callable[[str], Sequence[str]] = offered,
) -> list[Description]:
    """Return a description for every page, no two alike.

    Args:
        pages: in order of importance: of two that would read alike, the later one changes.
        site: what the whole site says of itself, which is no description of a page.
        offers: :func:`offered`, or what remembers its results; asked only where it is needed.

    """
    common = Counter(key(page.author) for page in pages if page.author)
    taken = _Taken()
    found: list[Description] = []
    for number, page in enumerate(pages):
        generic = common[key(page.author)] > 1 or (number > 0 and key(page.author) == key(site))
        chosen = next(
            each
            for each in _candidates(page, generic and not page.certain, offers)
            if each.origin == "place"
            or (each.origin == "author" and page.certain)
            or each.text not in taken
        )
        if chosen.text.endswith(":"):
            chosen = Description(_LEADS_ON.sub(".", chosen.text), chosen.origin)
        taken.add(chosen.text)
        found.append(chosen)
    return found


def _candidates(
    page: Described, generic: bool, offers: Callable[[str], Sequence[str]]
) -> Iterator[Description]:
    """Yield what could describe a page, best first; the last one is always there."""
    author = author_line(page.author)
    generic = generic or (bool(_TEMPLATE.match(author)) and not page.certain)
    if author and not generic and (page.certain or _is_text(author, page.title)):
        yield Description(author, "author")
    lines = offers(page.text)
    faint: list[str] = []
    for value, line in best_first(page.title, lines):
        if value > 0:
            yield Description(line, "sentence")
        else:
            faint.append(line)
    if listed := _listed(page):
        yield Description(listed, "headings")
    if declared := declaration(page.title, page.text):
        yield Description(f"{opening_of(lines)} Declared as {declared}.".lstrip(), "declaration")
    yield from (Description(line, "sentence") for line in (*faint, *filter(is_whole, lines)))
    if listed := _listed(page, enough=1):
        yield Description(listed, "headings")
    place = " > ".join((*page.above, page.title)) if page.above else page.title
    yield Description(f"The page {place}".strip(), "place")


def author_line(text: str) -> str:
    """Return an author's words as one line of plain text, whole sentences of a long one."""
    line = plain_text(text)
    if len(line) <= _LONGEST_AUTHOR:
        return line
    kept = ""
    for sentence in sentences(line):
        if kept and len(kept) + len(sentence) > _LONGEST_AUTHOR:
            break
        kept = f"{kept} {sentence}".strip()
    return kept if len(kept) <= _LONGEST_AUTHOR else shortened(kept)


def _is_text(line: str, title: str) -> bool:
    """Whether what a page's head says is a description, and not left-overs or the title."""
    if JUNK.search(line) or _CUT.search(line) or len(line.split()) < FEWEST_WORDS:
        return False
    return key(line) != key(title) and bool(new_words(line, title))


def _listed(page: Described, enough: int = FEWEST_NEW) -> str:
    """Return what headings or items of a page name, as a line; empty where they say nothing.

    ``enough`` is how many words of content the line needs that are not in the title.
    """
    declared = tuple(dict.fromkeys(found[1] for found in _SIGNATURE.finditer(page.text)))
    listed = tuple(islice(items(page.text), 40))
    for verb, source in (("Covers", page.headings), ("Documents", declared), ("Lists", listed)):
        names: dict[str, str] = {}
        for heading in source:
            name = NUMBERING.sub("", _PICTURE.sub("", plain_text(heading))).strip(" .:?!¶#")
            if name and not _GENERIC_HEADING.fullmatch(name) and key(name) != key(page.title):
                names.setdefault(key(name), name)
        line = _joined(verb, list(names.values()))
        if line and len(new_words(line, page.title)) > enough and len(line.split()) >= FEWEST_WORDS:
            return line
    return ""


def _joined(verb: str, names: Sequence[str]) -> str:
    """Return the first of some names as a line of at most 25 words."""
    line = ""
    for number, name in enumerate(names[:8]):
        longer = f"{line}, {name}" if line else f"{verb} {name}"
        if len(longer.split()) > MOST_WORDS - 1 or len(longer) > 180:
            break
        line = longer
        if number >= 2 and len(line) > 110:
            break
    return f"{line}." if line else ""


class _Taken:
    """Knows the lines that pages have, and whether another one reads like one of them.

    Two sets of words of which more than four fifths are common share one of the first
    words of each, in any fixed order; only those that do are compared.
    """

    def __init__(self) -> None:
        self._exact: set[str] = set()
        self._by_word: dict[str, list[frozenset[str]]] = {}

    def add(self, line: str) -> None:
        """Take note of a line."""
        self._exact.add(key(line))
        words = frozenset(content(line))
        for word in self._first(words):
            self._by_word.setdefault(word, []).append(words)

    def __contains__(self, line: str) -> bool:
        if key(line) in self._exact:
            return True
        words = frozenset(content(line))
        return any(
            len(words & other) > _ALIKE * len(words | other)
            for word in self._first(words)
            for other in self._by_word.get(word, ())
        )

    @staticmethod
    def _first(words: frozenset[str]) -> list[str]:
        return sorted(words)[: len(words) - int(_ALIKE * len(words)) + 1]
