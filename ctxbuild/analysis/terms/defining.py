"""Sentences that say what a term means, verbatim.

A sentence counts where it has one of a few forms (``Form``) and a phrase stands
where the form has the term. *X is an important problem* says nothing about X, so
predicates that only judge are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ctxbuild.analysis.terms.background import background
from ctxbuild.analysis.terms.chunks import chunks
from ctxbuild.analysis.terms.short_forms import pairs
from ctxbuild.analysis.terms.splitting import sentences
from ctxbuild.analysis.terms.words import normal_form
from ctxbuild.model import Paper

Form = Literal["is a", "introduced", "apposition", "called", "acronym"]

_SHORTEST, _LONGEST = 40, 420
"""Characters of a sentence that can stand alone in a glossary."""

_TERM = r"(?P<term>[^,.;:()$\\]{3,70}?(?: \([^()]{2,14}\))?)"
_ARTICLE = r"(?:an?|the|one of the|any|those|a type of|a kind of|a class of)"
_OPENING = r"^(?:In [^,]{3,60}, )?(?:(?:An?|The|Here,?|Formally,?|Briefly,?|By definition,?) )?"
_PATTERNS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (
        "is a",
        re.compile(
            _OPENING + _TERM + r",? (?:is|are)(?: (?:essentially|basically|simply|usually|typically"
            rf"|generally|often|commonly))? (?:defined (?:as|by)|{_ARTICLE} (?P<said>\S+ \S+ ?\S*))"
        ),
    ),
    (
        "is a",
        re.compile(
            _OPENING + _TERM + r" (?:refers?|denotes?|means|describes?) (?:to )?(?:an?|the) "
        ),
    ),
    (
        "introduced",
        re.compile(
            r"\b(?:[Ww]e|[Tt]his (?:paper|work|article)|[Tt]he authors) (?:\w+ly )?(?:\w+ and )?"
            r"(?:introduces?|presents?|proposes?|defines?|describes?|develops?|releases?) "
            r"(?:(?:the|an?|our) )?(?P<term>[^,.;:$\\]{2,70}), "
            r"(?:(?:an?|the) (?P<said>\S+ \S+ ?\S*)|which (?:is|are)|defined)"
        ),
    ),
    (
        "apposition",
        re.compile(
            _OPENING + _TERM + r", (?:which (?:is|are) )?(?:an?|the) (?=(?P<said>\S+ \S+ ?\S*))"
            r"[^,.;]{3,100}? (?:that|which|of|for|in which|where|based|designed|used) "
            r"[^,.;]{4,160}, "
        ),
    ),
    (
        "called",
        re.compile(
            r"\b(?:(?:is|are|be|which we|we|often|also|commonly|usually|so-)(?: \w+)? ?"
            r"(?:called|termed|dubbed|known as|named|coined|referred to as)) "
            r"(?:(?:the|an?) )?[\"'“‘`]{0,2}(?P<term>[^,.;:()$\\\"'”’`]{3,50})"
        ),
    ),
)
_JUDGES = re.compile(
    r"^(?!(?:task|problem|question|part|field|area|number) of \w+ing)"
    r"(?:(?:\w+ly|most|more|very|highly|long-standing|major|main|key|big|great|first|next|such|well-known"
    r"|promising|powerful|popular|useful|important|crucial|critical|essential|fundamental|central"
    r"|significant|vital|challenging|difficult|hard|open|active|growing|hot|interesting|natural|good"
    r"|necessary|ubiquitous|common|classical|classic|major|primary|new|novel|recent|serious|leading"
    r"|prominent|rapidly|emerging|unique|notorious|valuable|matter|result|consequence|topic|subject"
    r"|cornerstone|prerequisite|challenge|problem|issue|step|question|goal|aim|focus|best|only|same"
    r"|latter|former|case|main|lack|need|reason|key) ){0,4}"
    r"(?:challenges?|problems?|tasks?|issues?|topics?|questions?|steps?|goals?|aims?|areas?|concerns?"
    r"|role|part|matter|result|consequence|cornerstone|prerequisite|need|example|examples|way|fields?"
    r"|alternatives?|candidates?|case|subject|focus|lack|same|first|most|best|only|key|latter|former"
    r"|reason|number|variety|range|source|sources|tools?|approach|approaches|component|components"
    r"|ingredients?|factors?|main|basis|feature|features|aspect|aspects|one|ones|framework)\b"
)
_EMPTY = re.compile(
    r"^(?:this|that|these|those|it|they|we|there|here|one|our|its|their|his|such|which|what|result|results"
    r"|paper|work|study|goal|aim|idea|question|problem|main|key|first|second|third|authors?|purpose"
    r"|motivation|approach|method|proof|latter|former|both|another|other|each|most|some|all|if|when"
    r"|where|while|as|since|although|because|for|to|by|from|with|at|on|let|using|given|how|why"
    r"|contribution|focus|reason|objective|conclusion|answer|data|code|not|and|but|or|then|also"
    r"|moreover|however|therefore|finally|furthermore|additionally|consequently|thus|hence|examples?"
    r"|advantage|novelty|challenge|solution)\b",
    re.I,
)
_HEADS = frozenset(
    """result results goal aim idea question purpose input output factor factors contribution focus
    reason objective conclusion advantage novelty challenge solution step case example part work
    paper point issue topic feature aspect task drawback limitation difficulty difference effect
    finding findings role thing version setting""".split()
)
"""What ends with one of these is named only within its abstract."""
_CONNECTORS = frozenset("of for in on the a an and with by from to at".split())
_LEADS = re.compile(
    r"^(?:(?:an?|the|our) )?(?:(?:notion|concept|idea)s? of (?:an? |the )?|so-called )?", re.I
)
_QUOTES = str.maketrans("", "", '"“”‘`{}')
_LEANS = re.compile(r"^(?:This|These|It|They|Such|Its|Their|He|She)\b")
"""A sentence that leans on the one before it."""
_COMMON = 0.02
"""Part of the background's papers that hold a word which is no term of any one field."""
_MOST_WORDS = 7


