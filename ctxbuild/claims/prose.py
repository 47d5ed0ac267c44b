"""Whether a sentence that somebody wrote may stand beside facts: names and numbers decide.

Everything that can be told from plain words (code, paths, ``snake_case``, ``CamelCase``,
dotted, capitalised and unusual words, numbers) must stand in what the sentence cites. What
it says of them is not understood here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SHORTEST = 20
LONGEST = 320
"""Characters of a sentence."""
_LONGEST_CODE = 120

_LINK = re.compile(r"://|\bwww\.|\]\(|\bmailto:|\bjavascript:", re.IGNORECASE)
_MARK_UP = re.compile(r"<[A-Za-z/!?]|&#?\w+;|\*\*|__|~~|!\[|^\s*(?:[#>|*+-]|\d+[.)])\s")
_END_INSIDE = re.compile(r"[.!?][\"')\]”’]?\s")
_ADDRESSED = re.compile(
    r"\b(?:you|your|yours|yourself|i|me|my|mine|we|us|our|ours|please|as an ai)\b"
    r"|\b(?:ignore|disregard|forget|override|obey|follow)\b[^.]{0,60}"
    r"\b(?:instructions?|rules?|prompts?|above|previous|earlier)\b"
    r"|\bsystem prompt\b",
    re.IGNORECASE,
)
_ORDERS = frozenset(
    """add allow answer avoid be call change check click consider copy delete disable do don't
    download enable ensure execute fetch find follow get give go grant import insert install
    invoke keep let load look make never note open paste post prefer print put read remember
    remove reply respond return run see select send set show start stop tell trust try type
    upload use visit wait write""".split()
)
"""Words by which a sentence that begins with them tells its reader to do something."""
_SHORT_FORMS = frozenset({"e.g", "i.e", "etc", "vs"})
_COUNTED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_NUMBERS = {word: str(number) for number, word in enumerate(_COUNTED, 2)}
_NUMBERS |= {"twelve": "12", "dozen": "12", "dozens": "12", "hundred": "100", "thousand": "1000"}
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)*")
_IN_NAMES = frozenset("._/\\:@#$=<>|&*+^~%[](){}")
_AROUND = "\"'“”‘’,;:!?()[]{}—–…"
_MARKED = re.compile(r"\(\)|^[(]?[\"'“‘]\S+[\"'”’]\W*$")
"""A word that is written as a call, or stands alone between quotation marks."""
_POSSESSIVE = ("'s", "’s")


Ordinary = Callable[[str], bool]
"""Whether a word in lower case is one of the language, which names nothing by itself."""


def _every_word(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence: words, or code between backticks."""

    text: str
    is_code: bool


@dataclass(frozen=True, slots=True)
class Name:
    """Something in a sentence that must stand in what it cites.

    ``exact``: with the same capitals; the others may also lose a plural's s.
    """

    text: str
    exact: bool = True


def parts_of(sentence: str) -> tuple[Part, ...]:
    """Return the stretches of a sentence, empty ones left out."""
    pieces = enumerate(sentence.split("`"))
    return tuple(Part(text, at % 2 == 1) for at, text in pieces if text)


def names_in(sentence: str, ordinary: Ordinary = _every_word) -> Iterator[Name]:
    """Yield the names, numbers and unusual words of a sentence in order."""
    is_first = True
    for part in parts_of(sentence):
        if part.is_code:
            yield Name(" ".join(part.text.split()).removesuffix("()"))
            is_first = False
            continue
        for word in part.text.split():
            bare = _bare(word)
            marked = bool(bare) and _MARKED.search(word) is not None
            yield from (Name(bare),) if marked else _names_of(bare, is_first, ordinary)
            is_first = is_first and not bare


def _bare(word: str) -> str:
    """Return a word without the punctuation around it."""
    bare = word.strip(_AROUND).rstrip(_AROUND + ".")
    return next((bare.removesuffix(end) for end in _POSSESSIVE if bare.endswith(end)), bare)


