"""Relevance of a corpus to a question: the index, its signals, the chances they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ctxbuild.cache import Cache
from ctxbuild.jobs.relevance import (
    POOL_BYTES,
    SETTINGS_BYTES,
    SMALL_BYTES,
    is_settings,
    relevance,
)
from ctxbuild.jobs.remembered import remembered
from ctxbuild.languages.serialise import VERSION as OUTLINE_VERSION
from ctxbuild.model import (
    WHOLE_DOCUMENT,
    Corpus,
    Document,
    Outline,
    Progress,
    Ranking,
    Signal,
    Why,
)
from ctxbuild.search.beforehand import promising
from ctxbuild.search.chances import SHARPNESS, chances, reasons, with_certain
from ctxbuild.search.exact import line_hits, only_definitions
from ctxbuild.search.files import NAME_ONLY
from ctxbuild.search.index import Index
from ctxbuild.search.past import Past, Votes
from ctxbuild.search.postings import VERSION as POSTINGS_VERSION
from ctxbuild.search.postings import (
    Postings,
    decode_postings,
    encode_postings,
    find_postings,
)
from ctxbuild.search.query import Query, parse_query
from ctxbuild.search.quoted import find_quoted
from ctxbuild.search.regions import Shares, region_shares
from ctxbuild.search.score import score
from ctxbuild.search.sections import section_signals, share_of_documents, with_sections
from ctxbuild.search.signals import Signals, find_signals, find_traits, query_matches
from ctxbuild.search.vocabulary import Vocabulary
from ctxbuild.search.weights import WEIGHTS


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the units of an index with respect to a query."""

    index: Index
    traits: list[tuple[str, ...]]
    signals: Signals
    sections: Signals
    """Of sections of documents, as against each other."""
    votes: Votes


# How much of the worth stays with what matters whatever is asked: what the
# question leaves of a budget then goes where a newcomer would look. With 0.05,
# what always matters took the place of code that was unlikely and yet needed.
_UNASKED_SHARE = 0.02


def asked_relevance(
    corpus: Corpus, question: str, cache: Cache, progress: Progress
) -> tuple[Ranking, Mapping[int, Outline]]:
    """Rank by the chance that who asks a question needs a document or symbol.

    A question that meets nothing ranks nothing: importance remains.
    """
    query = parse_query(question)
    first: list[int] = []
    if sum(document.size for document in corpus.documents) > POOL_BYTES:
        first = promising(corpus.documents, query, corpus.history, cache)
    unasked, outlines = relevance(corpus, cache, progress, first)
    pool = indexed(corpus.documents, outlines, first)
    index = index_of(corpus, outlines, pool, cache, progress)
    evidence = evidence_of(index, find_traits(index), query, past_of(corpus, index, cache))
    return asked_ranking(evidence, query, unasked), outlines


def asked_ranking(evidence: Evidence, query: Query, unasked: Ranking) -> Ranking:
    """Return the ranking that a query gives, with a little of that without a question."""
    if not any(evidence.signals.values()):
        return replace(unasked, unanswered=True)
    index, likely = evidence.index, asked_chances(evidence, query)
    hits = line_hits(index, find_quoted(query.text).places)
    shares = region_shares(index, likely, query.weights, hits)
    found = mixed(index, likely, unasked, index.outlines, shares)
    why = _why(evidence, likely, unasked.why)
    return replace(found, why=why, asked_for=frozenset(_asked_for(evidence)))


def asked_chances(evidence: Evidence, query: Query) -> list[float]:
    """Return the chance of each unit of being needed by who asks; they sum to 1."""
    likely = chances(evidence.traits, evidence.signals, WEIGHTS, SHARPNESS)
    share = share_of_documents(evidence.index, query, evidence.sections)
    likely = with_sections(
        likely, evidence.index, evidence.traits, evidence.sections, share, WEIGHTS
    )
    return with_certain(likely, only_definitions(evidence.index, evidence.signals))


def _asked_for(evidence: Evidence) -> Iterator[int]:
    """Yield the documents of which a path in the question can mean no other."""
    for unit, value in evidence.signals.get("path in the question", {}).items():
        if value >= NAME_ONLY:
            yield evidence.index.owner[unit]


def _why(evidence: Evidence, likely: list[float], unasked: Why | None) -> Why:
    """Return what tells the signals of a query; of a document, those of its likeliest part."""
    # What is kept until the end of a run holds no words of texts.
    index, signals = replace(evidence.index, postings={}, by_name={}), evidence.signals

    def why(document: int, symbol: int) -> tuple[Signal, ...]:
        first, last = index.firsts[document], index.firsts[document + 1]
        unit = index.unit(document, symbol)
        if symbol == WHOLE_DOCUMENT:
            unit = first + likely[first:last].index(max(likely[first:last]))
        found = reasons(unit, signals, WEIGHTS)
        if found or unasked is None:
            return (Signal("chance", 1000.0 * likely[unit], "per mille"), *found)
        return unasked(document, symbol)

    return why