@dataclass(frozen=True, slots=True)
class Definition:
    """A sentence of an abstract that says what a term is, verbatim."""

    term: str
    sentence: str
    paper: str
    form: Form


def definitions(papers: Iterable[Paper]) -> tuple[Definition, ...]:
    """Return the definitions in abstracts, in the order of papers and sentences."""
    return tuple(each for paper in papers for each in definitions_in(paper))


def definitions_in(paper: Paper) -> Iterator[Definition]:
    """Yield the definitions in one abstract; of a sentence the first form that fits."""
    for sentence in sentences(paper.abstract):
        if _SHORTEST <= len(sentence) <= _LONGEST:
            found = next(_defined(sentence), None)
            if found is not None:
                yield Definition(found[0], sentence, paper.name, found[1])


def _defined(sentence: str) -> Iterator[tuple[str, Form]]:
    for form, pattern in _PATTERNS:
        if form == "called" and _LEANS.match(sentence):
            continue
        for found in pattern.finditer(sentence):
            groups = found.groupdict()
            term = _term(groups["term"])
            if term and not _JUDGES.match(groups.get("said") or ""):
                yield term, form
    for pair in pairs(sentence):
        yield pair.long, "acronym"


def _term(text: str) -> str:
    """Return the phrase that a text is, without what leads to it; empty where it is none."""
    plain = _LEADS.sub("", text.translate(_QUOTES).strip(), count=1)
    name = plain.partition(" (")[0]
    words = name.split()
    if not words or len(words) > _MOST_WORDS or _EMPTY.match(name) or words[-1].lower() in _HEADS:
        return ""
    found = [word for chunk in chunks(name) for word in chunk]
    others = {word.lower() for word in words} - {word.lower() for word in found}
    if not found or [words[0], words[-1]] != [found[0], found[-1]] or not others <= _CONNECTORS:
        return ""
    return "" if _is_common(name) else plain


def _is_common(name: str) -> bool:
    """Tell a word of every field from a term: it is one word, not a name, and all use it."""
    known = background()
    return (
        " " not in name
        and not any(letter.isupper() for letter in name[1:])
        and known.frequency(normal_form(name)) > _COMMON * known.documents
    )
