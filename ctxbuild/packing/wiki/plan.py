"""Which pages a wiki has, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ctxbuild.packing.wiki.blocks import Draft, Section, paragraph, said
from ctxbuild.packing.wiki.component import component_page
from ctxbuild.packing.wiki.data import configuration, data_models, dependencies
from ctxbuild.packing.wiki.documents import documents
from ctxbuild.packing.wiki.known import Known
from ctxbuild.packing.wiki.lookup import gaps, glossary
from ctxbuild.packing.wiki.opening import getting_started, overview, reading_path
from ctxbuild.packing.wiki.structure import architecture, components_page
from ctxbuild.packing.wiki.surface import entry_points, public_api
from ctxbuild.packing.wiki.work import history, tests_and_ci

_PAGES: tuple[tuple[str, Callable[[Known], Draft]], ...] = (
    ("overview", overview),
    ("getting-started", getting_started),
    ("architecture", architecture),
    ("components", components_page),
    ("public-api", public_api),
    ("entry-points", entry_points),
    ("data-models", data_models),
    ("configuration", configuration),
    ("documents", documents),
    ("tests", tests_and_ci),
    ("history", history),
    ("dependencies", dependencies),
    ("glossary", glossary),
    ("gaps", gaps),
    ("reading-path", reading_path),
)
"""Slug → page, in reading order; the pages of components follow their list."""

TAKEN = frozenset(slug for slug, _ in _PAGES) | {"index", "log", "readme", "llms", "search"}
"""Slugs that no component can have; OKF reserves index and log, sites have pages of their own."""


def drafts(known: Known) -> Iterator[Draft]:
    """Yield the pages in reading order, without numbers; those without content go to Gaps."""
    empty: list[str] = []
    for slug, make in _PAGES:
        page = make(known)
        if not page.sections:
            empty.append(page.title)
            continue
        yield _with_empty(page, empty) if slug == "gaps" else page
        if slug == "components":
            for place in range(len(known.components)):
                yield component_page(known, place)


def _with_empty(page: Draft, titles: list[str]) -> Draft:
    """Return the page of gaps with what would have been pages, had anything been found."""
    if not titles:
        return page
    words = f"Nothing was found that these pages could tell of: {', '.join(titles)}."
    section = Section(("Not found",), (paragraph(said(words)),))
    return replace(page, sections=(*page.sections, section))


def numbered(pages: Sequence[Draft]) -> list[Draft]:
    """Return pages with numbers: ``4`` on the first level, ``4.2`` below it."""
    found: list[Draft] = []
    top = inner = 0
    for page in pages:
        if page.parent:
            inner += 1
            found.append(replace(page, number=f"{top}.{inner}"))
        else:
            top, inner = top + 1, 0
            found.append(replace(page, number=str(top)))
    return found