def _names_of(word: str, is_first: bool, ordinary: Ordinary) -> Iterator[Name]:
    if not word or word.lower() in _SHORT_FORMS:
        return
    if _NUMBER.fullmatch(word) or word.startswith("-") or not _IN_NAMES.isdisjoint(word):
        yield Name(word)
    else:
        for at, each in enumerate(word.split("-")):
            yield from _name_of(each, is_first and at == 0, ordinary)


def _name_of(word: str, is_first: bool, ordinary: Ordinary) -> Iterator[Name]:
    """Yield a word without special characters if it can be told from ordinary ones."""
    if word.lower() in _NUMBERS or any(c.isdigit() for c in word):
        yield Name(word.lower() if word.lower() in _NUMBERS else word)
    elif any(c.isupper() for c in word[1:]):
        yield Name(word, exact=not word.removesuffix("s").isupper())
    elif word[:1].isupper():
        if not (is_first and ordinary(word.lower())):
            yield Name(word, exact=False)
    elif not ordinary(word):
        yield Name(word, exact=False)


def stands_in(name: Name, cited: str) -> bool:
    """Whether a name or number stands in some text, and is not a part of a longer one."""
    if _NUMBER.fullmatch(name.text):
        wanted = name.text.replace(",", "")
        return any(found[0].replace(",", "") == wanted for found in _NUMBER.finditer(cited))
    if name.text in _NUMBERS and stands_in(Name(_NUMBERS[name.text]), cited):
        return True
    if name.exact and name.text not in _NUMBERS:
        return _has(name.text, cited)
    text, plain = name.text.lower(), cited.lower()
    return _has(text, plain) or (len(text) > 3 and _has(text.removesuffix("s"), plain))


def _has(text: str, cited: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", cited) is not None


def prose_objection(sentence: str, cited: str, ordinary: Ordinary = _every_word) -> str:
    """Return why a sentence may not stand, one of :data:`OBJECTIONS`; empty where it may.

    Args:
        sentence: what was written, on one line; code between single backticks.
        cited: all that it cites, white space as single blanks.
        ordinary: tells words that need not stand in it.

    """
    for reason, objects in _FORM.items():
        if objects(sentence):
            return reason
    names = list(names_in(sentence, ordinary))
    if not names:
        return _EMPTY
    return "" if all(stands_in(name, cited) for name in names) else _UNKNOWN


def _is_malformed(sentence: str) -> bool:
    plain = _words(sentence)
    return (
        not SHORTEST <= len(sentence) <= LONGEST
        or not sentence.isprintable()
        or not sentence.endswith(".")
        or sentence.endswith("..")
        or _END_INSIDE.search(re.sub(r"\b(?:e\.g|i\.e|vs)\. ", " ", plain)) is not None
    )


def _words(sentence: str) -> str:
    """Return a sentence with its code made plain."""
    return "".join("x" if part.is_code else part.text for part in parts_of(sentence))


def _is_marked_up(sentence: str) -> bool:
    code = [part.text for part in parts_of(sentence) if part.is_code]
    return (
        sentence.count("`") % 2 == 1
        or "``" in sentence
        or any(not text.strip() or len(text) > _LONGEST_CODE for text in code)
        or _LINK.search(sentence) is not None
        or _MARK_UP.search(_words(sentence)) is not None
    )


def _is_addressed(sentence: str) -> bool:
    first = _bare(sentence.split(maxsplit=1)[0]).lower() if sentence.strip() else ""
    return first in _ORDERS or _ADDRESSED.search(_words(sentence)) is not None


_FORM: dict[str, Callable[[str], bool]] = {
    "not one plain sentence": _is_malformed,
    "a link or mark-up": _is_marked_up,
    "speaks to its reader": _is_addressed,
}
_UNKNOWN = "names or numbers that it does not cite"
_EMPTY = "names nothing"
OBJECTIONS = (*_FORM, _UNKNOWN, _EMPTY)
