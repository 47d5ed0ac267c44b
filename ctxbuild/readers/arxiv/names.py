"""Authors as one string → a list, in the forms that arXiv's services write."""

from __future__ import annotations

import re

from ctxbuild.readers.arxiv.wording import one_line

_BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s*;\s*|\s+and\s+|\s+&\s+")
_DEEPEST = 8
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")


def authors_of(text: str) -> tuple[str, ...]:
    """Return the names in a string: affiliations in brackets, however nested, are left out."""
    bare = _without_brackets(one_line(text))
    names: list[str] = []
    for name in _BETWEEN.split(bare):
        cleaned = " ".join(name.split()).strip(" :")
        if _SUFFIX.fullmatch(cleaned) and names:
            names[-1] = f"{names[-1]}, {cleaned}"
        elif cleaned and cleaned.lower() not in ("and", "et al", "et al."):
            names.append(cleaned)
    return tuple(names)


def _without_brackets(text: str) -> str:
    """Return a text without what stands in brackets; one that is never closed is kept."""
    kept: list[str] = []
    depth = start = 0
    for at, character in enumerate(text):
        if character == "(":
            if not depth:
                kept.append(text[start:at])
                start = at
            depth = min(depth + 1, _DEEPEST)
        elif character == ")" and depth:
            depth -= 1
            start = start if depth else at + 1
    kept.append(text[start:] if not depth else text[start:].replace("(", " "))
    return " ".join(kept)
