"""From a navigation to the sections of an llms.txt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ctxbuild.analysis.page_titles import is_generic, unnumbered
from ctxbuild.model import NavItem

MOST_SECTIONS = 11
"""Besides ``Optional``."""

LOOSE = ""
"""The title of pages in no section, until they get one."""

_DOCUMENTATION = "Documentation"
_START = "Getting started"
_BEGINNING = re.compile(r"\b(?:start|started|intro|introduction|overview)\b", re.I)
_GROUPS = (_START, "Tutorials", "Guides", _DOCUMENTATION, "Examples", "Reference")
_FEW_PAGES = 8
_MANY_PAGES = 12
_LARGEST_SHARE = 0.5


@dataclass(slots=True)
class Draft:
    """A section in the making: pages by key, in order, and the branches they came from."""

    title: str
    pages: list[str] = field(default_factory=list)
    branches: list[NavItem] = field(default_factory=list)
    is_authors: bool = False
    """Whether it is one of the navigation, and not what a directory holds."""
    first: str = ""
    """What the first section was called, where this is several."""
    last: str = ""


def drafted(
    items: Sequence[NavItem], others: Sequence[str], groups: Mapping[str, str]
) -> list[Draft]:
    """Return the sections of a navigation; each page stands in one of them, once.

    Args:
        items: the navigation; pages that are not keys of ``groups`` are passed over.
        others: pages that it may lack, in order.
        groups: for each page, the title of the section it would fit, by its kind.

    """
    taken: set[str] = set()
    sections = _by_navigation(opened(items), groups, taken)
    _place_others(sections, [page for page in others if page not in taken])
    sections = [section for section in sections if section.pages]
    sections = _balanced(sections)
    sections = _joined(sections)
    if len(sections) == 1 and not sections[0].title:
        return _by_kind(sections[0].pages, groups)
    for section in sections:
        if not section.title:
            section.title = _loose_title(section.pages, groups, sections)
    return _named_once(sections)


def opened(items: Sequence[NavItem]) -> list[NavItem]:
    """Return entries without sections that say nothing: the only one, those called Contents."""
    found = [
        inner
        for item in items
        for inner in (item.children if not item.page and _says_nothing(item.title) else (item,))
    ]
    for _ in range(8):
        inner = [item for item in found if item.children]
        if len(inner) != 1 or len(found) > 2 or not any(c.children for c in inner[0].children):
            break
        leaves = [item for item in found if not item.children]
        own = [NavItem(inner[0].title, inner[0].page)] if inner[0].page else []
        found = [*leaves, *own, *inner[0].children]
    return found


def _says_nothing(title: str) -> bool:
    """Whether a section's title could be that of any, which where to start is not."""
    return is_generic(title) and _BEGINNING.search(title) is None


def _by_navigation(
    items: Sequence[NavItem], groups: Mapping[str, str], taken: set[str]
) -> list[Draft]:
    loose = Draft(LOOSE)
    sections = [loose]
    for item in items:
        if not item.children:
            _take(item, loose, groups, taken)
            continue
        section = Draft(unnumbered(item.title) or LOOSE, is_authors=True)
        _take(item, section, groups, taken)
        section.branches = [child for child in item.children if child.children]
        if section.title:
            sections.append(section)
        else:
            loose.pages += section.pages
    return sections


def _take(item: NavItem, section: Draft, groups: Mapping[str, str], taken: set[str]) -> None:
    """Add the pages of a branch, parents before children."""
    stack = [item]
    while stack:
        each = stack.pop()
        if each.page in groups and each.page not in taken:
            taken.add(each.page)
            section.pages.append(each.page)
        stack += reversed(each.children)


def _place_others(sections: list[Draft], others: Sequence[str]) -> None:
    """Add pages that no navigation has: to the section of their directory, or one of its own."""
    votes: dict[str, Counter[int]] = {}
    for number, section in enumerate(sections):
        for page in section.pages:
            votes.setdefault(_directory(page), Counter())[number] += 1
    own: dict[str, Draft] = {}
    for page in others:
        directory = _directory(page)
        known = votes.get(directory)
        if known is not None and directory:
            sections[max(known, key=lambda each: (known[each], -each))].pages.append(page)
        elif directory:
            name = directory.rpartition("/")[2]
            own.setdefault(directory, Draft(titled(name))).pages.append(page)
        else:
            sections[0].pages.append(page)
    sections += own.values()


