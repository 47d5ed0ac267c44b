"""Answers of the query API: Atom with a few elements of arXiv's own.

Source: info.arxiv.org/help/api/user-manual.html.
"""

from __future__ import annotations

from dataclasses import dataclass

from ctxbuild.model import CtxbuildError, Paper, UsageError
from ctxbuild.readers.arxiv.days import moment
from ctxbuild.readers.arxiv.identifiers import parse_id
from ctxbuild.readers.arxiv.wording import one_line
from ctxbuild.readers.arxiv.xml_nodes import BrokenAnswerError, Node, parse_xml
from ctxbuild.readers.printable import printable

_ERROR = "/api/errors"
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of results: how many there are in all, and the papers on this page."""

    total: int
    papers: tuple[Paper, ...]
    unreadable: int = 0
    """Entries that name no paper."""


def read_feed(body: bytes) -> Feed:
    """Read a page of the query API.

    Raises:
        BrokenAnswerError: it is no such page.
        CtxbuildError: it is the API's report of an error.
    """
    root = parse_xml(body, "feed")
    total = root.one("totalResults")
    if not (total.isascii() and total.isdecimal() and len(total) <= 9):
        raise BrokenAnswerError("answers with a feed that does not say how many results there are")
    papers = []
    unreadable = 0
    for entry in root.all("entry"):
        if _ERROR in entry.one("id"):
            reason = printable(" ".join(entry.one("summary").split()))[:_LONGEST_REASON]
            raise CtxbuildError(f"arXiv refuses the request: {reason}; correct query or ids")
        try:
            papers.append(_paper(entry))
        except UsageError:
            unreadable += 1
    return Feed(int(total), tuple(papers), unreadable)


def _paper(entry: Node) -> Paper:
    name = parse_id(entry.one("id"))
    primary = [each.attribute("term") for each in entry.all("primary_category")]
    listed = [each.attribute("term") for each in entry.all("category")]
    return Paper(
        id=name.id,
        title=one_line(entry.one("title")),
        abstract=one_line(entry.one("summary")),
        authors=tuple(
            author for each in entry.all("author") if (author := one_line(each.one("name")))
        ),
        categories=tuple(dict.fromkeys(each for each in (*primary, *listed) if each)),
        version=name.version,
        submitted=moment(entry.one("published")),
        updated=moment(entry.one("updated")),
        doi=" ".join(entry.one("doi").split()),
        journal=one_line(entry.one("journal_ref")),
        comments=one_line(entry.one("comment")),
        licence=entry.one("license"),
    )
