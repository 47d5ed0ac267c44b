"""A request → papers: which service or file is asked, what is kept, and how it came about."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ctxbuild.model import CtxbuildError, Paper, Skipped
from ctxbuild.readers.arxiv.asking import Asking, Network, Told
from ctxbuild.readers.arxiv.categories import is_in
from ctxbuild.readers.arxiv.choosing import Kept, Key, Passed, unusable
from ctxbuild.readers.arxiv.days import today
from ctxbuild.readers.arxiv.drawing import batches, draw_order, highest_number, numbered, rank
from ctxbuild.readers.arxiv.harvest import harvest
from ctxbuild.readers.arxiv.identifiers import order_of
from ctxbuild.readers.arxiv.offline import day_of, wanted
from ctxbuild.readers.arxiv.request import Request, checked
from ctxbuild.readers.arxiv.rss import CROSS, NEW, Announced, read_announced
from ctxbuild.readers.arxiv.searching import (
    PAGE,
    Answered,
    by_ids,
    nothing_found,
    papers_of,
    search,
)
from ctxbuild.readers.arxiv.snapshot import Counts, papers_in

if TYPE_CHECKING:
    from ctxbuild.cache import Cache

THANKS = "Thank you to arXiv for use of its open access interoperability; its metadata is CC0."


@dataclass(slots=True)
class Found:
    """What a request found.

    ``papers`` can be gone through once; ``skipped``, ``notes`` and ``recipe`` are
    complete after that. ``recipe`` is what a replay needs, by name.
    """

    request: Request
    papers: Iterator[Paper]
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    recipe: dict[str, str] = field(default_factory=dict)


def read_arxiv(request: Request, network: Network, cache: Cache, told: Told) -> Found:
    """Find what is asked for.

    Args:
        request: what is wanted.
        network: how services are asked.
        cache: keeps their answers for the day.
        told: ``(stage, done, total)`` now and then.

    Raises:
        UsageError: the request cannot be; nothing was asked.
        CtxbuildError: a service or file cannot be read, while papers are gone through too.
    """
    now = today(network.clock.wall())
    request = checked(request, now)
    found = Found(request, iter(()))
    if request.snapshot:
        found.papers = _from_file(request, found, told)
        return found
    asking = Asking(network, cache, told)
    found.recipe["as of"] = now
    found.papers = _from_the_web(request, asking, found)
    return found


def _from_the_web(request: Request, asking: Asking, found: Found) -> Iterator[Paper]:
    passed, answered = Passed(), Answered()
    with asking:
        if request.sample:
            yield from _drawn(request, asking, found, passed)
        else:
            limit = 0 if request.ids else request.limit
            kept = Kept(_key(request), limit, passed, resubmitted=not request.ids)
            _fill(kept, _arriving(request, asking, answered, found), request)
            yield from kept.papers()
    found.skipped += [*answered.skipped, *passed.skipped]
    found.notes += [*answered.notes, *passed.notes()]
    if answered.total > request.limit > 0 and not request.ids:
        found.notes.append(
            f"{request.limit:,} of {answered.total:,} papers that match; --limit 0 takes all"
        )


def _arriving(
    request: Request, asking: Asking, answered: Answered, found: Found
) -> Iterator[Paper]:
    """Yield papers as a service sends them."""
    if request.ids:
        yield from by_ids(asking, request.ids, answered)
    elif request.via == "rss":
        yield from _announced(request, asking, found)
    elif request.via == "oai":
        test = wanted(request) if request.month else lambda _paper: True
        yield from filter(test, harvest(asking, request, answered))
    else:
        yield from search(asking, request, answered)
        if not answered.total:
            raise nothing_found(request)


def _fill(kept: Kept, papers: Iterator[Paper], request: Request) -> None:
    """Take papers; of a service that sorts, no more than are wanted."""
    sorted_there = not request.ids and request.via == "api" and request.sort != "id"
    good = 0
    for paper in papers:
        kept.add(paper)
        good += not unusable(paper)
        if sorted_there and request.limit and good >= request.limit:
            return


def _key(request: Request) -> Key:
    """Return what orders papers: as they arrive where the service sorts, else newest first."""
    if request.sort == "id":
        return lambda paper: order_of(paper.id)
    if request.sample:
        return lambda paper: (rank(request.seed, paper.id), paper.id)
    if not request.snapshot and request.via == "api" and not (request.ids and request.sort):
        return _Arrival()
    if request.ids and not request.sort:
        places = {each.id: number for number, each in enumerate(request.ids)}
        return lambda paper: (places[paper.id],)
    if request.sort == "updated":
        return lambda paper: (*_backwards(paper.updated or day_of(paper)), *_latest(paper))
    return lambda paper: (*_backwards(day_of(paper)), *_latest(paper))


class _Arrival:
    """A key that is the order of arrival."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self, _paper: Paper) -> tuple[int]:
        self._number += 1
        return (self._number,)


def _backwards(text: str) -> tuple[int, ...]:
    """Return a key that sorts days and times backwards, to the second where they are known."""
    digits = [int(c) for c in text if c.isdigit()]
    return tuple(-digit for digit in (digits + [0] * 14)[:14])


def _latest(paper: Paper) -> tuple[int, ...]:
    return tuple(-ord(c) for c in "".join(order_of(paper.id)))


