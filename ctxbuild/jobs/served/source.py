"""A source read, ranked and indexed once, so that every question finds it ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ctxbuild.cache import Cache
from ctxbuild.jobs.asked import index_of, indexed, past_of
from ctxbuild.jobs.counting import FileTokens
from ctxbuild.jobs.many import Asked, read_one
from ctxbuild.jobs.relevance import relevance
from ctxbuild.jobs.served.bounded import ENCODING
from ctxbuild.jobs.web import WebOptions
from ctxbuild.model import Corpus, Outline, Progress, Ranking
from ctxbuild.readers.content import TextStore
from ctxbuild.search.index import Index, Unit
from ctxbuild.search.past import Past
from ctxbuild.search.signals import find_traits
from ctxbuild.search.vocabulary import Vocabulary, vocabulary_of


@dataclass(frozen=True)
class Served:
    """What is known of a source before anything is asked."""

    name: str
    asked: Asked
    corpus: Corpus
    tokens: tuple[int, ...]
    ranking: Ranking
    index: Index
    traits: list[tuple[str, ...]]
    past: Past | None

    @property
    def outlines(self) -> Mapping[int, Outline]:
        """The outlines of documents, by index."""
        return self.index.outlines

    @property
    def revision(self) -> str:
        """The revision as it is cited, shortened."""
        commit, plus, dirty = self.corpus.sources[0].revision.partition("+")
        return f"{commit[:12]}{plus}{dirty}"

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Where the words of the index stand; made for the first question, not for the start."""
        return vocabulary_of(self.index)

    @cached_property
    def by_name(self) -> Mapping[str, list[Unit]]:
        """Units of definitions by name, by qualified name and by ``path:name``."""
        found: dict[str, list[Unit]] = {}
        for number, outline in self.outlines.items():
            path = self.corpus.documents[number].path
            for part, symbol in enumerate(outline.symbols):
                if symbol.kind == "heading" or not symbol.name:
                    continue
                unit = self.index.unit(number, part)
                for name in dict.fromkeys((symbol.name, symbol.qualified_name)):
                    found.setdefault(name, []).append(unit)
                    found.setdefault(f"{path}:{name}", []).append(unit)
        return found


def prepared(asked: Asked, web: WebOptions, cache: Cache, progress: Progress) -> Served:
    """Read a source, rank it and index its words.

    Raises:
        CtxbuildError: it cannot be read; the message names it.
    """
    counts: dict[str, int] = {}
    counting = FileTokens(cache, ENCODING)
    corpus, _ = read_one(asked, web, cache, TextStore(), progress, counting, counts)
    ranking, outlines = relevance(corpus, cache, progress)
    pool = indexed(corpus.documents, outlines)
    index = index_of(corpus, outlines, pool, cache, progress)
    past = past_of(corpus, index, cache)
    tokens = tuple(counts[document.id] for document in corpus.documents)
    traits = find_traits(index)
    return Served(asked.name, asked, corpus, tokens, ranking, index, traits, past)
