"""What a field does not know: sentences of abstracts that say so, verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ctxbuild.analysis.terms.splitting import sentences
from ctxbuild.model import Paper

Cue = Literal["open", "unknown", "future", "asked", "whether"]

CUES: tuple[tuple[Cue, re.Pattern[str]], ...] = (
    (
        "open",
        re.compile(
            r"\bopen (?:\w+ )?(?:problems?|questions?|issues?|challenges?|conjectures?)\b"
            r"|\b(?:remains?|is|are|left|still) (?:\w+ )?(?:open|unsolved|unresolved|unanswered)\b"
            r"(?![- ](?:source|access|to the public|set|subset|and dense))"
            r"|\b(?:unsolved|unresolved|unanswered|outstanding) (?:\w+ )?"
            r"(?:problems?|questions?)\b",
            re.I,
        ),
    ),
    (
        "unknown",
        re.compile(
            r"\b(?:remains?|is|are|still|yet) (?:\w+ ){0,2}?(?:unclear|unknown|elusive|mysterious"
            r"|underexplored|under-explored|unexplored|uncertain|debated|disputed)\b"
            r"|\bremains? controversial\b"
            r"|\b(?:poorly|not (?:\w+ )?(?:well|fully|yet|completely)) (?:\w+ )?"
            r"(?:understood|known)\b"
            r"|\blittle is known\b|\bnot (?:yet )?(?:known|clear|understood)\b|\bremains? to be\b",
            re.I,
        ),
    ),
    (
        "future",
        re.compile(
            r"\bfuture (?:\w+ )?(?:work|research|studies|study|directions?|investigations?)\b"
            r"|\bfurther (?:\w+ )?(?:work|research|studies|investigations?) "
            r"(?:is|are|will be|should)\b"
            r"|\bwe conjecture\b",
            re.I,
        ),
    ),
    ("asked", re.compile(r"\?[\"'”’)]*$")),
    ("whether", re.compile(r"\bwhether\b", re.I)),
)
"""What says that something is not known, the surest first."""

_SOLVED = re.compile(
    r"\b(?:we|paper|work|article|study|results?|which|and|thus|thereby) (?:\w+ )?"
    r"(?:resolv|solv|settl|answer)\w*\b",
    re.I,
)
"""Who says that it is open no more."""
_SHORTEST, _LONGEST = 40, 420


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence that says what is open, verbatim, and by what it was recognised."""

    sentence: str
    paper: str
    cue: Cue


def questions(papers: Iterable[Paper]) -> tuple[Question, ...]:
    """Return open questions, those with the surest cue first, then by paper and place."""
    found = [each for paper in papers for each in questions_in(paper)]
    order = {cue: number for number, (cue, _) in enumerate(CUES)}
    return tuple(sorted(found, key=lambda each: order[each.cue]))


def questions_in(paper: Paper) -> Iterator[Question]:
    """Yield the open questions in one abstract, each with its surest cue."""
    for sentence in sentences(paper.abstract):
        if _SHORTEST <= len(sentence) <= _LONGEST and not _SOLVED.search(sentence):
            cue = next((cue for cue, pattern in CUES if pattern.search(sentence)), None)
            if cue is not None:
                yield Question(sentence, paper.name, cue)
