"""Why something is in a bundle or not, and what budget would include it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from ctxbuild.cache import Cache
from ctxbuild.formats.bundle import bundle_format
from ctxbuild.formats.names import shown_path
from ctxbuild.jobs.bundle import BundleOptions, Counted, count_repo, relevance_for
from ctxbuild.jobs.many import ManyOptions, count_many, with_revision
from ctxbuild.languages.views import declaration_lines, full_lines
from ctxbuild.model import (
    WHOLE_DOCUMENT,
    Corpus,
    CtxbuildError,
    Detail,
    Lines,
    Outline,
    Plan,
    Progress,
    Ranking,
    Signal,
    UsageError,
)
from ctxbuild.packing.bundle import Request, plan_bundle
from ctxbuild.packing.candidates import candidates, pieces_of
from ctxbuild.packing.reach import Goal, is_named, reach, shows_all, shows_any
from ctxbuild.tokens import encoding_named

_MOST_NAMED = 8
# How many names are offered for one that is not there, and how like it they are.
_MOST_NEAR = 3
_NEAR = 0.75
ANY_PART = "any part of it"
"""How the least budget is called that shows something of an item."""


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
    has_text: bool = True
    """Whether there is anything to show: not of a binary file, or of one that is too large."""


@dataclass(slots=True)
class _Found:
    """A corpus with what a bundle shows of it, and why."""

    counted: Counted
    request: Request
    plan: Plan
    ranking: Ranking
    outlines: Mapping[int, Outline]
    places: list[int] = field(default_factory=list)
    """The place of each document by worth, from 1."""

    @property
    def corpus(self) -> Corpus:
        return self.counted.corpus


def explain(
    target: str,
    options: BundleOptions,
    cache: Cache,
    progress: Progress,
    sources: Sequence[str] = (),
) -> list[Explanation]:
    """Tell of a path, or of every symbol of that name in it, why it is in a bundle or not.

    Args:
        target: ``PATH``, ``PATH:SYMBOL`` or ``DIRECTORY``, relative to the source's
            root; with several sources it begins with the name of one.
        options: those of the bundle.
        cache: remembers what is computed from contents.
        progress: told how far this is.
        sources: what is packed, instead of the location in the options; each may be
            ``DIRECTORY@REF``, and one ``DIRECTORY@A..B``.

    Returns:
        What became of it, of each symbol of that name, or of each document in a directory.

    Raises:
        UsageError: there is no such file or symbol; the message names near ones.
        CtxbuildError: the source cannot be read, or the file was skipped.

    """
    options = _located(options, sources)
    if len(sources) > 1:
        counted = count_many(ManyOptions(tuple(sources), bundle=options), cache, progress)
    else:
        counted = count_repo(options, cache, progress)
    inside = _directory(target, counted.corpus)
    wanted = [(number, "") for number in inside] or [_target(target, counted.corpus)]
    found = _found(counted, options, cache, progress)
    parts = [
        (document, number)
        for document, symbol in wanted
        for number in _symbols(target, symbol, found.outlines.get(document))
    ]
    budgets = _budgets(found, parts, brief=len(inside) > 1)
    return [_explained(found, part, budgets.get(part, {}), brief=len(inside) > 1) for part in parts]


def _located(options: BundleOptions, sources: Sequence[str]) -> BundleOptions:
    """Return the options with the source, where it is one, and the revision that it names.

    Raises:
        UsageError: a revision or a change is asked for, and not of which source.
    """
    flag = options.change.flag if options.change else "--ref" if options.repo.ref else ""
    if flag and len(sources) > 1:
        raise UsageError(f"{flag}: which of the sources is meant? write DIRECTORY@REF or @A..B")
    if len(sources) != 1:
        return options
    if flag:
        return replace(options, repo=replace(options.repo, location=sources[0]))
    repo, change = with_revision(sources[0], options.repo)
    return replace(options, repo=repo, change=change)


def _found(counted: Counted, options: BundleOptions, cache: Cache, progress: Progress) -> _Found:
    """Rank a corpus once, and plan the bundle by that."""
    ranking, outlines = relevance_for(options, cache, progress, counted.change)(counted.corpus)
    layout = bundle_format(options.format).layout
    request = Request(encoding_named(options.encoding), options.budget, layout)
    plan = plan_bundle(counted.corpus, counted.tokens, request, lambda _corpus: (ranking, outlines))
    order = sorted(ranking.documents, reverse=True)
    first = {worth: place for place, worth in reversed(list(enumerate(order, start=1)))}
    places = [first[worth] for worth in ranking.documents]
    return _Found(counted, request, plan, ranking, outlines, places)


def _explained(
    found: _Found, part: tuple[int, int], budgets: Mapping[str, int], *, brief: bool
) -> Explanation:
    document, number = part
    lines = _lines(found, document, number)
    item, why = found.plan.items[document], found.ranking.why
    return Explanation(
        _name(found, document, number),
        item.detail,
        tuple(_within(item.shown, lines)),
        lines,
        found.places[document],
        len(found.places),
        why(document, number) if why is not None and not brief else (),
        budgets,
        found.corpus.documents[document].reduced,
        found.corpus.documents[document].content is not None,
    )


def _directory(target: str, corpus: Corpus) -> list[int]:
    """Return the documents in a directory and below; none where it is no directory."""
    path = target.removeprefix("./").rstrip("/")
    start = "" if target and path in ("", ".") else f"{path}/"
    return [n for n, each in enumerate(corpus.documents) if each.id.startswith(start)]


def _target(target: str, corpus: Corpus) -> tuple[int, str]:
    """Return the document meant and the symbol, which is empty where the whole is."""
    numbers = {document.id: number for number, document in enumerate(corpus.documents)}
    path, _, symbol = target.removeprefix("./").partition(":")
    if not path:
        raise UsageError(f"{target!r}: no path; write PATH:SYMBOL, as in src/app.py:{symbol}")
    for name, rest in ((target.removeprefix("./"), ""), (path, symbol)):
        if name in numbers:
            return numbers[name], rest
    for skipped in corpus.skipped:
        if skipped.id in (path, target):
            raise CtxbuildError(f"{shown_path(path)}: not read: {skipped.reason}")
    ends = [name for name in numbers if name.endswith("/" + path)]
    if len(ends) == 1:
        return numbers[ends[0]], symbol
    near = ends or near_names(path, [*numbers, *(skipped.id for skipped in corpus.skipped)])
    hint = f"; did you mean {_listed(near)}" if near else ""
    where = "the sources" if len(corpus.sources) > 1 else "the source"
    raise UsageError(f"{shown_path(path)}: no such file or directory in {where}{hint}")


def _symbols(target: str, symbol: str, outline: Outline | None) -> list[int]:
    """Return the symbols meant by their number."""
    if not symbol:
        return [WHOLE_DOCUMENT]
    symbols = outline.symbols if outline is not None else ()
    found = [
        number for number, own in enumerate(symbols) if symbol in (own.name, own.qualified_name)
    ]
    if not found:
        known = [own.qualified_name for own in symbols]
        near = near_names(symbol, known)
        hint = f"did you mean {_listed(near)}" if near else f"there are {_listed(known) or 'none'}"
        raise UsageError(f"{target}: there is no symbol {symbol!r} in it; {hint}")
    return found[:_MOST_NAMED]


def near_names(name: str, known: Sequence[str]) -> list[str]:
    """Return the names that are most like one, by their whole or by their last part."""
    ends = {each: each.replace("/", ".").rpartition(".")[2] for each in known}
    if "/" in name or any("/" in each for each in known):
        ends = {each: each.rpartition("/")[2] for each in known}
    last = name.rpartition("/")[2] if "/" in name else name.rpartition(".")[2]
    folded: dict[str, list[str]] = {}
    for each in known:
        for form in dict.fromkeys((each.casefold(), ends[each].casefold())):
            folded.setdefault(form, []).append(each)
    found: dict[str, None] = {}
    for wanted in (name.casefold(), last.casefold()):
        for form in get_close_matches(wanted, folded, _MOST_NEAR, _NEAR):
            found.update(dict.fromkeys(folded[form]))
    return list(found)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(map(shown_path, names[:_MOST_NAMED]))
    return f"{shown}, …" if len(names) > _MOST_NAMED else shown


def _lines(found: _Found, document: int, symbol: int) -> Lines:
    if symbol == WHOLE_DOCUMENT or document not in found.outlines:
        return 1, max(found.corpus.documents[document].lines, 1)
    return found.outlines[document].symbols[symbol].lines


def _goals(found: _Found, document: int, symbol: int) -> dict[str, Goal]:
    """Return what may be shown of a document or symbol."""
    lines = _lines(found, document, symbol)
    outline = found.outlines.get(document)
    if symbol == WHOLE_DOCUMENT or outline is None:
        whole = shows_all([lines])
        return {
            "its name in the map": is_named,
            ANY_PART: shows_any(lines),
            "the whole file": whole,
        }
    return {
        ANY_PART: shows_any(lines),
        "its signature": shows_all(declaration_lines(outline, [symbol])),
        "all of it": shows_all(full_lines(outline, [symbol])),
    }


def _within(shown: Sequence[Lines], lines: Lines) -> list[Lines]:
    runs = ((max(a, lines[0]), min(b, lines[1])) for a, b in shown)
    return [run for run in runs if run[0] <= run[1]]


def _name(found: _Found, document: int, symbol: int) -> str:
    path = shown_path(found.corpus.documents[document].id)
    if symbol == WHOLE_DOCUMENT:
        return path
    return f"{path}:{found.outlines[document].symbols[symbol].qualified_name}"


def _budgets(
    found: _Found, parts: Sequence[tuple[int, int]], *, brief: bool
) -> dict[tuple[int, int], dict[str, int]]:
    """Return the budgets that show each part; only the least of each where ``brief``."""
    goals = {
        (part, name): (part[0], goal)
        for part in parts
        for name, goal in _goals(found, *part).items()
        if name == ANY_PART or not brief
    }
    counted, request = found.counted, found.request
    pieces = pieces_of(counted.corpus, counted.tokens, request)
    ranked = found.ranking, found.outlines
    all_steps = candidates(counted.corpus, counted.tokens, request, pieces, lambda _corpus: ranked)
    reached = reach(all_steps, goals, pieces.smallest)
    budgets: dict[tuple[int, int], dict[str, int]] = {}
    for (part, name), (document, goal) in goals.items():
        known = [request.scaled(reached[part, name])] if (part, name) in reached else []
        if goal(found.plan.items[document]):
            known.append(found.plan.tokens)
        if known:
            budgets.setdefault(part, {})[name] = min(known)
    return budgets
