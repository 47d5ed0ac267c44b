"""Prose for pages of a wiki by a model: asked page by page, verified, never needed.

The model is whoever answers a question; nothing here knows of networks or keys. An
answer is remembered by what was asked, and verified each time it is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from ctxbuild.analysis.terms.background import background
from ctxbuild.analysis.terms.lexicon import ADJECTIVES, DISCOURSE, FUNCTION_WORDS, VERBS
from ctxbuild.analysis.terms.words import normal_form
from ctxbuild.cache import Cache
from ctxbuild.claims.prose import names_in, prose_objection, stands_in
from ctxbuild.formats.prose_answer import Written, sentences_of
from ctxbuild.formats.prose_request import (
    MOST_CITED,
    MOST_SENTENCES,
    RULES,
    chosen,
    request,
)
from ctxbuild.formats.wiki_evidence import Evidence, evidence_of
from ctxbuild.formats.wording import plural
from ctxbuild.model import CtxbuildError, Progress
from ctxbuild.net.clock import Clock
from ctxbuild.packing.wiki.blocks import Draft
from ctxbuild.packing.wiki.known import Known
from ctxbuild.packing.wiki.prose import Cited, ProseSentence, with_section

Ask = Callable[[str, str], str]
"""Rules and question → answer; raises :class:`CtxbuildError` where there is none."""

_TOLD = frozenset({"Overview", "Architecture", "Code Component"})
"""Kinds of pages that prose helps with; the others are lists."""
_STAGE, _VERSION = "prose", "1"
_MOST_EVIDENCE = 6_000
"""Tokens of one question's evidence."""
_MOST_ANSWER = 1_500
"""Tokens of an answer, as they are reckoned beforehand."""
_SHARE = 0.2
"""Of a page's budget that prose may take."""
_MOST_FAILURES = 2
"""In a row, after which nobody is asked any more."""

_UNUSUAL_FROM = 4
"""Letters; shorter words are mostly of grammar."""
_COMMON = FUNCTION_WORDS | DISCOURSE | VERBS | ADJECTIVES
"""What the background does not count."""
_USUAL = 8
"""Abstracts of the background's 60,000 that hold an ordinary word: client 195, header 25, timeout
10; redis 6, kafka 4, postgres 3, django 0. Inventing *mysql* (12) goes unnoticed."""

TOO_MANY = f"more than {MOST_SENTENCES} sentences or their share of a page"
UNCITED = "cites nothing that there is"
TWICE = "said before"


@dataclass(frozen=True, slots=True)
class ProseOptions:
    """Who writes, and how much that may take; what is remembered takes nothing."""

    model: str
    ask: Ask = field(repr=False)
    pages: int = 100
    """Most pages that are asked for."""
    tokens: int = 1_000_000
    """Most tokens of questions and answers together, as the wiki's encoding counts them."""
    seconds: float = 1_800
    """After which nothing more is asked."""
    clock: Clock = field(default_factory=Clock)


@dataclass(slots=True)
class ProseReport:
    """What came of it: pages with prose, sentences kept, sentences dropped by reason."""

    model: str
    pages: int = 0
    sentences: int = 0
    asked: int = 0
    remembered: int = 0
    tokens: int = 0
    """Of questions that were asked and their answers."""
    dropped: Counter[str] = field(default_factory=Counter)
    without: dict[str, str] = field(default_factory=dict)
    """Slugs of pages that got no answer → why."""

    def record(self) -> dict[str, object]:
        """Return what is the same on every run with the same answers."""
        return {
            "model": self.model,
            "pages": self.pages,
            "sentences": self.sentences,
            "dropped": dict(sorted(self.dropped.items())),
            "without": sorted(self.without),
        }


def with_prose(
    planned: Sequence[Draft],
    known: Known,
    options: ProseOptions,
    page: tuple[int, Callable[[str], int]],
    cache: Cache,
    progress: Progress,
) -> tuple[list[Draft], ProseReport]:
    """Return pages with prose where there is some, and what came of it.

    Args:
        planned: the pages before they are fitted.
        known: what they are made from.
        options: who writes, within which bounds.
        page: the budget of a page, and what counts tokens.
        cache: remembers answers.
        progress: told how far this is.

    """
    budget, count = page
    author = _Author(options, cache, count)
    wanted = [draft for draft in planned if draft.kind in _TOLD]
    found: dict[str, Draft] = {}
    for done, draft in enumerate(wanted):
        progress("prose", done, len(wanted))
        evidence = chosen(evidence_of(known, draft), _MOST_EVIDENCE, count)
        written = author.written(draft, request(known.name, draft, evidence)) if evidence else ()
        sentences = list(_kept(written, evidence, author.report.dropped))
        shown = _fitting(sentences, int(_SHARE * budget), count)
        author.report.dropped[TOO_MANY] += len(sentences) - len(shown)
        if shown:
            author.report.pages += 1
            author.report.sentences += len(shown)
            found[draft.slug] = with_section(draft, options.model, shown)
    author.report.dropped = +author.report.dropped
    return [found.get(draft.slug, draft) for draft in planned], author.report


