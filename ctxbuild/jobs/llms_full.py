"""The files that hold texts of pages: all of them, the small choice, sets of the project's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from ctxbuild.analysis.page_kinds import GENERATED
from ctxbuild.analysis.written_links import WrittenLink, relinked
from ctxbuild.formats.llms_full import full_text, page_text
from ctxbuild.formats.llms_txt import address_of
from ctxbuild.jobs.counting import TextTokens
from ctxbuild.jobs.llms_pages import Page, matcher
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.jobs.llms_source import LlmsSource
from ctxbuild.jobs.page_links import PageLinks
from ctxbuild.packing.page_set import Heading
from ctxbuild.verify.llms.targets import goal_of

Links: TypeAlias = Mapping[int, PageLinks]

_BULK = 2.0
"""How far a page that is optional or generated stands behind all others."""


def full_files(
    source: LlmsSource,
    settings: LlmsSettings,
    pages: Sequence[Page],
    heading: Heading,
    base: str,
    tokens: TextTokens,
    links: Links,
) -> list[tuple[str, str]]:
    """Return the files with their names, those that are wanted.

    ``links`` are those of pages whose addresses are relative to the page, by number: in one file
    with all pages they begin where that file is.
    """
    wanted: list[tuple[str, Sequence[Page], int]] = []
    if settings.full:
        wanted.append((settings.full_output, pages, settings.full_budget))
    if settings.small:
        essential = [page for page in pages if not _is_bulk(page)]
        wanted.append(("llms-small.txt", essential or pages, settings.small))
    for name, globs in settings.sets.items():
        matches = matcher(globs)
        wanted.append((f"llms-{name}.txt", [p for p in pages if matches(p.path)], 0))
    return [
        (name, _text(source, chosen, heading, base, budget, tokens, links))
        for name, chosen, budget in wanted
    ]


def _is_bulk(page: Page) -> bool:
    return page.is_optional or page.kind.name == GENERATED.name


def _text(
    source: LlmsSource,
    pages: Sequence[Page],
    heading: Heading,
    base: str,
    budget: int,
    tokens: TextTokens,
    links: Links,
) -> str:
    """Return the text of some pages; under a budget the least important ones are dropped."""
    made = {page.number: _page(source, page, base, links) for page in pages}
    if budget:
        kept = _within(pages, made, heading, budget, tokens)
        made = {page.number: made[page.number] for page in pages if page in kept}
    return full_text(heading.title, heading.summary, list(made.values()))


def _page(source: LlmsSource, page: Page, base: str, links: Links) -> str:
    document = source.corpus.documents[page.number]
    where = (document.page.url if document.page else "") or address_of(page.path, "", base)
    text = document.text()
    if page.number in links:
        moved = _moved(links[page.number].links, page.path, base)
        text = relinked(text, moved)
    return page_text(page.title, where, text)


def _moved(links: Sequence[WrittenLink], path: str, base: str) -> Iterator[tuple[WrittenLink, str]]:
    """Yield links to other files with their addresses as seen from where all lists are."""
    directory = path[: path.rfind("/") + 1]
    for link in links:
        goal = goal_of(link.target, directory, "")
        if goal.path and not link.target.startswith(("/", "#")):
            _, mark, anchor = link.target.partition("#")
            yield link, address_of(goal.path, "", base) + mark + anchor


def _within(
    pages: Sequence[Page],
    made: dict[int, str],
    heading: Heading,
    budget: int,
    tokens: TextTokens,
) -> list[Page]:
    """Return the pages that fit: generated reference goes first, then what is optional."""
    count = tokens.count
    texts = [f"\n{made[page.number]}" for page in pages]
    costs = dict(zip([page.number for page in pages], tokens.count_batch(texts), strict=True))
    ranked = sorted(pages, key=lambda page: (_is_bulk(page), -page.worth))
    spent = count(full_text(heading.title, heading.summary, []))
    kept: list[Page] = []
    for page in ranked:
        if spent + costs[page.number] <= budget:
            spent += costs[page.number]
            kept.append(page)
    chosen = set(map(id, kept))
    while kept:
        shown = [made[page.number] for page in pages if id(page) in chosen]
        if count(full_text(heading.title, heading.summary, shown)) <= budget:
            break
        chosen.discard(id(kept.pop()))
    return kept
