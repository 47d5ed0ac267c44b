"""``ctxbuild check WIKI``: a wiki that was written against its source as it is now."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache as cache_result
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ctxbuild.cache import Cache
from ctxbuild.claims import Citation, Claim
from ctxbuild.formats.wiki_inline import SourceLinks, Writer
from ctxbuild.formats.wiki_record import RECORD_NAME
from ctxbuild.jobs.output import write_files
from ctxbuild.jobs.relevance import outlines_of
from ctxbuild.model import Corpus, CtxbuildError, Lines, Symbol, UsageError
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import RepoOptions, read_repo
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.report import Report
from ctxbuild.verify.wiki.checking import Doubt, RecordedPage, SourceNow, doubts_of
from ctxbuild.verify.wiki.rules import WIKI_RULES


@dataclass(frozen=True, slots=True)
class WikiCheckOptions:
    """What is asked: ``against`` is the source's directory, or a revision of the one around."""

    directory: Path
    against: str = ""
    fix: bool = False


@dataclass(slots=True)
class _Read:
    """A wiki as its files have it."""

    directory: Path
    record: dict[str, Any]
    pages: list[RecordedPage]
    texts: dict[str, str] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    """Files that are missing or not as they were written."""


def is_wiki(path: str) -> bool:
    """Whether something to check is the directory of a wiki."""
    return (Path(path) / RECORD_NAME).is_file()


def check_wiki(options: WikiCheckOptions, cache: Cache) -> Report:
    """Check every page of a wiki; with ``fix``, mend places of lines that only moved.

    Raises:
        UsageError: it is unknown which source it tells of.
        CtxbuildError: the record or the source cannot be read.

    """
    wiki = _read(options.directory)
    corpus = _source(options)
    now = _now(corpus, cache)
    doubts = {page.slug: list(doubts_of(page, now, wiki.texts)) for page in wiki.pages}
    if options.fix:
        _fix(wiki, doubts)
    findings = [_finding(wiki, page, d) for page in wiki.pages for d in doubts[page.slug]]
    findings += [
        Finding(str(options.directory / name), 1, "WIKI-005", "missing, or changed by hand")
        for name in wiki.changed
    ]
    again = [slug for slug, found in doubts.items() if any(d.rule != "WIKI-003" for d in found)]
    closing = f"; pages to make again: {', '.join(again)}" if again else ""
    claims = sum(len(page.claims) for page in wiki.pages)
    numbers = {"pages": len(wiki.pages), "claims": claims}
    return Report("check", findings, list(WIKI_RULES.values()), numbers, (), closing)


def is_good(report: Report) -> bool:
    """Whether a wiki holds."""
    return not report.findings


def _read(directory: Path) -> _Read:
    path = directory / RECORD_NAME
    try:
        record = json.loads(path.read_bytes())
        pages = [_page(row, _text(directory / f"{_slug(row)}.md")) for row in record["pages"]]
        files = {row["path"]: row["digest"] for row in record["files"]}
    except OSError as error:
        raise CtxbuildError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CtxbuildError(f"{path}: is no record of a wiki; run ctxbuild wiki again") from None
    found = _Read(directory, record, pages)
    for name, digest in files.items():
        text = _text(directory / name) if "/" not in name and ".." not in name else ""
        found.texts[name] = text
        if _digest(text) != digest:
            found.changed.append(name)
    return found


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=20).hexdigest()


_SLUG = re.compile(r"[a-z0-9-]+")
"""Slugs of ours; a record that somebody made must not lead out of its directory."""


def _slug(row: Mapping[str, Any]) -> str:
    slug = row["slug"]
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
        raise ValueError(slug)
    return slug


def _page(row: Mapping[str, Any], text: str) -> RecordedPage:
    claims = tuple(
        Claim(
            each["statement"],
            Citation(each["path"], _lines(each["lines"]), each["symbol"], each["digest"]),
            each["check"],
            each["evidence"],
        )
        for each in row["claims"]
    )
    edges = tuple((e["path"], _lines(e["lines"]), e["statement"]) for e in row["edges"])
    return RecordedPage(row["slug"], text, claims, edges, row["commit"])


