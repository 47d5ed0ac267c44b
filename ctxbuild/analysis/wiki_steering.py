"""What the owner of a project says about its wiki: pages, notes, titles.

The form of ``.devin/wiki.json`` is that of DeepWiki: ``repo_notes`` with ``content``,
``pages`` with ``title``, ``purpose``, ``parent`` and ``page_notes``. It is data of a
source that may be anybody's: nothing in it is a path to write to or a thing to run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

STEERING_PATH = ".devin/wiki.json"
_MOST_PAGES = 80
_MOST_NOTES = 100
_LONGEST = 10_000
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page that the owner wants, in the owner's words."""

    title: str
    purpose: str = ""
    parent: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Steering:
    """The owner's wishes; without pages, pages are planned as usual.

    ``titles`` are those of components by directory, ``problems`` what could not be followed.
    """

    pages: tuple[WantedPage, ...] = ()
    notes: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def steering_from_json(text: str) -> Steering:
    """Return what a ``.devin/wiki.json`` says; what makes no sense is among the problems."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return Steering(problems=(f"{STEERING_PATH}: is no JSON; ignored",))
    if not isinstance(value, dict):
        return Steering(problems=(f"{STEERING_PATH}: is no table; ignored",))
    return steering_of(value, STEERING_PATH)


def steering_of(value: Mapping[str, Any], name: str) -> Steering:
    """Return what plain values say; ``name`` is what problems call their place."""
    problems: list[str] = []
    notes = tuple(_notes(_list(value.get("repo_notes"), name, "repo_notes", problems)))
    pages: dict[str, WantedPage] = {}
    for at, row in enumerate(_list(value.get("pages"), name, "pages", problems), 1):
        page = _page(row)
        if page is None:
            problems.append(f"{name}: page {at} has no title; left out")
        elif page.title in pages:
            problems.append(f"{name}: there are two pages {page.title!r}; the second is left out")
        else:
            pages[page.title] = page
    if len(pages) > _MOST_PAGES:
        problems.append(f"{name}: {len(pages)} pages; the first {_MOST_PAGES} are made")
    wanted = tuple(pages.values())[:_MOST_PAGES]
    titles = value.get("titles")
    named = titles.items() if isinstance(titles, dict) else ()
    return Steering(
        wanted,
        notes[:_MOST_NOTES],
        {
            key.strip("/"): _line(title, _LONGEST_TITLE)
            for key, title in named
            if isinstance(title, str) and title.strip()
        },
        tuple(problems),
    )


def _list(value: object, name: str, key: str, problems: list[str]) -> list[Any]:
    if value is not None and not isinstance(value, list):
        problems.append(f"{name}: {key} is no list; ignored")
    return value if isinstance(value, list) else []


def _notes(rows: list[Any]) -> Iterator[str]:
    for row in rows:
        content = row.get("content") if isinstance(row, dict) else row
        if isinstance(content, str) and content.strip():
            yield _line(content, _LONGEST)


def _page(row: object) -> WantedPage | None:
    if not isinstance(row, dict):
        return None
    title, purpose, parent = (
        _line(value, most) if isinstance(value := row.get(key), str) else ""
        for key, most in (
            ("title", _LONGEST_TITLE),
            ("purpose", _LONGEST),
            ("parent", _LONGEST_TITLE),
        )
    )
    notes = row.get("page_notes")
    return (
        WantedPage(title, purpose, parent, tuple(_notes(notes if isinstance(notes, list) else [])))
        if title
        else None
    )


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]
