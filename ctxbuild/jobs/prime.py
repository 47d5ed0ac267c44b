"""``ctxbuild prime``: papers, a repository or a documentation site → a priming bundle."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ctxbuild.analysis.priming.document_texts import telling_texts
from ctxbuild.analysis.priming.seeds import drawn
from ctxbuild.cache import Cache
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.many import READERS
from ctxbuild.jobs.primer import PrimeOptions, make_primer
from ctxbuild.jobs.web import WebOptions
from ctxbuild.model import Corpus, CtxbuildError, Paper, Progress, SourceKind, UsageError
from ctxbuild.model.primers import Domain, Primer
from ctxbuild.readers.arxiv import Request, read_arxiv
from ctxbuild.readers.arxiv.asking import Network
from ctxbuild.readers.arxiv.offline import day_of
from ctxbuild.readers.arxiv.reading import drawn_beside
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.printable import printable
from ctxbuild.readers.site import is_site
from ctxbuild.readers.site.recognise import plain_location
from ctxbuild.readers.source import RepoOptions

MOST_PAPERS = 5_000
"""Of more, so many are drawn: terms change little beyond, memory and time do."""
_FEW_PAPERS = 20
"""Below it terms are hardly said twice, and a bundle says little."""
_MOST_NAMED = 3
_OTHERS = 1_000
"""Papers of other fields that bridges may lead to."""


@dataclass(frozen=True, slots=True)
class Primed:
    """A priming bundle, the texts that it is made of, and what a person should know."""

    primer: Primer
    papers: tuple[Paper, ...]
    notes: tuple[str, ...] = field(default=())


def is_source(what: Sequence[str]) -> bool:
    """Whether a domain is a directory or documentation rather than words or categories."""
    return (
        len(what) == 1
        and (
            what[0].startswith(("docs:", "http://", "https://", "git@", "."))
            or Path(what[0]).is_dir()
            or is_site(what[0])
        )
        and "arxiv.org/" not in what[0]
    )


def prime_arxiv(
    request: Request, network: Network, options: PrimeOptions, cache: Cache, progress: Progress
) -> Primed:
    """Find papers and choose what primes a model for what they are about.

    Raises:
        UsageError: the request cannot be.
        CtxbuildError: reading failed, no paper is left, or the budget is too small.
    """
    found = read_arxiv(request, network, cache, progress)
    total = 0

    def counted() -> Iterator[Paper]:
        nonlocal total
        for paper in found.papers:
            total += 1
            yield paper

    papers = heapq.nsmallest(
        MOST_PAPERS, counted(), key=lambda paper: (drawn(options.seed, paper.id), paper.id)
    )
    notes = [*found.notes, *_counted([each.reason for each in found.skipped])]
    if not papers:
        why = "; ".join(notes) or "nothing in it matches"
        raise CtxbuildError(
            f"{found.request.shown()}: no paper is left: {why}; widen it, or give another file"
        )
    if len(papers) < _FEW_PAPERS:
        notes.append(
            f"{plural(len(papers), 'paper')}: too few to tell the words of a field; some 300 do"
        )
    shown = found.request.shown()
    more = {name: value for name, value in found.recipe.items() if str(value) not in shown}
    recipe = [shown, *(f"{name} {value}" for name, value in more.items())]
    if total > MOST_PAPERS:
        recipe.append(f"{MOST_PAPERS:,} of {total:,} drawn by seed {options.seed}")
    others: list[Paper] = []
    if request.snapshot and request.categories:
        own = {paper.id for paper in papers}
        beside = replace(found.request, seed=options.seed)
        others = drawn_beside(beside, own, _OTHERS, progress)
    domain = Domain(_name(request, papers), "; ".join(recipe), len(papers), dates=_dates(papers))
    return Primed(make_primer(papers, domain, options, others), tuple(papers), tuple(notes))


def read_documents(location: str, cache: Cache, progress: Progress, web: WebOptions) -> Corpus:
    """Read a repository or a site.

    Raises:
        UsageError: there is no such source.
        CtxbuildError: it cannot be read.
    """
    kind: SourceKind = "docs" if is_site(location) else "repo"
    repo = RepoOptions(location=plain_location(location))
    return READERS[kind](repo, cache, TextStore(), progress, lambda _batch: None, web)


def prime_documents(
    location: str, options: PrimeOptions, cache: Cache, progress: Progress, web: WebOptions
) -> Primed:
    """Read a repository or a site and choose what primes a model for it.

    Raises:
        UsageError: there is no such source.
        CtxbuildError: it cannot be read, or has no sentence to quote.
    """
    corpus = read_documents(location, cache, progress, web)
    texts = telling_texts(corpus.documents)
    if not texts:
        raise CtxbuildError(f"{printable(location)}: no prose to take words from; name its docs")
    source = corpus.sources[0]
    revision = source.revision[:12]
    recipe = f"{source.location} at {revision}" if revision else source.location
    domain = Domain(source.name, recipe, len(texts), "sections")
    return Primed(make_primer(texts, domain, options), tuple(texts), corpus.notes)


def _counted(reasons: Sequence[str]) -> list[str]:
    return [f"{reasons.count(reason)} left out: {reason}" for reason in sorted(set(reasons))]


def _name(request: Request, papers: Sequence[Paper]) -> str:
    """Return what a domain is called: what was asked for, else what most of its papers are in."""
    parts = [*request.categories, *([request.words] if request.words else [])]
    return ", ".join(parts) or _usual_categories(papers) or "arXiv"


def _usual_categories(papers: Sequence[Paper]) -> str:
    """Return the category that half of the papers list, else the first ones of the most."""
    listed = Counter(each for paper in papers for each in set(paper.categories))
    ordered = sorted(listed, key=lambda each: (-listed[each], each))
    if ordered and 2 * listed[ordered[0]] >= len(papers):
        return ordered[0]
    first = Counter(paper.category for paper in papers if paper.category)
    ordered = sorted(first, key=lambda each: (-first[each], each))
    more = " and others" if len(ordered) > _MOST_NAMED else ""
    return ", ".join(ordered[:_MOST_NAMED]) + more


def _dates(papers: Sequence[Paper]) -> str:
    months = sorted(day_of(paper)[:7] for paper in papers)
    return months[0] if months[0] == months[-1] else f"{months[0]} to {months[-1]}"


def check_domain(what: Sequence[str], request: Request) -> None:
    """Refuse a call that names no domain.

    Raises:
        UsageError: it names none.
    """
    asked = request.snapshot or request.categories or request.month or request.since
    if not what and not asked and not request.query:
        raise UsageError("no DOMAIN; give a category, words, ids, --snapshot FILE or a directory")


def default_name(primer: Primer) -> Path:
    """Return what a bundle is called where no name is given."""
    plain = "".join(c if c.isalnum() else "-" for c in primer.domain.name.lower())
    return Path(f"priming-{'-'.join(filter(None, plain.split('-')))[:60]}.md")
