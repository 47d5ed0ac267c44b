"""Acronyms and what they stand for, in both directions: *long form (SF)* and *SF (long form)*.

The alignment of letters is that of Schwartz and Hearst (2003). Before it, words
whose initials spell the short form are looked for, which keeps the long form
whole where a letter also occurs inside an earlier word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ctxbuild.analysis.terms.lexicon import FUNCTION_WORDS
from ctxbuild.analysis.terms.words import normal_form
from ctxbuild.model import Paper

_IN_BRACKETS = re.compile(r"\(([^()]{2,120})\)")
_SHORT = re.compile(r"[^\W_](?:[^\W_]|[-/.&+*](?=[^\W_])){1,11}")
_LEAD = re.compile(
    r"^(?:or|i\.e\.,?|the|hereafter|hereinafter|henceforth|also|abbreviated(?: as)?"
    r"|denoted(?: by)?|called|termed|dubbed|named|in short|short|a\.k\.a\.|aka)\s+"
)
_WORD = re.compile(r"\S+")
_BEFORE = 160
"""Characters before a bracket in which a long form may stand."""
_BOUND = re.compile(r"[;:()!?]|[.,](?=\s)|\s[-–—]{1,3}\s")
_SPOKEN = str.maketrans("12345", "ottff")
"""What digits in short forms stand for: one, two and to, three, four and for, five."""
_EDGES = "'\"`“”‘’*{}, "
_MARKUP = frozenset("$\\{}")
_SPLIT = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A short form and the long form that a text gives for it, both as written."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Acronym:
    """What a short form stands for in a category, and the papers that say so."""

    short: str
    long: str
    category: str
    papers: tuple[str, ...]
    """Identifiers with versions, in order."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """Other long forms among the same papers, each with a category."""


def pairs(text: str) -> list[Pair]:
    """Return the acronyms that a text explains, in order, each short form once."""
    found: dict[str, Pair] = {}
    for bracket in _IN_BRACKETS.finditer(text):
        before = text[max(0, bracket.start() - _BEFORE) : bracket.start()].rstrip()
        pair = _forwards(before, bracket[1]) or _backwards(before, bracket[1])
        if pair is not None:
            found.setdefault(pair.short, pair)
    return list(found.values())


def acronyms(papers: Iterable[Paper]) -> tuple[Acronym, ...]:
    """Return the acronyms of papers, those that most papers explain first.

    A short form has an entry for each meaning and primary category; long forms that
    differ in spelling or number only are one, written as most papers do.
    """
    said: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for paper in papers:
        for pair in pairs(f"{paper.title}. {paper.abstract}"):
            key = (pair.short, paper.category, _meaning(pair.long))
            said[key].append((pair.long, paper.name))
    meanings = _meanings(said)
    made = [
        _entry(short, category, uses, [each for each in meanings[short] if each[0] != meaning])
        for (short, category, meaning), uses in said.items()
    ]
    return tuple(sorted(made, key=lambda each: (-len(each.papers), each.short, each.category)))


def _meaning(long: str) -> str:
    return normal_form(long.replace("-", " ")).replace(" ", "")


def _meanings(
    said: dict[tuple[str, str, str], list[tuple[str, str]]],
) -> dict[str, list[tuple[str, str, str]]]:
    """Return for each short form what it means where, in a fixed order."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for (short, category, meaning), uses in sorted(said.items()):
        found[short].append((meaning, _usual(uses), category))
    return found


def _entry(
    short: str, category: str, uses: list[tuple[str, str]], others: list[tuple[str, str, str]]
) -> Acronym:
    names = tuple(sorted({name for _, name in uses}))
    other = tuple(dict.fromkeys((long, where) for _, long, where in others))
    return Acronym(short, _usual(uses), category, names, other)


def _usual(uses: list[tuple[str, str]]) -> str:
    """Return the long form that is written most often; of several one in small letters."""
    forms = [long for long, _ in uses]
    return min(set(forms), key=lambda form: (-forms.count(form), form.swapcase()))


def _forwards(before: str, inside: str) -> Pair | None:
    """Return a pair where the short form stands in the brackets."""
    short = _LEAD.sub("", re.split(r"[,;:=]| or ", inside, maxsplit=1)[0].strip()).strip(_EDGES)
    if not _is_short(short):
        return None
    long = long_form(short, before)
    return Pair(short, long) if long else None


def _backwards(before: str, inside: str) -> Pair | None:
    """Return a pair where the short form stands before brackets with the long one."""
    word = re.search(r"[^\s()]{2,13}$", before)
    if word is None or not _is_short(short := word[0].strip(_EDGES)):
        return None
    long = re.split(r"[,;:=]\s", _LEAD.sub("", inside.strip()), maxsplit=1)[0].strip(_EDGES)
    return Pair(short, long) if _spells(_letters(short), long) and _is_long(short, long) else None


