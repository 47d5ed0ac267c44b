"""Several sources in one bundle: each is read by the reader of its kind, then all are merged."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ctxbuild.cache import Cache
from ctxbuild.jobs.bundle import BundleOptions, Counted, with_past_noted
from ctxbuild.jobs.changed import Change, rooted, with_change
from ctxbuild.jobs.counting import FileTokens
from ctxbuild.jobs.docs import read_site, site_options
from ctxbuild.jobs.web import WebOptions
from ctxbuild.model import (
    Corpus,
    CtxbuildError,
    Document,
    Observer,
    Progress,
    SourceKind,
    UsageError,
)
from ctxbuild.readers.arxiv import is_arxiv, paper_corpus, read_arxiv, request_of, source_name
from ctxbuild.readers.arxiv.asking import Network
from ctxbuild.readers.change_request import ChangeRequest, change_request
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.duplicates import without_duplicates
from ctxbuild.readers.locate import Place, Remote, display_location, locate, web_place
from ctxbuild.readers.merged import merged, unique_names
from ctxbuild.readers.printable import printable
from ctxbuild.readers.repo import read_repo
from ctxbuild.readers.site import is_site
from ctxbuild.readers.site.recognise import is_web, plain_location
from ctxbuild.readers.source import RepoOptions
from ctxbuild.tokens import encoding_named

Reader = Callable[[RepoOptions, Cache, TextStore, Progress, Observer, WebOptions], Corpus]


def _read_docs(
    repo: RepoOptions,
    cache: Cache,
    store: TextStore,
    progress: Progress,
    observe: Observer,
    web: WebOptions,
) -> Corpus:
    return read_site(site_options(repo), cache, store, progress, observe, web)


def _read_repo(
    repo: RepoOptions,
    cache: Cache,
    store: TextStore,
    progress: Progress,
    observe: Observer,
    _web: WebOptions,
) -> Corpus:
    return read_repo(repo, cache, store, progress, observe)


def _read_papers(
    repo: RepoOptions,
    cache: Cache,
    store: TextStore,
    progress: Progress,
    observe: Observer,
    web: WebOptions,
) -> Corpus:
    network = Network(contact=web.contact, proxy=web.proxy, ca_file=web.ca_file)
    found = read_arxiv(request_of([repo.location]), network, cache, progress)
    return paper_corpus(found, store, observe, redact=repo.redact)


READERS: dict[SourceKind, Reader] = {"repo": _read_repo, "docs": _read_docs, "arxiv": _read_papers}
"""What reads a source of each kind; another kind of source is another row."""

# What stands for a flag in messages about SOURCE@A..B.
_RANGE = "range"
# A weight says which source matters more, not by how many orders of magnitude.
LEAST_WEIGHT, MOST_WEIGHT = 0.01, 100.0


@dataclass(frozen=True, slots=True)
class ManyOptions:
    """What is asked of a bundle of several sources.

    ``sources`` are directories, files, git URLs or ``owner/name``, the first
    and the last with ``@REF`` where a commit is meant, one directory with ``@A..B``
    where a change is; ``arxiv:`` and identifiers, a category, words or a file of
    papers; and documentation sites, built ones or on the web, which
    ``docs:`` before path or URL forces. ``weights`` are by name of the source,
    or by the source as given. What ``bundle.repo`` asks for holds in each
    source; its location and revision are not looked at.
    """

    sources: tuple[str, ...]
    weights: Mapping[str, float] = field(default_factory=dict)
    bundle: BundleOptions = field(default_factory=BundleOptions)
    web: WebOptions = field(default_factory=WebOptions)


@dataclass(frozen=True, slots=True)
class Asked:
    """One of several sources: how it is called, what it weighs, how it is read."""

    given: str
    name: str
    kind: SourceKind
    repo: RepoOptions
    weight: float = 1.0
    change: ChangeRequest | None = None


def asked_sources(options: ManyOptions) -> list[Asked]:
    """Return what is to be read, with names and weights; nothing is read yet.

    Raises:
        UsageError: there is no such source, one is given twice, or a weight belongs to none.
    """
    if not options.sources:
        raise UsageError("no SOURCE; give at least one, as in: ctxbuild pack app owner/library")
    found: list[tuple[str, Place, SourceKind, RepoOptions, ChangeRequest | None]] = []
    known: dict[object, str] = {}
    for given in options.sources:
        kind = _kind(given)
        repo, change = with_revision(plain_location(given), options.bundle.repo)
        place = _place(kind, repo.location)
        first = known.setdefault(_identity(place, repo), given)
        if len(known) == len(found):
            raise UsageError(f"{_shown(given)} is the same source as {_shown(first)}; give it once")
        found.append((given, place, kind, repo, change))
    ranges = [_shown(given) for given, _, _, _, change in found if change is not None]
    if len(ranges) > 1:
        raise UsageError(f"{ranges[0]} and {ranges[1]}: one change in a bundle; give one range")
    names = unique_names(place.name for _, place, _, _, _ in found)
    asked = [
        Asked(given, name, kind, repo, change=change)
        for (given, _, kind, repo, change), name in zip(found, names, strict=True)
    ]
    return _weighed(asked, options.weights)


def _kind(given: str) -> SourceKind:
    if is_arxiv(given):
        return "arxiv"
    return "docs" if is_site(given) else "repo"


def _place(kind: SourceKind, location: str) -> Place:
    if kind == "arxiv":
        shown = request_of([location]).shown()
        return Place(source_name(shown), printable(shown), remote=Remote(location, "https"))
    return web_place(location) if kind == "docs" and is_web(location) else locate(location)


def with_revision(given: str, repo: RepoOptions) -> tuple[RepoOptions, ChangeRequest | None]:
    """Read ``DIRECTORY@REF`` or ``DIRECTORY@A..B``, which is a change.

    A directory of exactly that name wins, as does ``owner/name@ref``.

    Raises:
        UsageError: the range is none, or of no directory.
    """
    directory, at, ref = given.rpartition("@")
    if not (at and ref) or os.path.lexists(given):
        return replace(repo, location=given, ref=None), None
    if ".." in ref:
        if not Path(directory).is_dir():
            remedy = "clone it with its history, and give the directory"
            raise UsageError(f"{_shown(given)}: a change needs both of its revisions; {remedy}")
        change = change_request(diff=ref)
        assert change is not None
        change = replace(change, flag=_RANGE)
        return replace(repo, location=directory, ref=change.head, ref_flag=_RANGE), change
    if Path(directory).is_dir():
        return replace(repo, location=directory, ref=ref, ref_flag="revision"), None
    return replace(repo, location=given, ref=None), None


def _identity(place: Place, repo: RepoOptions) -> object:
    remote = place.remote
    address = remote.url.removesuffix("/").removesuffix(".git") if remote is not None else ""
    return place.directory, place.file, address, repo.ref or (remote.ref if remote else None)


def _weighed(asked: Sequence[Asked], weights: Mapping[str, float]) -> list[Asked]:
    """Give each source its weight, asked for by its name or as the source was given."""
    found = {each.name: each for each in asked}
    by_given = {each.given: each.name for each in asked}
    for key, weight in weights.items():
        name = key if key in found else by_given.get(key, key)
        if name not in found:
            raise UsageError(
                f"--weight {_shown(key)}: no such source; there are {', '.join(found)}"
            )
        if not (math.isfinite(weight) and LEAST_WEIGHT <= weight <= MOST_WEIGHT):
            limits = f"{LEAST_WEIGHT:g} to {MOST_WEIGHT:g}"
            raise UsageError(f"--weight {name}={weight:g}: a weight is a number from {limits}")
        found[name] = replace(found[name], weight=weight)
    return list(found.values())


def count_many(options: ManyOptions, cache: Cache, progress: Progress) -> Counted:
    """Read several sources and count their files: what one bundle would choose from.

    Raises:
        UsageError: as :func:`asked_sources`.
        CtxbuildError: one of them cannot be read; the message names it.
    """
    asked = asked_sources(options)
    counter = FileTokens(cache, encoding_named(options.bundle.encoding).base)
    store = TextStore()
    tokens: dict[str, int] = {}
    corpora = []
    change: Change | None = None
    for each in asked:
        counts: dict[str, int] = {}
        corpus, own = read_one(each, options.web, cache, store, progress, counter, counts)
        corpora.append(with_past_noted(corpus, each.repo) if options.bundle.query else corpus)
        change = rooted(own, f"{each.name}/") if own is not None else change
        tokens |= {f"{each.name}/{path}": count for path, count in counts.items()}
    corpus = merged(corpora, [each.name for each in asked], [each.weight for each in asked])
    if not options.bundle.repo.everything:
        corpus = without_duplicates(corpus)
    return Counted(corpus, tuple(tokens[document.id] for document in corpus.documents), change)


def read_one(
    asked: Asked,
    web: WebOptions,
    cache: Cache,
    store: TextStore,
    progress: Progress,
    counter: FileTokens,
    counts: dict[str, int],
) -> tuple[Corpus, Change | None]:
    """Read one source and count its documents by id; with the change that it is asked for.

    Raises:
        CtxbuildError: it cannot be read; the message names it.
    """

    def observe(batch: Sequence[Document]) -> None:
        for document, count in zip(batch, counter.count(batch), strict=True):
            counts[document.id] = count

    try:
        corpus = READERS[asked.kind](asked.repo, cache, store, progress, observe, web)
        if asked.change is None:
            return corpus, None
        corpus, change = with_change(corpus, asked.repo, asked.change, cache)
        observe([each for each in corpus.documents if change and each.id == change.document])
        return corpus, change
    except CtxbuildError as error:
        if str(error).startswith((asked.name, _shown(asked.given))):
            raise
        raised: Any = UsageError if isinstance(error, UsageError) else CtxbuildError
        raise raised(f"{_shown(asked.given)}: {error}") from None


def _shown(given: str) -> str:
    return printable(display_location(given))
