"""``ctxbuild check WIKI``: a wiki that was written against its source as it is now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.cache import Cache
from ctxbuild.formats.wiki_inline import SourceLinks, printable
from ctxbuild.formats.wiki_page import Stamps
from ctxbuild.formats.wiki_reading import read_record
from ctxbuild.formats.wiki_record import RECORD_NAME, file_digest, record_text
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.check_wiki_files import SITE, WikiFiles, read_wiki
from ctxbuild.jobs.check_wiki_source import check_same_source, source_now, source_options
from ctxbuild.jobs.output import write_files
from ctxbuild.model import Corpus, CtxbuildError, Document, TokenCounter
from ctxbuild.readers.behind import commits_between
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import read_repo
from ctxbuild.tokens import ENCODINGS, counter
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.judging import applied
from ctxbuild.verify.report import Report
from ctxbuild.verify.wiki.checking import Doubt, WikiNow, doubts_of, facts_doubts, listing_doubts
from ctxbuild.verify.wiki.mending import Mended, mended
from ctxbuild.verify.wiki.rules import WIKI_RULES
from ctxbuild.verify.wiki.site import site_doubts
from ctxbuild.verify.wiki.summary import closing, counts_of, details, is_mendable, page_states

_Doubts = Mapping[str, Sequence[Doubt]]


@dataclass(frozen=True, slots=True)
class WikiCheckOptions:
    """What is asked.

    ``source`` is a directory or an address, by default what the wiki lies in;
    ``against`` a revision of it, by default the work tree. ``fix`` mends pages.
    """

    directory: Path
    source: str = ""
    against: str = ""
    fix: bool = False
    ignore: tuple[str, ...] = ()


def is_wiki(path: str) -> bool:
    """Whether something to check is the directory of a wiki."""
    return (Path(path) / RECORD_NAME).is_file()


def check_wiki(options: WikiCheckOptions, cache: Cache) -> Report:
    """Check every page of a wiki; with ``fix``, mend places of lines that only moved.

    Raises:
        UsageError: it is unknown which source it tells of, or a rule does not exist.
        CtxbuildError: the record or the source cannot be read.

    """
    rules = applied(WIKI_RULES, options.ignore)
    files = read_wiki(options.directory)
    count = _counter(files)
    asked = source_options(options.directory, files.record, options.source, options.against)
    corpus = read_repo(asked, cache, TextStore())
    behind = commits_between(asked.location, files.record.revision, corpus.sources[0].revision)
    check_same_source(corpus, files.record, options.directory, is_known=behind is not None)
    wiki = WikiNow(files.record, files.texts, source_now(corpus, files.record, cache))
    doubts = _doubts(wiki, count)
    fixed = 0
    if options.fix:
        wiki, doubts, fixed = _mended(files, wiki, doubts, corpus, count)
    found = [
        Finding((options.directory / name).as_posix(), doubt.line, doubt.rule, doubt.message)
        for name, doubt in (*_on_pages(wiki, doubts), *_beside(files, wiki))
    ]
    states = page_states(wiki, doubts)
    counts = counts_of(states)
    numbers = {"pages": len(states), "claims": sum(counts.values()), **counts, "mended": fixed}
    if behind is not None:
        numbers["behind"] = behind
    known = {rule.id for rule in rules}
    kept = sorted({each for each in found if each.rule in known})
    end = (f"; {plural(fixed, 'page')} mended" if fixed else "") + closing(states, counts, behind)
    return Report("check", kept, rules, numbers, (), end, details(states))


def _counter(files: WikiFiles) -> TokenCounter:
    if files.record.encoding not in ENCODINGS:
        path = files.directory / RECORD_NAME
        raise CtxbuildError(f"{path}: names an unknown encoding; run ctxbuild wiki again")
    return counter(files.record.encoding)


def _doubts(wiki: WikiNow, count: TokenCounter) -> _Doubts:
    return {
        page.slug: [*doubts_of(page, wiki), *_size(wiki.texts.get(page.name), wiki, count)]
        for page in wiki.record.pages
    }


def _size(text: str | None, wiki: WikiNow, count: TokenCounter) -> Iterator[Doubt]:
    tokens = count.count(text or "")
    if tokens > wiki.record.budget:
        yield Doubt("WIKI-009", f"{tokens:,} tokens of {wiki.record.budget:,}")


def _on_pages(wiki: WikiNow, doubts: _Doubts) -> Iterator[tuple[str, Doubt]]:
    for page in wiki.record.pages:
        for doubt in doubts[page.slug]:
            yield page.name, wiki.at_its_line(page, doubt)


def _beside(files: WikiFiles, wiki: WikiNow) -> Iterator[tuple[str, Doubt]]:
    """Yield what is wrong with files that are no pages."""
    yield from listing_doubts(wiki)
    yield from facts_doubts(wiki)
    if files.site_digests:
        pages = {page.name: wiki.texts.get(page.name, "") for page in wiki.record.pages}
        for name, doubt in site_doubts(files.site, files.site_digests, pages):
            yield f"{SITE}/{name}", doubt
    for name in files.strays:
        yield name, Doubt("WIKI-013", "no record names it; remove it, or run ctxbuild wiki again")


def _mended(
    files: WikiFiles, wiki: WikiNow, doubts: _Doubts, corpus: Corpus, count: TokenCounter
) -> tuple[WikiNow, _Doubts, int]:
    """Mend the pages on which only places are wrong; return what holds then, and how many."""
    if record_text(files.record.raw).encode() != (files.directory / RECORD_NAME).read_bytes():
        return wiki, doubts, 0
    done = _proposals(wiki, doubts, corpus, count)
    for _ in range(2):
        after = _with_pages(wiki, done)
        found = _doubts(after, count)
        wrong = [slug for slug in done if found[slug]]
        if not wrong:
            break
        done = {slug: each for slug, each in done.items() if slug not in wrong}
    if not done:
        return wiki, doubts, 0
    texts = {f"{slug}.md": each.text for slug, each in done.items()}
    texts[RECORD_NAME] = record_text(after.record.raw)
    write_files((files.directory / name, (text.encode(),)) for name, text in texts.items())
    return after, found, len(done)


def _proposals(
    wiki: WikiNow, doubts: _Doubts, corpus: Corpus, count: TokenCounter
) -> dict[str, Mended]:
    links = SourceLinks(wiki.record.links)
    documents: dict[str, Document] = {printable(d.path): d for d in corpus.documents}
    paths = [document.path for document in corpus.documents]
    touches = corpus.history.touches(paths) if corpus.history is not None else {}
    stamps = Stamps(
        {printable(path): touch for path, touch in touches.items()},
        frozenset(map(printable, corpus.unsaved)),
        corpus.sources[0].revision,
    )
    found = {}
    for page, row in zip(wiki.record.pages, wiki.record.raw["pages"], strict=True):
        own = doubts[page.slug]
        if own and all(is_mendable(doubt, wiki) for doubt in own):
            text = wiki.texts[page.name]
            new = mended(page, row, text, wiki.standings, links, stamps, documents)
            if new is not None:
                tokens = count.count(new.text)
                found[page.slug] = Mended(new.text, {**new.row, "tokens": tokens})
    return found


def _with_pages(wiki: WikiNow, done: Mapping[str, Mended]) -> WikiNow:
    """Return a wiki with some pages as they were mended."""
    texts = {**wiki.texts, **{f"{slug}.md": each.text for slug, each in done.items()}}
    raw = wiki.record.raw
    rows = [done[row["slug"]].row if row["slug"] in done else row for row in raw["pages"]]
    names = {f"{slug}.md" for slug in done}
    listed = [
        {**row, "digest": file_digest(texts[row["path"]])} if row["path"] in names else row
        for row in raw["files"]
    ]
    record = read_record(record_text({**raw, "files": listed, "pages": rows}).encode())
    return WikiNow(record, texts, wiki.source)
