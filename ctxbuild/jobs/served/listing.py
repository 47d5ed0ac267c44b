"""What a question finds, as lines: parts by kind, and extracts that answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, get_args

from ctxbuild.html.escape import fence
from ctxbuild.jobs.served.answers import (
    Answered,
    cited,
    document_of,
    lines_of,
    snippet,
    symbol_of,
)
from ctxbuild.jobs.served.pages import Wiki, WikiPage
from ctxbuild.search.index import Unit

Kind = Literal["page", "symbol", "file", "doc", "paper"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Scored = tuple[float, str]
"""How likely something is needed, and the lines that tell of it."""

_MOST_EXTRACTS = 8
_MOST_LINES = 40


def _is_symbol(found: Answered, unit: Unit) -> bool:
    symbol = symbol_of(found.served, unit)
    return symbol is not None and symbol.kind != "heading"


def _is_prose(found: Answered, unit: Unit) -> bool:
    return document_of(found.served, unit).kind == "prose"


_UNITS: Mapping[str, Callable[[Answered, Unit], bool]] = {
    "": lambda _found, _unit: True,
    "symbol": _is_symbol,
    "doc": _is_prose,
    "paper": lambda found, _unit: found.served.corpus.sources[0].kind == "arxiv",
}


def hits(found: Answered, wiki: Wiki, kind: str, most: int) -> list[Scored]:
    """Return the best parts of a kind, as lines, each with its chance."""
    slugs = _slugs(wiki)
    if kind in {"page", "file"}:
        return _whole(found, wiki, slugs, kind, most)
    chosen = [unit for unit in found.best() if _UNITS[kind](found, unit)][:most]
    return [(found.chances[unit], _line(found, unit, slugs)) for unit in chosen]


def _slugs(wiki: Wiki) -> Mapping[int, str]:
    """Return the page of each document that has one."""
    return {number: page.slug for page in wiki.pages for number in page.documents}


def _line(found: Answered, unit: Unit, slugs: Mapping[int, str]) -> str:
    served = found.served
    symbol, document = symbol_of(served, unit), document_of(served, unit)
    named = f" · {symbol.kind} {symbol.qualified_name}" if symbol is not None else " · file"
    page = slugs.get(served.index.owner[unit], "")
    place = cited(document, lines_of(served, unit, found.query))
    where = f" · page {page}" if page else ""
    return f"{place}{named}{where}\n   {snippet(served, unit, found.query)}"


def likely_files(found: Answered) -> list[int]:
    """Return the documents that speak to a question by the chances of all in them, best first."""
    sums: dict[int, float] = {}
    for unit in found.best():
        number = found.served.index.owner[unit]
        sums[number] = sums.get(number, 0.0) + found.chances[unit]
    return sorted(sums, key=lambda number: (-sums[number], number))


def _whole(
    found: Answered, wiki: Wiki, slugs: Mapping[int, str], kind: str, most: int
) -> list[Scored]:
    """Return files or pages by the chances of all that is in them."""
    index, documents = found.served.index, found.served.corpus.documents
    sums: dict[str, float] = {}
    best: dict[str, Unit] = {}
    for unit in found.best():
        number = index.owner[unit]
        name = slugs.get(number, "") if kind == "page" else documents[number].path
        if name:
            sums[name] = sums.get(name, 0.0) + found.chances[unit]
            best.setdefault(name, unit)
    chosen = sorted(sums, key=lambda name: (-sums[name], name))[:most]
    pages = {page.slug: page for page in wiki.pages}
    return [
        (sums[name], _page_line(pages[name]) if kind == "page" else _line(found, best[name], slugs))
        for name in chosen
    ]


def _page_line(page: WikiPage) -> str:
    return f"page {page.slug} · {page.title}\n   {page.line}"


def extracts(found: Answered) -> Iterator[str]:
    """Yield the passages that answer a question best, verbatim, each with its place."""
    taken: list[tuple[int, int, int]] = []
    for unit in found.best():
        number = found.served.index.owner[unit]
        first, last = lines_of(found.served, unit, found.query)
        last = min(last, first + _MOST_LINES - 1)
        if any(n == number and first <= b and a <= last for n, a, b in taken):
            continue
        taken.append((number, first, last))
        yield _extract(found, unit, first, last)
        if len(taken) == _MOST_EXTRACTS:
            return


def _extract(found: Answered, unit: Unit, first: int, last: int) -> str:
    document, symbol = document_of(found.served, unit), symbol_of(found.served, unit)
    rows: Sequence[str] = document.text().split("\n")[first - 1 : last]
    whole = symbol.lines[1] if symbol is not None else last
    more = f"\n… {whole - last} more lines to L{whole}" if whole > last else ""
    named = f" {symbol.qualified_name}" if symbol is not None else ""
    language = "markdown" if document.kind == "prose" else document.language
    place = cited(document, (first, last))
    return f"### {place}{named}\n\n{fence(chr(10).join(rows), language)}{more}"
