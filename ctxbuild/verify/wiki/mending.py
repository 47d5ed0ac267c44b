"""Pages on which nothing is wrong but where lines stand: written anew with the right places.

What comes of it is checked like any page before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ctxbuild.claims import Citation, Claim
from ctxbuild.formats.wiki_inline import SourceLinks, Writer
from ctxbuild.formats.wiki_page import Stamps, citations_digest
from ctxbuild.formats.wiki_reading import RecordedPage
from ctxbuild.model import Document, Lines
from ctxbuild.verify.wiki.standing import Standing

_FRONT = re.compile(r"---\n(?:(?!---\n).*\n){0,200}---\n")
_BY = re.compile(r'^(generated: \{by: "[^"\n]{1,80}")(?:, at: "[^"\n]{0,40}")?\}$', re.M)
_COMMIT = re.compile(r'^  commit: "[^"\n]{0,200}"\n', re.M)
_INPUTS = re.compile(r'^  inputs: "[0-9a-f]{16}"$', re.M)

Place = tuple[str, Lines | None]


@dataclass(frozen=True, slots=True)
class Mended:
    """A page with its places as they are now, and its row of the record."""

    text: str
    row: dict[str, Any]


def mended(
    page: RecordedPage,
    row: Mapping[str, Any],
    text: str,
    standings: Mapping[Claim, Standing],
    links: SourceLinks,
    stamps: Stamps,
    files: Mapping[str, Document],
) -> Mended | None:
    """Return a page with new places; ``None`` where it is not certain what it should say.

    Args:
        page: the page.
        row: the same as plain values.
        text: the page as it is written.
        standings: how its claims stand.
        links: where places lead.
        stamps: when files were last changed, by now.
        files: the documents of the source by printable paths.

    """
    moves = _moves(page, standings)
    front = _FRONT.match(text)
    if not moves or front is None:
        return None
    commit, day = stamps.of(page.sources)
    if not (commit and page.commit):
        commit, day = page.commit, page.day
    claims = [_at(claim, moves) for claim in page.claims]
    places = {**{place: place for place in _places(page)}, **moves}
    real = {(_real(old, files), _real(new, files)) for old, new in places.items()}
    body = _with_places(text[front.end() :], real, links, page.commit, commit)
    inputs = citations_digest(claims)
    head = _stamped(front[0], commit, day, inputs)
    new = {
        **row,
        "commit": commit,
        "day": day,
        "inputs": inputs,
        "sources": [_source(each, stamps, files) for each in row["sources"]],
        "claims": [_relined(each, moves) for each in row["claims"]],
        "edges": [_relined(each, moves) for each in row["edges"]],
    }
    return Mended(head + body, new)


def _moves(page: RecordedPage, standings: Mapping[Claim, Standing]) -> dict[Place, Place]:
    """Return where cited lines stand now; nothing where that is not certain for all of them."""
    found: dict[Place, Place] = {}
    for claim in page.claims:
        standing, old = standings[claim], (claim.citation.path, claim.citation.lines)
        if standing.state not in {"same", "moved"} or (standing.state == "moved") is (
            standing.lines is None
        ):
            return {}
        new = (old[0], standing.lines or old[1])
        if found.setdefault(old, new) != new:
            return {}
    return found if any(old != new for old, new in found.items()) else {}


def _places(page: RecordedPage) -> list[Place]:
    return [(path, None) for path in (*page.sources, *page.named, *page.files)]


def _real(place: Place, files: Mapping[str, Document]) -> Place:
    """Return a place by the path that the file really has, with bytes that are no text."""
    path, lines = place
    return files[path].path if path in files else path, lines


def _at(claim: Claim, moves: Mapping[Place, Place]) -> Claim:
    old = claim.citation
    lines = moves[old.path, old.lines][1]
    citation = Citation(old.path, lines, old.symbol, old.digest)
    return Claim(claim.statement, citation, claim.check, claim.evidence)


def _relined(row: Mapping[str, Any], moves: Mapping[Place, Place]) -> dict[str, Any]:
    lines = row["lines"]
    old = row["path"], tuple(lines) if lines is not None else None
    now = moves.get(old, old)[1]
    return {**row, "lines": list(now) if now is not None else None}


def _source(
    row: Mapping[str, str], stamps: Stamps, files: Mapping[str, Document]
) -> dict[str, str]:
    path = row["path"]
    touch = stamps.touches.get(path)
    commit = touch.commit if touch is not None and path not in stamps.unsaved else ""
    return {**row, "commit": commit, "digest": files[path].digest if path in files else ""}


def _with_places(
    body: str, places: Iterable[tuple[Place, Place]], links: SourceLinks, before: str, after: str
) -> str:
    """Return a body in which every place is written as it is now."""
    write: list[Callable[..., str]] = [
        Writer(links, commit.partition("+")[0]).place for commit in (before, after)
    ]
    now: dict[str, str] = {}
    for old, new in places:
        for in_table in (False, True):
            was = write[0](*old, in_table=in_table)
            now[was] = write[1](*new, in_table=in_table)
    now = {was: place for was, place in now.items() if was != place}
    if not now:
        return body
    pattern = re.compile("|".join(map(re.escape, sorted(now, key=len, reverse=True))))
    return pattern.sub(lambda match: now[match[0]], body)


def _stamped(front: str, commit: str, day: str, inputs: str) -> str:
    at = f', at: "{day}"' if day else ""
    front = _BY.sub(lambda match: f"{match[1]}{at}}}", front, count=1)
    front = _COMMIT.sub(f'  commit: "{commit}"\n', front, count=1)
    return _INPUTS.sub(f'  inputs: "{inputs}"', front, count=1)
