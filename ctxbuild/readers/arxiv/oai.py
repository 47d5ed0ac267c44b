"""Answers of OAI-PMH in arXiv's two formats, ``arXiv`` and ``arXivRaw``.

Source: openarchives.org/OAI/openarchivesprotocol.html, info.arxiv.org/help/oa.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ctxbuild.model import CtxbuildError, Paper, UsageError
from ctxbuild.readers.arxiv.days import moment
from ctxbuild.readers.arxiv.identifiers import parse_id
from ctxbuild.readers.arxiv.names import authors_of
from ctxbuild.readers.arxiv.wording import one_line
from ctxbuild.readers.arxiv.xml_nodes import BrokenAnswerError, Node, parse_xml
from ctxbuild.readers.printable import printable

_NOTHING = "noRecordsMatch"
_EXPIRED = "badResumptionToken"
_VERSION = re.compile(r"v[0-9]{1,4}")
_NAME = ("forenames", "keyname", "suffix")


class TokenExpiredError(CtxbuildError):
    """The server no longer knows where the list went on."""


@dataclass(frozen=True, slots=True)
class Records:
    """A page of a list of records; ``token`` asks for the next one, empty on the last."""

    papers: tuple[Paper, ...]
    token: str = ""
    deleted: tuple[str, ...] = ()
    unreadable: int = 0


def read_records(body: bytes) -> Records:
    """Read an answer to ``ListRecords``; that nothing matches is a page without records.

    Raises:
        BrokenAnswerError: it is no such answer.
        TokenExpiredError: the resumption token is no longer known.
        CtxbuildError: another error that the server reports.
    """
    root = parse_xml(body, "OAI-PMH")
    for error in root.all("error"):
        code = error.attribute("code")
        if code == _NOTHING:
            return Records(())
        said = printable(f"{code}: {' '.join(error.text().split())}")[:200]
        if code == _EXPIRED:
            raise TokenExpiredError(f"OAI-PMH: {said}; run again")
        raise CtxbuildError(f"OAI-PMH: the server refuses: {said}; correct the request")
    lists = [*root.all("ListRecords")]
    if not lists:
        raise BrokenAnswerError("answers with OAI-PMH that holds neither records nor an error")
    return _page(lists[0])


def _page(records: Node) -> Records:
    papers: list[Paper] = []
    deleted: list[str] = []
    unreadable = 0
    for record in records.all("record"):
        header = next(record.all("header"), None)
        if header is not None and header.attribute("status") == "deleted":
            deleted.append(printable(header.one("identifier"))[:80])
            continue
        try:
            papers.append(_paper(record))
        except UsageError:
            unreadable += 1
    token = records.one("resumptionToken")
    return Records(tuple(papers), token, tuple(deleted), unreadable)


def _paper(record: Node) -> Paper:
    body = next((each for kind in ("arXiv", "arXivRaw") for each in record.within(kind)), record)
    versions = [*body.all("version")]
    marks = (each.attribute("version") for each in versions)
    numbers = [mark[1:] for mark in marks if _VERSION.fullmatch(mark)]
    created = versions[0].one("date") if versions else body.one("created")
    updated = versions[-1].one("date") if versions else body.one("updated") or created
    return Paper(
        id=parse_id(body.one("id")).id,
        title=one_line(body.one("title")),
        abstract=one_line(body.one("abstract")),
        authors=_authors(body),
        categories=tuple(dict.fromkeys(body.one("categories").split())),
        version=max(map(int, numbers), default=0),
        submitted=moment(created),
        updated=moment(updated),
        doi=" ".join(body.one("doi").split()),
        journal=one_line(body.one("journal-ref")),
        comments=one_line(body.one("comments")),
        licence=body.one("license"),
    )


def _authors(body: Node) -> tuple[str, ...]:
    split = [author for authors in body.all("authors") for author in authors.all("author")]
    if not split:
        return authors_of(body.one("authors"))
    names = (one_line(" ".join(map(each.one, _NAME))) for each in split)
    return tuple(name for name in names if name)
