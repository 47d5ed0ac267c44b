"""arXiv's three services on loopback, with the behaviour that is documented and its faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from loopback import Answer, Loopback, answer

TAIL = ' xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
WINDOW = 30_000


@dataclass(frozen=True)
class Row:
    """A paper as the server knows it."""

    id: str
    title: str = "On ducks"
    abstract: str = "Ducks float. We show why."
    authors: tuple[str, ...] = ("Ada Erpel",)
    categories: tuple[str, ...] = ("cs.CL",)
    day: str = "2026-01-05"
    version: int = 1


def ducks(count: int, month: str = "2601", without: tuple[int, ...] = (), **more: object) -> list:
    return [
        Row(f"{month}.{n:05}", title=f"On duck number {n}", **more)
        for n in range(1, count + 1)
        if n not in without
    ]


def entry(row: Row) -> str:
    authors = "".join(f"<author><name>{escape(each)}</name></author>" for each in row.authors)
    terms = "".join(f'<category term="{each}"/>' for each in row.categories)
    return (
        f"<entry><title>{escape(row.title)}</title>"
        f"<id>http://arxiv.org/abs/{row.id}v{row.version}</id>{terms}"
        f"<published>{row.day}T10:00:00Z</published><updated>{row.day}T10:00:00Z</updated>"
        f"<summary>{escape(row.abstract)}</summary>{authors}"
        f'<arxiv:primary_category term="{row.categories[0]}"/></entry>'
    )


def atom(rows: list[Row], total: int) -> bytes:
    return (
        f'<?xml version="1.0"?><feed{TAIL}><o:totalResults xmlns:o="{OPENSEARCH}">{total}'
        f"</o:totalResults>{''.join(map(entry, rows))}</feed>"
    ).encode()


def error_feed(reason: str) -> bytes:
    return (
        f'<feed{TAIL}><o:totalResults xmlns:o="{OPENSEARCH}">1</o:totalResults><entry>'
        f"<id>https://arxiv.org/api/errors#{reason.replace(' ', '_')}</id><title>Error</title>"
        f"<summary>{reason}</summary></entry></feed>"
    ).encode()


def oai(inner: str) -> bytes:
    return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{inner}</OAI-PMH>'.encode()


def record(row: Row) -> str:
    names = "".join(
        f"<author><keyname>{escape(each.split()[-1])}</keyname>"
        f"<forenames>{escape(' '.join(each.split()[:-1]))}</forenames></author>"
        for each in row.authors
    )
    return (
        f"<record><header><identifier>oai:arXiv.org:{row.id}</identifier>"
        f"<datestamp>{row.day}</datestamp></header><metadata>"
        f'<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{row.id}</id><created>{row.day}</created>'
        f"<authors>{names}</authors><title>{escape(row.title)}</title>"
        f"<categories>{' '.join(row.categories)}</categories>"
        f"<abstract>  {escape(row.abstract)}\n</abstract></arXiv></metadata></record>"
    )


def rss(items: list[tuple[str, Row]]) -> bytes:
    shown = "".join(
        f"<item><title>{escape(row.title)}</title><guid>oai:arXiv.org:{row.id}v{row.version}</guid>"
        f"<description>arXiv:{row.id}v{row.version} Announce Type: {kind} \nAbstract: "
        f"{escape(row.abstract)}</description>"
        f"<dc:creator>{', '.join(row.authors)}</dc:creator>"
        f"{''.join(f'<category>{each}</category>' for each in row.categories)}</item>"
        for kind, row in items
    )
    return (
        f'<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{shown}</channel></rss>'
    ).encode()


@dataclass
class Services:
    """Answers by protocol; ``faults`` come first, one for each request."""

    rows: list[Row]
    announced: list[tuple[str, Row]] = field(default_factory=list)
    faults: list[Answer] = field(default_factory=list)
    oai_page: int = 2
    dead_tokens: set[str] = field(default_factory=set)
    """Tokens that have expired; each is refused once."""

    def get(self, path: str, _default: Answer) -> Answer:
        if self.faults:
            return self.faults.pop(0)
        parts = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/api/query":
            return self.api(asked)
        if parts.path == "/oai":
            return answer(self.records(asked))
        return answer(rss(self.announced))

    def api(self, asked: dict[str, str]) -> bytes:
        start, most = int(asked.get("start", 0)), int(asked.get("max_results", 10))
        if start + most > WINDOW:
            return answer(error_feed("start plus max results too large"), 400)
        ids = [each for each in asked.get("id_list", "").split(",") if each]
        for each in ids:
            if not re.fullmatch(r"\d{4}\.\d{4,5}(v\d+)?|[a-z-]+/\d{7}(v\d+)?", each):
                return answer(error_feed(f"incorrect id format for {each}"), 400)
        rows = list(self.by_ids(ids)) if ids else self.search(asked["search_query"])
        return answer(atom(rows[start : start + most], len(rows)))

    def by_ids(self, ids: list[str]) -> Iterator[Row]:
        """Drop what does not exist without a word, and keep an order of its own."""
        known = {row.id: row for row in self.rows}
        for each in sorted(ids):
            name, _, version = each.partition("v")
            if name in known and (not version or int(version) <= known[name].version):
                yield known[name]

    def search(self, query: str) -> list[Row]:
        window = re.search(r"submittedDate:\[(\d{8})(\d{4}) TO (\d{8})(\d{4})\]", query)
        categories = re.findall(r"cat:([\w.-]+)", query)
        words = re.findall(r"all:(\w+)", query)
        rows = sorted(self.rows, key=lambda row: (row.day, row.id), reverse=True)
        if window:
            rows = [r for r in rows if window[1] <= r.day.replace("-", "") <= window[3]]
            rows = rows if window[4] > window[2] or window[3] > window[1] else []
        if categories:
            rows = [row for row in rows if set(row.categories) & set(categories)]
        return [row for row in rows if all(w in f"{row.title} {row.abstract}" for w in words)]

    def records(self, asked: dict[str, str]) -> bytes:
        token = asked.get("resumptionToken", "")
        if token in self.dead_tokens:
            self.dead_tokens.discard(token)
            return oai('<error code="badResumptionToken">expired</error>')
        asked = {name: values[0] for name, values in parse_qs(token).items()} or asked
        rows = [row for row in self.rows if asked["from"] <= row.day <= asked["until"]]
        if "set" in asked:
            rows = [r for r in rows if asked["set"].rpartition(":")[2] in r.categories[0]]
        if not rows:
            return oai('<error code="noRecordsMatch"/>')
        skip = int(asked.get("skip", 0))
        end = skip + self.oai_page
        parts = {k: asked[k] for k in ("from", "until", "set") if k in asked}
        following = "&".join(f"{k}={v}" for k, v in parts.items()) + f"&skip={end}"
        more = escape(following) if end < len(rows) else ""
        shown = "".join(map(record, rows[skip:end]))
        return oai(f"<ListRecords>{shown}<resumptionToken>{more}</resumptionToken></ListRecords>")


def serve(rows: list[Row], **more: object) -> tuple[Loopback, Services]:
    services = Services(rows, **more)
    return Loopback(services), services
