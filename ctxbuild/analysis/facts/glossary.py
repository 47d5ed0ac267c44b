"""Words of the project that its own documentation defines: ``X is a …`` at a public type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ctxbuild.analysis.facts.public_api import PublicSymbol
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class Term:
    """A word, and the first sentence of the documentation at its definition."""

    word: str
    meaning: str
    claim: Claim


_TYPES = frozenset({"class", "struct", "interface", "trait", "enum", "type"})
_DEFINES = re.compile(r"(?:An?|The|Represents?|Describes?|\w+ (?:is|are|represents?) )")
_MOST = 40


def find_glossary(api: Sequence[PublicSymbol]) -> tuple[Term, ...]:
    """Return the best-known defined words, in alphabetical order."""
    known: dict[str, PublicSymbol] = {}
    for symbol in sorted(api, key=lambda s: (-s.level, s.module, s.name)):
        plain = symbol.kind in _TYPES and "." not in symbol.name
        if plain and _DEFINES.match(symbol.doc):
            known.setdefault(symbol.name, symbol)
    best = list(known.values())[:_MOST]
    return tuple(Term(s.name, s.doc, s.claim) for s in sorted(best, key=lambda s: s.name))
