"""``ctxbuild llms``: a site or a repository becomes llms.txt, its full text, and twins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ctxbuild.analysis.page_kinds import GENERATED
from ctxbuild.cache import Cache
from ctxbuild.formats.llms_record import llms_record
from ctxbuild.formats.llms_txt import address_of, entry_line, llms_text
from ctxbuild.formats.twins import twin
from ctxbuild.jobs.counting import FileTokens, TextTokens
from ctxbuild.jobs.llms_full import full_files
from ctxbuild.jobs.llms_heading import heading_of
from ctxbuild.jobs.llms_pages import Page, chosen, groups_of, matcher, pages_of
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.jobs.llms_source import LlmsSource
from ctxbuild.jobs.page_links import PageLinks, page_links
from ctxbuild.model import Corpus, CtxbuildError, Document, NavItem, PageEntry, PageList, PageSet
from ctxbuild.packing.page_sections import drafted
from ctxbuild.packing.page_set import LIST_NAME, OPTIONAL, WHOLE, Candidate, Heading, choose_pages
from ctxbuild.tokens import encoding_named

MOST_CHARACTERS = 50_000
"""Readers of llms.txt cut what is longer (see ``docs/llms-txt.md``)."""

_NAMED_WORTH = 10
_STUB_BYTES = 60
_MANY_PAGES, _ALL_AGAIN, _MOST = 10, 0.7, 0.6


@dataclass(frozen=True, slots=True)
class LlmsFiles:
    """Everything that one run makes; names are relative to the output directory."""

    files: tuple[tuple[str, str], ...]
    """The lists and full texts."""
    twins: tuple[Document, ...]
    """Pages of which a Markdown file is written."""
    record: str
    corpus: Corpus
    pages: PageSet
    listed: int
    total: int
    tokens: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    directive: str = ""
    base: str = ""
    """What absolute links begin with; empty where they are relative."""

    def names(self) -> list[str]:
        """Return the names of all files."""
        return [name for name, _ in self.files] + [each.path for each in self.twins]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield all files with their texts."""
        yield from self.files
        for document in self.twins:
            yield document.path, twin(document, self.directive)


def make_llms(source: LlmsSource, settings: LlmsSettings, cache: Cache) -> LlmsFiles:
    """Decide what the files of a source hold.

    Raises:
        CtxbuildError: there is no page, or the budget is below the smallest file.
    """
    numbers = _reading_order(source, settings)
    if not numbers:
        raise CtxbuildError(f"{source.corpus.sources[0].name}: no page left; see --include")
    base = _base(source, settings)
    encoding = encoding_named(settings.encoding).base
    count = TextTokens(cache, encoding)
    everything = _pages(source, settings, numbers, cache)
    named = everything if settings.rest else _of_sections(everything, settings)
    pages, stubs = _without_stubs(named, source.corpus.documents)
    heading = heading_of(source, settings, pages, base)
    chosen = _chosen(
        candidates_of(pages, source.items, settings),
        heading,
        settings,
        base,
        count,
        nested=settings.nested and source.has_lists,
    )
    chosen = replace(chosen, left_out=tuple(sorted([*chosen.left_out, *stubs])))
    lists = [(f"{each.directory}{LIST_NAME}", llms_text(each, base)) for each in chosen.lists]
    prose = _prose(source, pages)
    links = _relative_links(source, settings, prose, cache)
    full = full_files(source, settings, prose, heading, base, count, links)
    made = LlmsFiles(
        files=(*lists, *full),
        twins=_twins(source, everything),
        record="",
        corpus=source.corpus,
        pages=chosen,
        listed=_listed(chosen),
        total=len(everything),
        tokens={name: count.count(text) for name, text in (*lists, *full)},
        warnings=(*_warnings(settings, base), *source.warnings),
        directive=_directive(settings, base),
        base=base,
    )
    return replace(made, record=_record(made, everything, FileTokens(cache, encoding)))


