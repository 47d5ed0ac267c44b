"""How a passage reads where it begins and where it ends.

A place is graded by the words beside it: 0 where a sentence or a clause begins or ends, 1 where
a phrase does, 2 where a phrase ends that goes on with *of*. Where a reader would miss a subject or
an object (*uses it for …*, *… to estimate*, *… responsible*) no passage begins or ends.
"""

from __future__ import annotations

import re

from ctxbuild.analysis.terms.lexicon import (
    ADJECTIVAL_ENDINGS,
    ADJECTIVES,
    AUXILIARIES,
    DETERMINERS,
    DISCOURSE,
    FUNCTION_WORDS,
    GERUNDS,
    NOUN_OR_VERB,
    NOUNS,
    SUBJECTS,
    VERBS,
)

CLAUSE, PHRASE, TORN = 0, 1, 2
_RUNS_ON = re.compile(
    r"[^,]*, (?:and |or )?(?:we|it|they|there|the|an?|their|its|our|this|these|those|one|may|can"
    r"|is|are|has|have)\b"
)
"""The end of a phrase whose beginning is missing, then a clause or the rest of one."""
_PUNCTUATION = ".,;:()[]\"'“”‘’"
_NEAR = 80
"""Characters beside a place that are looked at: two words."""
_ARTICLES = DETERMINERS - {"that"}
_OPENERS = _ARTICLES | frozenset(
    """we it they he she you i one two three four five six seven eight nine ten first second third
    several both many most more few no such another how why what when whether if while although
    because despite given unlike instead even only both either neither""".split()
)
"""Function words that a passage may begin with."""
_WEAK_ENDS = FUNCTION_WORDS | VERBS | ADJECTIVES | DISCOURSE
_CLAUSE_LEADS = frozenset("that whether because while although whereas since if when where".split())
"""Words behind which a clause with its own subject may begin."""
_TIES = frozenset("and or but nor to by as than".split())
"""Words that go on with what a single word before them ends."""
_LINKS = frozenset("not also be become very more most so as than".split()) | AUXILIARIES
"""Words that tie what follows to what is before."""


def start_grade(text: str, start: int) -> int | None:
    """Return how well a passage begins at a place of a sentence; None where none may."""
    if start == 0:
        return CLAUSE
    before, after = text[max(start - _NEAR, 0) : start].split(), text[start : start + _NEAR].split()
    if not (before and after):
        return None
    word = _bare(after[0])
    last = "" if before[-1][-1] in ",;:—" else _bare(before[-1])
    if not _may_begin(word, last) or (last and _is_tail(after)):
        return None
    return CLAUSE if not last or last in _CLAUSE_LEADS else PHRASE


def _may_begin(word: str, last: str) -> bool:
    if not word or (word in FUNCTION_WORDS and word not in _OPENERS):
        return False
    if last in _ARTICLES or last == "no" or (last in _LINKS and word not in DETERMINERS):
        return False
    if word in GERUNDS:
        return bool(last)
    if last == "to":
        return word in VERBS or word in NOUN_OR_VERB or word in DETERMINERS
    if word in VERBS or (word in NOUN_OR_VERB and last in SUBJECTS):
        return False
    return not word.endswith("ly")


def _is_tail(after: list[str]) -> bool:
    """Tell whether a word is the end of something: *model but by …*, *radius, the slope …*."""
    return after[0][-1] in ",;" or (len(after) > 1 and after[1] in _TIES)


def runs_on(passage: str) -> bool:
    """Tell whether a passage that begins within a clause leaves it for another one."""
    return _RUNS_ON.match(passage) is not None


def stop_grade(text: str, stop: int) -> int | None:
    """Return how well a passage ends at a place of a sentence; None where none may."""
    if stop == len(text):
        return CLAUSE
    words, after = text[max(stop - _NEAR, 0) : stop].split(), text[stop : stop + _NEAR].split()
    if len(words) < 2 or not after or not _may_end(_bare(words[-1]), _bare(words[-2])):
        return None
    if text[stop] in ",;:":
        return CLAUSE
    return TORN if _bare(after[0]) == "of" else PHRASE


def _may_end(word: str, last: str) -> bool:
    if not word or word in _WEAK_ENDS:
        return False
    if word in NOUN_OR_VERB and last in SUBJECTS:
        return False
    if word in NOUNS:
        return True
    return word not in GERUNDS and not word.endswith(("ly", *ADJECTIVAL_ENDINGS))


def _bare(word: str) -> str:
    return word.strip(_PUNCTUATION).lower()