def _lines(value: Sequence[int] | None) -> Lines | None:
    return (int(value[0]), int(value[1])) if value is not None else None


def _source(options: WikiCheckOptions) -> Corpus:
    ref = None
    directory = Path(options.against)
    if not options.against or not directory.is_dir():
        ref = options.against or None
        above = options.directory.resolve().parents
        found = next((place for place in above if (place / ".git").exists()), None)
        if found is None:
            raise UsageError(
                f"{options.directory}: is in no repository; name its source with --against DIR"
            )
        directory = found
    repo = RepoOptions(location=str(directory), ref=ref, ref_flag="--against")
    return read_repo(repo, Cache.disabled(), TextStore())


def _now(corpus: Corpus, cache: Cache) -> SourceNow:
    places = {document.path: at for at, document in enumerate(corpus.documents)}

    @cache_result
    def text_of(path: str) -> str | None:
        return corpus.documents[places[path]].text() if path in places else None

    @cache_result
    def symbols_of(path: str) -> Sequence[Symbol]:
        at = places[path]
        outlines = outlines_of(corpus.documents, [at], cache, lambda *_: None)
        return outlines[at].symbols if at in outlines else ()

    return SourceNow(text_of, symbols_of)


def _finding(wiki: _Read, page: RecordedPage, doubt: Doubt) -> Finding:
    """Return a doubt at the line of the page that names the place."""
    line = 1
    if doubt.claim is not None and doubt.claim.citation.lines is not None:
        citation = doubt.claim.citation
        place = _writer(wiki, page).place(citation.path, citation.lines)
        at = page.text.find(place)
        line = page.text.count("\n", 0, at) + 1 if at >= 0 else 1
    path = wiki.directory / f"{page.slug}.md"
    return Finding(path.as_posix(), line, doubt.rule, doubt.message)


def _writer(wiki: _Read, page: RecordedPage) -> Writer:
    return Writer(SourceLinks(str(wiki.record.get("links", ""))), page.commit.partition("+")[0])


def _fix(wiki: _Read, doubts: dict[str, list[Doubt]]) -> None:
    """Write new places for lines that moved, on pages and in the record."""
    for page, row in zip(wiki.pages, wiki.record["pages"], strict=True):
        name = f"{page.slug}.md"
        moved = {
            (d.claim.citation.path, d.claim.citation.lines): d.moved
            for d in doubts[page.slug]
            if d.claim is not None and d.moved is not None
        }
        if not moved or name in wiki.changed or name not in wiki.texts:
            continue
        wiki.texts[name] = _with_places(wiki, page, moved)
        for each in (*row["claims"], *row["edges"]):
            lines = moved.get((each["path"], _lines(each["lines"])))
            each["lines"] = list(lines) if lines is not None else each["lines"]
        doubts[page.slug] = [d for d in doubts[page.slug] if d.moved is None]
    for row in wiki.record["files"]:
        if row["path"] not in wiki.changed:
            row["digest"] = _digest(wiki.texts[row["path"]])
    pages = {f"{page.slug}.md" for page in wiki.pages} & set(wiki.texts) - set(wiki.changed)
    files = {wiki.directory / name: wiki.texts[name].encode() for name in sorted(pages)}
    text = json.dumps(wiki.record, ensure_ascii=False, indent=1) + "\n"
    files[wiki.directory / RECORD_NAME] = ('{"ctxbuild":' + text.partition(":")[2]).encode()
    write_files((path, (data,)) for path, data in files.items())


def _with_places(
    wiki: _Read, page: RecordedPage, moved: Mapping[tuple[str, Lines | None], Lines]
) -> str:
    writer = _writer(wiki, page)
    places: dict[str, str] = {}
    for (path, lines), now in moved.items():
        for in_table in (False, True):
            before = writer.place(path, lines, in_table=in_table)
            places[before] = writer.place(path, now, in_table=in_table)
    pattern = re.compile("|".join(re.escape(place) for place in sorted(places, reverse=True)))
    return pattern.sub(lambda match: places[match[0]], page.text)
