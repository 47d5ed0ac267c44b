"""The people of a field, each with the terms that set their papers apart from the rest."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.terms.background import background
from ctxbuild.analysis.terms.field import Term, field_terms, text_of
from ctxbuild.analysis.terms.grams import candidates
from ctxbuild.model import Paper

TERMS = 5
"""Terms of a person at most."""
_SUFFIX = re.compile(r",? (?:Jr|Sr|II|III|IV|MD|PhD)\.?$")
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|team|group|project|survey|members?|university|institute"
    r"|department|on behalf of|et al|laboratory|and others)\b|\d|[@{}\\$:]",
    re.I,
)
_PARTICLES = frozenset(
    """de del della der den di da dos du la le van von zu ter ten al el bin ibn""".split()
)
_OWN = 0.35
"""A term loses its worth by the part of its papers that are another's, to this power."""


@dataclass(frozen=True, slots=True)
class Person:
    """An author, and the terms that their papers use more than the rest of the field."""

    name: str
    letter: str
    """The initial of the surname, without accents; ``#`` where it is not Latin."""
    papers: tuple[str, ...]
    terms: tuple[str, ...]
    worth: float
    """Sum of the worth of their terms: rarity in the field and on arXiv."""


def people(papers: Sequence[Paper], terms: Iterable[Term] | None = None) -> tuple[Person, ...]:
    """Return the authors of papers who have terms of their own, most papers first.

    Args:
        papers: of the field.
        terms: the field's; found in the papers where they are not given.

    """
    known = {term.normal: term for term in terms or field_terms(papers)}
    held = {paper.name: _held(paper, known) for paper in papers}
    wrote: dict[str, dict[str, None]] = defaultdict(dict)
    for paper in papers:
        for author in paper.authors:
            if is_person(author):
                wrote[" ".join(author.split())].setdefault(paper.name)
    found = [_person(name, tuple(sorted(names)), held, known) for name, names in wrote.items()]
    return tuple(
        sorted(
            (each for each in found if each.terms),
            key=lambda each: (-len(each.papers), -each.worth, each.name),
        )
    )


def by_letter(people: Iterable[Person]) -> Mapping[str, Person]:
    """Return for each letter of the alphabet who stands for it; a letter without one is absent.

    That is who wrote most of the papers; of those with one paper each, who has the rarest terms.
    """
    found: dict[str, Person] = {}
    for person in sorted(people, key=lambda each: (-len(each.papers), -each.worth, each.name)):
        if person.letter != "#":
            found.setdefault(person.letter, person)
    return dict(sorted(found.items()))


def specialists(people: Iterable[Person], most: int = 2) -> tuple[Person, ...]:
    """Return authors of few of the papers by how special their terms are, the most so first.

    Of authors of the same papers only the first by name is returned.
    """
    few = [person for person in people if len(person.papers) <= most]
    found: dict[tuple[str, ...], Person] = {}
    for person in sorted(few, key=lambda each: (-each.worth, each.name)):
        found.setdefault(person.papers, person)
    return tuple(found.values())


def is_person(author: str) -> bool:
    """Tell a name of a person from a collaboration, an affiliation or markup."""
    return 2 < len(author.strip()) <= 60 and not _GROUP.search(author) and " " in author.strip()


def letter_of(author: str) -> str:
    """Return the initial of a surname as one of A–Z; ``#`` in other scripts."""
    plain = unicodedata.normalize("NFKD", _surname(author).translate(_STROKES))
    first = next((letter.upper() for letter in plain if letter.isalpha()), "#")
    return first if "A" <= first <= "Z" else "#"


_STROKES = str.maketrans("ŁłØøĐđÞþ", "LlOoDdTt")


def _surname(author: str) -> str:
    """Return the last name, with particles left out: ``van der Berg`` is under B."""
    plain = _SUFFIX.sub("", author.strip())
    if "," in plain:
        plain = plain.partition(",")[0]
    return next((w for w in reversed(plain.split()) if w.lower() not in _PARTICLES), plain)


def _held(paper: Paper, known: Mapping[str, Term]) -> frozenset[str]:
    return frozenset(candidates(text_of(paper)).intersection(known))


def _person(
    name: str,
    papers: tuple[str, ...],
    held: Mapping[str, frozenset[str]],
    known: Mapping[str, Term],
) -> Person:
    counted = Counter(term for paper in papers for term in held[paper])
    worths = {term: _worth(known[term], count) for term, count in counted.items()}
    best = _apart(sorted(worths, key=lambda term: (-worths[term], term)))
    return Person(
        name,
        letter_of(name),
        papers,
        tuple(known[term].text for term in best),
        round(sum(worths[term] for term in best), 4),
    )


def _apart(ranked: list[str]) -> list[str]:
    """Return the first terms that do not share most of their words with one before them."""
    best: list[str] = []
    for term in ranked:
        words = set(term.split())
        if all(2 * len(words & set(other.split())) < len(words) + 1 for other in best):
            best.append(term)
        if len(best) == TERMS:
            break
    return best


def _worth(term: Term, count: int) -> float:
    """Return what a term says of an author: rarity on arXiv, in so far as the term is theirs."""
    words = 1.0 if " " in term.normal else 0.7
    own = math.pow(count / term.papers, _OWN)
    return words * background().idf(term.normal) * math.sqrt(count) * own
