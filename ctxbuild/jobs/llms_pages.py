"""What is known of each page that an llms.txt may list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.descriptions import Described, Description, describe
from ctxbuild.analysis.page_importance import PageTraits, page_importance
from ctxbuild.analysis.page_kinds import HOME, PAGE, PageKind, kind_of
from ctxbuild.analysis.page_titles import Titled, page_titles
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.languages.headings import SCANNERS
from ctxbuild.languages.plain import title_text
from ctxbuild.model import Document, NavItem, PageFacts
from ctxbuild.readers.ignore import Selection

_NOTHING = PageFacts()
_PROMOTED, _DEMOTED = 4.0, 0.25


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its document, what it is called and for, and how much it matters."""

    number: int
    """Of its document in the corpus."""
    path: str
    title: str
    kind: PageKind
    worth: float
    description: Description
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page stands in a navigation."""

    title: str
    above: tuple[str, ...]
    place: int


def spots(items: Sequence[NavItem]) -> dict[str, Spot]:
    """Return where each page of a navigation stands first."""
    found: dict[str, Spot] = {}
    for item, above in _walked(items, ()):
        if item.page:
            found.setdefault(item.page, Spot(item.title, above, len(found)))
    return found


def _walked(
    items: Sequence[NavItem], above: tuple[str, ...]
) -> Iterator[tuple[NavItem, tuple[str, ...]]]:
    for item in items:
        yield item, above
        yield from _walked(item.children, (*above, item.title) if item.title else above)


def matcher(globs: Sequence[str]) -> Callable[[str], bool]:
    """Return what says of a page's path whether one of some globs means it.

    A page is meant by its Markdown's path, and by those that its source may have:
    ``guide/index.md`` also by ``guide.md`` and ``guide/README.md``.

    Raises:
        UsageError: one of them is no glob.
    """
    if not globs:
        return lambda _path: False
    selection = Selection(include=tuple(globs))

    def matches(path: str) -> bool:
        return any(selection.keeps(name.encode("utf-8", "surrogateescape")) for name in names(path))

    return matches


def names(path: str) -> list[str]:
    """Return the paths by which a page may be meant."""
    found = [path]
    if path.endswith(".html.md"):
        path = f"{path.removesuffix('.html.md')}.md"
        found.append(path)
    stem = path.rpartition(".")[0]
    found += [f"{stem}.html", f"{stem}.rst"]
    if stem.endswith("/index"):
        short = stem.removesuffix("/index")
        found += [f"{short}.md", f"{short}/README.md", f"{short}.rst", f"{short}/"]
    return found


def pages_of(
    documents: Sequence[Document],
    numbers: Sequence[int],
    items: Sequence[NavItem],
    settings: LlmsSettings,
    *,
    summary: str,
    is_authors: bool,
) -> list[Page]:
    """Return what is known of some documents, in their order.

    Args:
        documents: the corpus's.
        numbers: which of them are pages, in reading order.
        items: the navigation.
        settings: what the project says.
        summary: what the site says of itself.
        is_authors: whether the navigation was written by hand.

    """
    where = spots(items)
    facts = [documents[number].page or _NOTHING for number in numbers]
    paths = [documents[number].path for number in numbers]
    texts = [documents[number].text() for number in numbers]
    headings = [
        _headings(documents[number].language, text)
        for number, text in zip(numbers, texts, strict=True)
    ]
    spot = [
        where.get(path, Spot("", fact.breadcrumbs, -1))
        for path, fact in zip(paths, facts, strict=True)
    ]
    own = [
        fact.title or (found[0] if found else "")
        for fact, found in zip(facts, headings, strict=True)
    ]
    titles = page_titles(
        [
            Titled(title, at.title, path, at.above, is_authors)
            for title, at, path in zip(own, spot, paths, strict=True)
        ]
    )
    kinds = [
        HOME
        if documents[number].role == "readme" and "/" not in path.removesuffix("/index.md")
        else kind_of(title, path, at.above)
        for number, title, path, at in zip(numbers, own, paths, spot, strict=True)
    ]
    worths = _worths(documents, numbers, kinds, spot, settings)
    described = [
        Described(title, text, tuple(found[1:]), *_authors(path, fact, settings), at.above)
        for title, text, found, path, fact, at in zip(
            titles, texts, headings, paths, facts, spot, strict=True
        )
    ]
    descriptions = _described(described, worths, summary)
    optional = matcher(settings.optional)
    promoted = matcher(settings.promote)
    return [
        Page(
            number,
            path,
            title,
            kind,
            worth,
            description,
            optional(path) or (kind.is_optional and not promoted(path)),
        )
        for number, path, title, kind, worth, description in zip(
            numbers, paths, titles, kinds, worths, descriptions, strict=True
        )
    ]


def _described(
    pages: Sequence[Described], worths: Sequence[float], summary: str
) -> list[Description]:
    """Describe pages, the most important first, and give them back in their order."""
    order = sorted(range(len(pages)), key=lambda each: (-worths[each], each))
    made = describe([pages[each] for each in order], site=summary)
    by_page = dict(zip(order, made, strict=True))
    return [by_page[each] for each in range(len(pages))]


def _authors(path: str, fact: PageFacts, settings: LlmsSettings) -> tuple[str, bool]:
    """Return what the author says of a page, and whether it is certainly of this page."""
    for name in names(path):
        if name in settings.descriptions:
            return settings.descriptions[name], True
    return fact.description, False


def _headings(language: str, text: str) -> list[str]:
    scan = SCANNERS.get(language)
    if scan is None:
        return []
    return [title_text(each.title) for each in scan(text.encode()) if each.level <= 3]


def _worths(
    documents: Sequence[Document],
    numbers: Sequence[int],
    kinds: Sequence[PageKind],
    spot: Sequence[Spot],
    settings: LlmsSettings,
) -> list[float]:
    by_path = {documents[number].path: place for place, number in enumerate(numbers)}
    traits = []
    for place, (number, kind, at) in enumerate(zip(numbers, kinds, spot, strict=True)):
        links = (documents[number].page or _NOTHING).links
        found = tuple(by_path[path] for path in links if path in by_path)
        traits.append(PageTraits(kind, len(at.above), place, documents[number].size, found))
    promoted, demoted = matcher(settings.promote), matcher(settings.demote)
    return [
        worth * (_PROMOTED if promoted(path) else 1) * (_DEMOTED if demoted(path) else 1)
        for worth, path in zip(page_importance(traits), by_path, strict=True)
    ]


def groups_of(pages: Sequence[Page]) -> Mapping[str, str]:
    """Return for each page by path the title of the section that its kind would fit."""
    return {page.path: page.kind.group for page in pages}


__all__ = ["PAGE", "Page", "Spot", "groups_of", "matcher", "names", "pages_of", "spots"]
