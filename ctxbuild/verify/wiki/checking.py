"""What is wrong with the pages of a wiki: pure functions of texts."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeGuard
from urllib.parse import unquote_to_bytes

from ctxbuild.claims import Claim, digest_of
from ctxbuild.formats.llms_reading import read_llms_txt
from ctxbuild.formats.mermaid import one_line
from ctxbuild.formats.names import shown_path
from ctxbuild.formats.wiki_inline import SourceLinks, Writer, printable
from ctxbuild.formats.wiki_page import citations_digest
from ctxbuild.formats.wiki_reading import ReadRecord, RecordedPage
from ctxbuild.formats.wiki_record import file_digest
from ctxbuild.model import Lines
from ctxbuild.verify.llms.anchors import anchors, code_spans, markdown_links
from ctxbuild.verify.wiki.arrows import arrow_faults, homes
from ctxbuild.verify.wiki.standing import SourceNow, Standing, standings

RULE_OF = {
    "gone": "WIKI-001",
    "renamed": "WIKI-001",
    "changed": "WIKI-002",
    "moved": "WIKI-003",
    "untrue": "WIKI-004",
    "misled": "WIKI-008",
}
"""State of a claim → the rule that it breaks."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something wrong with a file: the rule, what it is, the line and the claim it concerns."""

    rule: str
    message: str
    line: int = 1
    claim: Claim | None = None


@dataclass
class WikiNow:
    """A wiki as its files have it: the record, and the texts of all files that are there."""

    record: ReadRecord
    texts: Mapping[str, str]
    source: SourceNow
    _anchors: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def standings(self) -> Mapping[Claim, Standing]:
        """How all claims stand."""
        claims = (claim for page in self.record.pages for claim in page.claims)
        return standings(claims, self.source)

    @cached_property
    def titled(self) -> Mapping[str, frozenset[str]]:
        """The files that have sections on pages, by the titles of these."""
        return homes(self.record.pages)

    @cached_property
    def cited(self) -> frozenset[str]:
        """The files that claims cite, as pages write their paths."""
        paths = {claim.citation.path for page in self.record.pages for claim in page.claims}
        return frozenset(one_line(shown_path(path)) for path in paths)

    @cached_property
    def address(self) -> re.Pattern[str] | None:
        """The form of links to the source; ``None`` where there are none."""
        if "{path}" not in self.record.links:
            return None
        form = re.escape(self.record.links).replace(r"\{path\}", r"(?P<path>[^#]*)", 1)
        form = form.replace(r"\{path\}", "[^#]*").replace(r"\{commit\}", "[^#/]*")
        return re.compile(form + r"(?:#L(?P<first>\d{1,9})(?:-L(?P<last>\d{1,9}))?)?")

    def anchors(self, name: str) -> frozenset[str]:
        """Return the places of a page that links can lead to."""
        if name not in self._anchors:
            self._anchors[name] = anchors(self.texts[name])
        return self._anchors[name]

    def is_as_written(self, name: str) -> bool:
        """Whether a file is there as the record has it."""
        text = self.texts.get(name)
        return text is not None and file_digest(text) == self.record.files.get(name)

    def at_its_line(self, page: RecordedPage, doubt: Doubt) -> Doubt:
        """Return a doubt about a claim with the line of the page that names the place."""
        if doubt.claim is None or doubt.line > 1:
            return doubt
        citation, text = doubt.claim.citation, self.texts.get(page.name, "")
        writer = Writer(SourceLinks(self.record.links), page.commit.partition("+")[0])
        places = (
            writer.place(citation.path, citation.lines, in_table=in_table)
            for in_table in (False, True)
        )
        at = next((at for place in places if (at := text.find(place)) >= 0), 0)
        return replace(doubt, line=text.count("\n", 0, at) + 1)


def doubts_of(page: RecordedPage, wiki: WikiNow) -> Iterator[Doubt]:
    """Yield what is wrong with a page."""
    text = wiki.texts.get(page.name)
    if text is None:
        yield Doubt("WIKI-005", "is missing")
        text = ""
    elif not wiki.is_as_written(page.name):
        yield Doubt("WIKI-005", "was changed by hand")
    for claim in page.claims:
        standing = wiki.standings[claim]
        if standing.state != "same":
            yield Doubt(RULE_OF[standing.state], standing.message, 1, claim)
    yield from _named(page, wiki.source)
    if citations_digest(page.claims) != page.inputs:
        yield Doubt("WIKI-010", "the claims of the record are not those that it was made with")
    if text:
        for line, fault in arrow_faults(page, text, wiki.titled):
            yield Doubt("WIKI-006", fault, line)
        yield from _links(page, text, wiki)
        yield from _places(page, text, wiki)
    yield from _bases(page, wiki)


def _named(page: RecordedPage, source: SourceNow) -> Iterator[Doubt]:
    """Yield files that a page names and that are gone; those that it cites are told already."""
    cited = {claim.citation.path for claim in page.claims}
    for path in dict.fromkeys((*page.files, *page.named)):
        if path not in cited and source.text_of(path) is None:
            now = source.renamed(path)
            reason = f"is {now} by now" if now else "there is no such file"
            yield Doubt("WIKI-007", f"{path}: {reason}")


