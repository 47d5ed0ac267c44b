"""What a query means for a file of papers: words and phrases that all must occur."""

from __future__ import annotations

import re
from collections.abc import Callable

from ctxbuild.model import Paper, UsageError
from ctxbuild.readers.arxiv.categories import is_in, known_category
from ctxbuild.readers.arxiv.identifiers import month_of
from ctxbuild.readers.arxiv.request import Request

_TERM = re.compile(r'(?:([a-z]{2,3}):)?(?:"([^"]*)"|([^\s"()]+))')
_FIELDS: dict[str, Callable[[Paper], str]] = {
    "ti": lambda paper: paper.title,
    "au": lambda paper: " ".join(paper.authors),
    "abs": lambda paper: paper.abstract,
    "co": lambda paper: paper.comments,
    "jr": lambda paper: paper.journal,
    "all": lambda paper: " ".join((paper.title, paper.abstract, *paper.authors)),
}
Test = Callable[[Paper], bool]


def wanted(request: Request) -> Test:
    """Return what says of a paper whether a request asks for it.

    Raises:
        UsageError: the query has operators or fields that only arXiv's server knows.
    """
    tests = [*_query_tests(request.query)]
    if request.ids:
        known = {each.id for each in request.ids}
        tests.append(lambda paper: paper.id in known)
    if request.categories:
        tests.append(lambda paper: any(is_in(paper.categories, c) for c in request.categories))
    if request.month:
        tests.append(lambda paper: month_of(paper.id) == request.month)
    if request.since:
        tests.append(lambda paper: day_of(paper) >= request.since)
    if request.until:
        tests.append(lambda paper: day_of(paper) <= request.until)
    return lambda paper: all(test(paper) for test in tests)


def day_of(paper: Paper) -> str:
    """Return the day a paper was submitted; of unknown days, the first of its id's month."""
    return paper.submitted[:10] or f"{month_of(paper.id)}-01"


def _query_tests(query: str) -> list[Test]:
    if re.search(r"\b(?:OR|ANDNOT|NOT)\b|[()]", query):
        raise UsageError("with --snapshot a query is words and phrases that all must occur")
    tests: list[Test] = []
    for name, phrase, word in _TERM.findall(re.sub(r"\bAND\b", " ", query)):
        if name == "cat":
            tests.append(_in_category(known_category(word or phrase)))
            continue
        if name and name not in _FIELDS:
            raise UsageError(f"with --snapshot, {name}: is no field; use {', '.join(_FIELDS)}, cat")
        tests.append(_holding(_FIELDS[name or "all"], phrase or word))
    return tests


def _in_category(category: str) -> Test:
    return lambda paper: is_in(paper.categories, category)


def _holding(field: Callable[[Paper], str], words: str) -> Test:
    pattern = re.compile(rf"(?<!\w){re.escape(words.strip('*'))}", re.I)
    whole = not words.endswith("*")
    end = re.compile(rf"{pattern.pattern}(?!\w)", re.I) if whole else pattern
    return lambda paper: end.search(field(paper)) is not None