def _directory(page: str) -> str:
    """Return the directory of a page; the page of a directory itself is in the one above."""
    directory, _, name = page.rpartition("/")
    return (
        directory.rpartition("/")[0]
        if name.startswith(("index.", "_index.", "README."))
        else directory
    )


def titled(name: str) -> str:
    """Return the name of a directory as words: ``user-guide`` becomes ``User guide``."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _balanced(sections: list[Draft]) -> list[Draft]:
    """Return sections of which none holds most of the pages, where its branches allow it."""
    total = sum(len(section.pages) for section in sections)
    found: list[Draft] = []
    for section in sections:
        large = len(section.pages) > max(_MANY_PAGES, _LARGEST_SHARE * total)
        if not large or len(section.branches) < 2:
            found.append(section)
            continue
        rest = dict.fromkeys(section.pages)
        parts: list[Draft] = []
        for branch in section.branches:
            part = Draft(f"{section.title}: {unnumbered(branch.title)}" if branch.title else LOOSE)
            inside: set[str] = set()
            _take(branch, part, dict.fromkeys(rest, ""), inside)
            if part.title and len(part.pages) > 1:
                rest = {page: None for page in rest if page not in inside}
                parts.append(part)
        found += [Draft(section.title, list(rest)), *parts] if rest else parts
    return found


def _joined(sections: list[Draft]) -> list[Draft]:
    """Return no more sections than can be overlooked, and no directory of a single page."""
    loose = next((section for section in sections if not section.title), None)
    if loose is not None:
        single = [
            each for each in sections if each.title and len(each.pages) == 1 and not each.is_authors
        ]
        gathered = Draft(LOOSE)
        for section in sections:
            if section is loose or section in single:
                gathered.pages += section.pages
        rest = [section for section in sections if section is not loose and section not in single]
        sections = [gathered, *rest]
    while len(sections) > MOST_SECTIONS:
        first = 1 if not sections[0].title else 0
        sizes = [len(section.pages) for section in sections]
        places = range(first, len(sections) - 1)
        place = min(places, key=lambda each: (sizes[each] + sizes[each + 1], each))
        sections[place : place + 2] = [_merged(sections[place], sections[place + 1])]
    return sections


def _merged(first: Draft, second: Draft) -> Draft:
    """Return two neighbours as one, called after the first and the last that they were."""
    title = f"{first.first or first.title} to {second.last or second.title}"
    made = Draft(title, first.pages + second.pages)
    made.first, made.last = first.first or first.title, second.last or second.title
    return made


def _by_kind(pages: Sequence[str], groups: Mapping[str, str]) -> list[Draft]:
    """Return pages that no navigation divides, by what they are for, if there are many."""
    divided = {name: [page for page in pages if groups[page] == name] for name in _GROUPS}
    named = [name for name, found in divided.items() if len(found) > 1]
    if len(pages) < _FEW_PAGES or len(named) < 2:
        return [Draft(_DOCUMENTATION, list(pages))]
    rest = [page for page in pages if groups[page] not in named]
    sections = [Draft(name, divided[name]) for name in named]
    if rest:
        home = next((s for s in sections if s.title == _DOCUMENTATION), None)
        if home is None:
            home = Draft(_DOCUMENTATION)
            sections.append(home)
        home.pages = [page for page in pages if page in {*home.pages, *rest}]
    return sections


def _loose_title(pages: Sequence[str], groups: Mapping[str, str], sections: Sequence[Draft]) -> str:
    starting = sum(groups[page] in (_START, "Tutorials") for page in pages)
    known = {(section.first or section.title).lower() for section in sections}
    wanted = _START if starting * 2 > len(pages) else _DOCUMENTATION
    choices = (wanted, _DOCUMENTATION, "Overview", "More")
    return next(name for name in choices if name.lower() not in known)


def _named_once(sections: list[Draft]) -> list[Draft]:
    """Return sections with one for each title."""
    found: dict[str, Draft] = {}
    for section in sections:
        known = found.setdefault(section.title.casefold(), section)
        if known is not section:
            known.pages += section.pages
    return list(found.values())