def _bases(page: RecordedPage, wiki: WikiNow) -> Iterator[Doubt]:
    """Yield arrows to classes that stand in no file of the source any more."""
    firm = {
        (claim.citation.path, claim.statement)
        for claim in page.claims
        if wiki.standings[claim].state in {"same", "moved"}
    }
    classes = [each for each in page.edges if each.diagram.startswith("Classes of ")]
    for edge in classes:
        if "…" in edge.origin + edge.target or (edge.path, edge.statement) not in firm:
            continue
        if (edge.path, edge.origin, edge.target) not in wiki.source.bases():
            message = f"{edge.target}, the base of {edge.origin}, is not in the source"
            yield Doubt("WIKI-008", message)


def _links(page: RecordedPage, text: str, wiki: WikiNow) -> Iterator[Doubt]:
    """Yield links to pages that are not there, and places that the record does not know."""
    known: set[tuple[str, Lines | None]] = {
        (claim.citation.path, claim.citation.lines) for claim in page.claims
    }
    known |= {(path, None) for path in (*page.sources, *page.named, *page.files)}
    for line, target in markdown_links(text):
        place = wiki.address.fullmatch(target) if wiki.address is not None else None
        if place is not None and not _is_page(target, wiki):
            if _place(place) not in known:
                yield Doubt("WIKI-010", f"{target} is not in the record", line)
            continue
        name, _, anchor = target.partition("#")
        if "/" in name:
            continue
        if name and name not in wiki.texts:
            yield Doubt("WIKI-007", f"there is no {name}", line)
        elif anchor and anchor not in wiki.anchors(name or page.name):
            yield Doubt("WIKI-007", f"{name} has no #{anchor}", line)


def _places(page: RecordedPage, text: str, wiki: WikiNow) -> Iterator[Doubt]:
    """Yield places that a page names as code and for which the record has no claim."""
    known = {_shown(claim.citation.path, claim.citation.lines) for claim in page.claims}
    folders = {posixpath.dirname(path) for path in wiki.cited} - {""}
    for line, code in code_spans(text):
        found = None if code in known else _PLACE.fullmatch(code)
        path = found["path"] if found else ""
        if path in wiki.cited or posixpath.dirname(path) in folders:
            yield Doubt("WIKI-010", f"{code} is not in the record", line)


_PLACE = re.compile(r"(?P<path>[^\"].*):\d{1,9}(?:-\d{1,9})?")
"""A place as code; not of an unusual path in quotes, whose bytes a record need not hold."""


def _shown(path: str, lines: Lines | None) -> str:
    first, last = lines or (0, 0)
    return f"{one_line(shown_path(path))}:{first}" + (f"-{last}" if last > first else "")


def _is_page(target: str, wiki: WikiNow) -> bool:
    return target.partition("#")[0] in wiki.texts


def _place(link: re.Match[str]) -> tuple[str, Lines | None]:
    path = printable(unquote_to_bytes(link["path"]).decode("utf-8", "surrogateescape"))
    if link["first"] is None:
        return path, None
    return path, (int(link["first"]), int(link["last"] or link["first"]))


def listing_doubts(wiki: WikiNow) -> Iterator[tuple[str, Doubt]]:
    """Yield what is wrong with the lists of pages: the names of their files, and the doubts."""
    pages = {page.name: one_line(page.title) for page in wiki.record.pages}
    for name in ("index.md", "llms.txt"):
        if name not in wiki.record.files:
            yield "wiki.json", Doubt("WIKI-010", f"names no {name}")
        elif not wiki.is_as_written(name):
            yield name, Doubt("WIKI-005", "is missing, or was changed by hand")
    if "llms.txt" in wiki.texts:
        links = read_llms_txt(wiki.texts["llms.txt"]).links()
        yield from _listed("llms.txt", [(link.line, link.url) for link in links], pages)
    if "index.md" in wiki.texts:
        found = list(markdown_links(wiki.texts["index.md"]))
        yield from _listed("index.md", found, pages)


def _listed(
    name: str, links: list[tuple[int, str]], pages: Mapping[str, str]
) -> Iterator[tuple[str, Doubt]]:
    for line, url in links:
        if url not in pages:
            yield name, Doubt("WIKI-007", f"there is no page {url}", line)
    listed = {url for _, url in links}
    for missing in (page for page in pages if page not in listed):
        yield name, Doubt("WIKI-010", f"does not list {missing}")


def facts_doubts(wiki: WikiNow) -> Iterator[tuple[str, Doubt]]:
    """Yield whether ``facts.json`` tells of lines that are no longer where they were."""
    name = "facts.json"
    if name not in wiki.record.files:
        return
    if not wiki.is_as_written(name):
        yield name, Doubt("WIKI-005", "is missing, or was changed by hand")
        return
    try:
        cited = list(_citations(json.loads(wiki.texts[name])))
    except (ValueError, RecursionError):
        return
    lines = {path: (wiki.source.text_of(path) or "").split("\n") for path, _, _ in cited}
    older = sum(
        digest_of(lines[path][first - 1 : last]) != digest for path, (first, last), digest in cited
    )
    if older:
        message = f"{older:,} of {len(cited):,} citations are of other lines by now"
        yield name, Doubt("WIKI-011", message)


def _citations(value: object) -> Iterator[tuple[str, Lines, str]]:
    """Yield path, lines and digest of every citation in some JSON."""
    if isinstance(value, list):
        for each in value:
            yield from _citations(each)
    elif isinstance(value, dict):
        path, lines, digest = (value.get(key) for key in ("path", "lines", "digest"))
        if isinstance(path, str) and isinstance(digest, str) and _are_lines(lines):
            yield path, (lines[0], lines[1]), digest
        for each in value.values():
            yield from _citations(each)


def _are_lines(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and [type(each) for each in value] == [int, int]
