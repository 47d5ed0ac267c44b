"""Feeds of new papers: RSS 2.0 as rss.arxiv.org writes it.

Source: info.arxiv.org/help/rss_specifications.html.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ctxbuild.model import Paper, UsageError
from ctxbuild.readers.arxiv.days import moment
from ctxbuild.readers.arxiv.identifiers import parse_id
from ctxbuild.readers.arxiv.names import authors_of
from ctxbuild.readers.arxiv.wording import one_line
from ctxbuild.readers.arxiv.xml_nodes import Node, parse_xml

_BEFORE_ABSTRACT = re.compile(r"\A.{0,300}?\bAbstract:\s*", re.S)
_KIND = re.compile(r"Announce Type:\s*([a-z-]+)")
NEW, CROSS = "new", "cross"


@dataclass(frozen=True, slots=True)
class Announced:
    """What a feed announces: new papers and cross-lists, and how many replacements."""

    papers: tuple[tuple[str, Paper], ...]
    """How it is announced, and the paper."""
    built: str = ""
    unreadable: int = 0


def read_announced(body: bytes) -> Announced:
    """Read a feed; on days without announcements it has no items.

    Raises:
        BrokenAnswerError: it is no such feed.
    """
    root = parse_xml(body, "rss")
    papers: list[tuple[str, Paper]] = []
    unreadable = 0
    built = ""
    for channel in root.all("channel"):
        built = moment(channel.one("pubDate")) or moment(channel.one("lastBuildDate"))
        for item in channel.all("item"):
            try:
                papers.append((_kind(item), _paper(item)))
            except UsageError:
                unreadable += 1
    return Announced(tuple(papers), built, unreadable)


def _kind(item: Node) -> str:
    found = _KIND.search(item.one("description")[:300])
    return item.one("announce_type") or (found[1] if found else "")


def _paper(item: Node) -> Paper:
    name = parse_id(item.one("guid").removeprefix("oai:arXiv.org:") or item.one("link"))
    return Paper(
        id=name.id,
        title=one_line(item.one("title")),
        abstract=one_line(_BEFORE_ABSTRACT.sub("", item.one("description"), count=1)),
        authors=authors_of(item.one("creator")),
        categories=tuple(dict.fromkeys(each.text() for each in item.all("category"))),
        version=name.version,
        doi=" ".join(item.one("DOI").split()),
        journal=one_line(item.one("journal_reference")),
        licence=item.one("rights"),
    )
