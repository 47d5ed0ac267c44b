"""A question as the index understands it: weighted terms."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

from ctxbuild.search.spelling import flag_names
from ctxbuild.search.words import STOP_WORDS, WHOLE, terms, words

# Past this a query is a log or a dump; its beginning says what it is about.
_MOST_CHARACTERS = 200_000
_MOST_TERMS = 400
# How much more a term counts that stands in the first line, or is written as in code.
_TITLE_FACTOR = 1.8
_CODE_FACTOR = 1.4
_REPEAT_FACTOR = 0.5
# What issue templates hide.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_COMPOUND = re.compile(r"\w_\w|[a-z][A-Z]")


@dataclass(frozen=True, slots=True)
class Query:
    """The text of a question, and its terms with their weights."""

    text: str
    weights: dict[str, float]
    title: frozenset[str]
    """Terms of its first line."""


def parse_query(text: str) -> Query:
    """Return a question's terms: words that say something, weighted by place and repetition."""
    visible = _COMMENT.sub(" ", text[:_MOST_CHARACTERS]).strip()
    title = frozenset(_terms(visible.partition("\n")[0]))
    counts = _terms(visible)
    compounds = " ".join(word for word in words(visible) if _COMPOUND.search(word))
    code = _terms(compounds)
    flags = _terms(" ".join(name.replace("-", "_") for name in flag_names(visible)))
    wholes = [term for term in flags if term.startswith(WHOLE)]
    counts.update(wholes)
    code.update(wholes)
    weights = {}
    for term, count in counts.most_common(_MOST_TERMS):
        weight = 1.0 + _REPEAT_FACTOR * math.log(count)
        weight *= _TITLE_FACTOR if term in title else 1.0
        weights[term] = weight * (_CODE_FACTOR if term in code else 1.0)
    return Query(visible, weights, title)


def _terms(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in words(text):
        if word.lower() not in STOP_WORDS:
            found.update(term for term in terms(word) if len(term) > 1 and term not in STOP_WORDS)
    return found
