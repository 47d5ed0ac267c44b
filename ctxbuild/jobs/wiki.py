"""A wiki of a repository: read, find facts, plan pages, fit them, write what changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ctxbuild.analysis.component_links import component_links, homes_of
from ctxbuild.analysis.component_names import name_components
from ctxbuild.analysis.components import find_components
from ctxbuild.analysis.facts.record import Facts
from ctxbuild.analysis.importance import importance
from ctxbuild.analysis.package_names import project_name
from ctxbuild.analysis.wiki_steering import (
    STEERING_PATH,
    Steering,
    steering_from_json,
    steering_of,
)
from ctxbuild.cache import Cache
from ctxbuild.formats.facts import facts_json
from ctxbuild.formats.wiki_index import INDEX_NAME, index_text, wiki_llms_text
from ctxbuild.formats.wiki_inline import SourceLinks, printable
from ctxbuild.formats.wiki_page import (
    PageStyle,
    Stamps,
    cited_paths,
    neighbour_lines,
    page_body,
    page_text,
    page_title,
)
from ctxbuild.formats.wiki_record import (
    RECORD_NAME,
    RecordOptions,
    file_digest,
    pieces_digest,
    wiki_record,
)
from ctxbuild.formats.wiki_search import cited_lines, entries
from ctxbuild.html.escape import escape_text
from ctxbuild.jobs.config import table
from ctxbuild.jobs.counting import TextTokens
from ctxbuild.jobs.facts import known_of
from ctxbuild.jobs.tree import Content, write_tree
from ctxbuild.jobs.wiki_links import link_template
from ctxbuild.jobs.wiki_prose import ProseOptions, ProseReport, with_prose
from ctxbuild.model import Corpus, CtxbuildError, Edge, Progress, Source, UsageError
from ctxbuild.model.wikis import Diagram, Wiki, WikiPage
from ctxbuild.packing.wiki.blocks import Draft, Picture
from ctxbuild.packing.wiki.fit import fitted
from ctxbuild.packing.wiki.known import Known
from ctxbuild.packing.wiki.plan import TAKEN, drafts, numbered
from ctxbuild.packing.wiki.spans import spanned
from ctxbuild.packing.wiki.wanted import wanted_drafts
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import RepoOptions, read_repo

DEFAULT_BUDGET = 5_500
"""Tokens of a page: with what the server adds it stays below the 6,000 of a result."""
LEAST_BUDGET = 1_000
_FACTS_NAME = "facts.json"
_NEIGHBOURS = 24
"""Tokens of the words around the links to neighbours."""
_LONGEST_SPAN = 120
_SPAN = 28
"""The most tokens of what a title says a part of a subject has; it stands in four places."""

Count = Callable[[str], int]
"""Returns the tokens of a text."""


@dataclass(frozen=True, slots=True)
class WikiOptions:
    """What is asked for; ``budget`` is of each page, ``links`` a template or empty."""

    repo: RepoOptions
    budget: int = DEFAULT_BUDGET
    encoding: str = "o200k_base"
    links: str = ""
    steering: Steering = field(default_factory=Steering)
    """The user's own wishes; they win over those that the source has."""
    prose: ProseOptions | None = None
    """Who writes prose between the facts, if anybody does."""


@dataclass(frozen=True, slots=True)
class MadeWiki:
    """A wiki that was made, before it is written."""

    wiki: Wiki
    facts: Facts
    corpus: Corpus
    files: tuple[tuple[str, str], ...]
    """Names and texts, without the record and the facts."""
    record: str
    problems: tuple[str, ...] = ()
    """Wishes for pages that could not be followed."""
    prose: ProseReport | None = None


def wiki_steering(directory: Path) -> Steering:
    """Return the wishes in the settings of a directory: ``[wiki]`` of ``ctxbuild.toml``.

    Raises:
        UsageError: they cannot be read, or a key is unknown.

    """
    found, name = table(directory, "wiki")
    for key in found:
        if key not in _SETTINGS:
            raise UsageError(
                f"{name}: unknown setting {key!r} of wiki; there are {', '.join(_SETTINGS)}"
            )
    steering = steering_of({**found, "repo_notes": found.get("notes")}, name)
    if steering.problems:
        raise UsageError(steering.problems[0])
    return steering


_SETTINGS = ("notes", "pages", "titles")


