"""OAI-PMH: all papers of a category whose record changed in a span of days, month by month.

Pages are kept for the day, so that a run that was cut off goes on where it was. A
resumption token dies at midnight UTC; then the month in hand is asked for anew, and
what comes twice is one paper.
"""

from __future__ import annotations

from collections.abc import Iterator

from ctxbuild.model import CtxbuildError, Paper
from ctxbuild.readers.arxiv.asking import Asking
from ctxbuild.readers.arxiv.categories import oai_set
from ctxbuild.readers.arxiv.days import month_bounds, months_between
from ctxbuild.readers.arxiv.oai import Records, TokenExpiredError, read_records
from ctxbuild.readers.arxiv.request import Request
from ctxbuild.readers.arxiv.searching import Answered

_EARLIEST = "2005-09-16"
"""Date of the first record (``Identify`` of arXiv's server)."""
_MOST_STARTS = 3
_MOST_PAGES = 5000


def harvest(asking: Asking, request: Request, answered: Answered) -> Iterator[Paper]:
    """Yield the papers whose record changed in the days of a request, or since its month.

    Of a month, all that was submitted in it has a record that is no older, so
    records up to today are gone through and identifiers decide.
    """
    first = month_bounds(request.month)[0] if request.month else request.since or _EARLIEST
    last = asking.today if request.month or not request.until else request.until
    spans = months_between(max(first, _EARLIEST), last)
    sets = [oai_set(each) for each in request.categories] or [""]
    deleted = 0
    for number, (begin, end) in enumerate(spans):
        asking.told("arxiv: months", number, len(spans))
        for name in sets:
            for page in _span(asking, name, begin, end):
                deleted += len(page.deleted)
                yield from page.papers
                if page.unreadable:
                    answered.notes.append(f"{page.unreadable} records named no paper")
    if deleted:
        answered.notes.append(f"{deleted} records of OAI-PMH are deleted ones")


def _span(asking: Asking, name: str, begin: str, end: str) -> Iterator[Records]:
    """Yield the pages of one list; from its start again where the token has expired."""
    asked = {"verb": "ListRecords", "metadataPrefix": "arXiv", "from": begin, "until": end}
    if name:
        asked["set"] = name
    for start in range(_MOST_STARTS):
        try:
            yield from _pages(asking, asked, again=start > 0)
        except TokenExpiredError:
            continue
        return
    raise CtxbuildError(
        f"OAI-PMH: resumption tokens of {begin} to {end} expire at once; ask for fewer days"
    )


def _pages(asking: Asking, first: dict[str, str], *, again: bool) -> Iterator[Records]:
    asked = first
    seen: set[str] = set()
    for _ in range(_MOST_PAGES):
        page = asking.get("oai", asked, read_records, again=again)
        yield page
        if not page.token:
            return
        if page.token in seen:
            raise CtxbuildError("OAI-PMH: the server repeats a resumption token; try later")
        seen.add(page.token)
        asked = {"verb": "ListRecords", "resumptionToken": page.token}
