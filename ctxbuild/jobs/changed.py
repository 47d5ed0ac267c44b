"""A pack for a change: the diff as a document of its own, and what the change concerns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ctxbuild.analysis.change_past import Touched, touched_before
from ctxbuild.analysis.change_text import ChangeText, change_text
from ctxbuild.analysis.changed_regions import changed_regions
from ctxbuild.analysis.file_diff import FileDiff, file_diff
from ctxbuild.cache import Cache
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.asked import asked_relevance, index_of, indexed, mixed
from ctxbuild.jobs.relevance import relevance
from ctxbuild.model import (
    WHOLE_DOCUMENT,
    Commit,
    Corpus,
    Document,
    Lines,
    Outline,
    Progress,
    Ranking,
    Signal,
    Why,
)
from ctxbuild.packing.map import path_key
from ctxbuild.readers.change_request import ChangeRequest
from ctxbuild.readers.changes import INDEX, WORK_TREE, ChangeSet
from ctxbuild.readers.source import RepoOptions
from ctxbuild.readers.source_changes import read_source_changes
from ctxbuild.search.index import Index, Unit
from ctxbuild.search.regions import region_shares
from ctxbuild.search.touched import SHARES, changed_lines, changed_units, concerned

_NAME = "changes.diff"
# With a question too, it has this part of the worth.
_ASKED_SHARE = 0.4
_MOST_SEEN = 3000
_MOST_PAST = 60


@dataclass(frozen=True, slots=True)
class _Held:
    """A text made here."""

    text: str

    def data(self) -> bytes:
        """Return the text as UTF-8."""
        return self.text.encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Change:
    """A change within a corpus: its text as a document, and what it says."""

    document: str
    """The id of the diff in the corpus."""
    text: ChangeText


def with_change(
    corpus: Corpus, options: RepoOptions, request: ChangeRequest, cache: Cache
) -> tuple[Corpus, Change | None]:
    """Return a corpus with the diff of a change in it; ``None`` where nothing changed.

    Raises:
        UsageError: the revisions are not there.
        CtxbuildError: the repository cannot be read.
    """
    changes = read_source_changes(options, request)
    notes = tuple(dict.fromkeys((*corpus.notes, *changes.notes)))
    skipped = (*corpus.skipped, *changes.skipped)
    if not changes.files:
        note = f"{changes.asked}: nothing changed"
        return replace(corpus, notes=(*notes, note), skipped=skipped), None
    diffs = [file_diff(change, everything=options.everything) for change in changes.files]
    made, earlier = _commits(corpus, changes, diffs, cache)
    text = change_text(changes, diffs, made, earlier)
    known = {document.id for document in corpus.documents}
    name = next(name for n in range(len(known) + 1) if (name := f"{n or ''}{_NAME}") not in known)
    document = _document(name, text.text)
    documents = sorted((*corpus.documents, document), key=lambda each: path_key(each.id))
    sums = f"+{text.added_lines} -{text.removed_lines} lines"
    head = changes.head if changes.head in (INDEX, WORK_TREE) else changes.head[:12]
    note = (
        f"{changes.asked}: {changes.base[:12] or 'nothing'} to {head}, "
        f"{plural(len(changes.files), 'file')}, {sums}; the diff is {name}"
    )
    grown = replace(corpus, documents=tuple(documents), notes=(*notes, note), skipped=skipped)
    return grown, Change(name, text)


def rooted(change: Change, root: str) -> Change:
    """Return a change with the paths that it has in a corpus of several sources."""
    changed = {root + path: runs for path, runs in change.text.changed.items()}
    return Change(root + change.document, replace(change.text, changed=changed))


def _document(name: str, text: str) -> Document:
    held = _Held(text)
    data = held.data()
    digest = hashlib.blake2b(data, digest_size=20).hexdigest()
    lines = text.count("\n")
    return Document(name, "data", "change", "diff", digest, len(data), lines, held)


def _commits(
    corpus: Corpus, changes: ChangeSet, diffs: Sequence[FileDiff], cache: Cache
) -> tuple[list[Commit], list[Touched]]:
    """Return the commits of a change, and those before it that touched the same places."""
    commits = list(corpus.history.commits(cache))[:_MOST_SEEN] if corpus.history else []
    ids = [commit.id for commit in commits]
    if changes.base not in ids or corpus.history is None:
        return [], []
    base = ids.index(changes.base)
    paths = {change.path for change in changes.files}
    made = [commit for commit in commits[:base] if paths.intersection(commit.paths)]
    # Change logs are touched by every commit: where there is code, it counts alone.
    code = {diff.change.path for diff in diffs if diff.text and diff.role == "source"} or paths
    past = [commit for commit in commits[base:] if code.intersection(commit.paths)][:_MOST_PAST]
    return made, touched_before(diffs, past, corpus.history.edits([each.id for each in past]))


def change_relevance(
    corpus: Corpus, change: Change, question: str, cache: Cache, progress: Progress
) -> tuple[Ranking, Mapping[int, Outline]]:
    """Rank by what a change concerns, and by a question where one is asked."""
    first = [n for n, d in enumerate(corpus.documents) if d.id in change.text.changed]
    unasked, known = relevance(corpus, cache, progress, first)
    diff = next(n for n, d in enumerate(corpus.documents) if d.id == change.document)
    index = index_of(corpus, known, indexed(corpus.documents, known, first), cache, progress)
    seeds = changed_units(index, change.text.changed)
    groups = concerned(index, seeds, change.text.removed)
    likely = [0.0] * len(index.owner)
    for name, units in groups.items():
        for unit, share in units.items():
            likely[unit] += SHARES[name] * share
    shares = region_shares(index, likely, {}, changed_lines(index, change.text.changed))
    ranking = mixed(index, likely, unasked, known, shares)
    if question:
        asked, _ = asked_relevance(corpus, question, cache, progress)
        ranking = _joined(ranking, asked)
    ranking, outlines = _with_places(ranking, known, corpus.documents, change.text.changed)
    outlines[diff] = change.text.outline
    documents, symbols = list(ranking.documents), dict(ranking.symbols)
    # The diff comes first: it is worth as much as everything else together.
    documents[diff] = max(sum(documents), 1.0)
    symbols[diff] = change.text.worths
    why = _why(index, groups, diff, unasked.why)
    ranking = replace(ranking, documents=tuple(documents), symbols=symbols, why=why)
    return ranking, outlines


def _with_places(
    ranking: Ranking,
    known: Mapping[int, Outline],
    documents: Sequence[Document],
    changed: Mapping[str, Sequence[Lines]],
) -> tuple[Ranking, dict[int, Outline]]:
    """Make the changed places of texts that are no code regions of theirs."""
    outlines, regions = dict(known), dict(ranking.regions)
    for number, document in enumerate(documents):
        outline = known.get(number) or Outline(document.language)
        if document.id not in changed or (document.kind == "code" and number in known):
            continue
        outlines[number], shares = changed_regions(outline, changed[document.id], document.lines)
        parts = ranking.symbols.get(number, ())
        rest = max(1.0 - sum(parts), 0.0)
        regions[number] = tuple(
            share * (parts[region.parent] if region.parent >= 0 else rest)
            for region, share in zip(outlines[number].regions, shares, strict=True)
        )
    return replace(ranking, regions=regions), outlines


Parts = dict[int, tuple[float, ...]]
"""Document → worth of each of its symbols, or regions."""


def _joined(ranking: Ranking, asked: Ranking) -> Ranking:
    """Return the mean of two rankings, by document and by symbol."""
    documents: list[float] = []
    parts: tuple[Parts, Parts] = ({}, {})
    for number, (own, other) in enumerate(zip(ranking.documents, asked.documents, strict=True)):
        left, right = (1.0 - _ASKED_SHARE) * own, _ASKED_SHARE * other
        worth = left + right
        documents.append(worth)
        for joined, mine, theirs in zip(
            parts, (ranking.symbols, ranking.regions), (asked.symbols, asked.regions), strict=True
        ):
            if worth and number in mine and number in theirs:
                pairs = zip(mine[number], theirs[number], strict=True)
                joined[number] = tuple((left * a + right * b) / worth for a, b in pairs)
    return replace(
        ranking,
        documents=tuple(documents),
        symbols=parts[0],
        regions=parts[1],
        asked_for=asked.asked_for,
    )


def _why(
    index: Index, groups: Mapping[str, Mapping[Unit, float]], diff: int, unasked: Why | None
) -> Why:
    def why(document: int, symbol: int) -> tuple[Signal, ...]:
        if document == diff:
            return (Signal("the change itself", 1.0),)
        units = [index.unit(document, symbol)]
        if symbol == WHOLE_DOCUMENT:
            units = list(range(index.firsts[document], index.firsts[document + 1]))
        sums = {name: sum(own.get(unit, 0.0) for unit in units) for name, own in groups.items()}
        found = [Signal(name, 1000.0 * share, "per mille") for name, share in sums.items()]
        told = tuple(each for each in found if each.value)
        return told or (unasked(document, symbol) if unasked is not None else ())

    return why