def make_wiki(
    options: WikiOptions, cache: Cache, progress: Progress, output: Path | None = None
) -> MadeWiki:
    """Read a repository and make its wiki.

    Args:
        options: what is asked for.
        cache: remembers what is computed from contents.
        progress: told how far this is.
        output: where it will be written; nothing below it is read.

    Raises:
        UsageError: there is no such source, or the budget is too small.
        CtxbuildError: the source cannot be read.

    """
    if options.budget < LEAST_BUDGET:
        raise UsageError(f"--budget {options.budget}: a page takes at least {LEAST_BUDGET} tokens")
    within = place_within(options.repo.location, output)
    repo = replace(options.repo, output=os.fsencode(within))
    corpus = read_repo(repo, cache, TextStore(), progress)
    template = options.links or link_template(corpus.sources[0].location, within)
    return wiki_of(corpus, replace(options, links=template), cache, progress)


def place_within(location: str, output: Path | None) -> str:
    """Return where an output lies in a local source, empty where it lies elsewhere."""
    if output is None or not Path(location).is_dir():
        return ""
    inner = os.path.relpath(os.path.realpath(output), os.path.realpath(location))
    return "" if inner.startswith(os.pardir) or inner == os.curdir else inner.replace(os.sep, "/")


def wiki_of(corpus: Corpus, options: WikiOptions, cache: Cache, progress: Progress) -> MadeWiki:
    """Make the wiki of a corpus that was read."""
    steering, place = _steering(corpus, options.steering)
    known = _known(corpus, steering, place, cache, progress)
    problems = list(steering.problems)
    planned = list(drafts(known))
    if steering.pages:
        planned = list(wanted_drafts(known, steering.pages, planned, problems)) or planned
    prose = None
    count = TextTokens(cache, options.encoding).count
    if options.prose is not None:
        of_page = options.budget, count
        planned, prose = with_prose(planned, known, options.prose, of_page, cache, progress)
    paths = [document.path for document in corpus.documents]
    touches = corpus.history.touches(paths) if corpus.history is not None else {}
    stamps = Stamps(touches, corpus.unsaved, corpus.sources[0].revision)
    there = frozenset(draft.slug for draft in planned)
    style = PageStyle(SourceLinks(options.links), stamps, there)
    pages = list(_pages(planned, style, options.budget, count, progress))
    source = replace(corpus.sources[0], name=known.name)
    wiki = _wiki(source, known, pages)
    files = list(_files(source, pages, style, count, options.budget))
    listed = [(name, file_digest(text)) for name, text in files]
    listed.append((_FACTS_NAME, pieces_digest(facts_json(known.facts, [source]))))
    digests = {document.path: document.digest for document in corpus.documents}
    record = wiki_record(source, pages, listed, stamps, digests, _how(options, prose))
    return MadeWiki(wiki, known.facts, corpus, tuple(files), record, tuple(problems), prose)


def _how(options: WikiOptions, prose: ProseReport | None) -> RecordOptions:
    """Return what the record says of how the wiki was made."""
    repo, told = options.repo, prose.record() if prose is not None else None
    return RecordOptions(
        options.encoding,
        options.budget,
        options.links,
        repo.include,
        repo.exclude,
        repo.redact,
        told,
    )


def _steering(corpus: Corpus, own: Steering) -> tuple[Steering, int | None]:
    """Return the user's wishes, else those of the source with the document that has them."""
    for index, document in enumerate(corpus.documents):
        if document.path == STEERING_PATH:
            found = steering_from_json(document.text())
            if own.pages or own.notes:
                return replace(own, titles={**found.titles, **own.titles}), None
            return replace(found, titles={**found.titles, **own.titles}), index
    return own, None


def _known(
    corpus: Corpus, steering: Steering, place: int | None, cache: Cache, progress: Progress
) -> Known:
    material, facts, commits = known_of(corpus, cache, progress)
    source = corpus.sources[0]
    origin = corpus.history.origin() if corpus.history is not None else ""
    name = project_name(material, origin, source.name)
    edges = [Edge(first, second, "imports", 1.0) for first, second in material.graph.pairs()]
    weights = importance(corpus.documents, edges)
    components = name_components(
        material, find_components(material), name, steering.titles, TAKEN, weights
    )
    homes = homes_of(material, components)
    return Known(
        name,
        material,
        facts,
        components,
        component_links(facts.imports, homes),
        homes,
        weights,
        len(commits),
        steering.notes,
        place,
    )


