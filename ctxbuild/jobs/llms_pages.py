"""What is known of each page that an llms.txt may list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.descriptions import Described, Description, describe
from ctxbuild.analysis.front_matter import source_facts, stated_title
from ctxbuild.analysis.page_importance import PageTraits, page_importance
from ctxbuild.analysis.page_kinds import (
    ASIDE,
    GENERATED,
    HOME,
    TRANSLATION,
    PageKind,
    is_translated,
    kind_of,
)
from ctxbuild.analysis.page_titles import Titled, page_titles, unnumbered
from ctxbuild.cache import Cache
from ctxbuild.jobs.known_sentences import KnownSentences
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.languages.headings import SCANNERS
from ctxbuild.languages.plain import title_text
from ctxbuild.model import Document, NavItem, PageFacts
from ctxbuild.readers.ignore import Selection
from ctxbuild.readers.nav.front_fields import body_of

_MOST_OF_ALL = 0.6
_FIRST_PAGE = re.compile(r"/(?:_?index|readme)\.\w+$", re.I)
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
    depth: int = 0
    """Below how many entries it stands; those without a title have no part in ``above``."""
    opens: bool = False
    """Whether others stand below it."""


def spots(items: Sequence[NavItem]) -> dict[str, Spot]:
    """Return where each page of a navigation stands first."""
    found: dict[str, Spot] = {}
    for item, above, depth in _walked(items, (), 0):
        if item.page:
            spot = Spot(item.title, above, len(found), depth, opens=bool(item.children))
            found.setdefault(item.page, spot)
    return found


def _walked(
    items: Sequence[NavItem], above: tuple[str, ...], depth: int
) -> Iterator[tuple[NavItem, tuple[str, ...], int]]:
    for item in items:
        yield item, above, depth
        inner = (*above, unnumbered(item.title)) if item.title else above
        yield from _walked(item.children, inner, depth + bool(item.title or item.page))


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


def chosen(include: Sequence[str], exclude: Sequence[str]) -> Callable[[str], bool]:
    """Return what says of a page's path whether it is included and not excluded.

    Raises:
        UsageError: one of the globs is none.
    """
    included, excluded = matcher(include), matcher(exclude)
    return lambda path: (not include or included(path)) and not excluded(path)


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


@dataclass(frozen=True, slots=True)
class _Read:
    """A page as it was read."""

    number: int
    document: Document
    spot: Spot
    facts: PageFacts
    text: str
    headings: tuple[str, ...]
    named: str = ""
    """What the page calls itself."""

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def title(self) -> str:
        """The page's own title, empty where it has none."""
        return self.facts.title or self.named

    def kind(self) -> PageKind:
        """Return what the page is for."""
        at_top = "/" not in self.document.front.removesuffix("/index.md")
        if self.document.role == "readme" and at_top:
            return HOME
        return kind_of(self.title, self.path, self.spot.above)


def pages_of(
    documents: Sequence[Document],
    numbers: Sequence[int],
    items: Sequence[NavItem],
    settings: LlmsSettings,
    *,
    site: str,
    summary: str,
    is_authors: bool,
    cache: Cache,
) -> list[Page]:
    """Return what is known of some documents, in their order.

    Args:
        documents: the corpus's.
        numbers: which of them are pages, in reading order.
        items: the navigation.
        settings: what the project says.
        site: what the whole is called.
        summary: what the site says of itself.
        is_authors: whether the navigation was written by hand.
        cache: remembers what pages say.

    """
    where = spots(items)
    read = [_read(documents[number], number, where) for number in numbers]
    kinds = _kinds(read, where)
    known = zip(read, kinds, strict=True)
    titles = page_titles([_titled(p, kind, site, is_authors=is_authors) for p, kind in known])
    worths = _worths(read, kinds, settings)
    descriptions = _described(_to_describe(read, titles, items, settings), worths, summary, cache)
    optional, promoted = matcher(settings.optional), matcher(settings.promote)
    return [
        Page(
            p.number,
            p.path,
            title,
            kind,
            worth,
            description,
            optional(p.path) or (kind.is_optional and not promoted(p.path)),
        )
        for p, title, kind, worth, description in zip(
            read, titles, kinds, worths, descriptions, strict=True
        )
    ]


def _titled(page: _Read, kind: PageKind, site: str, *, is_authors: bool) -> Titled:
    own = page.title or (site if kind is HOME else "")
    return Titled(own, page.spot.title, page.path, page.spot.above, is_authors, _rank(kind))


