"""Words of content: what a line says beyond words that are in every line, and beyond a title."""

from __future__ import annotations

import re
from functools import lru_cache

FEWEST_NEW = 3
"""Words of content that a line has and its title has not, for it to say more."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_STOP = frozenset(
    "a an and any are as at be been being but by can could did do does each for from had has "
    "have here how i if in into is it its just may more most must no not of on or other our "
    "shall she should so some such than that the their them then there these they this those to "
    "up was we were what when where which who why will with would you your also page section "
    "chapter document documentation guide following below above".split()
)


def says_more(line: str, title: str) -> bool:
    """Whether a line has three words of content or more that its title has not."""
    return len(new_words(line, title)) >= FEWEST_NEW


def new_words(line: str, title: str) -> set[str]:
    """Return the words of content of a line whose stems its title has not."""
    known = stems(title)
    return {word for word in content(line) if stem(word) not in known}


@lru_cache(maxsize=1024)
def content(text: str) -> tuple[str, ...]:
    """Return the words of content of a text, in lower case and in order."""
    words = _WORD.findall(text.lower()) if text.isascii() else map(str.lower, _WORD.findall(text))
    return tuple([word for word in words if word not in _STOP and len(word) > 1])


@lru_cache(maxsize=1024)
def stems(text: str) -> frozenset[str]:
    """Return the stems of a text's words of content."""
    return frozenset(map(stem, content(text)))


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """Return an English word without its ending, if four letters or more are left."""
    for ending in ("ations", "ation", "ing", "ers", "ies", "ed", "es", "er", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def key(text: str) -> str:
    """Return what is the same for lines that differ in case and marks alone."""
    return " ".join(_WORD.findall(text.lower()))
