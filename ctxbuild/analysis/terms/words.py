"""Words of a text as they stand, and the normal form that phrases are compared by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ctxbuild.analysis.terms.stemming import stem
from ctxbuild.transforms.tex import accents

_PIECE = re.compile(r"[^\W_]+(?:(?:--|[-'’.‐‑–+/])[^\W_]+)*|[^\w\s]|_")
_ADDRESS = re.compile(r"https?://[^\s)>\]}]{1,400}")
_MATHS = re.compile(r"\$\$?([^$]{0,400})\$\$?|\\\(([^$\\]{0,400})\\\)")
_STYLE = re.compile(r"\\(?:emph|text[a-z]{2}|mbox|it|bf|em|sc|rm|tt|url)\b ?")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)")
_PART = re.compile(r"[a-z0-9]+")
_LONGEST_WORD = 60
"""Longer runs of letters are data or a script without spaces."""


def pieces(text: str) -> list[str]:
    """Return words and punctuation of a text, in order; a formula counts as punctuation."""
    if "$" in text or "\\" in text:
        text = _MATHS.sub(_formula, accents(text))
        text = _COMMAND.sub(" ; ", _STYLE.sub("", text).replace("{", "").replace("}", ""))
    return _PIECE.findall(_ADDRESS.sub(" ; ", text) if "://" in text else text)


def _formula(found: re.Match[str]) -> str:
    """Return a formula that is a word (``$K$-theory``) as it is, else a break."""
    inner = (found[1] or found[2] or "").strip()
    return inner if inner.isalnum() else " ; "


def is_word(piece: str) -> bool:
    """Tell a word from punctuation."""
    return piece[0].isalnum() and len(piece) <= _LONGEST_WORD


@lru_cache(1 << 16)
def normal_parts(word: str) -> tuple[str, ...]:
    """Return the stems of a word's parts: runs of letters and digits, lower case."""
    plain = word.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(stem(part) for part in _PART.findall(plain))


def normal_form(phrase: str) -> str:
    """Return what phrases are compared by: lower case, parts of ``[a-z0-9]``, stemmed.

    Accents are dropped before, so that *Schrödinger* stays one word.
    """
    return " ".join(part for word in phrase.split() for part in normal_parts(word))