def _to_describe(
    pages: Sequence[_Read], titles: Sequence[str], items: Sequence[NavItem], settings: LlmsSettings
) -> list[Described]:
    """Return what the descriptions of pages are made from."""
    below = _below(items, {page.path: title for page, title in zip(pages, titles, strict=True)})
    return [
        Described(
            title,
            page.text,
            page.headings or below.get(page.path, ()),
            *_authors(page.path, page.facts, settings),
            page.spot.above,
        )
        for page, title in zip(pages, titles, strict=True)
    ]


def _below(items: Sequence[NavItem], titles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the titles of what stands below each page of a navigation: what it is about."""
    return {
        item.page: tuple(
            unnumbered(titles.get(each.page, "") or each.title) for each in item.children
        )
        for item, _, _ in _walked(items, (), 0)
        if item.page and item.children
    }


def _rank(kind: PageKind) -> int:
    return 0 if kind.is_optional else 2 if kind is HOME else 1


def _kinds(pages: Sequence[_Read], where: Mapping[str, Spot]) -> list[PageKind]:
    """Return what pages are for; those that a navigation of nearly all lacks are aside."""
    known = [page for page in pages if page.path in where]
    paths = {page.path for page in pages}
    found = [TRANSLATION if is_translated(p.path, paths) else p.kind() for p in pages]
    if len(known) < _MOST_OF_ALL * len(pages):
        return found
    led_to = {path for page in known for path in page.facts.links} | set(where)
    kinds = zip(pages, found, strict=True)
    return [
        kind if page.path in led_to or kind in (HOME, GENERATED) else ASIDE for page, kind in kinds
    ]


def _read(document: Document, number: int, where: Mapping[str, Spot]) -> _Read:
    text = document.text()
    facts = document.page or source_facts(document.path, text)
    spot = where.get(document.path, Spot("", facts.breadcrumbs, -1, len(facts.breadcrumbs)))
    found = _headings(document.language, text)
    named = next((title for level, title in found[:1] if level == 1), "")
    titles = tuple(title for _, title in found[bool(named) :])
    return _Read(number, document, spot, facts, text, titles, named)


def own_title(text: str, language: str) -> str:
    """Return what a page of a repository calls itself, empty where it does not."""
    found = stated_title(text)
    headings = _headings(language, text) if not found else []
    return found or next((title for level, title in headings[:1] if level == 1), "")


def _described(
    pages: Sequence[Described], worths: Sequence[float], summary: str, cache: Cache
) -> list[Description]:
    """Describe pages, the most important first, and give them back in their order."""
    order = sorted(range(len(pages)), key=lambda each: (-worths[each], each))
    known = KnownSentences(cache, [page.text for page in pages])
    made = describe([pages[each] for each in order], site=summary, offers=known.offered)
    known.keep()
    by_page = dict(zip(order, made, strict=True))
    return [by_page[each] for each in range(len(pages))]


def _authors(path: str, fact: PageFacts, settings: LlmsSettings) -> tuple[str, bool]:
    """Return what the author says of a page, and whether it is certainly of this page."""
    for name in names(path):
        if name in settings.descriptions:
            return settings.descriptions[name], True
    return fact.description, False


def _headings(language: str, text: str) -> list[tuple[int, str]]:
    scan = SCANNERS.get(language)
    if scan is None:
        return []
    return [(each.level, title_text(each.title)) for each in scan(text.encode()) if each.level <= 3]


def _worths(
    pages: Sequence[_Read], kinds: Sequence[PageKind], settings: LlmsSettings
) -> list[float]:
    by_path = {page.path: place for place, page in enumerate(pages)}
    top = min((_levels(page.path) for page in pages if "/" in page.path), default=0)
    traits = [
        PageTraits(
            kind,
            page.spot.depth or max(_levels(page.path) - top, 0),
            place,
            len(body_of(page.text).encode()),
            tuple(by_path[path] for path in page.facts.links if path in by_path),
            page.spot.above or page.path.rpartition("/")[0],
            opens=page.spot.opens or _FIRST_PAGE.search(page.path) is not None,
        )
        for place, (page, kind) in enumerate(zip(pages, kinds, strict=True))
    ]
    promoted, demoted = matcher(settings.promote), matcher(settings.demote)
    return [
        worth * (_PROMOTED if promoted(path) else 1) * (_DEMOTED if demoted(path) else 1)
        for worth, path in zip(page_importance(traits), by_path, strict=True)
    ]


def _levels(path: str) -> int:
    """Return how many directories a page is in; a directory's first page is as deep as itself."""
    return path.count("/") - bool(_FIRST_PAGE.search(path))


def groups_of(pages: Sequence[Page]) -> Mapping[str, str]:
    """Return for each page by path the title of the section that its kind would fit."""
    return {page.path: page.kind.group for page in pages}
