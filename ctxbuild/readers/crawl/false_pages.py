"""Error pages with status 200 that only a part of a site sends, and pages that are nearly copies.

What the whole site says to an address that cannot exist is known before its pages are
read (``site``). A part of it may be another program with another error page: where
short pages of one directory have one title, that directory is asked as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ctxbuild.readers.crawl.addresses import Address
from ctxbuild.readers.crawl.journal import Answer
from ctxbuild.readers.crawl.site import Site
from ctxbuild.readers.crawl.walk import ERROR_PAGE, TRACE, Visit

_FEWEST = 2
_MOST_LETTERS = 1500
_MOST_PROBES = 50
_NEAR = 7
"""Of the eight numbers of a trace, how many pages share of which nine tenths are alike."""
_MOST_COMPARED = 20
_FEWEST_LETTERS = 1000
"""Of a page that is compared; in shorter ones what is around the text is most of it."""


def without_false_pages(
    visits: Sequence[Visit], start: Address, site: Site, answer: Callable[[Address], Answer]
) -> list[Visit]:
    """Return visits, with the reason for those that turn out to be error pages.

    Args:
        visits: of a whole walk.
        start: the page asked for, which is none of them.
        site: asked for pages that cannot exist.
        answer: gives the answer for an address again, with its whole look.

    """
    found = list(visits)
    for directory, numbers in list(_suspects(visits, start).items())[:_MOST_PROBES]:
        target = visits[numbers[0]].found.page.target
        probe = site.probe(directory, f"{target.scheme}://{target.netloc}")
        for number in numbers if probe else ():
            look = answer(visits[number].found.page).look
            if look and probe and site.is_alike(look, probe):
                found[number] = replace(visits[number], kind="", reason=ERROR_PAGE)
    return found


def _suspects(visits: Sequence[Visit], start: Address) -> dict[str, list[int]]:
    """Return the numbers of short pages that share a title with others of their directory."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for number, visit in enumerate(visits):
        look = visit.answer.look
        if visit.kind and look and look.letters < _MOST_LETTERS and visit.found.page != start:
            page = visit.found.page
            directory = page.path.rpartition("/")[0] + "/"
            groups.setdefault((page.target.netloc, directory, look.title), []).append(number)
    found: dict[str, list[int]] = {}
    for (_, directory, _), numbers in groups.items():
        if len(numbers) >= _FEWEST:
            found.setdefault(directory, []).extend(numbers)
    return found


def near_copies(visits: Sequence[Visit]) -> list[tuple[Visit, Visit]]:
    """Return pages that say nearly what an earlier one says, each with that one."""
    known: dict[int, list[Visit]] = {}
    pairs = []
    for visit in visits:
        look = visit.answer.look
        if len(visit.trace) < TRACE or look is None or look.letters < _FEWEST_LETTERS:
            continue
        candidates = {id(each): each for n in visit.trace[:2] for each in known.get(n, ())}
        original = next((each for each in candidates.values() if _is_near(each, visit)), None)
        if original is not None:
            pairs.append((visit, original))
            continue
        for number in visit.trace[:2]:
            known.setdefault(number, []).append(visit)
            del known[number][_MOST_COMPARED:]
    return pairs


def _is_near(one: Visit, other: Visit) -> bool:
    return len({*one.trace} & {*other.trace}) >= _NEAR
