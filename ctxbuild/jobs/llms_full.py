"""The files that hold texts of pages: all of them, the small choice, sets of the project's."""

from __future__ import annotations

from collections.abc import Sequence

from ctxbuild.analysis.page_kinds import GENERATED
from ctxbuild.formats.llms_full import full_text, page_text
from ctxbuild.formats.llms_txt import address_of
from ctxbuild.jobs.counting import TextTokens
from ctxbuild.jobs.llms_pages import Page, matcher
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.jobs.llms_source import LlmsSource
from ctxbuild.packing.page_set import Heading

_BULK = 2.0
"""How far a page that is optional or generated stands behind all others."""


def full_files(
    source: LlmsSource,
    settings: LlmsSettings,
    pages: Sequence[Page],
    heading: Heading,
    base: str,
    tokens: TextTokens,
) -> list[tuple[str, str]]:
    """Return the files with their names, those that are wanted."""
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
        (name, _text(source, chosen, heading, base, budget, tokens))
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
) -> str:
    """Return the text of some pages; under a budget the least important ones are dropped."""
    made = {page.number: _page(source, page, base) for page in pages}
    if budget:
        kept = _within(pages, made, heading, budget, tokens)
        made = {page.number: made[page.number] for page in pages if page in kept}
    return full_text(heading.title, heading.summary, list(made.values()))


def _page(source: LlmsSource, page: Page, base: str) -> str:
    document = source.corpus.documents[page.number]
    where = (document.page.url if document.page else "") or address_of(page.path, "", base)
    return page_text(page.title, where, document.text())


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
