"""The main job: a repository becomes a bundle within its budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ctxbuild.analysis.near_copies import without_copies
from ctxbuild.analysis.source_weights import with_source_weights
from ctxbuild.cache import Cache
from ctxbuild.formats.bundle import bundle_format, pieces
from ctxbuild.formats.manifest import manifest
from ctxbuild.jobs.copies import copies_among
from ctxbuild.jobs.counting import FileTokens
from ctxbuild.jobs.output import check_writable, write_file
from ctxbuild.model import (
    ContentChangedError,
    Corpus,
    Document,
    Order,
    Outline,
    Plan,
    Progress,
    Ranking,
    Skipped,
)
from ctxbuild.packing.bundle import Relevance, Request, plan_bundle
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.locate import locate
from ctxbuild.readers.repo import read_repo
from ctxbuild.readers.source import RepoOptions
from ctxbuild.tokens import encoding_named

if TYPE_CHECKING:
    from ctxbuild.jobs.changed import Change
    from ctxbuild.readers.change_request import ChangeRequest

T = TypeVar("T")

DEFAULT_BUDGET = 128_000
# A tree that changes faster than it can be read three times is being built.
_ATTEMPTS = 3
_UNANSWERED = "nothing in the source meets the question's words; files are chosen by importance"
_NO_PAST = (
    "of a remote repository only one commit is fetched: past commits have no say in what answers "
    "the question; a clone with its history has them"
)
# So many sources stand in the name of a file.
_MOST_NAMES = 3


def _silent(_stage: str, _done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class BundleOptions:
    """What is asked of a bundle.

    ``budget`` is in tokens of ``encoding``; ``None`` means no limit. Without an
    ``order``, a selection is in dependency order, and everything in path order.
    """

    repo: RepoOptions = field(default_factory=RepoOptions)
    budget: int | None = DEFAULT_BUDGET
    encoding: str = "o200k_base"
    format: str = "md"
    query: str = ""
    change: ChangeRequest | None = None
    order: Order | None = None
    site: Mapping[str, Any] = field(default_factory=dict)
    """What was asked of a documentation site besides: version, language, URL."""

    def recorded(self) -> dict[str, Any]:
        """Return the options that change what an output holds, for its manifest."""
        repo = self.repo
        return {
            "budget": self.budget,
            "encoding": self.encoding,
            "format": self.format,
            "order": self.order,
            "query": self.query,
            "change": None if self.change is None else asdict(self.change),
            "include": list(repo.include),
            "exclude": list(repo.exclude),
            "all": repo.everything,
            "redact": repo.redact,
            "with_deps": repo.with_deps,
            **self.site,
        }


@dataclass(frozen=True, slots=True)
class Counted:
    """A corpus with the tokens of every document's whole text."""

    corpus: Corpus
    tokens: tuple[int, ...]
    change: Change | None = None


def count_repo(options: BundleOptions, cache: Cache, progress: Progress = _silent) -> Counted:
    """Read a repository and count its files: what a bundle would choose from.

    Raises:
        CtxbuildError: the source cannot be read.
    """
    encoding = encoding_named(options.encoding)
    counter = FileTokens(cache, encoding.base)
    tokens: dict[str, int] = {}

    def observe(batch: Sequence[Document]) -> None:
        for document, count in zip(batch, counter.count(batch), strict=True):
            tokens[document.id] = count

    repo, change = options.repo, None
    if options.change is not None and options.change.head is not None:
        repo = replace(repo, ref=options.change.head, ref_flag=options.change.flag)
    corpus = read_repo(repo, cache, TextStore(), progress, observe)
    if options.query:
        corpus = with_past_noted(corpus, repo)
    if options.change is not None:
        from ctxbuild.jobs.changed import with_change

        corpus, change = with_change(corpus, repo, options.change, cache)
        if change is not None:
            observe([each for each in corpus.documents if each.id == change.document])
    return Counted(corpus, tuple(tokens[document.id] for document in corpus.documents), change)


def with_past_noted(corpus: Corpus, repo: RepoOptions) -> Corpus:
    """Say of a source that is fetched for this run alone that its past commits are not there."""
    if corpus.history is None or locate(repo.location).remote is None:
        return corpus
    return replace(corpus, notes=(*corpus.notes, _NO_PAST))


def plan_repo(options: BundleOptions, cache: Cache, progress: Progress = _silent) -> Plan:
    """Read a repository and decide what a bundle of it shows.

    Raises:
        CtxbuildError: the source cannot be read, or the budget is below the
            smallest honest bundle.
    """
    bundle_format(options.format)
    encoding_named(options.encoding)
    return plan_counted(count_repo(options, cache, progress), options, cache, progress)


