"""Several corpora as one: every id begins with its source's name, the map has a directory for each.

Weights go into the sources; what a ranking makes of them is the business of
those who rank. History stays with its source: commits are asked for, and
answered, under the same names as documents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from ctxbuild.model import (
    Commit,
    ContentChangedError,
    ContentRef,
    Corpus,
    Document,
    Edit,
    History,
    Skipped,
    Source,
    Store,
    Touch,
    UsageError,
)


@dataclass(frozen=True, slots=True)
class _Content:
    """The text of a document that has another id in the merged corpus."""

    id: str
    within: ContentRef

    def data(self) -> bytes:
        """Return the text; a change is reported under the document's id here."""
        try:
            return self.within.data()
        except ContentChangedError:
            raise ContentChangedError(self.id) from None


@dataclass(frozen=True, slots=True)
class MergedHistory:
    """The pasts of several sources; ids of commits and paths begin with the source's root."""

    pasts: tuple[tuple[str, History], ...]
    """Root, such as ``click/``, and history of each source that has one."""

    def commits(self, store: Store) -> Sequence[Commit]:
        """Return the last commits of all sources by turns, each source's newest first."""
        lists = [
            [_rooted(root, commit) for commit in past.commits(store)] for root, past in self.pasts
        ]
        turns = chain.from_iterable(zip_longest(*lists))
        return [commit for commit in turns if commit is not None]

    def edits(self, commits: Sequence[str]) -> Iterator[Edit]:
        """Yield the texts that commits changed, source by source, in the order of commits."""
        for root, past in self.pasts:
            own = [commit.removeprefix(root) for commit in commits if commit.startswith(root)]
            for edit in past.edits(own) if own else ():
                yield replace(edit, commit=root + edit.commit, path=root + edit.path)

    def key(self, commit: str) -> bytes:
        """Return the key of a commit in its source, with the root that its paths begin with."""
        root, past = next((r, past) for r, past in self.pasts if commit.startswith(r))
        return root.encode("utf-8", "surrogateescape") + past.key(commit.removeprefix(root))

    def touches(self, paths: Collection[str]) -> Mapping[str, Touch]:
        """Return nothing: commits of several sources have no common order."""
        del paths
        return {}

    def origin(self) -> str:
        """Return nothing: several sources have no common name."""
        return ""


def _rooted(root: str, commit: Commit) -> Commit:
    paths = tuple(root + path for path in commit.paths)
    return Commit(root + commit.id, commit.message, paths, commit.author)


def merged(
    corpora: Sequence[Corpus], names: Sequence[str], weights: Sequence[float] = ()
) -> Corpus:
    """Return several corpora of one source each as one.

    Args:
        corpora: what was read; their order decides between equals.
        names: of the sources, without ``/``; no two the same.
        weights: what each source's documents are worth; 1 where left out.

    Raises:
        UsageError: a corpus has several sources already, or names are not distinct.
    """
    if any(len(corpus.sources) != 1 for corpus in corpora):
        raise UsageError("only corpora of one source each can be merged; merge them all at once")
    if len(set(names)) != len(names) or len(names) != len(corpora) or "" in names:
        raise UsageError("merged sources need names that differ, one for each")
    worth = tuple(weights) or (1.0,) * len(corpora)
    parts = [_part(*row) for row in zip(range(len(names)), corpora, names, worth, strict=True)]
    pasts = [(f"{n}/", c.history) for n, c in zip(names, corpora, strict=True) if c.history]
    return Corpus(
        tuple(source for part in parts for source in part.sources),
        tuple(_ordered(document for part in parts for document in part.documents)),
        tuple(skipped for part in sorted(parts, key=_name) for skipped in part.skipped),
        tuple(note for part in parts for note in part.notes),
        MergedHistory(tuple(pasts)) if pasts else None,
    )


def unique_names(names: Iterable[str]) -> list[str]:
    """Return names that can stand as directories beside each other, close to those given.

    ``click``, ``click`` become ``click``, ``click-2``; capitals make no
    difference, as on some file systems.
    """
    wanted = [_directory(name) for name in names]
    taken = {name.casefold() for name in wanted}
    seen: set[str] = set()
    found: list[str] = []
    for name in wanted:
        candidate, number = name, 1
        while candidate.casefold() in seen or (number > 1 and candidate.casefold() in taken):
            number += 1
            candidate = f"{name}-{number}"
        seen.add(candidate.casefold())
        found.append(candidate)
    return found


def _directory(name: str) -> str:
    plain = name.replace("/", "-").replace("\\", "-")
    return plain if plain.strip(". ") else "source"


def _part(number: int, corpus: Corpus, name: str, weight: float) -> Corpus:
    root = f"{name}/"
    source: Source = replace(corpus.sources[0], name=name, weight=weight)
    return Corpus(
        (source,),
        tuple(_document(document, number, root) for document in corpus.documents),
        tuple(Skipped(root + skipped.id, skipped.reason) for skipped in corpus.skipped),
        tuple(f"{name}: {note}" for note in corpus.notes),
    )


def _document(document: Document, number: int, root: str) -> Document:
    path = root + document.id
    content = None if document.content is None else _Content(path, document.content)
    return replace(document, id=path, content=content, source=number, root=root)


def _ordered(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda each: each.id.encode("utf-8", "surrogateescape"))


def _name(part: Corpus) -> bytes:
    return part.sources[0].name.encode("utf-8", "surrogateescape")
