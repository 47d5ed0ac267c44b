"""Titles of a site and of its pages, each telling its page from all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WELCOME = re.compile(r"welcome (?:to|on) (?:the )?", re.I)
_TAIL = re.compile(
    r"(?:['’]s)?(?:\s+v?\d[\w.]*)?\s+(?:documentation|docs|manual|handbook|user guide|website"
    r"|home ?page)(?:\s*\(?v?\d[\w.]*\)?)?!?$",
    re.I,
)
_HANGING = re.compile(r"\b(?:an?|and|by|for|in|of|on|our|the|to|with|your)$", re.I)
"""What a name does not end in: the words behind it are its own."""
_VERSION = re.compile(r"\s+\(?v?\d+(?:\.\d+)+[\w.+~-]*\)?$|\s+\(v?\d[\w.]*\)$", re.I)
_GENERIC = re.compile(
    r"(?:home|index|welcome|overview|introduction|readme|contents|docs|documentation|start"
    r"|intro|main page|table of contents|toc|navigation|menu|untitled|get(?:ting)? started|html"
    r"|site|public|dist|top of (?:chapter|page|section))?",
    re.I,
)
_SUBTITLE = re.compile(r"\s+[-–—|]\s+|:\s+")
_NAME_WORDS = 3
_TAIL_WORDS, _FEW_ALIKE, _HALF = 5, 5, 0.5
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Titled:
    """A page with what may be its title: its own, and that of the navigation."""

    own: str
    in_navigation: str
    path: str
    above: tuple[str, ...] = ()
    is_authors: bool = False
    """Whether the navigation was written by hand, with this title."""
    rank: int = 1
    """Of pages with the same title the only one of the highest rank keeps it."""


def is_generic(title: str) -> bool:
    """Whether a title could be that of any page of its kind."""
    return _GENERIC.fullmatch(title.strip()) is not None


def site_title(*candidates: str) -> str:
    """Return the first candidate that is a name, without "documentation" and version."""
    for candidate in candidates:
        title = _WELCOME.sub("", " ".join(candidate.split()))
        for _ in range(2):
            name = _TAIL.sub("", title)
            title = _VERSION.sub("", title if _HANGING.search(name) else name).strip(" -–—|:!")
        name = _SUBTITLE.split(title)[0]
        title = name if name and name.count(" ") < _NAME_WORDS else title
        if title and not is_generic(title):
            return title
    return next((each for each in candidates if each), "Documentation")


def page_titles(pages: Sequence[Titled]) -> list[str]:
    """Return a title for each page, no two the same.

    Equal ones get the section that they stand in, then the directory, then their own name, then
    the path; what is the same for all of them is left out.
    """
    titles = _without_tail([_chosen(page) for page in pages])
    for qualify in (_by_section, _by_directory, _by_name, _by_path):
        alike: dict[str, list[int]] = {}
        for number, title in enumerate(titles):
            alike.setdefault(title.casefold(), []).append(number)
        for group in alike.values():
            ranks = [pages[number].rank for number in group]
            told = {n: qualify(pages[n], titles[n]) for n in group}
            if len(set(told.values())) > 1:
                for number in group:
                    if _is_ambiguous(pages[number].rank, ranks):
                        titles[number] = told[number]
    return titles


def _without_tail(titles: list[str]) -> list[str]:
    """Return titles without the words that half of them end in, such as the site's name."""
    counts: Counter[str] = Counter()
    for title in titles:
        words = title.split(" ")
        counts.update(" ".join(words[-n:]) for n in range(1, min(len(words), _TAIL_WORDS + 1)))
    common = [tail for tail, n in counts.items() if n >= max(_FEW_ALIKE, _HALF * len(titles))]
    tail = max(common, key=lambda each: (len(each), each), default="")
    if not tail:
        return titles
    return [_stripped(title, tail) for title in titles]


def _stripped(title: str, tail: str) -> str:
    short = title.removesuffix(f" {tail}").rstrip(" :|-–—")
    return short or title


def _is_ambiguous(rank: int, ranks: Sequence[int]) -> bool:
    best = max(ranks)
    return len(ranks) > 1 and (rank < best or ranks.count(best) > 1)


_NUMBERED = re.compile(
    r"^(?:(?:chapter|part|section) )?(?:\d+(?:\.\d+)*\.?|[IVX]+\.)[\s:]+(?=\S)", re.I
)


def unnumbered(title: str) -> str:
    """Return a title without the number of its chapter."""
    return _NUMBERED.sub("", title)


def _chosen(page: Titled) -> str:
    named = unnumbered(page.in_navigation)
    if page.is_authors and page.in_navigation and not is_generic(page.in_navigation):
        return named
    own = unnumbered(page.own) if len(page.own) <= _LONGEST else ""
    if own and not (is_generic(own) and named and not is_generic(named)):
        return own
    return named or page.own[:_LONGEST] or _name(page.path)


def _name(path: str) -> str:
    parts = path.split("/")
    stem = parts[-1].partition(".")[0]
    if stem in ("index", "README") and len(parts) > 1:
        stem = parts[-2]
    words = stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _by_name(page: Titled, title: str) -> str:
    return f"{title} ({_name(page.path)})"


def _by_section(page: Titled, title: str) -> str:
    above = next((each for each in reversed(page.above) if each.casefold() != title.casefold()), "")
    return f"{above}: {title}" if above else title


def _by_directory(page: Titled, title: str) -> str:
    directory = page.path.rpartition("/")[0]
    if page.path.rpartition("/")[2].startswith("index."):
        directory = directory.rpartition("/")[0]
    return f"{title} ({directory})" if directory else title


def _by_path(page: Titled, title: str) -> str:
    return f"{title} ({page.path})"
