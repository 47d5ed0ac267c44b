"""What may be asked of arXiv, checked before anything is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ctxbuild.model import UsageError
from ctxbuild.readers.arxiv.categories import CATEGORIES, known_category
from ctxbuild.readers.arxiv.categories import looks_like_one as looks_like_category
from ctxbuild.readers.arxiv.days import known_day, known_month
from ctxbuild.readers.arxiv.identifiers import Identifier, looks_like_one, parse_id
from ctxbuild.readers.arxiv.snapshot import check_snapshot

PREFIX = "arxiv:"
Sort = Literal["", "submitted", "updated", "relevance", "id"]
"""Empty: samples as drawn, identifiers as given, words by relevance, the rest newest first."""
Via = Literal["api", "oai", "rss"]
DEFAULT_LIMIT = 100
_CATEGORY = re.compile(r"cat:([\w.*-]+)", re.I)
_JSON_LINES = re.compile(r".*\.(?:jsonl?|ndjson)(?:\.(?:gz|xz|bz2|zip))?", re.I | re.S)
_LONGEST_QUERY = 2000
_MOST_IDS = 5000
_MOST_SAMPLED = 2000


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; see the options of ``ctxbuild arxiv``.

    ``top`` pins the highest number of a month's identifiers, 0 finds it.
    ``limit`` 0 means everything.
    """

    ids: tuple[Identifier, ...] = ()
    query: str = ""
    categories: tuple[str, ...] = ()
    month: str = ""
    since: str = ""
    until: str = ""
    sample: int = 0
    seed: int = 0
    top: int = 0
    limit: int = DEFAULT_LIMIT
    sort: Sort = ""
    via: Via = "api"
    snapshot: str = ""

    @property
    def words(self) -> str:
        """What the query says without the names of fields and the operators."""
        bare = re.sub(r"\b(?:ANDNOT|AND|OR)\b|\b[a-z]{2,3}:|[()\"]", " ", self.query)
        return " ".join(bare.split())

    def shown(self) -> str:
        """Return the request in words that fit a line and can be asked again."""
        parts = [str(each) for each in self.ids[:3]]
        parts += [f"and {len(self.ids) - 3} more"] if len(self.ids) > 3 else []
        parts += [self.query] if self.query else []
        parts += [f"cat:{each}" for each in self.categories]
        parts += [f"month {self.month}"] if self.month else []
        parts += [f"from {self.since}"] if self.since else []
        parts += [f"until {self.until}"] if self.until else []
        parts += [f"sample {self.sample} by seed {self.seed}"] if self.sample else []
        parts += [Path(self.snapshot).name] if self.snapshot else []
        return " ".join(parts)


def is_arxiv(source: str) -> bool:
    """Whether a source of several is arXiv's."""
    return source[: len(PREFIX)].lower() == PREFIX


def request_of(texts: Sequence[str], request: Request | None = None) -> Request:
    """Add to a request what texts ask for: identifiers, categories, words, a file of papers."""
    request = request or Request()
    ids, categories, words = [*request.ids], [*request.categories], [request.query]
    snapshot = request.snapshot
    for text in texts:
        bare = text[len(PREFIX) :] if is_arxiv(text) else text
        parts = [each for each in re.split(r"[,\s]+", bare.strip()) if each]
        single = _CATEGORY.fullmatch(bare.strip())
        if parts and all(map(looks_like_one, parts)):
            ids += [parse_id(each) for each in parts]
        elif single or bare.strip() in CATEGORIES or looks_like_category(bare):
            categories.append(single[1] if single else bare.strip())
        elif _JSON_LINES.fullmatch(bare) and Path(bare).is_file():
            snapshot = bare
        else:
            words.append(bare.strip())
    query = " AND ".join(each for each in words if each)
    return replace(
        request, ids=tuple(ids), categories=tuple(categories), query=query, snapshot=snapshot
    )


def checked(request: Request, now: str) -> Request:
    """Return a request with names, days and months in their usual form.

    Raises:
        UsageError: it asks for nothing, for what cannot be, or for what no source gives.
    """
    found = replace(
        request,
        ids=tuple(dict.fromkeys(request.ids)),
        categories=tuple(dict.fromkeys(map(known_category, request.categories))),
        month=known_month(request.month, now) if request.month else "",
        since=known_day(request.since, "--from", now) if request.since else "",
        until=known_day(request.until, "--until", now) if request.until else "",
    )
    _check_query(found.query)
    _check_amounts(found)
    _check_together(found)
    if found.snapshot:
        check_snapshot(Path(found.snapshot))
    return found


def _check_query(query: str) -> None:
    if len(query) > _LONGEST_QUERY:
        raise UsageError(f"the query is longer than {_LONGEST_QUERY:,} characters; shorten it")
    if query.count('"') % 2 or query.count("(") != query.count(")"):
        raise UsageError("the query has a quote or bracket without its partner; close it")
    for name in _CATEGORY.findall(query):
        known_category(name)


def _check_amounts(request: Request) -> None:
    if len(request.ids) > _MOST_IDS:
        raise UsageError(f"more than {_MOST_IDS:,} identifiers; ask for fewer at a time")
    if not 0 <= request.sample <= _MOST_SAMPLED and not request.snapshot:
        raise UsageError(f"--sample {request.sample}: give 1 to {_MOST_SAMPLED:,}")
    if request.sample < 0 or request.limit < 0:
        raise UsageError("--sample and --limit take positive numbers")


def _check_together(request: Request) -> None:
    """Refuse what cannot be asked for at once; each row says what is wrong and what to do."""
    words = bool(request.query)
    window = bool(request.since or request.until)
    offline = bool(request.snapshot)
    anything = words or window or bool(request.ids or request.categories or request.month)
    oai, rss = request.via == "oai", request.via == "rss"
    rows = (
        (not (anything or offline), "nothing is asked for; give ids, a query, --category, --month"),
        (bool(request.month) and window, "--month and --from or --until: give one of them"),
        (bool(request.since and request.until) and request.since > request.until,
         f"--from {request.since} is after --until {request.until}; swap them"),
        (bool(request.ids) and (words or window or bool(request.categories or request.month)),
         "identifiers beside a query, category or month: ask for one or the other"),
        (bool(request.ids) and bool(request.sample), "--sample of given ids; leave one out"),
        (bool(request.sample) and not offline and not request.month,
         "--sample needs --month: a sample is drawn from the ids of a month, or from --snapshot"),
        (bool(request.sample) and not offline and words,
         "--sample of a query needs --snapshot FILE; on the web it goes with --month, --category"),
        (offline and (oai or rss), "--snapshot is read without the web; leave --via out"),
        (offline and request.sort == "relevance",
         "--sort relevance is arXiv's own; with --snapshot, sort by submitted, updated or id"),
        ((oai or rss) and (words or bool(request.ids or request.sample)),
         f"--via {request.via} knows neither queries, ids nor samples; leave --via out"),
        (rss and not request.categories, "--new needs a --category"),
        (rss and bool(window or request.month), "--new is today's list; leave days and months out"),
        (oai and not (window or request.month), "--via oai needs --month, or --from and --until"),
    )  # fmt: skip
    for wrong, message in rows:
        if wrong:
            raise UsageError(message)
