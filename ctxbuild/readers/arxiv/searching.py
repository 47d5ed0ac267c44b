"""The query API: identifiers and queries, page by page.

Source: info.arxiv.org/help/api/user-manual.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ctxbuild.model import CtxbuildError, Paper, Skipped
from ctxbuild.readers.arxiv.asking import Asking
from ctxbuild.readers.arxiv.atom import Feed, read_feed
from ctxbuild.readers.arxiv.categories import asked_as
from ctxbuild.readers.arxiv.days import month_bounds
from ctxbuild.readers.arxiv.identifiers import Identifier
from ctxbuild.readers.arxiv.request import Request
from ctxbuild.readers.arxiv.xml_nodes import BrokenAnswerError

PAGE = 100
"""Results asked for at a time: larger and deep pages tend to come back empty."""
WINDOW = 30_000
"""How far into its results the API goes; beyond, it answers 400."""
_FIELD = re.compile(r"\b(?:ti|au|abs|co|jr|cat|rn|id|all|submittedDate|lastUpdatedDate):")
_TERM = re.compile(r'"[^"]*"|\S+')
_SORTS = {"submitted": "submittedDate", "updated": "lastUpdatedDate", "relevance": "relevance"}
_FIRST_DAY = "1991-01-01"


@dataclass(slots=True)
class Answered:
    """What came of asking, besides papers."""

    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    total: int = 0


def by_ids(asking: Asking, ids: Sequence[Identifier], answered: Answered) -> Iterator[Paper]:
    """Yield the papers of identifiers in the order asked for; each missing one is reported."""
    for at in range(0, len(ids), PAGE):
        batch = ids[at : at + PAGE]
        asking.told("arxiv: papers", at, len(ids))
        found = papers_of(asking, [str(each) for each in batch])
        for each in batch:
            versions = [paper for paper in found if paper.id == each.id]
            same = [paper for paper in versions if paper.version == each.version]
            if versions and (same or not each.version):
                yield max(same or versions, key=lambda paper: paper.version)
            else:
                answered.skipped.append(Skipped(str(each), "arXiv has no such paper or version"))


def papers_of(asking: Asking, ids: Sequence[str]) -> tuple[Paper, ...]:
    """Return the papers there are of at most :data:`PAGE` identifiers, in any order."""
    # Without its own max_results a list of identifiers is cut at ten.
    parameters = {"id_list": ",".join(ids), "start": "0", "max_results": str(len(ids))}
    return asking.get("api", parameters, read_feed).papers


def search(asking: Asking, request: Request, answered: Answered) -> Iterator[Paper]:
    """Yield what a query finds, in arXiv's order, until nobody asks for more.

    Raises:
        CtxbuildError: a page that should hold results stays empty.
    """
    parameters = {
        "search_query": search_query(request),
        "sortBy": _SORTS[request.sort or ("relevance" if request.query else "submitted")],
        "sortOrder": "descending",
    }
    start = 0
    while start < WINDOW:
        size = min(PAGE, WINDOW - start)
        feed = _page(asking, parameters, start, size)
        answered.total = max(answered.total, feed.total)
        asking.told("arxiv: papers", start, min(feed.total, request.limit or feed.total))
        yield from feed.papers
        if feed.unreadable:
            answered.notes.append(f"{feed.unreadable} results named no paper")
        start += len(feed.papers) + feed.unreadable
        if start >= feed.total:
            return
    if answered.total > WINDOW:
        answered.notes.append(
            f"arXiv gives the first {WINDOW:,} of {answered.total:,} results;"
            " narrow the query with --from and --until for the rest"
        )


def _page(asking: Asking, parameters: dict[str, str], start: int, size: int) -> Feed:
    """Return a page; one that is empty though results are left is asked for again."""

    def read(body: bytes) -> Feed:
        feed = read_feed(body)
        if not feed.papers and not feed.unreadable and start < feed.total:
            raise BrokenAnswerError(f"sends an empty page at result {start:,} of {feed.total:,}")
        return feed

    asked = {**parameters, "start": str(start), "max_results": str(size)}
    return asking.get("api", asked, read)


def search_query(request: Request) -> str:
    """Return a request in the API's language; spaces and quotes are left to the encoder."""
    parts = [_fielded(request.query)] if request.query else []
    if request.categories:
        asked = [asked_as(each) for each in request.categories]
        parts.append(asked[0] if len(asked) == 1 else f"({' OR '.join(asked)})")
    first, last = month_bounds(request.month) if request.month else (request.since, request.until)
    if first or last:
        # Without times of day, a window from a day to the same day is empty.
        begin = (first or _FIRST_DAY).replace("-", "") + "0000"
        end = (last or "9999-12-31").replace("-", "") + "2359"
        parts.append(f"submittedDate:[{begin} TO {end}]")
    return " AND ".join(parts)


def _fielded(query: str) -> str:
    """Return a query with fields as it is in brackets, and of plain words that all must occur."""
    query = re.sub(r"\bAND NOT\b", "ANDNOT", query)
    if _FIELD.search(query) or re.search(r"\b(?:AND|OR|ANDNOT)\b|[()]", query):
        return f"({query})" if re.search(r"\bOR\b", query) else query
    return " AND ".join(f"all:{term}" for term in _TERM.findall(query))


def nothing_found(request: Request) -> CtxbuildError:
    """Return the error for a request that no paper answers."""
    return CtxbuildError(
        f"{request.shown()}: arXiv finds no paper; check words and days, or ask for less at once"
    )