def _pages(
    planned: Sequence[Draft], style: PageStyle, budget: int, count: Count, progress: Progress
) -> Iterator[tuple[Draft, WikiPage]]:
    """Yield the pages in reading order, each within the budget."""
    reserve = (
        _NEIGHBOURS
        + 5 * _SPAN
        + 2 * max(count(f"[{draft.title} (99 of 99)]({draft.slug}--99.md)") for draft in planned)
    )

    def measure(draft: Draft) -> int:
        return count(page_text(draft, page_body(draft, style), style))

    def fits(text: str) -> bool:
        return len(text) < _LONGEST_SPAN and count(escape_text(text)) < _SPAN

    fit: list[Draft] = []
    for done, draft in enumerate(planned):
        progress("pages", done, len(planned))
        fit += spanned(fitted(draft, budget - reserve, measure), fits)
    ordered = numbered(fit)
    for at, draft in enumerate(ordered):
        before = ordered[at - 1] if at else None
        after = ordered[at + 1] if at + 1 < len(ordered) else None
        body = page_body(draft, style, neighbour_lines(before, after))
        written = count(page_text(draft, body, style))
        if written > budget:
            raise CtxbuildError(
                f"page {draft.slug}: takes {written} tokens of {budget}; raise --budget"
            )
        yield draft, _page(draft, body, written, style)


def _page(draft: Draft, body: str, tokens: int, style: PageStyle) -> WikiPage:
    blocks = [block for section in draft.sections for block in section.blocks]
    pictures = [block.diagram for block in blocks if isinstance(block, Picture)]
    there = style.pages or frozenset()
    diagrams = tuple(_with_links_to(there, diagram) for diagram in pictures)
    return WikiPage(
        draft.slug,
        draft.number,
        page_title(draft),
        draft.summary,
        body,
        tokens,
        diagrams,
        draft.parent,
        style.stamps.of(cited_paths(draft))[0],
    )


def _with_links_to(there: frozenset[str], diagram: Diagram) -> Diagram:
    """Return a diagram whose nodes lead to no page that is not there."""
    nodes = (node if node.slug in there else replace(node, slug="") for node in diagram.nodes)
    return replace(diagram, nodes=tuple(nodes))


def _wiki(source: Source, known: Known, pages: Sequence[tuple[Draft, WikiPage]]) -> Wiki:
    plans = [draft for draft, _ in pages]
    return Wiki(
        source.name,
        source.revision,
        tuple(page for _, page in pages),
        tuple(cited_lines(known, plans)),
        tuple(entries(plans)),
    )


def _files(
    source: Source,
    pages: Sequence[tuple[Draft, WikiPage]],
    style: PageStyle,
    count: Count,
    budget: int,
) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of all files but the record and the facts."""
    listed = [page for _, page in pages]
    for draft, page in pages:
        yield f"{page.slug}.md", printable(page_text(draft, page.body, style))
    yield INDEX_NAME, printable(index_text(source, listed, budget, count))
    yield "llms.txt", printable(wiki_llms_text(source.name, listed))


def write_wiki(made: MadeWiki, directory: Path) -> int:
    """Write what is not there yet, and remove pages of ours that are no more.

    Returns:
        How many files were written, the record not counted.

    Raises:
        CtxbuildError: a file that is not ours stands in the way, or cannot be written.

    """
    if not directory.is_dir() and not directory.parent.is_dir():
        raise CtxbuildError(f"{directory}: there is no directory {directory.parent}; create it")
    _check_record(directory / RECORD_NAME)
    source = replace(made.corpus.sources[0], name=made.wiki.name)
    facts = _FACTS_NAME, partial(facts_json, made.facts, [source])
    files: tuple[tuple[str, Content], ...] = (*made.files, facts)
    names = [name for name, _ in files]
    return write_tree(directory, names, files, made.record, beside=True, record=RECORD_NAME)


def _check_record(path: Path) -> None:
    """Refuse a directory whose ``wiki.json`` somebody else wrote."""
    try:
        with path.open("rb") as stream:
            ours = stream.read(20).startswith(b'{"ctxbuild":')
    except FileNotFoundError:
        return
    except OSError as error:
        raise CtxbuildError(f"{path}: cannot be read: {error.strerror}") from None
    if not ours:
        raise CtxbuildError(f"{path}: was not written by ctxbuild; name another directory with -o")