def _announced(request: Request, asking: Asking, found: Found) -> Iterator[Paper]:
    """Yield what today's feed calls new, in the categories themselves or by cross-list."""
    feed: Announced = asking.get(
        "rss", {}, read_announced, below="/" + "+".join(request.categories)
    )
    kinds = [kind for kind, _ in feed.papers]
    found.recipe["announced"] = feed.built
    if feed.unreadable:
        found.notes.append(f"{feed.unreadable} items of the feed named no paper")
    others = len(kinds) - kinds.count(NEW)
    if others:
        cross = kinds.count(CROSS)
        found.notes.append(f"{cross} cross-lists and {others - cross} replacements are left out")
    if not kinds:
        raise CtxbuildError(
            f"{request.shown()}: the feed is empty; nothing is announced on Saturday and Sunday"
        )
    yield from (paper for kind, paper in feed.papers if kind == NEW)


def _drawn(request: Request, asking: Asking, found: Found, passed: Passed) -> Iterator[Paper]:
    """Yield a uniform sample of a month's identifiers, in draw order."""

    def existing(names: Sequence[str]) -> set[str]:
        cut = (names[at : at + PAGE] for at in range(0, len(names), PAGE))
        return {paper.id for each in cut for paper in papers_of(asking, each)}

    top = request.top or highest_number(request.month, existing)
    if not top:
        raise CtxbuildError(f"--month {request.month}: arXiv has no paper of that month yet")
    order = draw_order(request.seed, request.month, top)
    taken: list[str] = []
    missing = elsewhere = 0
    first = PAGE if request.categories else min(PAGE, request.sample + max(5, request.sample // 5))
    for batch in batches(order, first, PAGE):
        asking.told("arxiv: drawing", len(taken), request.sample)
        papers = {paper.id: paper for paper in papers_of(asking, batch)}
        for paper in map(papers.get, batch):
            if len(taken) == request.sample:
                break
            if paper is None:
                missing += 1
            elif not _is_wanted(paper, request):
                elsewhere += 1
            elif reason := unusable(paper):
                passed.add(paper, reason)
            else:
                taken.append(paper.name)
                yield paper
        if len(taken) == request.sample:
            break
    _note_draw(request, found, top, taken, missing, elsewhere)


def _is_wanted(paper: Paper, request: Request) -> bool:
    return not request.categories or any(is_in(paper.categories, c) for c in request.categories)


def _note_draw(
    request: Request, found: Found, top: int, taken: list[str], missing: int, elsewhere: int
) -> None:
    last = numbered(request.month, top)
    found.recipe |= {"ids": f"{numbered(request.month, 1)} to {last}", "top": str(top)}
    found.recipe |= {"seed": str(request.seed), "drawn": " ".join(taken)}
    where = f", {elsewhere:,} in other categories" if elsewhere else ""
    found.notes.append(
        f"a uniform sample of the ids of {request.month} up to {last}, seed {request.seed};"
        f" --top {top} draws it again; of the ids drawn, {missing:,} do not exist{where}"
    )
    if len(taken) < request.sample:
        found.notes.append(f"{len(taken)} papers instead of {request.sample}: there are no more")


def _from_file(request: Request, found: Found, told: Told) -> Iterator[Paper]:
    passed, counts = Passed(), Counts()
    limit = request.sample or (0 if request.ids else request.limit)
    kept = Kept(_key(request), limit, passed, resubmitted=not (request.sample or request.ids))
    test = wanted(request)
    matching = 0
    seen: set[str] = set()

    def tell(lines: int) -> None:
        told("lines", lines, lines)

    for paper in papers_in(Path(request.snapshot), counts, request.categories, tell):
        if test(paper):
            matching += 1
            kept.add(paper)
            seen |= {paper.id} if request.ids else set()
    yield from kept.papers()
    missing = [each for each in request.ids if each.id not in seen]
    found.skipped += [Skipped(str(each), "not in the file") for each in missing]
    found.skipped += passed.skipped
    found.notes += [*passed.notes(), *_file_notes(counts)]
    if kept.cut and not request.sample:
        found.notes.append(f"{limit:,} of {matching:,} papers that match; --limit 0 takes all")
    found.recipe |= {"file": Path(request.snapshot).name, "lines": str(counts.lines)}
    if request.sample:
        found.recipe |= {"seed": str(request.seed), "of": f"{matching} that match"}


def drawn_beside(request: Request, own: Container[str], count: int, told: Told) -> list[Paper]:
    """Return a uniform sample of the papers of a file, without some.

    Most lines are told by their identifiers alone not to be drawn, so that this takes a fraction
    of the time of reading a file.

    Args:
        request: names file, days and seed; its categories and query are for ``own``.
        own: identifiers of the papers that are not wanted.
        count: how many are wanted.
        told: ``(stage, done, total)`` now and then.

    Raises:
        CtxbuildError: the file cannot be opened.
    """

    def key(name: str) -> tuple[bytes, str]:
        return (rank(request.seed, name), name)

    kept = Kept(lambda paper: key(paper.id), count, Passed(), resubmitted=False)
    test = wanted(replace(request, categories=(), query="", ids=()))
    lines = papers_in(
        Path(request.snapshot),
        Counts(),
        told=lambda lines: told("lines", lines, lines),
        admitted=lambda name: name not in own and kept.admits(key(name)),
    )
    for paper in lines:
        if paper.id not in own and test(paper):
            kept.add(paper)
    return list(kept.papers())


def _file_notes(counts: Counts) -> list[str]:
    notes = []
    if counts.broken:
        notes.append(
            f"{counts.broken:,} of {counts.lines:,} lines hold no paper that can be read,"
            f" the first of them is line {counts.first_broken}"
        )
    return [*notes, f"the file is {counts.problem}"] if counts.problem else notes
