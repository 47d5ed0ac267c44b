"""Sentences of an abstract, each a verbatim piece of it."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][\"'”’)\]]{0,2}\s+(?=[\"'“‘(\[]?[A-Z0-9$\\À-Þ])")
_ABBREVIATIONS = frozenset(
    """e.g i.e cf vs resp al fig figs eq eqs sec ref refs no nos vol approx dr mr mrs ms prof st
    etc viz ca w.r.t eqn thm prop lem def dept univ inc ltd jr sr phys rev lett""".split()
)
_MATHS_MARK = re.compile(r"(?<!\\)\$")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in order, without the white space between them."""
    found, start, looked = [], 0, 0
    maths, paired = False, len(_MATHS_MARK.findall(text)) % 2 == 0
    for end in _END.finditer(text):
        maths ^= len(_MATHS_MARK.findall(text, looked, end.start())) % 2 == 1
        looked = end.start()
        if not (maths and paired) and _is_end(text[max(start, looked - 25) : looked], text[looked]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    found.append(text[start:].strip())
    return [each for each in found if each]


def _is_end(before: str, mark: str) -> bool:
    """Tell whether a mark after ``before`` ends a sentence rather than an abbreviation."""
    words = before.split()
    if mark != "." or not words:
        return True
    plain = words[-1].lstrip("([{\"'“‘").rstrip(".").lower()
    initial = len(plain) == 1 and plain.isalpha() and words[-1][-1].isupper()
    return plain not in _ABBREVIATIONS and not initial
