"""Importance and outlines of a corpus, computed when not everything fits a budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ctxbuild.analysis.deprecation import deprecated_symbols
from ctxbuild.analysis.entries import Entries, find_entries, is_entry_manifest
from ctxbuild.analysis.importance import importance, with_symbols
from ctxbuild.analysis.links import import_edges
from ctxbuild.analysis.page_links import page_edges
from ctxbuild.analysis.reasons import unasked_signals
from ctxbuild.analysis.references import Mentions, find_mentions, reference_edges
from ctxbuild.analysis.surface import find_surface
from ctxbuild.analysis.symbols import Evidence, sections, worths
from ctxbuild.analysis.uses import Uses, count_uses, document_weight, shown_code
from ctxbuild.cache import Cache
from ctxbuild.jobs.remembered import remembered
from ctxbuild.languages.exports import (
    NOTHING,
    Exports,
    decode_exports,
    encode_exports,
    exports,
    passes_on,
)
from ctxbuild.languages.imports import imports
from ctxbuild.languages.outline import outline
from ctxbuild.languages.serialise import VERSION as OUTLINE_VERSION
from ctxbuild.languages.serialise import decode_outline, encode_outline
from ctxbuild.model import Corpus, Detail, Document, Outline, Progress, Ranking

# How much code and prose is outlined, most important files first. It does not
# depend on the budget, so that more budget never changes what a file is worth.
# 16 MB are about four million tokens: the largest windows are a quarter of it.
POOL_BYTES = 16 << 20
# A file above this is data in the clothes of code; it is shown from its top.
_LARGEST_OUTLINED = 1 << 20
# Texts without an outline above this are data, and so much configuration is looked into.
SMALL_BYTES = 64 << 10
SETTINGS_BYTES = 1 << 20
_IMPORTS_VERSION = "1"
_EXPORTS_VERSION = "1"


def relevance(
    corpus: Corpus, cache: Cache, progress: Progress, first: Sequence[int] = ()
) -> tuple[Ranking, Mapping[int, Outline]]:
    """Rank by roles and imports, outline the best, and rank again by what they mention.

    Args:
        corpus: what was read.
        cache: remembers what is computed from contents.
        progress: told how far this is.
        first: documents that are outlined before all others, where not all can be.

    """
    documents = corpus.documents
    code = [i for i, d in enumerate(documents) if d.kind == "code" and d.content is not None]
    names = imported_names(documents, code, cache, progress)
    entries = entries_of(documents)
    edges = import_edges(documents, zip(code, names, strict=True), entries.packages)
    edges += page_edges(documents)
    pool = _pool(documents, importance(documents, edges), first)
    outlines = outlines_of(documents, pool, cache, progress)
    code_texts = ((i, _data(documents[i])) for i in pool if documents[i].kind == "code")
    mentions = find_mentions(outlines, code_texts)
    weights = importance(documents, edges + reference_edges(mentions))
    passed = exports_of(documents, pool, cache, progress)
    evidence = Evidence(
        find_surface(documents, outlines, passed, entries),
        _uses(documents, pool, mentions),
        mentions.per_definition(),
        weights,
        _package_names(corpus, entries),
        {i: deprecated_symbols(found, _data(documents[i])) for i, found in outlines.items()},
    )
    known = worths(documents, outlines, evidence)
    weights, symbols = with_symbols(weights, known)
    texts = {i: sections(found) for i, found in outlines.items() if i not in known}
    symbols |= {i: own for i, (own, _) in texts.items()}
    passages = {i: own for i, (_, own) in texts.items()}
    why = unasked_signals(outlines, evidence, weights)
    pairs = tuple((edge.origin, edge.target) for edge in edges if edge.kind == "imports")
    return Ranking(tuple(weights), symbols, why, passages, imports=pairs), outlines


def entries_of(documents: Sequence[Document]) -> Entries:
    """Return what the manifests of a corpus name."""
    manifests = {i: d.text() for i, d in enumerate(documents) if is_entry_manifest(d)}
    return find_entries(documents, manifests)


def _package_names(corpus: Corpus, entries: Entries) -> frozenset[bytes]:
    names = [*entries.packages, *(source.name for source in corpus.sources)]
    ends = (name.replace("+", "/").rpartition("/")[2] for name in names)
    return frozenset(end.lower().encode("utf-8", "replace") for end in ends)


def _uses(documents: Sequence[Document], pool: Sequence[int], mentions: Mentions) -> Uses:
    weights = ((index, document_weight(documents[index])) for index in pool)
    texts = (
        (weight, shown_code(_data(documents[index]), documents[index]))
        for index, weight in weights
        if weight
    )
    return count_uses(texts, frozenset(name.encode() for name in mentions.names))


def _pool(
    documents: Sequence[Document], weights: Sequence[float], first: Sequence[int]
) -> list[int]:
    """Return the documents worth an outline, in document order."""
    chosen, size, settings = [], 0, 0
    best = sorted(range(len(documents)), key=lambda i: (-weights[i], i))
    for index in dict.fromkeys((*first, *best)):
        document = documents[index]
        if document.content is None or document.ceiling in {Detail.NAME, Detail.EXCERPT}:
            continue
        if document.size > _LARGEST_OUTLINED:
            continue
        if document.kind == "data":
            if not is_settings(document) or settings + document.size > SETTINGS_BYTES:
                continue
            settings += document.size
        size += document.size
        if size > POOL_BYTES:
            break
        chosen.append(index)
    return sorted(chosen)


def is_settings(document: Document) -> bool:
    """Whether a document is data that tells how something is set up, and is no table."""
    telling = document.role in {"config", "manifest"}
    return telling and document.kind == "data" and document.size <= SMALL_BYTES


def imported_names(
    documents: Sequence[Document], code: Sequence[int], cache: Cache, progress: Progress
) -> list[tuple[str, ...]]:
    """Return what each of some documents imports, as written there."""

    def compute(index: int) -> bytes:
        document = documents[index]
        return "\n".join(imports(document.text(), document.language)).encode()

    stage = ("imports", _IMPORTS_VERSION)
    values = remembered(documents, code, stage, compute, cache, progress)
    return [tuple(value.decode().splitlines()) for value in values]


def exports_of(
    documents: Sequence[Document], pool: Sequence[int], cache: Cache, progress: Progress
) -> dict[int, Exports]:
    """Return what each document of a pool exports."""

    def compute(index: int) -> bytes:
        document = documents[index]
        return encode_exports(exports(document.text(), document.language))

    followed = [
        index
        for index in pool
        if documents[index].role == "source" and passes_on(documents[index].language)
    ]
    stage = ("exports", _EXPORTS_VERSION)
    values = remembered(documents, followed, stage, compute, cache, progress)
    found = zip(followed, map(decode_exports, values), strict=True)
    return {index: passed for index, passed in found if passed != NOTHING}


def outlines_of(
    documents: Sequence[Document],
    pool: Sequence[int],
    cache: Cache,
    progress: Progress,
    *,
    regions: bool = True,
) -> dict[int, Outline]:
    """Return the outlines of some documents, by index; one that says nothing is left out.

    Args:
        documents: the corpus.
        pool: which of them.
        cache: remembers.
        progress: told how far this is.
        regions: whether regions are kept; who does not ask for them saves their memory.

    """

    def compute(index: int) -> bytes:
        document = documents[index]
        return encode_outline(outline(_data(document), document.language))

    stage = ("outlines", OUTLINE_VERSION)
    values = remembered(documents, pool, stage, compute, cache, progress)
    found = ((index, decode_outline(value)) for index, value in zip(pool, values, strict=True))
    telling = ((index, each) for index, each in found if each.symbols or each.regions)
    return {index: each if regions else replace(each, regions=()) for index, each in telling}


def _data(document: Document) -> bytes:
    return document.content.data() if document.content is not None else b""
