"""Where links lead: whether there is such a file, and such a place in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from posixpath import normpath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from ctxbuild.formats.llms_reading import ListedLink
from ctxbuild.formats.wording import plural
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.llms.anchors import markdown_links
from ctxbuild.verify.llms.listing import Listing

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_ADDRESS = re.compile(r"(https?:)?//", re.I)
_MOST_VOTES, _DEEPEST = 400, 8
_ENOUGH = 0.3
"""Share of the addresses of a host that have to exist for it to be taken for the files'."""
_PAGES = (".html", ".htm", "/")


class Files(Protocol):
    """The files that addresses mean."""

    def find(self, path: str) -> str | None:
        """Return the file that a path below the site's address means, if there is one."""
        ...

    def anchors(self, name: str) -> frozenset[str]:
        """Return the places of a file."""
        ...

    def text(self, name: str) -> str:
        """Return the text of a file; empty where it is none."""
        ...


@dataclass(frozen=True, slots=True)
class Goal:
    """What a link means: a path of the site with an anchor, or somewhere else (``None``)."""

    path: str | None
    anchor: str = ""


def goal_of(url: str, directory: str, base: str) -> Goal:
    """Return what a link means that stands in a file of some directory.

    Args:
        url: as it is written.
        directory: of the file, relative to the site, ending in ``/`` or empty.
        base: the address of the site, empty where it is not known.

    """
    address, _, anchor = url.partition("#")
    anchor = unquote(anchor)
    if base and (below := _below(address, base)) is not None:
        return Goal(unquote(below.partition("?")[0]), anchor)
    if _SCHEME.match(address) or url.startswith("#"):
        return Goal(None, anchor)
    path = unquote(address.partition("?")[0])
    if path.startswith("/"):
        below = _below(path, urlsplit(base).path) if base else path[1:]
        return Goal(below, anchor)
    joined = normpath(directory + path) if path else directory
    return Goal(joined.removeprefix("./") + ("/" if path.endswith("/") else ""), anchor)


def _below(address: str, base: str) -> str | None:
    """Return what an address adds to a base, whatever the two say of the scheme."""
    plain, root = (re.sub(r"^https?:", "", each, flags=re.I) for each in (address, base))
    if plain + "/" == root:
        return ""
    return plain[len(root) :] if root and plain.startswith(root) else None


def guessed_base(urls: Sequence[str], files: Files) -> str:
    """Return the address below which most links lead to files; empty where none does."""
    votes: Counter[str] = Counter()
    hosts: Counter[str] = Counter()
    for url in urls[:_MOST_VOTES]:
        if not _ADDRESS.match(url):
            continue
        parts = urlsplit(url) if url.isascii() and "[" not in url else urlsplit("")
        hosts[parts.netloc] += 1
        steps = parts.path.split("/")
        for depth in range(1, min(len(steps), _DEEPEST)):
            rest = "/".join(steps[depth:])
            if rest and files.find(unquote(rest)) is not None:
                votes[f"{parts.scheme}://{parts.netloc}{'/'.join(steps[:depth])}/"] += 1
    best = max(votes, key=lambda base: (votes[base], -len(base)), default="")
    return best if best and votes[best] >= _ENOUGH * hosts[urlsplit(best).netloc] else ""


def target_findings(listing: Listing, directory: str, base: str, files: Files) -> Iterator[Finding]:
    """Yield links of an llms.txt that lead nowhere, twice, or to less than there is."""
    links = listing.found.links()
    yield from _repeated(listing, directory, base)
    relative = [link for link in links if not _SCHEME.match(link.url)]
    if relative and len(relative) < len(links):
        message = f"{plural(len(relative), 'relative link')} among absolute ones, the first here"
        yield listing.finding(relative[0].line, "TARGET-003", message)
    pages: list[ListedLink] = []
    for link in links:
        goal = goal_of(link.url, directory, base)
        if goal.path is None:
            continue
        missing = missing_of(goal, files)
        if missing is not None:
            yield listing.finding(link.line, *missing)
        elif goal.path.endswith(_PAGES) and twin_of(goal.path, files):
            pages.append(link)
    if pages:
        message = f"{plural(len(pages), 'link')} to HTML where there is Markdown, the first here"
        yield listing.finding(pages[0].line, "TARGET-004", message)


def _repeated(listing: Listing, directory: str, base: str) -> Iterator[Finding]:
    first: dict[tuple[str, str], int] = {}
    for section in listing.found.sections:
        titles: dict[str, int] = {}
        for link in section.links:
            goal = goal_of(link.url, directory, base)
            key = (link.url.partition("#")[0] if goal.path is None else goal.path, goal.anchor)
            before = first.setdefault(key, link.line)
            if before != link.line:
                yield listing.finding(link.line, "TARGET-005", f"listed in line {before} already")
            same = titles.setdefault(link.title.casefold(), link.line)
            if before == link.line != same:
                yield listing.finding(link.line, "TARGET-006", f"line {same} has this title too")


def missing_of(goal: Goal, files: Files) -> tuple[str, str] | None:
    """Return the rule and the message for a link whose file or place is not there."""
    if goal.path is None:
        return None
    name = files.find(goal.path)
    if name is None:
        return "TARGET-001", f"there is no {goal.path or 'start page'}"
    if goal.anchor and goal.anchor != "top" and goal.anchor not in files.anchors(name):
        return "TARGET-002", f"{name} has no #{goal.anchor}"
    return None


def twin_of(path: str, files: Files) -> str | None:
    """Return the Markdown of a page, by any of the names that are in use."""
    stem = re.sub(r"(?:(?:^|(?<=/))index)?\.html?$|/$", "", path).rstrip("/")
    names = (f"{stem}.md", f"{stem}/index.md".lstrip("/"), f"{path}.md", f"{path}index.html.md")
    return next((name for name in names if files.find(name) == name), None)


def page_findings(path: str, name: str, base: str, files: Files) -> Iterator[Finding]:
    """Yield links of a Markdown page of the site that lead nowhere.

    ``path`` names the page in findings, ``name`` is its path below the site.
    """
    directory = name[: name.rfind("/") + 1]
    for line, url in markdown_links(files.text(name)):
        own = Goal(name, unquote(url[1:])) if url.startswith("#") else None
        goal = own or goal_of(url, directory, base)
        if (missing := missing_of(goal, files)) is not None:
            yield Finding(path, line, *missing)
