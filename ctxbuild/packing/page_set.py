"""Which pages an llms.txt lists, under a budget, and where the others are listed.

The site's file takes the pages that matter most, in the order of their sections.
Generated reference in bulk and what does not fit stand in the llms.txt of their
directory, which lists all pages below it. What no file lists is named with a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ctxbuild.model import PageEntry, PageList, PageSection, PageSet

OPTIONAL = "Optional"
LIST_NAME = "llms.txt"
_MOST_OF_A_KIND = 6
"""Optional pages of one kind: nobody needs a link to each release."""

_MOST_OPTIONAL = 24
_FEWEST_NESTED = 4
_MOST_GENERATED = 15
_DEEPEST = 4
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that may be listed."""

    entry: PageEntry
    section: str
    worth: float
    kind: str
    is_optional: bool = False
    is_generated: bool = False

    @property
    def path(self) -> str:
        """The path of the page's Markdown."""
        return self.entry.target.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the sections of the site's file."""

    title: str
    summary: str
    details: tuple[str, ...]


Fits = Callable[[PageList], bool]
"""Whether a file as it would be written keeps its budget."""

Cost = Callable[[PageEntry], int]
"""What a line costs, of a budget of 1,000,000."""

WHOLE = 1_000_000


def choose_pages(
    candidates: Sequence[Candidate], heading: Heading, fits: Fits, cost: Cost, *, nested: bool
) -> PageSet:
    """Choose the pages of all files.

    Args:
        candidates: in the order of their sections.
        heading: of the site's file.
        fits: whether a file keeps its budget.
        cost: of a line, to come near before files are measured.
        nested: whether directories may have files of their own.

    """
    lists: list[PageList] = []
    left: list[tuple[int, str]] = []
    waiting: list[tuple[str, Heading, list[Candidate], int]] = [("", heading, list(candidates), 0)]
    while waiting:
        directory, above, pages, depth = waiting.pop(0)
        kept, spared = _chosen(pages, cost, is_root=not directory, nested=nested)
        below = _directories(spared, directory) if nested and depth < _DEEPEST else {}
        made = _list(directory, above, kept, below, pages)
        while not fits(made) and kept:
            kept, dropped = _less(kept)
            spared |= dropped
            below = _directories(spared, directory) if nested and depth < _DEEPEST else {}
            made = _list(directory, above, kept, below, pages)
        lists.append(made)
        for name in below:
            inside = [page for page in pages if page.path.startswith(name)]
            waiting.append((name, _heading_of(name, heading, inside), inside, depth + 1))
        covered = tuple(below)
        left += [
            (page.entry.document, reason)
            for page, reason in spared.items()
            if not page.path.startswith(covered)
        ]
    return PageSet(tuple(lists), tuple(sorted(left)))


def _chosen(
    pages: Sequence[Candidate], cost: Cost, *, is_root: bool, nested: bool
) -> tuple[list[Candidate], dict[Candidate, str]]:
    """Return the pages to list, and the others with the reason.

    The site's own file lists neither bulk nor all that is optional; those of directories do.
    """
    spared: dict[Candidate, str] = {}
    bulk = _bulk(pages)
    if is_root and nested:
        elsewhere = _directories(dict.fromkeys(bulk, ""), "")
        spared |= dict.fromkeys(
            [page for page in bulk if page.path.startswith(tuple(elsewhere))], "generated reference"
        )
    kinds: Counter[str] = Counter()
    for page in pages:
        if is_root and page.is_optional and page not in spared:
            kinds[page.kind] += 1
            if kinds[page.kind] > _MOST_OF_A_KIND or kinds.total() > _MOST_OPTIONAL:
                spared[page] = f"one of many: {page.kind}"
    ranked = _ranked([page for page in pages if page not in spared], bulk)
    kept: set[Candidate] = set()
    spent = 0
    for page in ranked:
        spent += cost(page.entry)
        if spent > WHOLE and kept:
            spared[page] = "the budget"
        else:
            kept.add(page)
    return [page for page in pages if page in kept], spared


