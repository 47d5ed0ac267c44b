"""Papers of arXiv become a bundle, or JSON lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ctxbuild.cache import Cache
from ctxbuild.jobs.bundle import BundleOptions, Counted
from ctxbuild.jobs.counting import FileTokens
from ctxbuild.model import CtxbuildError, Document, Progress
from ctxbuild.readers.arxiv import Found, Request, paper_corpus, read_arxiv
from ctxbuild.readers.arxiv.asking import Network
from ctxbuild.readers.arxiv.records import line_of
from ctxbuild.readers.content import TextStore
from ctxbuild.tokens import encoding_named

Writer = Callable[[Iterable[bytes]], None]


def count_arxiv(
    request: Request, network: Network, options: BundleOptions, cache: Cache, progress: Progress
) -> Counted:
    """Find papers and count their tokens: what a bundle would choose from.

    Raises:
        UsageError: the request cannot be.
        CtxbuildError: a service or file cannot be read, or there is no paper.
    """
    counter = FileTokens(cache, encoding_named(options.encoding).base)
    tokens: dict[str, int] = {}

    def observe(batch: Sequence[Document]) -> None:
        for document, count in zip(batch, counter.count(batch), strict=True):
            tokens[document.id] = count

    found = read_arxiv(request, network, cache, progress)
    corpus = paper_corpus(found, TextStore(), observe, redact=options.repo.redact)
    return Counted(corpus, tuple(tokens[document.id] for document in corpus.documents))


def write_papers(
    request: Request, network: Network, write: Writer, cache: Cache, progress: Progress
) -> tuple[int, Found]:
    """Hand papers to a writer as JSON lines; many take no more memory.

    Returns:
        How many they are, and what else was found.

    Raises:
        UsageError: the request cannot be.
        CtxbuildError: reading or writing failed, or there is no paper.
    """
    found = read_arxiv(request, network, cache, progress)
    counted = [0]

    def lines() -> Iterator[bytes]:
        for paper in found.papers:
            counted[0] += 1
            yield line_of(paper)
        if not counted[0]:
            raise CtxbuildError(f"{found.request.shown()}: no paper is left; ask for more")

    write(lines())
    return counted[0], found
