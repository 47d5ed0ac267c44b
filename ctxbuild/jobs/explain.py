"""Why something is in a bundle or not, and what budget would include it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.cache import Cache
from ctxbuild.formats.bundle import bundle_format
from ctxbuild.formats.names import shown_path
from ctxbuild.jobs.bundle import BundleOptions, Counted, Progress, count_repo, relevance_for
from ctxbuild.languages.views import declaration_lines, full_lines
from ctxbuild.model import (
    WHOLE_DOCUMENT,
    Corpus,
    CtxbuildError,
    Detail,
    Lines,
    Outline,
    Ranking,
    Signal,
    UsageError,
)
from ctxbuild.packing.bundle import Request, plan_bundle
from ctxbuild.packing.candidates import Relevance, candidates, pieces_of
from ctxbuild.packing.reach import reach
from ctxbuild.tokens import encoding_named

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of a document or of one of its symbols."""

    name: str
    detail: Detail
    shown: tuple[Lines, ...]
    lines: Lines
    """Of the document, or of the symbol."""
    place: int
    """By worth among all documents, from 1."""
    documents: int
    signals: tuple[Signal, ...]
    budgets: Mapping[str, int]
    """What can be shown of it → tokens of the bundle that does."""
    reduced: str = ""
    """The rule that keeps it from being shown in full, if one does."""


def explain(
    target: str, options: BundleOptions, cache: Cache, progress: Progress
) -> list[Explanation]:
    """Tell of a path, or of every symbol of that name in it, why it is in a bundle or not.

    Args:
        target: ``PATH`` or ``PATH:SYMBOL``, relative to the source's root.
        options: those of the bundle.
        cache: remembers what is computed from contents.
        progress: told how far this is.

    Raises:
        UsageError: there is no such file or symbol; the message names near ones.
        CtxbuildError: the source cannot be read, or the file was skipped.

    """
    counted = count_repo(options, cache, progress)
    document, symbol = _target(target, counted.corpus)
    ranked: list[tuple[Ranking, Mapping[int, Outline]]] = []
    rank = relevance_for(options, cache, progress)

    def once(corpus: Corpus) -> tuple[Ranking, Mapping[int, Outline]]:
        if not ranked:
            ranked.append(rank(corpus))
        return ranked[0]

    layout = bundle_format(options.format).layout
    request = Request(encoding_named(options.encoding), options.budget, layout)
    plan = plan_bundle(counted.corpus, counted.tokens, request, once)
    ranking, outlines = once(counted.corpus)
    item = plan.items[document]
    found = []
    for number in _symbols(target, symbol, outlines.get(document)):
        lines, wanted = _wanted(counted.corpus, document, number, outlines)
        found.append(
            Explanation(
                _name(counted.corpus, document, number, outlines),
                item.detail,
                tuple(_within(item.shown, lines)),
                lines,
                1 + sum(worth > ranking.documents[document] for worth in ranking.documents),
                len(counted.corpus.documents),
                ranking.why(document, number) if ranking.why is not None else (),
                _budgets(counted, request, once, document, wanted),
                counted.corpus.documents[document].reduced,
            )
        )
    return found


def _target(target: str, corpus: Corpus) -> tuple[int, str]:
    """Return the document meant and the symbol, which is empty where the whole is."""
    numbers = {document.id: number for number, document in enumerate(corpus.documents)}
    path, _, symbol = target.removeprefix("./").partition(":")
    for name, rest in ((target.removeprefix("./"), ""), (path, symbol)):
        if name in numbers:
            return numbers[name], rest
    for skipped in corpus.skipped:
        if skipped.id in (path, target):
            raise CtxbuildError(f"{shown_path(path)}: not read: {skipped.reason}")
    ends = [name for name in numbers if name.endswith("/" + path)]
    if len(ends) == 1:
        return numbers[ends[0]], symbol
    hint = f"; did you mean {_listed(ends)}" if ends else ""
    raise UsageError(f"{shown_path(path)}: no such file in the source{hint}")


def _symbols(target: str, symbol: str, outline: Outline | None) -> list[int]:
    """Return the symbols meant by their number."""
    if not symbol:
        return [WHOLE_DOCUMENT]
    symbols = outline.symbols if outline is not None else ()
    found = [
        number for number, own in enumerate(symbols) if symbol in (own.name, own.qualified_name)
    ]
    if not found:
        known = _listed([own.qualified_name for own in symbols]) or "none"
        raise UsageError(f"{target}: there is no symbol {symbol!r} in it; there are {known}")
    return found[:_MOST_NAMED]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(map(shown_path, names[:_MOST_NAMED]))
    return f"{shown}, …" if len(names) > _MOST_NAMED else shown


def _wanted(
    corpus: Corpus, document: int, symbol: int, outlines: Mapping[int, Outline]
) -> tuple[Lines, dict[str, Sequence[Lines]]]:
    """Return the lines of what is meant, and what of it may be shown."""
    outline = outlines.get(document)
    if symbol == WHOLE_DOCUMENT or outline is None:
        whole = (1, max(corpus.documents[document].lines, 1))
        return whole, {"its name in the map": (), "the whole file": (whole,)}
    lines = outline.symbols[symbol].lines
    wanted: dict[str, Sequence[Lines]] = {
        "its signature": declaration_lines(outline, [symbol]),
        "all of it": full_lines(outline, [symbol]),
    }
    return lines, wanted


def _within(shown: Sequence[Lines], lines: Lines) -> list[Lines]:
    runs = ((max(a, lines[0]), min(b, lines[1])) for a, b in shown)
    return [run for run in runs if run[0] <= run[1]]


def _name(corpus: Corpus, document: int, symbol: int, outlines: Mapping[int, Outline]) -> str:
    path = shown_path(corpus.documents[document].id)
    if symbol == WHOLE_DOCUMENT:
        return path
    return f"{path}:{outlines[document].symbols[symbol].qualified_name}"


def _budgets(
    counted: Counted,
    request: Request,
    rank: Relevance,
    document: int,
    wanted: Mapping[str, Sequence[Lines]],
) -> dict[str, int]:
    pieces = pieces_of(counted.corpus, counted.tokens, request)
    found = candidates(counted.corpus, counted.tokens, request, pieces, rank)
    base = reach(found, document, wanted, pieces.smallest)
    return {name: request.scaled(tokens) for name, tokens in base.items()}