class _Author:
    """Asks within bounds, one question at a time; gives up on somebody who does not answer."""

    def __init__(self, options: ProseOptions, cache: Cache, count: Callable[[str], int]) -> None:
        self.report = ProseReport(options.model)
        self._options = options
        self._cache = cache
        self._count = count
        self._began = options.clock.monotonic()
        self._failures = 0
        self._last = ""

    def written(self, draft: Draft, question: str) -> tuple[Written, ...]:
        """Return what was written for a page, now or before; nothing where nobody answers."""
        key = blake2b(
            "\0".join((self._options.model, RULES, question)).encode(), digest_size=20
        ).digest()
        known = self._cache.get_many(_STAGE, _VERSION, (key,)).get(key)
        if known is not None:
            self.report.remembered += 1
            return sentences_of(known.decode()) or ()
        reason = self._exhausted(question)
        if not reason:
            try:
                return self._asked(key, question)
            except CtxbuildError as error:
                self._failures += 1
                reason = self._last = str(error)
        self.report.without[draft.slug] = reason
        return ()

    def _exhausted(self, question: str) -> str:
        """Return which bound forbids another question, empty where none does."""
        options, report = self._options, self.report
        if self._failures >= _MOST_FAILURES:
            return self._last
        if report.asked >= options.pages:
            return f"only {plural(options.pages, 'page')} may be asked for"
        if report.tokens + self._count(RULES + question) + _MOST_ANSWER > options.tokens:
            return f"{options.tokens:,} tokens would not be enough"
        if options.clock.monotonic() - self._began > options.seconds:
            return f"{options.seconds:,.0f} seconds have passed"
        return ""

    def _asked(self, key: bytes, question: str) -> tuple[Written, ...]:
        self.report.asked += 1
        self.report.tokens += self._count(RULES + question)
        answer = self._options.ask(RULES, question)
        self.report.tokens += self._count(answer)
        sentences = sentences_of(answer)
        if sentences is None:
            raise CtxbuildError(f"{self._options.model}: answers without the sentences asked for")
        self._failures = 0
        self._cache.put_many(_STAGE, _VERSION, {key: answer.encode("utf-8", "replace")})
        self._cache.flush()  # an answer may have cost money; a crash must not lose it
        return sentences


def _kept(
    written: Sequence[Written], evidence: Sequence[Evidence], dropped: Counter[str]
) -> Iterator[ProseSentence]:
    """Yield the sentences that hold, and count the others by reason."""
    by_id = {piece.id: piece for piece in evidence}
    before: set[str] = set()
    for each in written:
        cited = [by_id[name] for name in each.cites if name in by_id]
        if not cited or len(cited) < len(each.cites) or len(cited) > MOST_CITED:
            reason = UNCITED
        elif each.text.lower() in before:
            reason = TWICE
        else:
            reason = prose_objection(
                each.text, " ".join(piece.all for piece in cited), _is_ordinary
            )
        before.add(each.text.lower())
        if reason:
            dropped[reason] += 1
        else:
            yield ProseSentence(each.text, tuple(_citations(each.text, cited)))


def _is_ordinary(word: str) -> bool:
    """Whether scientists use a word, whatever they write of."""
    if len(word) < _UNUSUAL_FROM or word in _COMMON:
        return True
    return background().frequency(normal_form(word)) >= _USUAL


def _citations(text: str, cited: Sequence[Evidence]) -> Iterator[Cited]:
    """Yield what a sentence cites: each name with the first lines in which it stands."""
    names = {name.text: name for name in names_in(text)}
    for piece in cited:
        lines = " ".join(piece.text.split())
        here = [name for name in names if names[name].exact and stands_in(names[name], lines)]
        here = [name for name in here if "".join(name.split()) in "".join(lines.split())]
        yield from (Cited(piece.citation, name) for name in here)
        if not here:
            yield Cited(piece.citation)
        for name in here:
            del names[name]


def _fitting(
    sentences: Sequence[ProseSentence], most: int, count: Callable[[str], int]
) -> list[ProseSentence]:
    """Return the first sentences that fit into so many tokens, with their places."""
    found: list[ProseSentence] = []
    left = most
    for each in sentences[:MOST_SENTENCES]:
        places = {(c.citation.path, c.citation.lines) for c in each.cited}
        left -= count(each.text + " ".join(f"{path}:{lines}" for path, lines in places))
        if left < 0:
            break
        found.append(each)
    return found


def prose_lines(report: ProseReport) -> Iterator[str]:
    """Yield what a user wants to know of it."""
    kept = f"{plural(report.sentences, 'sentence')} on {plural(report.pages, 'page')}"
    cost = f"{report.asked} asked for, {report.remembered} remembered, {report.tokens:,} tokens"
    yield f"Prose by {report.model}: {kept} ({cost})"
    if report.dropped:
        reasons = ", ".join(f"{count} {reason}" for reason, count in _largest(report.dropped))
        yield f"Dropped {plural(report.dropped.total(), 'sentence')}: {reasons}"
    for reason, count in _largest(Counter(report.without.values())):
        yield f"Note: {plural(count, 'page')} without prose, complete all the same: {reason}"


def _largest(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
