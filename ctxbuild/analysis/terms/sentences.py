"""Sentences of an abstract, each a verbatim piece of it."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][\"'”’)\]]{0,2}\s+(?=[\"'“‘(\[]?[A-Z0-9$\\À-Þ])")
_LAST_WORD = re.compile(r"(\S{1,24})$")
_ABBREVIATIONS = frozenset(
    """e.g i.e cf vs resp al fig figs eq eqs sec ref refs no nos vol approx dr mr mrs ms prof st etc
    viz ca w.r.t eqn thm prop lem def dept univ inc ltd jr sr phys rev lett""".split()
)
_MATHS_MARK = re.compile(r"(?<!\\)\$")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in order, without the white space between them."""
    found, start = [], 0
    for end in _END.finditer(text):
        if _is_end(text[start : end.start()], text[end.start()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    found.append(text[start:].strip())
    return [each for each in found if each]


def _is_end(before: str, mark: str) -> bool:
    """Tell whether a mark after ``before`` ends a sentence: not in maths, no abbreviation."""
    if len(_MATHS_MARK.findall(before)) % 2:
        return False
    word = _LAST_WORD.search(before)
    if mark != "." or word is None:
        return True
    plain = word[1].lstrip("([{\"'“‘").rstrip(".").lower()
    initial = len(plain) == 1 and plain.isalpha() and word[1][-1].isupper()
    return plain not in _ABBREVIATIONS and not initial
