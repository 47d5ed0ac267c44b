"""Words of texts, and the terms that they are compared by.

A word is what a reader would point at: an identifier, a word of prose, a
version, a long number. Its terms are the word as a whole and, where it is
made of parts (``parseHTTPHeader``, ``parse_http_header``), each of them,
lower-cased and without common English endings, so that a question in plain
words meets the identifiers it is about.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d]\w*|\d+(?:\.\d+)+|\d{3,}")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# Scripts without blanks between words, and Hangul, where endings are part of the word: Thai to
# Khmer, Jamo, kana and other marks of East Asia, Han, Hangul, half-width kana.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u318f\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+"
)
_LONGEST_UNSPACED = 400
_LONGEST_WORD = 80
"""Longer runs of letters are data."""
_MOST_PARTS = 12

WHOLE = "="
"""Precedes the term of a compound word as a whole, so that no part is taken for one."""

STOP_WORDS = frozenset(
    """a about above after again against all also an and another any are as at be because been
    before being below between both but by can could did do does doing done down during each eg
    etc even every few for from further get got had has have having he her here his how however i
    ie if in into is it its just like made make makes many may me might more most much must my
    need new no not now of off on once one only onto or other our out over own per please same see
    shall she should so some still such thank thanks than that the their them then there these
    they this those through to too try two under until up use used uses using very via vs want was
    way we well were what when where which while who whom whose why will with without would yet
    you your""".split()  # noqa: SIM905
)
"""English words that a question holds whatever it asks."""

_PLURALS = ("sses", "shes", "ches", "xes", "zes")
_DOUBLED = frozenset("bdfgmnprt")


def words(text: str) -> list[str]:
    """Return the words of a text, as written."""
    return _WORD.findall(text)


@lru_cache(1 << 16)
def terms(word: str) -> tuple[str, ...]:
    """Return what a word is compared by: itself as a whole and its parts; empty for data.

    What is written without blanks between words is compared by pairs of letters.
    """
    if not word.isascii() and _UNSPACED.search(word):
        return _pairs(word[:_LONGEST_UNSPACED])
    if len(word) > _LONGEST_WORD:
        return ()
    parts = _parts(word)
    if len(parts) < 2:
        return (stem(word.strip("_").lower()),)
    if len(parts) > _MOST_PARTS:
        return (WHOLE + word.replace("_", "").lower(),)
    found = [stem(part.lower()) for part in parts if len(part) > 1]
    return (WHOLE + word.replace("_", "").lower(), *dict.fromkeys(found))


def _parts(word: str) -> list[str]:
    """Return the parts of an identifier; letters of all scripts are upper or lower case."""
    shape = word if word.isascii() else "".join(map(_ascii_like, word))
    return [word[part.start() : part.end()] for part in _PART.finditer(shape)]


def _ascii_like(character: str) -> str:
    """Return an ASCII character of the same case, a digit or a mark for one of any script."""
    if character.isascii():
        return character
    if character.isalpha():
        return "A" if character.isupper() else "a"
    return "0"


def _pairs(word: str) -> tuple[str, ...]:
    """Return the pairs of adjacent letters of unspaced scripts, and the terms of what is between.

    Pairs find nearly what dictionaries of words find, in any of these languages.
    """
    found: list[str] = []
    for run in _UNSPACED.findall(word):
        found += [run[place : place + 2] for place in range(max(len(run) - 1, 1))]
    for rest in _UNSPACED.sub(" ", word).split():
        found += terms(rest)
    return tuple(dict.fromkeys(found))


def stem(word: str) -> str:
    """Return a lower-case English word without the endings of plural, tense and agent.

    Lighter than Porter's stemmer (1980): code mixes names and words, and what
    is cut too short meets too much.
    """
    if len(word) <= 3 or not word.isascii():
        return word
    word = _singular(word)
    for ending, least in (("ing", 6), ("ed", 5)):
        if word.endswith(ending) and len(word) >= least:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] in _DOUBLED:
                word = word[:-1]
            break
    for ending, least, cut in _ENDINGS:
        if word.endswith(ending) and len(word) >= least:
            word = word[:-cut]
    return word


# Ending, the least length of a word that loses it, and how much is lost.
_ENDINGS = (
    ("ation", 9, 3),
    ("ion", 7, 3),
    ("er", 6, 2),
    ("or", 7, 2),
    ("e", 5, 1),
    ("ment", 8, 4),
)


def _singular(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_PLURALS):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
