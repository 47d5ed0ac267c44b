"""Words of the project that its own documentation defines, those most peculiar to it first.

Definitions stand at public types (``X is a …``) and in the README (``**X** is a …``). How
peculiar a word is, TF-IDF tells: in how many public names its parts occur, against the
table of common terms (:mod:`ctxbuild.analysis.terms.background`).
"""

from __future__ import annotations

import math
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material, lines_of
from ctxbuild.analysis.facts.public_api import PublicSymbol, first_sentence
from ctxbuild.analysis.terms.background import background
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class Term:
    """A word, and the first sentence of its definition."""

    word: str
    meaning: str
    claim: Claim


_TYPES = frozenset({"class", "struct", "interface", "trait", "enum", "type"})
_DEFINES = re.compile(r"(?:An?|The|Represents?|Describes?|\w+ (?:is|are|represents?) )")
_README = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(\*\*|`)([A-Za-z][\w .-]{1,40})\1[ \t]*:?(?:\*\*)?[ \t]+"
    r"((?:is|are)[ \t]+(?:an?|the)[ \t]+[^\n]+)$",
    re.MULTILINE,
)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SHORTEST = 3
_MOST = 40


def find_glossary(material: Material, api: Sequence[PublicSymbol]) -> tuple[Term, ...]:
    """Return the defined words that are most the project's own, in alphabetical order."""
    known: dict[str, tuple[float, Term]] = {}
    weights = _weights(api)
    for symbol in sorted(api, key=lambda s: (-s.level, s.module, s.name)):
        plain = symbol.kind in _TYPES and "." not in symbol.name
        if plain and _DEFINES.match(symbol.doc):
            worth = symbol.level * (1 + _weight(symbol.name, weights))
            known.setdefault(symbol.name, (worth, Term(symbol.name, symbol.doc, symbol.claim)))
    for term in _explained(material):
        known.setdefault(term.word, (2 + _weight(term.word, weights), term))
    best = sorted(known.values(), key=lambda row: (-row[0], row[1].word))[:_MOST]
    return tuple(sorted((term for _, term in best), key=lambda term: term.word))


def _explained(material: Material) -> Iterator[Term]:
    """Yield what READMEs define, those nearest the root first."""
    readmes = sorted(
        (document.path.count("/"), document.path, index)
        for index, document in enumerate(material.documents)
        if document.role == "readme" or posixpath.basename(document.path).startswith("README")
    )
    for _, _, index in readmes:
        text = material.text(index)
        for match in _README.finditer(text):
            lines = lines_of(text, match.start(2), match.end(3))
            meaning = first_sentence(f"{match[2]} {match[3]}")
            claim = material.claim(index, f"{match[2]} is explained.", lines, "quoted", match[2])
            yield Term(match[2], meaning, claim)


def _parts(name: str) -> list[str]:
    """Return the words of an identifier in lower case, without those that are too short."""
    return [part.lower() for part in _PART.findall(name) if len(part) >= _SHORTEST]


def _weights(api: Sequence[PublicSymbol]) -> Mapping[str, float]:
    """Return the TF-IDF of the words in public names, the highest being 1."""
    counts = Counter(part for symbol in api for part in set(_parts(symbol.name)))
    table = background()
    raw = {part: math.log1p(n) * table.idf(part) for part, n in counts.items()}
    highest = max(raw.values(), default=0.0) or 1.0
    return {part: worth / highest for part, worth in raw.items()}


def _weight(name: str, weights: Mapping[str, float]) -> float:
    """Return the weight of a name's most peculiar word."""
    return max((weights.get(part, 0.0) for part in _parts(name)), default=0.0)