def indexed(
    documents: Sequence[Document], outlines: Mapping[int, Outline], first: Sequence[int] = ()
) -> list[int]:
    """Return the documents whose words are indexed: outlined ones, and small texts that tell.

    Of all others, data among them, the paths count. Texts without an outline
    are bounded together like those with one, those named ``first`` first, and
    configuration closer, the uppermost first: a repository may hold thousands
    of such files for its languages.
    """
    plain: list[int] = []
    settings: list[int] = []
    for index in dict.fromkeys((*first, *range(len(documents)))):
        document = documents[index]
        if index in outlines or document.content is None or document.size > SMALL_BYTES:
            continue
        if document.kind != "data":
            plain.append(index)
        elif is_settings(document):
            settings.append(index)
    settings.sort(key=lambda index: documents[index].id.count("/"))
    chosen = set(outlines)
    for listed, room in ((plain, POOL_BYTES), (settings, SETTINGS_BYTES)):
        sizes = accumulate(documents[index].size for index in listed)
        chosen.update(index for index, size in zip(listed, sizes, strict=True) if size <= room)
    return sorted(chosen)


def mixed(
    index: Index,
    likely: Sequence[float],
    unasked: Ranking,
    outlines: Mapping[int, Outline],
    shares: Shares,
) -> Ranking:
    """Add a little importance to the chances, per document and per symbol.

    ``shares`` are those of regions in the chances of what they are part of.
    """
    pairs = ((unasked.documents[n], own) for n, own in unasked.symbols.items())
    total = sum(importance * sum(own) for importance, own in pairs) or 1.0
    documents, symbols = [], {}
    for number, importance in enumerate(unasked.documents):
        first, last = index.firsts[number], index.firsts[number + 1]
        asked = (1.0 - _UNASKED_SHARE) * sum(likely[first:last])
        worth = asked + _UNASKED_SHARE * importance
        documents.append(worth)
        if number in outlines:
            old = unasked.symbols.get(number) or (0.0,) * len(outlines[number].symbols)
            scale = _UNASKED_SHARE * importance / total
            symbols[number] = tuple(
                ((1.0 - _UNASKED_SHARE) * chance + scale * share) / worth
                for chance, share in zip(likely[first : last - 1], old, strict=True)
            )
    regions = {
        number: tuple(_region_worths(index, likely, number, own, documents[number], symbols))
        for number, own in shares.items()
    }
    return Ranking(tuple(documents), symbols, regions=regions, imports=unasked.imports)


def _region_worths(
    index: Index,
    likely: Sequence[float],
    number: int,
    shares: Sequence[float],
    worth: float,
    symbols: Mapping[int, Sequence[float]],
) -> Iterator[float]:
    """Yield what each region of a document is worth, relative to the document."""
    rest = (1.0 - _UNASKED_SHARE) * likely[index.unit(number, -1)] / worth
    for region, share in zip(index.outlines[number].regions, shares, strict=True):
        yield share * (symbols[number][region.parent] if region.parent >= 0 else rest)


def find_evidence(
    corpus: Corpus,
    query: Query,
    outlines: Mapping[int, Outline],
    pool: Sequence[int],
    cache: Cache,
    progress: Progress,
) -> Evidence:
    """Index the documents of a pool and gather the signals that a query gives."""
    index = index_of(corpus, outlines, pool, cache, progress)
    return evidence_of(index, find_traits(index), query, past_of(corpus, index, cache))


def evidence_of(
    index: Index,
    traits: list[tuple[str, ...]],
    query: Query,
    past: Past | None,
    vocabulary: Vocabulary | None = None,
) -> Evidence:
    """Gather the signals that a query gives in an index; ``traits`` are those of its units.

    A ``vocabulary`` of the index changes nothing but the time that this takes.
    """
    votes = past.votes(query.weights) if past is not None else Votes()
    matches = query_matches(index, query, votes, vocabulary)
    scores = score(index, matches, query.weights, query.title)
    signals = find_signals(index, query, votes, matches, scores)
    sections = section_signals(index, query, matches, scores)
    return Evidence(index, traits, signals, sections, votes)


def past_of(corpus: Corpus, index: Index, cache: Cache) -> Past | None:
    """Return the past of a corpus as its index sees it; ``None`` where it has none."""
    return Past(index, corpus.history, cache) if corpus.history is not None else None


def index_of(
    corpus: Corpus,
    outlines: Mapping[int, Outline],
    pool: Sequence[int],
    cache: Cache,
    progress: Progress,
) -> Index:
    """Return the index over the documents of a pool; the others are in it with their paths."""
    postings = _postings(corpus.documents, outlines, pool, cache, progress)
    return Index.of(corpus.documents, outlines, postings)


def _postings(
    documents: Sequence[Document],
    outlines: Mapping[int, Outline],
    pool: Sequence[int],
    cache: Cache,
    progress: Progress,
) -> dict[int, Postings]:
    """Return the words of documents; a text with an outline has others than one without."""

    def compute(index: int) -> bytes:
        return encode_postings(find_postings(documents[index].text(), outlines.get(index)))

    found: dict[int, Postings] = {}
    for stage, wanted in (
        ("postings", [index for index in pool if index in outlines]),
        ("plain postings", [index for index in pool if index not in outlines]),
    ):
        versioned = (stage, f"{POSTINGS_VERSION}.{OUTLINE_VERSION}")
        values = remembered(documents, wanted, versioned, compute, cache, progress)
        found |= zip(wanted, map(decode_postings, values), strict=True)
    return dict(sorted(found.items()))
