"""The words of a paper on one line, with TeX's accents and markup as Unicode."""

from __future__ import annotations

import re

from ctxbuild.transforms.tex_text import plain

_WITHDRAWN = re.compile(
    r"(?:this|the) (?:paper|article|manuscript|submission|preprint|work|note|version|draft|thesis)"
    r"(?: \S{1,20}){0,3}? (?:has been|have been|is|was|is being|had been) (?:temporarily |now )?"
    r"(?:withdrawn|retracted|removed)|(?:paper |article |manuscript |submission |has been )?"
    r"(?:withdrawn|retracted)(?: by\b| due\b| because\b| as\b|\.|$|,|;|:)",
    re.I,
)
_NO_ABSTRACT = re.compile(r"[\W\d_]*(?:no abstract(?: available)?|n/?a|none|tba|\W*)\W*", re.I)


def one_line(text: str) -> str:
    """Return a text with its white space collapsed and TeX outside maths as Unicode."""
    return " ".join(plain(" ".join(text.split())).split())


def is_withdrawn(abstract: str, comments: str = "") -> bool:
    """Whether a paper says at the start of its abstract or comments that it is withdrawn."""
    return _WITHDRAWN.match(abstract.lstrip()) is not None or (
        _WITHDRAWN.match(comments.lstrip()) is not None
    )


def is_empty(abstract: str) -> bool:
    """Whether an abstract says nothing."""
    return _NO_ABSTRACT.fullmatch(abstract[:80]) is not None