def plan_counted(
    counted: Counted, options: BundleOptions, cache: Cache, progress: Progress = _silent
) -> Plan:
    """Decide what a bundle shows of a corpus that has been read and counted.

    A file that changes meanwhile is left out, with the reason.
    """
    return planned(counted, options, cache, progress, plan_bundle)


def planned(
    counted: Counted,
    options: BundleOptions,
    cache: Cache,
    progress: Progress,
    planner: Callable[[Corpus, Sequence[int], Request, Relevance], T],
) -> T:
    """Return what a planner makes of a corpus, without files that change meanwhile."""
    layout = bundle_format(options.format).layout
    request = Request(encoding_named(options.encoding), options.budget, layout, options.order)

    rank = _Once(relevance_for(options, cache, progress, counted.change))

    def attempt(counted: Counted) -> T:
        made = planner(counted.corpus, counted.tokens, request, rank)
        if rank.ranked is None or not rank.ranked[0].unanswered:
            return made
        noted = replace(counted.corpus, notes=(*counted.corpus.notes, _UNANSWERED))
        return planner(noted, counted.tokens, request, rank)

    for _ in range(_ATTEMPTS - 1):
        try:
            return attempt(counted)
        except ContentChangedError as error:
            counted = _without(counted, error.document_id)
            rank.ranked = None
    return attempt(counted)


@dataclass(slots=True)
class _Once:
    """A ranking that is computed when it is first asked for."""

    rank: Relevance
    ranked: tuple[Ranking, Mapping[int, Outline]] | None = None

    def __call__(self, corpus: Corpus) -> tuple[Ranking, Mapping[int, Outline]]:
        if self.ranked is None:
            self.ranked = self.rank(corpus)
        return self.ranked


def relevance_for(
    options: BundleOptions, cache: Cache, progress: Progress, change: Change | None = None
) -> Relevance:
    """Return what ranks a corpus for a bundle: by change or question, else by importance."""

    def rank(corpus: Corpus) -> tuple[Ranking, Mapping[int, Outline]]:
        ranking, outlines = unweighed(corpus)
        ranking = with_source_weights(ranking, corpus)
        if not options.repo.everything:
            copies = copies_among(corpus.documents, sorted(outlines), cache, progress)
            ranking = without_copies(ranking, corpus.documents, outlines, copies)
        return ranking, outlines

    def unweighed(corpus: Corpus) -> tuple[Ranking, Mapping[int, Outline]]:
        if change is not None:
            from ctxbuild.jobs.changed import change_relevance

            return change_relevance(corpus, change, options.query, cache, progress)
        if options.query:
            from ctxbuild.jobs.asked import asked_relevance

            return asked_relevance(corpus, options.query, cache, progress)
        from ctxbuild.jobs.relevance import relevance

        return relevance(corpus, cache, progress)

    return rank


def write_bundle(plan: Plan, path: Path) -> None:
    """Write a bundle to a file, whole or not at all.

    Raises:
        CtxbuildError: writing failed, or a file changed since it was read.
    """
    write_file(path, encoded(plan))


def write_manifest(plan: Plan, options: BundleOptions, path: Path) -> None:
    """Write the manifest of a bundle beside it.

    Raises:
        CtxbuildError: writing failed.
    """
    write_file(path, [manifest(plan, options.recorded()).encode()])


def encoded(plan: Plan) -> Iterator[bytes]:
    """Yield a bundle's bytes, piece by piece."""
    return (piece.encode("utf-8") for piece in pieces(plan))


def bundle_name(corpus: Corpus) -> str:
    """Return what a bundle is called after: its first sources, and how many more there are."""
    names = [source.name for source in corpus.sources]
    more = [f"{len(names) - _MOST_NAMES}-more"] if len(names) > _MOST_NAMES else []
    return "-".join(names[:_MOST_NAMES] + more)


def default_output(plan_name: str, format_name: str) -> Path:
    """Return the file a bundle goes to when none is named and output is a terminal."""
    safe = "".join(c if c.isalnum() or c in "._-" else "-" for c in plan_name) or "bundle"
    return Path(f"ctxbuild-{safe.strip('.') or 'bundle'}{bundle_format(format_name).suffix}")


def _without(counted: Counted, document_id: str) -> Counted:
    kept = [i for i, d in enumerate(counted.corpus.documents) if d.id != document_id]
    skipped = Skipped(document_id, "changed while it was being read")
    corpus = replace(
        counted.corpus,
        documents=tuple(counted.corpus.documents[i] for i in kept),
        skipped=(*counted.corpus.skipped, skipped),
    )
    return Counted(corpus, tuple(counted.tokens[i] for i in kept), counted.change)


__all__ = [
    "DEFAULT_BUDGET",
    "BundleOptions",
    "Counted",
    "bundle_name",
    "check_writable",
    "count_repo",
    "default_output",
    "encoded",
    "plan_counted",
    "plan_repo",
    "planned",
    "relevance_for",
    "write_bundle",
    "write_manifest",
]
