"""The facts of a source: what it is for, how it is built, what it offers, what needs what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.facts.gaps import find_gaps
from ctxbuild.analysis.facts.material import LARGEST, Material
from ctxbuild.analysis.facts.public_api import is_public_module
from ctxbuild.analysis.facts.record import Facts, find_facts
from ctxbuild.analysis.imports.graph import FAMILIES, import_graph, is_wanted
from ctxbuild.analysis.surface import find_offered, find_surface
from ctxbuild.cache import Cache
from ctxbuild.formats.facts import facts_json, facts_markdown
from ctxbuild.jobs.relevance import entries_of, exports_of, imported_names, outlines_of
from ctxbuild.jobs.remembered import remembered
from ctxbuild.languages.call_sites import (
    CALL_LANGUAGES,
    EncodedCalls,
    call_sites,
    encode_calls,
)
from ctxbuild.languages.import_sites import (
    ImportSite,
    decode_sites,
    encode_sites,
    import_sites,
    named_sites,
)
from ctxbuild.model import Commit, Corpus, Document, Progress
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import RepoOptions, read_repo

_SITES_VERSION = "1"
_CALLS_VERSION = "1"


@dataclass(frozen=True, slots=True)
class FactsOptions:
    """What is asked for; ``format`` is ``json`` or ``md``."""

    repo: RepoOptions
    format: str = "json"


def facts_of(options: FactsOptions, cache: Cache, progress: Progress) -> tuple[Corpus, Facts]:
    """Read a source and find its facts.

    Raises:
        UsageError: there is no such source.
        CtxbuildError: the source cannot be read.
    """
    corpus = read_repo(options.repo, cache, TextStore(), progress)
    return corpus, known_of(corpus, cache, progress)[1]


def known_of(
    corpus: Corpus, cache: Cache, progress: Progress
) -> tuple[Material, Facts, Sequence[Commit]]:
    """Return what facts are found in, the facts, and the commits that were looked at."""
    material, unread = material_of(corpus, cache, progress)
    gaps = find_gaps(material, corpus.skipped, corpus.notes, unread)
    commits = corpus.history.commits(cache) if corpus.history is not None else ()
    return material, find_facts(material, commits, gaps), commits


def written(options: FactsOptions, corpus: Corpus, facts: Facts) -> Iterable[bytes]:
    """Return facts in the format asked for, piece by piece."""
    if options.format == "md":
        return (facts_markdown(facts, corpus.sources).encode(),)
    return facts_json(facts, corpus.sources)


def material_of(
    corpus: Corpus, cache: Cache, progress: Progress
) -> tuple[Material, tuple[int, ...]]:
    """Return what facts are found in, and the documents whose imports could not be read."""
    documents = corpus.documents
    code = [i for i, d in enumerate(documents) if _is_looked_into(d)]
    outlines = outlines_of(documents, code, cache, progress, regions=False)
    sites, unread = _sites(documents, code, cache, progress)
    manifests = {d.path: d.text() for d in documents if is_wanted(d)}
    entries = entries_of(documents)
    graph = import_graph(documents, sites, manifests, entries.packages)
    exports = exports_of(documents, code, cache, progress)
    levels = find_surface(documents, outlines, exports, entries)
    open_ones = [i for i in code if is_public_module(documents[i])]
    offered = find_offered(documents, outlines, exports, entries, open_ones)
    calls = _calls(documents, code, cache, progress)
    found = Material(documents, outlines, graph, Document.text, levels, offered, exports, calls)
    return found, unread


def _is_looked_into(document: Document) -> bool:
    return document.kind == "code" and document.content is not None and document.size <= LARGEST


def _calls(
    documents: Sequence[Document], code: Sequence[int], cache: Cache, progress: Progress
) -> EncodedCalls:
    """Return the calls of source files, by document."""

    def compute(index: int) -> bytes:
        document = documents[index]
        return encode_calls(call_sites(document.text().encode(), document.language))

    wanted = [
        i for i in code if documents[i].language in CALL_LANGUAGES and documents[i].role == "source"
    ]
    values = remembered(documents, wanted, ("calls", _CALLS_VERSION), compute, cache, progress)
    return EncodedCalls(dict(zip(wanted, values, strict=True)))


def _sites(
    documents: Sequence[Document], code: Sequence[int], cache: Cache, progress: Progress
) -> tuple[dict[int, tuple[ImportSite, ...]], tuple[int, ...]]:
    """Return imports by document: by syntax tree, else by name."""

    def compute(index: int) -> bytes:
        document = documents[index]
        return encode_sites(import_sites(document.text().encode(), document.language))

    resolved = [i for i in code if documents[i].language in FAMILIES]
    values = remembered(documents, resolved, ("sites", _SITES_VERSION), compute, cache, progress)
    read = dict(zip(resolved, map(decode_sites, values), strict=True))
    others = [i for i in code if read.get(i) is None]
    names = imported_names(documents, others, cache, progress)
    found = {i: sites for i, sites in read.items() if sites}
    for index, imported in zip(others, names, strict=True):
        if imported:
            found[index] = named_sites(documents[index].text(), imported)
    return found, tuple(i for i in resolved if read[i] is None)