def _bulk(pages: Sequence[Candidate]) -> list[Candidate]:
    """Return generated reference where there is much of it beside other pages."""
    generated = [page for page in pages if page.is_generated]
    return generated if _MOST_GENERATED < len(generated) < len(pages) else []


def _ranked(pages: Sequence[Candidate], bulk: Sequence[Candidate]) -> list[Candidate]:
    """Return pages, what matters most first: chapters, what is optional, generated bulk."""
    last = set(bulk)
    return sorted(pages, key=lambda page: (page in last, page.is_optional, -page.worth))


def _less(kept: Sequence[Candidate]) -> tuple[list[Candidate], dict[Candidate, str]]:
    """Take away the least of what is listed: a fiftieth, one page at least."""
    ranked = _ranked(kept, _bulk(kept))
    count = max(1, len(kept) // 50)
    dropped = dict.fromkeys(ranked[-count:], "the budget")
    return [page for page in kept if page not in dropped], dropped


def _directories(spared: Mapping[Candidate, str], above: str) -> dict[str, list[Candidate]]:
    """Return the directories right below one that get files, with the pages they are for."""
    found: dict[str, list[Candidate]] = {}
    for page in spared:
        part, slash, _ = page.path[len(above) :].partition("/")
        if slash:
            found.setdefault(f"{above}{part}/", []).append(page)
    return {name: pages for name, pages in sorted(found.items()) if len(pages) >= _FEWEST_NESTED}


def _list(
    directory: str,
    heading: Heading,
    kept: Sequence[Candidate],
    below: Mapping[str, Sequence[Candidate]],
    pages: Sequence[Candidate],
) -> PageList:
    sections: dict[str, list[PageEntry]] = {}
    required = {page.section for page in kept if not page.is_optional}
    all_optional = not required
    for page in kept:
        optional = page.is_optional and not all_optional
        sections.setdefault(OPTIONAL if optional else page.section, []).append(page.entry)
    for name, inside in below.items():
        sections.setdefault(_home(inside, pages, name, required), []).append(
            _nested_entry(name, inside)
        )
    last = sections.pop(OPTIONAL, [])
    if last:
        sections[OPTIONAL] = last
    return PageList(
        directory,
        heading.title,
        heading.summary,
        heading.details,
        tuple(PageSection(title, tuple(entries)) for title, entries in sections.items()),
    )


def _home(
    inside: Sequence[Candidate], pages: Sequence[Candidate], name: str, required: set[str]
) -> str:
    """Return the section in which the file of a directory is listed."""
    if all(page.is_optional for page in inside):
        return OPTIONAL
    votes = Counter(page.section for page in pages if page.path.startswith(name))
    best = min(votes, key=lambda each: (-votes[each], each), default="")
    return best if best in required or not required else best or OPTIONAL


def _nested_entry(name: str, inside: Sequence[Candidate]) -> PageEntry:
    titles = [page.entry.title for page in inside[:_NAMED]]
    more = " and others" if len(inside) > _NAMED else ""
    return PageEntry(
        f"Index of {name.rstrip('/')}",
        f"{name}{LIST_NAME}",
        f"All pages below {name}, among them {', '.join(titles)}{more}.",
    )


def _heading_of(name: str, heading: Heading, inside: Sequence[Candidate]) -> Heading:
    index = next((p for p in inside if p.path == f"{name}index.md"), None)
    title = f"{heading.title}: {index.entry.title if index else name.rstrip('/')}"
    summary = index.entry.description if index else f"The pages of {heading.title} below {name}"
    return Heading(title, summary, (f"This file covers what is below {name} alone.",))


def with_sections(
    candidates: Sequence[Candidate], sections: Sequence[tuple[str, Sequence[str]]]
) -> list[Candidate]:
    """Return candidates in the order of some sections, which list pages by path."""
    known = {page.path: page for page in candidates}
    return [
        replace(known[path], section=title)
        for title, paths in sections
        for path in paths
        if path in known
    ]
