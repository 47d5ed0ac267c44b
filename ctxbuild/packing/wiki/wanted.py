"""The pages that the owner wants: each is one of ours, by its title or by what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ctxbuild.analysis.component_names import NamedComponent
from ctxbuild.analysis.wiki_steering import WantedPage
from ctxbuild.claims import Claim
from ctxbuild.packing.wiki.blocks import Block, Draft, Quotation, Section, paragraph, said
from ctxbuild.packing.wiki.component import component_page
from ctxbuild.packing.wiki.known import Known

_KINDS: tuple[tuple[str, str], ...] = (
    ("overview", r"overview|introduction|about"),
    ("getting-started", r"getting started|install\w*|quick ?start|set ?up|usage|build"),
    ("architecture", r"architecture|design|structure|layers?"),
    ("components", r"components|modules|packages"),
    ("public-api", r"api|public (?:api|interface)|api reference"),
    ("entry-points", r"entry points?|routes?|endpoints?|commands?|cli|command line"),
    ("data-models", r"data models?|models?|schemas?|types"),
    ("configuration", r"configuration|config|settings|environment"),
    ("tests", r"test\w*|ci|continuous integration|ci/cd"),
    ("history", r"history|changes?|changelog|owners"),
    ("dependencies", r"dependenc\w+|licen[cs]\w+"),
    ("glossary", r"glossary|index|terms|symbols"),
    ("gaps", r"gaps|todo|known issues|limitations"),
    ("documents", r"documentation|documents|docs|guides"),
    ("reading-path", r"reading path|where to start|contributing|development"),
)
"""Slug of a page → what the owner's title for it may be as a whole."""
_WORD = re.compile(r"[a-z0-9]+")
_PATH = re.compile(r"[\w.@+-]+(?:/[\w.@+-]+)+/?|[\w-]+\.\w+")
_MOST_COMPONENTS = 4
_LEAST_LETTERS = 3


def wanted_drafts(
    known: Known, pages: Sequence[WantedPage], usual: Sequence[Draft], problems: list[str]
) -> Iterator[Draft]:
    """Yield the pages that the owner wants, those below another right after it.

    Args:
        known: what pages are made from.
        pages: what the owner wants.
        usual: the pages that there would be without that.
        problems: told which page cannot be made, and why.

    """
    by_slug = {draft.slug: draft for draft in usual}
    made: dict[str, Draft] = {}
    used: set[str] = set()
    for page in pages:
        draft = _draft(known, page, by_slug)
        if draft is None:
            problems.append(f"page {page.title!r}: nothing in the source meets it; left out")
            continue
        slug = draft.slug if draft.slug not in used else _slug(page.title, used)
        used.add(slug)
        made[page.title] = replace(draft, slug=slug)
    tops = {page.title: _top(page.title, pages, made) for page in pages if page.title in made}
    for title, top in tops.items():
        if title != top:
            continue
        yield replace(made[title], parent="")
        for inner, above in tops.items():
            if above == title != inner:
                yield replace(made[inner], parent=made[title].slug)


def _top(title: str, pages: Sequence[WantedPage], made: dict[str, Draft]) -> str:
    """Return the page at the top of those above one; itself where they lead in a circle."""
    parents = {page.title: page.parent for page in pages}
    seen = [title]
    while (parent := parents.get(seen[-1], "")) in made and parent not in seen:
        seen.append(parent)
    return title if parent in seen[:-1] and parent else seen[-1]


def _draft(known: Known, page: WantedPage, usual: dict[str, Draft]) -> Draft | None:
    title = page.title.lower().strip()
    own = [at for at, c in enumerate(known.components) if _is_called(c, title)]
    for slug, pattern in _KINDS:
        if not own and re.fullmatch(pattern, title) and slug in usual:
            return _introduced(known, page, usual[slug])
    places = own[:1] or _met(known, page)
    if not places:
        return None
    drafts = [component_page(known, place) for place in places]
    first = drafts[0]
    sections = [section for draft in drafts for section in _under(draft, len(drafts) > 1)]
    slug = first.slug if len(drafts) == 1 else _slug(page.title, set(usual))
    joined = replace(first, slug=slug, sections=tuple(sections))
    return _introduced(known, page, joined)


def _is_called(component: NamedComponent, title: str) -> bool:
    directory = component.component.directory.lower()
    return title in {component.title.lower(), directory, directory.rpartition("/")[2]} - {""}


def _met(known: Known, page: WantedPage) -> list[int]:
    """Return the components of paths that a page names, else those whose names it says."""
    text = " ".join([page.title, page.purpose, *page.notes])
    named = [match.strip("/.") for match in _PATH.findall(text)]
    found = [
        at
        for at, each in enumerate(known.components)
        for path in named
        if _holds(known, each, path)
    ]
    if not found:
        words = set(_WORD.findall(text.lower()))
        found = [
            at
            for at, each in enumerate(known.components)
            if _last(each.component.directory) in words
        ]
    return list(dict.fromkeys(found))[:_MOST_COMPONENTS]


def _holds(known: Known, component: NamedComponent, path: str) -> bool:
    if path == component.component.directory or component.component.directory.startswith(
        path + "/"
    ):
        return True
    home = known.component_of(path)
    return home is component


def _last(directory: str) -> str:
    name = directory.rpartition("/")[2].lower()
    return name if len(name) >= _LEAST_LETTERS else "\0"


def _under(draft: Draft, is_one_of_several: bool) -> Iterator[Section]:
    """Yield the sections of a page; the first gets its title where there are several."""
    for at, section in enumerate(draft.sections):
        titled = at == 0 and is_one_of_several
        yield replace(section, title=(draft.title,)) if titled else section


def _introduced(known: Known, page: WantedPage, draft: Draft) -> Draft:
    """Return a page under the owner's title, with what the owner says of it."""
    blocks: list[Block] = []
    for words in (page.purpose, *page.notes):
        claim = _claim(known, words)
        if words and claim is not None:
            blocks.append(Quotation(words, claim))
        elif words:
            blocks.append(paragraph(said("The owner's words: ", words)))
    lead = Section((), tuple(blocks))
    sections = (lead, *draft.sections) if blocks else draft.sections
    summary = page.purpose or draft.summary
    return replace(draft, title=page.title, summary=summary, sections=sections)


def _claim(known: Known, words: str) -> Claim | None:
    """Return the claim that the steering file says so, where it is that which does."""
    index = known.steering
    if index is None:
        return None
    return known.material.quote(index, "The owner says what the page is for.", words)


def _slug(title: str, used: set[str]) -> str:
    stem = "-".join(_WORD.findall(title.lower()))[:60].strip("-") or "page"
    slug, number = stem, 1
    while slug in used:
        number += 1
        slug = f"{stem}-page-{number}"
    return slug
