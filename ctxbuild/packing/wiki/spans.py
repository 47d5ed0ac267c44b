"""What the pages of a subject that takes several are told apart by: the first and last they hold.

A section that stands on one page as a whole is named by its title, a row by its first
word. Files go by their place below what all of them share, by a directory alone where
no other page has files of that.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from ctxbuild.packing.wiki.blocks import At, Code, Draft, Items, Row, Section, Table, To, Words

Fits = Callable[[str], bool]
"""Tells whether a text is short enough for a title or a summary."""


def spanned(pages: Sequence[Draft], fits: Fits) -> list[Draft]:
    """Return the pages of one subject with what each holds in title and summary.

    Args:
        pages: of one subject, in order.
        fits: tells whether what is to be added to a page is short enough.

    """
    if len(pages) < 2:
        return list(pages)
    files, others = _file_names(pages), _names(pages)
    named = [own or titles for own, titles in zip(files, others, strict=True)]
    return [_spanned(page, names, fits) for page, names in zip(pages, named, strict=True)]


def _spanned(page: Draft, names: Sequence[str], fits: Fits) -> Draft:
    if names:
        span = " … ".join(dict.fromkeys((names[0], names[-1])))
        page = replace(page, span=span if fits(span) else "")
    if page.part == 1:
        return page
    told = (_continued(page.title, names, most) for most in range(len(names), -1, -1))
    return replace(page, summary=next(filter(fits, told), page.summary))


def _continued(title: str, names: Sequence[str], most: int) -> str:
    more = " …" if most < len(names) else ""
    return f"Continues {title}: {', '.join(names[:most])}{more}" if most else f"Continues {title}."


def _file_names(pages: Sequence[Draft]) -> list[list[str]]:
    """Return the names of the files on each page that has sections about files."""
    paths = [[_text(each.title) for each in page.sections if is_file(each)] for page in pages]
    start = _shared([path for own in paths for path in own])
    names = [[posixpath.splitext(path)[0][start:] for path in own] for own in paths]
    tops = Counter(top for own in names for top in {_top(name) for name in own})
    return [
        _telling(_top(name) if tops[_top(name)] == 1 else name for name in own) for own in names
    ]


def _shared(paths: Sequence[str]) -> int:
    """Return the length of the directory that all of some paths stand in."""
    outer = posixpath.commonpath([posixpath.dirname(path) or "." for path in paths] or ["."])
    return 0 if outer in ("", ".") else len(outer) + 1


def _telling(names: Iterable[str]) -> list[str]:
    """Return names, each once, without the file that every package has unless it is alone."""
    found = list(dict.fromkeys(names))
    return [name for name in found if name != "__init__"] or found


def _top(name: str) -> str:
    return name.partition("/")[0]


def is_file(section: Section) -> bool:
    """Whether a section is about one file."""
    return section.sought is not None and section.sought[1] == "file"


def _names(pages: Sequence[Draft]) -> list[list[str]]:
    """Return what each page has: modules, titles of sections that are whole, or rows."""
    modules = [[s for s in page.sections if _is_of_module(s)] for page in pages]
    start = _shared([_text(section.title) for own in modules for section in own])
    often = Counter(_text(section.title) for page in pages for section in page.sections)
    return [
        [_text(section.title)[start:] for section in own]
        or _below(list(chain.from_iterable(_of_section(s, often) for s in page.sections)))
        for page, own in zip(pages, modules, strict=True)
    ]


def _below(names: Sequence[str]) -> list[str]:
    """Return names, each once, without the directory that all of them stand in."""
    start = _shared(names) if all("/" in name for name in names) else 0
    return list(dict.fromkeys(name[start:] for name in names))


def _is_of_module(section: Section) -> bool:
    return bool(section.title) and isinstance(section.title[0], Code)


def _of_section(section: Section, often: Counter[str]) -> Iterator[str]:
    title = _text(section.title)
    if title and often[title] == 1:
        yield title
        return
    for block in section.blocks:
        if isinstance(block, Table | Items):
            yield from filter(None, map(_first, block.rows))


def _first(row: Row) -> str:
    return _text(row.cells[0][:1]) if row.cells else ""


def _text(words: Words) -> str:
    """Return words as one line without what marks them."""
    parts = []
    for word in words:
        if isinstance(word, Code | To):
            parts.append(word.text)
        elif isinstance(word, At):
            parts.append(word.path)
        elif isinstance(word, str):
            parts.append(word)
    return " ".join("".join(parts).split())
