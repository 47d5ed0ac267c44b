"""A question as the index understands it: weighted terms."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, takewhile

from ctxbuild.search.spelling import flag_names
from ctxbuild.search.words import STOP_WORDS, WHOLE, terms, words

# Past this a query is a log or a dump; its beginning says what it is about.
_MOST_CHARACTERS = 200_000
_MOST_TERMS = 400
# How much more a term counts that stands in the first line, or is written as in code.
_TITLE_FACTOR = 1.8
_CODE_FACTOR = 1.4
_REPEAT_FACTOR = 0.5
# Editors break no lines at fewer columns.
_LEAST_WIDTH = 50
# What issue templates hide.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_COMPOUND = re.compile(r"\w_\w|[a-z][A-Z]")


@dataclass(frozen=True, slots=True)
class Query:
    """The text of a question, and its terms with their weights."""

    text: str
    weights: dict[str, float]
    title: frozenset[str]
    """Terms of its first line, by :func:`title_of`."""


def parse_query(text: str) -> Query:
    """Return a question's terms: words that say something, weighted by place and repetition."""
    visible = _COMMENT.sub(" ", text[:_MOST_CHARACTERS]).strip()
    title = frozenset(_terms(title_of(visible)))
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


def title_of(text: str) -> str:
    """Return the first line of a question, with the lines that it was broken into.

    A line was broken by an editor where the next word would have made it longer than the
    longest of its paragraph: a paragraph asks the same whether its lines are broken or not.
    """
    lines = list(takewhile(str.strip, text.split("\n")))
    width = max(_LEAST_WIDTH, *map(len, lines), 0)
    broken = takewhile(lambda pair: _has_no_room(*pair, width), pairwise(lines))
    return " ".join([*lines[:1], *(after for _, after in broken)])


def _has_no_room(line: str, after: str, width: int) -> bool:
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) > width


def _terms(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in words(text):
        if word.lower() not in STOP_WORDS:
            found.update(term for term in terms(word) if len(term) > 1 and term not in STOP_WORDS)
    return found
