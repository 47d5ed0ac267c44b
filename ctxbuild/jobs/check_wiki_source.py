"""Which source a wiki is held to, and what is asked of it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import cache as cache_result
from pathlib import Path

from ctxbuild.analysis.facts.classes import find_classes
from ctxbuild.analysis.facts.layers import imported_path
from ctxbuild.analysis.facts.material import Material
from ctxbuild.cache import Cache
from ctxbuild.claims import Claim
from ctxbuild.formats.wiki_inline import printable
from ctxbuild.formats.wiki_reading import ReadRecord
from ctxbuild.jobs.facts import material_of
from ctxbuild.jobs.relevance import outlines_of
from ctxbuild.jobs.wiki import place_within
from ctxbuild.model import Corpus, Lines, Symbol, UsageError
from ctxbuild.readers.repo import RepoOptions
from ctxbuild.verify.wiki.renaming import renamed_to
from ctxbuild.verify.wiki.standing import SourceNow

_INSIDE = re.compile(r"((?:\.\./){1,100})\{path\}")
"""The links of a wiki that lies in its source: as many steps up as it lies below the top."""


_LEAST_THERE = 0.4
"""Share of the cited files; any two repositories have a README and a licence in common."""


def source_options(directory: Path, record: ReadRecord, source: str, revision: str) -> RepoOptions:
    """Return what is read, and how, so that it is what the wiki was made of.

    Args:
        directory: of the wiki.
        record: what it says of itself.
        source: a directory or an address; empty for the repository around the wiki.
        revision: a commit, tag or branch; empty for the work tree.

    Raises:
        UsageError: no source is named, and there is none around the wiki.
    """
    location = source or _around(directory, record)
    return RepoOptions(
        location=location,
        ref=revision or None,
        ref_flag="--against",
        include=record.include,
        exclude=record.exclude,
        redact=record.redact,
        output=os.fsencode(place_within(location, directory)),
    )


def _around(directory: Path, record: ReadRecord) -> str:
    place = Path(os.path.realpath(directory))
    inside = _INSIDE.fullmatch(record.links)
    if inside:
        above = place.parents[: len(inside[1]) // 3]
        if len(above) == len(inside[1]) // 3:
            return str(above[-1])
    found = next((each for each in place.parents if (each / ".git").exists()), None)
    if found is None:
        raise UsageError(f"{directory}: is in no repository; name its source with --source DIR")
    return str(found)


def check_same_source(
    corpus: Corpus, record: ReadRecord, directory: Path, *, is_known: bool
) -> None:
    """Refuse a source that has none of the files that a wiki cites, or few of them by chance.

    Args:
        corpus: the source.
        record: what the wiki says of itself.
        directory: of the wiki.
        is_known: whether the source knows the commit that the wiki was made at.

    Raises:
        UsageError: it is another one.
    """
    there = {printable(document.path) for document in corpus.documents}
    cited = {path for page in record.pages for path in page.sources}
    least = 0.0 if is_known else _LEAST_THERE
    if cited and len(cited & there) <= least * len(cited):
        raise UsageError(
            f"{directory}: {len(cited & there)} of {len(cited)} files that it cites are in"
            f" {corpus.sources[0].location}; it was made from {record.location[:200]!r}:"
            " name that with --source"
        )


def source_now(corpus: Corpus, record: ReadRecord, cache: Cache) -> SourceNow:
    """Return what can be asked of a corpus; the graph is made when it is asked for."""
    documents = corpus.documents
    places = {printable(document.path): at for at, document in enumerate(documents)}
    digests, citing = _recorded(record)
    new = {path: documents[at].digest for path, at in places.items() if path not in digests}
    quiet = lambda *_: None  # noqa: E731

    @cache_result
    def material() -> Material:
        return material_of(corpus, cache, quiet)[0]

    @cache_result
    def text_of(path: str) -> str | None:
        return documents[places[path]].text() if path in places else None

    @cache_result
    def symbols_of(path: str) -> Sequence[Symbol]:
        at = places[path]
        outlines = outlines_of(documents, [at], cache, quiet)
        return outlines[at].symbols if at in outlines else ()

    @cache_result
    def renamed(path: str) -> str | None:
        return renamed_to(digests.get(path, ""), citing.get(path, ()), path, new, text_of)

    return SourceNow(
        text_of,
        symbols_of,
        cache_result(lambda: _imports(material())),
        cache_result(lambda: _bases(material())),
        renamed,
    )


def _recorded(record: ReadRecord) -> tuple[dict[str, str], dict[str, list[Claim]]]:
    """Return the digests of all files that a wiki knows, and the claims that cite each."""
    digests: dict[str, str] = {}
    citing: dict[str, dict[Claim, None]] = {}
    for page in record.pages:
        digests |= dict.fromkeys((*page.files, *page.named), "") | digests
        digests |= page.sources
        for claim in page.claims:
            citing.setdefault(claim.citation.path, {})[claim] = None
    return digests, {path: list(claims) for path, claims in citing.items()}


def _imports(material: Material) -> Mapping[tuple[str, str], frozenset[Lines]]:
    found: dict[tuple[str, str], set[Lines]] = {}
    for edge in material.graph.edges:
        origin = material.documents[edge.origin].path
        pair = printable(origin), printable(imported_path(material, edge))
        found.setdefault(pair, set()).add(edge.site.lines)
    return {pair: frozenset(lines) for pair, lines in found.items()}


def _bases(material: Material) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (printable(each.path), each.name, each.base)
        for each in find_classes(material)
        if each.target
    )
