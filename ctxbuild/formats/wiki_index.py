"""The contents of a wiki: ``index.md`` for people, ``llms.txt`` for agents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from ctxbuild.formats.llms_txt import llms_text
from ctxbuild.formats.mermaid import one_line
from ctxbuild.formats.wiki_inline import page_link
from ctxbuild.html.escape import escape_text
from ctxbuild.markers import WIKI_PAGE
from ctxbuild.model import PageEntry, PageList, PageSection, Source
from ctxbuild.model.wikis import WikiPage

INDEX_NAME = "index.md"


def index_text(
    source: Source, pages: Sequence[WikiPage], budget: int, count: Callable[[str], int]
) -> str:
    """Return the contents; without summaries where these do not fit the budget."""
    full = _index(source, pages, with_summaries=True)
    return full if count(full) <= budget else _index(source, pages, with_summaries=False)


def _index(source: Source, pages: Sequence[WikiPage], *, with_summaries: bool) -> str:
    revision = f" at `{source.revision}`" if source.revision else ""
    lines = [
        "---",
        WIKI_PAGE,
        "type: Index",
        "---",
        "",
        f"# {escape_text(one_line(source.name))}",
        "",
        f"Made by ctxbuild from {escape_text(one_line(source.location))}{revision}."
        " Statements cite the lines that they are taken from; sums and layers are computed.",
        "",
    ]
    for page in pages:
        indent = "  " if page.parent else ""
        summary = f" — {escape_text(one_line(page.summary))}" if with_summaries else ""
        lines.append(f"{indent}- {page.number} {page_link(page.slug, page.title)}{summary}")
    return "\n".join(lines) + "\n"


def wiki_llms_text(name: str, pages: Sequence[WikiPage]) -> str:
    """Return the pages of the wiki of something in the form of llms.txt."""
    summary = next((page.summary for page in pages), name)
    top = tuple(_entry(page) for page in pages if not page.parent)
    below = tuple(_entry(page) for page in pages if page.parent)
    sections = [PageSection("Pages", top), *([PageSection("Parts", below)] if below else [])]
    return llms_text(PageList("", one_line(name), one_line(summary), (), tuple(sections)))


def _entry(page: WikiPage) -> PageEntry:
    return PageEntry(page.title, f"{quote(page.slug)}.md", one_line(page.summary))
