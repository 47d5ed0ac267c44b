"""What is wrong with the form of an llms.txt, and what strict readers make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ctxbuild.formats.wording import plural
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.llms.listing import Listing
from ctxbuild.verify.llms.rules import BY_CODE

MOST_CHARACTERS, FAR_TOO_MANY = 50_000, 100_000
"""Above the first, readers begin to cut; above the second, all known ones do."""


def form_findings(listing: Listing) -> Iterator[Finding]:
    """Yield what differs from the proposal, line by line."""
    for problem in listing.found.problems:
        yield listing.finding(problem.line, BY_CODE[problem.code].id, problem.message)


def parser_findings(listing: Listing) -> Iterator[Finding]:
    """Yield where the official parser stops or, where it does not, what it loses."""
    strict = listing.strict
    if strict.stops:
        line = strict.stops[0]
        if line:
            message = f"the official parser stops here, at {_lines(len(strict.stops))} of the file"
        else:
            message = (
                "the official parser finds no title: it wants an empty line or a quote behind it, "
                "and a paragraph before the first section"
            )
        yield listing.finding(max(line, 1), "PARSER-001", message)
        return
    yield from _lost_head(listing)
    yield from _lost_links(listing)


def _lines(count: int) -> str:
    return f"the first of {count} lines" if count > 1 else "the only line"


def _lost_head(listing: Listing) -> Iterator[Finding]:
    found, strict = listing.found, listing.strict
    if strict.title.strip() != found.title:
        yield listing.finding(1, "PARSER-002", "the official parser has another title")
    summary = strict.summary.strip() if strict.summary is not None else ""
    if found.summary and summary != found.summary:
        what = "only the first line of the quote" if summary else "no summary"
        hint = "" if summary else "; a paragraph behind the quote mends that"
        yield listing.finding(1, "PARSER-002", f"the official parser finds {what}{hint}")


def _lost_links(listing: Listing) -> Iterator[Finding]:
    theirs = {link.line: link for links in listing.strict.sections.values() for link in links}
    lost = [link for link in listing.found.links() if link.line not in theirs]
    both = [(link, theirs[link.line]) for link in listing.found.links() if link.line in theirs]
    cut = [link for link, other in both if link.url != other.url.strip()]
    silent = [link for link, other in both if link.description and not other.description]
    for links, what in ((lost, "link"), (cut, "link target"), (silent, "description")):
        if links:
            noun = plural(len(links), what)
            message = f"the official parser loses {noun}, the first one here"
            yield listing.finding(links[0].line, "PARSER-002", message)


def size_findings(
    listing: Listing, count: Callable[[str], int], budget: int, encoding: str
) -> Iterator[Finding]:
    """Yield what is too large; a ``budget`` of 0 lifts the limit on tokens."""
    characters = len(listing.text)
    if characters > MOST_CHARACTERS:
        limit = FAR_TOO_MANY if characters > FAR_TOO_MANY else MOST_CHARACTERS
        yield listing.finding(1, "SIZE-001", f"{characters:,} characters, more than {limit:,}")
    tokens = count(listing.text) if budget else 0
    if tokens > budget:
        message = f"{tokens:,} tokens of {encoding}, more than {budget:,}"
        yield listing.finding(1, "SIZE-002", message)
