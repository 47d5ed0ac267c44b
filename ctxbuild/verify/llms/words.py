"""What descriptions say: whether they help to choose a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctxbuild.analysis.content_words import says_more
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.llms.listing import Listing

_LONGEST = 300
"""Characters; as many as ``ctxbuild llms`` keeps of an author's words."""

# Code, mark-up and greetings that generators take for a page's first sentence.
_LEFT_OVER = re.compile(
    r"^(?:import\s.{1,200}\sfrom\b|import\s*\{|export\s+(?:const|default)\b|[%|]|:::|!\[|#{1,6}\s"
    r"|</?(?i:a|br|div|details|h[1-6]|head|img|p|script|span|style|svg|table)[\s/>]"
    r"|(?i:welcome to|table of contents|skip to)\b)|\{\{|\{%"
)
# Scripts without blanks between words.
_WIDE = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\ufaff]")


def word_findings(listing: Listing) -> Iterator[Finding]:
    """Yield descriptions that are missing, say nothing, or say the same."""
    first: dict[str, int] = {}
    for link in listing.found.links():
        text = link.description
        if not text:
            yield listing.finding(link.line, "TEXT-001", f"no description: {link.title}")
            continue
        if len(text) > _LONGEST:
            message = f"a description of {len(text):,} characters"
            yield listing.finding(link.line, "TEXT-005", message)
        if found := _LEFT_OVER.search(text, 0, _LONGEST):
            message = f"left-overs in the description: {found[0].strip()}"
            yield listing.finding(link.line, "TEXT-003", message)
        elif not _WIDE.search(text) and not says_more(text, link.title):
            yield listing.finding(link.line, "TEXT-002", f"says little beyond {link.title}")
        before = first.setdefault(" ".join(text.casefold().split()), link.line)
        if before != link.line:
            yield listing.finding(link.line, "TEXT-004", f"the same description as line {before}")