def _record(made: LlmsFiles, pages: Sequence[Page], tokens: FileTokens) -> str:
    """Return what the record says of all files and pages."""
    by_page = tokens.count([made.corpus.documents[page.number] for page in pages])
    return llms_record(made.corpus, pages, by_page, made.texts(), made.tokens, made.pages)


def _twins(source: LlmsSource, pages: Sequence[Page]) -> tuple[Document, ...]:
    """Return the pages of which a file is written, with the descriptions that lists have."""
    if not source.has_twins:
        return ()
    documents = source.corpus.documents
    return tuple(_with_description(documents[p.number], p) for p in pages if "#" not in p.path)


def _listed(chosen: PageSet) -> int:
    """Return how many documents the lists name."""
    entries = (entry for each in chosen.lists for s in each.sections for entry in s.entries)
    return len({entry.document for entry in entries} - {-1})


def _pages(
    source: LlmsSource, settings: LlmsSettings, numbers: Sequence[int], cache: Cache
) -> list[Page]:
    return pages_of(
        source.corpus.documents,
        numbers,
        source.items,
        settings,
        site=settings.title or source.title or source.name or source.corpus.sources[0].name,
        summary=source.summary,
        is_authors=source.is_authors,
        cache=cache,
    )


def _of_sections(pages: list[Page], settings: LlmsSettings) -> list[Page]:
    """Return the pages that the project's own sections name; all where there are none."""
    named = {path for _, paths in _named_sections(pages, settings) for path in paths}
    return [page for page in pages if page.path in named] or pages


def _without_stubs(
    pages: list[Page], documents: Sequence[Document]
) -> tuple[list[Page], list[tuple[int, str]]]:
    """Return the pages that say something of their own, and the others with the reason."""
    sizes = {page.number: documents[page.number].size for page in pages}
    rest = sum(sizes.values())
    dropped: dict[int, str] = {}
    for page in pages:
        size = sizes[page.number]
        is_stub = page.is_optional or size < _STUB_BYTES
        if page.description.origin == "place" and is_stub:
            dropped[page.number] = "says nothing itself"
        elif (
            len(pages) >= _MANY_PAGES
            and size > _ALL_AGAIN * (rest - size)
            and _holds_all(documents[page.number].text(), pages)
        ):
            dropped[page.number] = "holds all others again"
    if len(dropped) == len(pages):
        return pages, []
    return [page for page in pages if page.number not in dropped], sorted(dropped.items())


def _holds_all(text: str, pages: Sequence[Page]) -> bool:
    """Whether a text has headings with the titles of most pages."""
    titles = {line.lstrip("# ").strip() for line in text.split("\n") if line.startswith("#")}
    return sum(page.title in titles for page in pages) > _MOST * len(pages)


def _prose(source: LlmsSource, pages: Sequence[Page]) -> list[Page]:
    """Return the pages that are whole documents, not sections of one, and not code."""
    documents = source.corpus.documents
    return [p for p in pages if "#" not in p.path and documents[p.number].kind == "prose"]


def _relative_links(
    source: LlmsSource, settings: LlmsSettings, pages: Sequence[Page], cache: Cache
) -> dict[int, PageLinks]:
    """Return the links of a repository's pages; those of sites lead where the site is."""
    has_texts = settings.full or settings.small or settings.sets
    if not has_texts or source.corpus.sources[0].kind != "repo":
        return {}
    numbers = [page.number for page in pages]
    return page_links(source.corpus.documents, numbers, cache, lambda *_: None)


def _reading_order(source: LlmsSource, settings: LlmsSettings) -> list[int]:
    """Return the documents that are pages, by number, in reading order."""
    documents = source.corpus.documents
    wanted = chosen(settings.include, settings.exclude)
    return [
        number
        for number in source.order
        if documents[number].content is not None and wanted(documents[number].path)
    ]


def _base(source: LlmsSource, settings: LlmsSettings) -> str:
    """Return what addresses begin with; empty for relative ones."""
    if settings.base_url == ".":
        return ""
    base = settings.base_url or source.base
    return base if not base or base.endswith("/") else f"{base}/"