def _spells(letters: str, long: str) -> bool:
    """Tell whether letters occur in a text in order, beginning with its first."""
    rest = iter(long.lower())
    return long[:1].lower() == letters[0] and all(letter in rest for letter in letters)


def _is_short(form: str) -> bool:
    """Tell whether a form may be an acronym: two letters, a capital, more letters than digits."""
    if not _SHORT.fullmatch(form):
        return False
    letters = [character for character in form if character.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= 2 and capitals > 0 and not _is_plain_word(form, capitals)


def _is_plain_word(form: str, capitals: int) -> bool:
    """Tell a word with a capital at its beginning from an acronym: ``Figure``, ``Left``."""
    return capitals == 1 and form[0].isupper() and form[1:].isalpha() and len(form) > 3


def long_form(short: str, before: str) -> str:
    """Return the end of a text that a short form may stand for; empty where there is none."""
    letters = _letters(short)
    text = before[_last_bound(before) :]
    words = list(_WORD.finditer(text))[-min(len(letters) + 5, 2 * len(letters)) :]
    start = _by_initials(letters, words)
    if start is None:
        start = _by_letters(letters, text, words)
    if start is None and letters != (spoken := _spoken(letters)):
        start = _by_initials(spoken, words)
    if start is None:
        return ""
    long = text[start:].strip(_EDGES)
    return long if _is_long(short, long) else ""


def _letters(short: str) -> str:
    """Return what is to be spelt: letters and digits, lower case, without a plural's s."""
    plain = short[:-1] if short.endswith("s") and short[-2].isupper() else short
    return "".join(character for character in plain.lower() if character.isalnum())


def _spoken(letters: str) -> str:
    return letters.translate(_SPOKEN)


def _last_bound(text: str) -> int:
    """Return where the clause begins that a text ends with."""
    return max((bound.end() for bound in _BOUND.finditer(text)), default=0)


def _by_initials(letters: str, words: list[re.Match[str]]) -> int | None:
    """Return where the shortest run of words begins whose initials are the letters.

    Function words inside the run may be left out; parts of a word with hyphens count.
    """
    strict, loose = "", ""
    for word in reversed(words):
        initials = "".join(part[0] for part in _SPLIT.findall(word[0].lower()))
        strict = initials + strict
        if word[0].lower() not in FUNCTION_WORDS:
            loose = initials + loose
            if letters in (strict, loose):
                return word.start()
    return None


def _by_letters(letters: str, text: str, words: list[re.Match[str]]) -> int | None:
    """Return where the alignment of Schwartz and Hearst begins: letters from right to left."""
    if not words:
        return None
    low, place, least = text.lower(), len(text), words[0].start()
    for number, letter in reversed(list(enumerate(letters))):
        place = low.rfind(letter, least, place)
        while number == 0 and place > least and low[place - 1].isalnum():
            place = low.rfind(letter, least, place)
        if place < 0:
            return None
    return place if place == 0 or not low[place - 1].isalnum() else None


def _is_long(short: str, long: str) -> bool:
    """Tell whether a text may be a long form: of words, longer, and spelt by their initials."""
    letters, words = _letters(short), long.split()
    if len(long) <= len(short) or short in words or len(words) > len(letters) + 5:
        return False
    first = words[0].lower()
    if first in FUNCTION_WORDS and (first[0] != letters[0] or len(words) == 1):
        return False
    return not _MARKUP.intersection(long) and _by_beginnings(_heads(short), long)


def _heads(short: str) -> str:
    """Return what should begin words: the capitals of ``MuseCogNet``, else all letters."""
    capitals = "".join(character for character in short if character.isupper())
    mixed = len(capitals) > 1 and sum(character.islower() for character in short) > 2
    return capitals.lower() if mixed else _letters(short)


def _by_beginnings(letters: str, long: str) -> bool:
    """Tell whether half the letters begin parts, in order, or all parts that mean something do."""
    parts = [part for part in _SPLIT.findall(long.lower()) if part not in FUNCTION_WORDS]
    spelt = _longest_in_common(letters, "".join(part[0] for part in parts))
    return 2 * spelt >= len(letters) or spelt == len(parts) > 0


def _longest_in_common(one: str, other: str) -> int:
    """Return how many characters two short texts have in common, in order."""
    best = [0] * (len(other) + 1)
    for character in one:
        last = best
        best = [0]
        for place, against in enumerate(other):
            best.append(last[place] + 1 if character == against else max(last[place + 1], best[-1]))
    return best[-1]
