"""What the search of a site finds: pages, their sections, and the entries of the wiki."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ctxbuild.formats.site.body import Parsed
from ctxbuild.formats.site.page_data import script
from ctxbuild.model.wikis import Wiki
from ctxbuild.search.words import STOP_WORDS

_MOST_TEXT = 2_000
"""Characters of a section that are searched; what is named further down are entries."""
_MOST_IN_ALL = 4_000_000
"""Characters of all texts; of a wiki that has more, each row has as many as it takes."""

Row = tuple[int, str, str, str, str]
"""The number of the page, anchor, kind, name, other text."""


def index_script(wiki: Wiki, pages: Sequence[Parsed]) -> str:
    """Return the script with everything that can be found."""
    numbers = {page.slug: number for number, page in enumerate(wiki.pages)}
    anchors = {each.page.slug: {h.anchor for h in each.headings} for each in pages}
    rows = [row for number, each in enumerate(pages) for row in _sections(number, each)]
    rows += _entries(wiki, numbers, anchors, {(row[0], row[1], row[3]) for row in rows})
    rows = _within(rows)
    shown = [[page.slug, page.number, page.title] for page in wiki.pages]
    value = {"pages": shown, "rows": rows, "common": sorted(STOP_WORDS)}
    return script("ctxbuildSearch", "index", value)


def _within(rows: list[Row]) -> list[Row]:
    """Return rows whose other texts are together short enough to be loaded with a page."""
    longest = max((len(row[4]) for row in rows), default=0)
    while longest and sum(min(len(row[4]), longest) for row in rows) > _MOST_IN_ALL:
        longest = longest * 3 // 4
    return [(*row[:4], row[4][:longest]) for row in rows]


def _sections(number: int, page: Parsed) -> Iterator[Row]:
    for section in page.sections:
        text = section.text[:_MOST_TEXT]
        if section.anchor:
            yield number, section.anchor, "section", section.title, text
        else:
            yield number, "", "page", page.page.title, f"{page.page.summary} {text}"


def _entries(
    wiki: Wiki,
    numbers: Mapping[str, int],
    anchors: Mapping[str, set[str]],
    there: set[tuple[int, str, str]],
) -> Iterator[Row]:
    """Yield entries of pages that there are, less the headings that are sections already."""
    for entry in wiki.entries:
        if entry.slug not in numbers:
            continue
        number = numbers[entry.slug]
        anchor = entry.anchor if entry.anchor in anchors[entry.slug] else ""
        if entry.kind != "heading" or (number, anchor, entry.name) not in there:
            yield number, anchor, entry.kind, entry.name, entry.text[:_MOST_TEXT]
