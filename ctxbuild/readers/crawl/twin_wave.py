"""Fetching the Markdown twins of the pages that count, where a site has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ctxbuild.readers.crawl.addresses import Address
from ctxbuild.readers.crawl.asking import Asking
from ctxbuild.readers.crawl.exchange import Call
from ctxbuild.readers.crawl.journal import Journal
from ctxbuild.readers.crawl.kinds import HTML, text_of
from ctxbuild.readers.crawl.site import Site
from ctxbuild.readers.crawl.twins import agrees, by_page, call_for, guesses, named_twin, negotiated
from ctxbuild.readers.crawl.walk import Visit, Walked

_PROBES = 3
"""Pages on which a convention must work before all pages are asked by it."""

Way = Callable[[Address], Call | None]


class Twins:
    """Finds twins by what pages and lists name, else by a convention that proves to work."""

    def __init__(self, asking: Asking, journal: Journal, site: Site, walked: Walked) -> None:
        self._asking = asking
        self._journal = journal
        self._site = site
        self._listed = by_page(walked.markdown.values())
        self._has_llms_txt = any(what == "llms.txt" for what, _ in walked.listed.counts)

    def found(self, visits: Sequence[Visit]) -> dict[str, tuple[str, str]]:
        """Return address and digest of the twin by the identity of its page."""
        pages = [visit for visit in visits if visit.kind == HTML]
        calls = {visit.found.page.identity: self._named(visit) for visit in pages}
        way = self._convention(pages) if self._has_llms_txt and not any(calls.values()) else None
        if way:
            calls = {visit.found.page.identity: way(visit.found.page) for visit in pages}
        asked = {key: call for key, call in calls.items() if call and self._site.permits(call.page)}
        self._asking.all(list(asked.values()))
        twins: dict[str, tuple[str, str]] = {}
        for visit in pages:
            call = asked.get(visit.found.page.identity)
            twin = self._agreeing(visit, call) if call else ""
            if call and twin:
                twins[visit.found.page.identity] = (call.page.url, twin)
        return twins

    def _named(self, visit: Visit) -> Call | None:
        page, answer = visit.found.page, visit.answer
        by_page = answer.look.twin if answer.look else ""
        twin = named_twin(page, by_page, answer.headers.get("link", ""))
        twin = twin or self._listed.get(page.identity)
        return call_for(twin) if twin else None

    def _convention(self, pages: Sequence[Visit]) -> Way | None:
        """Return the first way that leads to a twin from each of a few pages."""
        probes = pages[:_PROBES]
        for way in (negotiated, *(_guess(number) for number in range(3))):
            if probes and all(self._works(visit, way) for visit in probes):
                return way
        return None

    def _works(self, visit: Visit, way: Way) -> bool:
        call = way(visit.found.page)
        if not call or not self._site.permits(call.page):
            return False
        self._asking.answer(call)
        return bool(self._agreeing(visit, call))

    def _agreeing(self, visit: Visit, call: Call) -> str:
        """Return the digest of a twin that says what its page says, else nothing."""
        answer = self._asking.answer(call)
        if not answer.good:
            return ""
        body = self._journal.body(answer.digest)
        page_type = visit.answer.headers.get("content-type", "")
        hollow = visit.answer.look is not None and visit.answer.look.hollow
        page = None if hollow else text_of(self._journal.body(visit.answer.digest), page_type)[0]
        agreed = agrees(body, answer.headers.get("content-type", ""), page)
        return answer.digest if agreed else ""


def _guess(number: int) -> Way:
    def way(page: Address) -> Call | None:
        found = guesses(page)
        return call_for(found[number]) if number < len(found) else None

    return way