def _warnings(settings: LlmsSettings, base: str) -> Iterator[str]:
    if not base and not settings.base_url:
        yield (
            "links are relative: nothing says where the files will be; "
            "give --base-url URL, or --base-url . if that is meant"
        )


def _directive(settings: LlmsSettings, base: str) -> str:
    """Return the line that leads readers of a page to the list of all."""
    if not settings.directive:
        return ""
    where = address_of(LIST_NAME, "", base) if base else "/" + LIST_NAME
    return f"> All pages of this documentation are listed in <{where}>."


def _with_description(document: Document, page: Page) -> Document:
    if document.page is None:
        return document
    return replace(document, page=replace(document.page, description=page.description.text))


def _chosen(
    candidates: Sequence[Candidate],
    heading: Heading,
    settings: LlmsSettings,
    base: str,
    tokens: TextTokens,
    *,
    nested: bool,
) -> PageSet:
    lines = {each.entry: entry_line(each.entry, "", base) + "\n" for each in candidates}
    costs = dict(zip(lines, tokens.count_batch(list(lines.values())), strict=True))
    budget = settings.budget or WHOLE * WHOLE

    def fits(pages: PageList) -> bool:
        text = llms_text(pages, base)
        return len(text) < MOST_CHARACTERS and tokens.count(text) <= budget

    def cost(entry: PageEntry) -> int:
        size = len(lines[entry])
        return max(costs[entry] * WHOLE // budget, size * WHOLE // MOST_CHARACTERS)

    found = choose_pages(candidates, heading, fits, cost, nested=nested)
    if not fits(found.lists[0]):
        least = tokens.count(llms_text(found.lists[0], base))
        raise CtxbuildError(
            f"llms.txt: a budget of {settings.budget:,} is too small; {least:,} tokens are needed"
        )
    return found


def candidates_of(
    pages: Sequence[Page], items: Sequence[NavItem], settings: LlmsSettings
) -> list[Candidate]:
    """Return the lines that may stand in an llms.txt, in the order of their sections."""
    by_path = {page.path: page for page in pages}
    named = _named_sections(pages, settings)
    placed = {path for _, paths in named for path in paths}
    groups = groups_of(pages)
    required = [p for p in pages if not p.is_optional and p.path not in placed]
    kept = required or [page for page in pages if page.path not in placed]
    drafts = drafted(items, [p.path for p in kept], {p.path: groups[p.path] for p in kept})
    sections = [*named, *((draft.title, draft.pages) for draft in drafts)]
    if required:
        optional = [p.path for p in pages if p.is_optional and p.path not in placed]
        sections.append((OPTIONAL, optional))
    return [
        _candidate(by_path[path], title, is_named=path in placed)
        for title, paths in sections
        for path in paths
    ]


def _candidate(page: Page, section: str, *, is_named: bool) -> Candidate:
    """Return a page as a line; what the project names itself is left out last."""
    return Candidate(
        PageEntry(page.title, page.path, page.description.text, page.number),
        section,
        page.worth * (_NAMED_WORTH if is_named else 1),
        page.kind.name,
        page.is_optional and not is_named,
        page.kind.name == GENERATED.name and not is_named,
    )


def _named_sections(pages: Sequence[Page], settings: LlmsSettings) -> list[tuple[str, list[str]]]:
    """Return the sections that the project asks for, with their pages."""
    taken: set[str] = set()
    found = []
    for title, globs in settings.sections.items():
        paths: list[str] = []
        for glob in globs:
            matches = matcher((glob,))
            paths += [p.path for p in pages if p.path not in taken and matches(p.path)]
            taken |= set(paths)
        if paths:
            found.append((title, paths))
    return found


def changed_files(made: LlmsFiles, target: Path) -> list[str]:
    """Return the files that are not, or not as they would be written."""
    return [name for name, text in made.texts() if not _is_same(target / name, text)]


def _is_same(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return False
