"""Whether pages of a wiki hold for a source: pure functions of texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ctxbuild.claims import Citation, Claim, digest_of, objection
from ctxbuild.model import Lines, Symbol
from ctxbuild.verify.llms.anchors import anchors, markdown_links

_ARROW = re.compile(r"^[ \t]*n\d+ (?:-->|--\|>)", re.MULTILINE)
_FENCE = re.compile(r"^```mermaid\n((?:(?!```).*\n)*)```", re.MULTILINE)
_CHANGED = "the lines have changed"
_NOT_THERE = "there are no lines"


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """A page as the record has it, and as it is read."""

    slug: str
    text: str
    claims: tuple[Claim, ...]
    edges: tuple[tuple[str, Lines | None, str], ...]
    """Path, lines and statement behind each arrow."""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something wrong on a page: the rule, what it is, and the claim that it concerns."""

    rule: str
    message: str
    claim: Claim | None = None
    moved: Lines | None = None
    """Where the lines of the claim stand by now."""


@dataclass(slots=True)
class SourceNow:
    """The source as it is: texts and definitions by path."""

    text_of: Callable[[str], str | None]
    symbols_of: Callable[[str], Sequence[Symbol]]
    _windows: dict[tuple[str, int], dict[str, list[int]]] = field(default_factory=dict)

    def moved(self, citation: Citation) -> Lines | None:
        """Return where the lines of a citation stand now, the nearest place of several."""
        assert citation.lines is not None
        first, last = citation.lines
        size = last - first + 1
        key = citation.path, size
        if key not in self._windows:
            lines = [line.rstrip() for line in (self.text_of(citation.path) or "").split("\n")]
            found: dict[str, list[int]] = {}
            for at in range(len(lines) - size + 1):
                found.setdefault(digest_of(lines[at : at + size]), []).append(at + 1)
            self._windows[key] = found
        starts = self._windows[key].get(citation.digest, [])
        start = min(starts, key=lambda at: (abs(at - first), at), default=0)
        return (start, start + size - 1) if start else None


def doubts_of(page: RecordedPage, source: SourceNow, pages: Mapping[str, str]) -> Iterator[Doubt]:
    """Yield what is wrong with a page.

    Args:
        page: as recorded and read.
        source: what it tells of.
        pages: texts of all files of the wiki by name.

    """
    for claim in page.claims:
        doubt = _of_claim(claim, source)
        if doubt is not None:
            yield doubt
    yield from _of_arrows(page)
    for line, target in markdown_links(page.text):
        name, _, anchor = target.partition("#")
        if not name.endswith(".md") or "/" in name:
            continue
        if name not in pages:
            yield Doubt("WIKI-007", f"line {line}: there is no {name}")
        elif anchor and anchor not in anchors(pages[name]):
            yield Doubt("WIKI-007", f"line {line}: {name} has no #{anchor}")


def _of_claim(claim: Claim, source: SourceNow) -> Doubt | None:
    citation = claim.citation
    text = source.text_of(citation.path)
    symbols = source.symbols_of(citation.path) if claim.check == "symbol" and text else ()
    reason = objection(claim, text, symbols)
    if not reason:
        return None
    if text is None:
        return Doubt("WIKI-001", f"{citation.path}: {reason}", claim)
    place = f"{citation.path}:{citation.lines[0]}-{citation.lines[1]}" if citation.lines else ""
    if reason != _CHANGED and not reason.startswith(_NOT_THERE):
        return Doubt("WIKI-004", f"{place}: {reason}", claim)
    moved = source.moved(citation)
    if moved is None:
        return Doubt("WIKI-002", f"{place}: {reason}", claim)
    again = replace(claim, citation=replace(citation, lines=moved))
    if objection(again, text, symbols):
        return Doubt("WIKI-004", f"{place}: {objection(again, text, symbols)}", claim)
    return Doubt("WIKI-003", f"{place} stand at {moved[0]}-{moved[1]}", claim, moved)


def _of_arrows(page: RecordedPage) -> Iterator[Doubt]:
    known = {(c.citation.path, c.citation.lines, c.statement) for c in page.claims}
    for path, lines, statement in page.edges:
        if (path, lines, statement) not in known:
            yield Doubt("WIKI-006", f"no claim behind: {statement}")
    drawn = sum(len(_ARROW.findall(fence[1])) for fence in _FENCE.finditer(page.text))
    if drawn != len(page.edges):
        yield Doubt("WIKI-006", f"{drawn} arrows are drawn, {len(page.edges)} have evidence")
