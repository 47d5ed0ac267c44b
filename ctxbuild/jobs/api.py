"""The functions behind the Python API, re-exported by :mod:`ctxbuild`."""

from __future__ import annotations

from collections.abc import Sequence

from ctxbuild.cache import Cache
from ctxbuild.formats.bundle import pieces
from ctxbuild.jobs.bundle import DEFAULT_BUDGET, BundleOptions, Counted, plan_counted
from ctxbuild.jobs.counting import FileTokens
from ctxbuild.jobs.docs import read_site, site_options
from ctxbuild.model import ORDERS, Corpus, Order, Plan, UsageError
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.duplicates import without_duplicates
from ctxbuild.readers.merged import merged, unique_names
from ctxbuild.readers.repo import read_repo
from ctxbuild.readers.site import is_site
from ctxbuild.readers.source import RepoOptions
from ctxbuild.tokens import counter, encoding_named


def read(
    source: str = ".",
    *,
    ref: str | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    everything: bool = False,
    redact: bool = True,
    cache: bool = True,
) -> Corpus:
    """Read a repository: a directory, a file, a git URL, or ``owner/name[@ref]``.

    A built documentation site is read as one: a directory of HTML, a page, an archive;
    ``docs:`` before the path says so where it is not recognised.

    Args:
        source: what to read.
        ref: a commit, tag or branch to read instead of the work tree.
        include: globs; only files that match are read.
        exclude: globs; files that match are not read.
        everything: lift the rules that reduce lock, generated and data files.
        redact: replace secrets by visible markers.
        cache: use the cache in the user's cache directory.

    Raises:
        UsageError: the source is none of these, or does not exist.
        CtxbuildError: the source cannot be read.

    """
    options = RepoOptions(
        location=source,
        ref=ref,
        include=tuple(include),
        exclude=tuple(exclude),
        everything=everything,
        redact=redact,
    )
    with _cache(cache) as store:
        if ref is None and is_site(source):
            return read_site(site_options(options), store, TextStore())
        return read_repo(options, store, TextStore())


def merge(
    corpora: Sequence[Corpus], *, weights: Sequence[float] = (), everything: bool = False
) -> Corpus:
    """Return several corpora as one, to be packed under one budget.

    Paths begin with the name of their source; two of one name become
    ``click``, ``click-2``.

    Args:
        corpora: what was read, of one source each.
        weights: what a file of each source is worth; 1 where left out.
        everything: show files that another source has too, instead of naming them.

    Raises:
        UsageError: a corpus has several sources already.

    """
    names = unique_names(source.name for corpus in corpora for source in corpus.sources)
    found = merged(corpora, names, weights)
    return found if everything else without_duplicates(found)


def pack(
    corpus: Corpus,
    *,
    budget: int | None = DEFAULT_BUDGET,
    encoding: str = "o200k_base",
    format: str = "md",  # noqa: A002
    query: str = "",
    order: Order | None = None,
    cache: bool = True,
) -> Plan:
    """Decide what a bundle of the corpus shows within a budget.

    Args:
        corpus: what was read.
        budget: most tokens of the rendered text, in ``encoding``; ``None`` for no limit.
        encoding: a name of :data:`ctxbuild.tokens.ENCODINGS`.
        format: ``md``, ``xml`` or ``json``; the budget holds for this format.
        query: a question or task; what it needs is chosen, instead of what matters to all.
        order: of the files shown: ``path``, ``dependency``, ``relevant-first`` or
            ``relevant-last``; by default dependency where parts are chosen, else path.
        cache: use the cache in the user's cache directory.

    Raises:
        UsageError: no such encoding, format or order.
        CtxbuildError: the budget is below the smallest honest bundle.

    """
    if order is not None and order not in ORDERS:
        raise UsageError(f"no order {order!r}; there are {', '.join(ORDERS)}")
    options = BundleOptions(
        budget=budget, encoding=encoding, format=format, query=query, order=order
    )
    with _cache(cache) as store:
        tokens = FileTokens(store, encoding_named(encoding).base).count(corpus.documents)
        return plan_counted(Counted(corpus, tuple(tokens)), options, store)


def render(plan: Plan) -> str:
    """Return the bundle's text, in the format that it was planned for.

    Its token count is ``plan.tokens``.

    Raises:
        ContentChangedError: a file changed since it was read.

    """
    return "".join(pieces(plan))


def count_tokens(text: str, encoding: str = "o200k_base") -> int:
    """Return the number of tokens of a text; special-token strings count as text.

    Raises:
        UsageError: no such encoding.

    """
    return counter(encoding).count(text.encode("utf-8", "replace").decode("utf-8"))


def _cache(wanted: bool) -> Cache:
    return Cache.open() if wanted else Cache.disabled()
