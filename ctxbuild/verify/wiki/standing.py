"""How the claims of a wiki stand with its source: same, moved, changed, gone or untrue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ctxbuild.claims import Claim, objection
from ctxbuild.model import Lines, Symbol
from ctxbuild.verify.wiki.anchoring import anchored, places_of

State = Literal["same", "moved", "renamed", "changed", "gone", "untrue", "misled"]
"""``untrue``: the lines are the same and say something else; ``misled``: their import leads
elsewhere by now."""


@dataclass(frozen=True, slots=True)
class SourceNow:
    """The source as it is, by printable paths.

    ``imports`` gives, of each pair of files, the lines in which the first imports the
    second; ``bases`` classes with bases that stand in the source: path, name, base as written.
    """

    text_of: Callable[[str], str | None]
    symbols_of: Callable[[str], Sequence[Symbol]]
    imports: Callable[[], Mapping[tuple[str, str], frozenset[Lines]]]
    bases: Callable[[], frozenset[tuple[str, str, str]]]
    renamed: Callable[[str], str | None]
    """Returns the name that a file has now which is gone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim stands; ``lines`` are where its lines are now, if that is certain."""

    state: State
    message: str = ""
    lines: Lines | None = None


SAME = Standing("same")


def standings(claims: Iterable[Claim], source: SourceNow) -> dict[Claim, Standing]:
    """Return how claims stand. Those of one file are looked at together."""
    by_path: dict[str, list[Claim]] = {}
    for claim in dict.fromkeys(claims):
        by_path.setdefault(claim.citation.path, []).append(claim)
    found: dict[Claim, Standing] = {}
    for path, own in by_path.items():
        text = source.text_of(path)
        found |= _gone(path, own, source) if text is None else _there(own, text, source)
    return found


def imported_by(claim: Claim) -> str | None:
    """Return what a claim says is imported by the file that it cites; ``None`` if nothing."""
    opening = f"{claim.citation.path} imports "
    if claim.statement.startswith(opening):
        return claim.statement[len(opening) :].removesuffix(".")
    return None


def _gone(path: str, own: Sequence[Claim], source: SourceNow) -> dict[Claim, Standing]:
    now = source.renamed(path)
    if now is None:
        return dict.fromkeys(own, Standing("gone", f"{path}: there is no such file"))
    return dict.fromkeys(own, Standing("renamed", f"{path}: is {now} by now"))


def _there(own: Sequence[Claim], text: str, source: SourceNow) -> dict[Claim, Standing]:
    """Return how the claims of a file stand that is there."""

    def wrong(claim: Claim) -> str:
        path = claim.citation.path
        symbols = source.symbols_of(path) if claim.check == "symbol" else ()
        return objection(claim, text, symbols) or _misled(claim, source)

    def holds(claim: Claim, lines: Lines) -> bool:
        return not wrong(replace(claim, citation=replace(claim.citation, lines=lines)))

    reasons = {claim: wrong(claim) for claim in own}
    firm = {c.citation.lines: c.citation.lines for c in own if not reasons[c] and c.citation.lines}
    places = places_of([claim for claim in own if reasons[claim]], text, holds)
    chosen = anchored(firm, places)
    found: dict[Claim, Standing] = {}
    for claim in own:
        reason = reasons[claim]
        found[claim] = _moved(claim, places[claim], chosen[claim]) if reason else SAME
        if reason and not places[claim]:
            found[claim] = Standing(_state(reason), f"{place_named(claim)}: {reason}")
    return found


def _misled(claim: Claim, source: SourceNow) -> str:
    """Return what is wrong with where an import leads."""
    target = imported_by(claim)
    if target is None:
        return "the statement names no import" if claim.check == "import" else ""
    first, last = claim.citation.lines or (1, 0)
    sites = source.imports().get((claim.citation.path, target), ())
    if any(first <= start and end <= last for start, end in sites):
        return ""
    return f"{_MISLED} {target}"


_MISLED = "the import does not lead to"
_STATES: tuple[tuple[str, State], ...] = (
    ("the lines have changed", "changed"),
    ("there are no lines", "changed"),
    (_MISLED, "misled"),
)


def _state(reason: str) -> State:
    return next((state for start, state in _STATES if reason.startswith(start)), "untrue")


def _moved(claim: Claim, places: Sequence[Lines], chosen: Lines | None) -> Standing:
    if chosen is not None:
        return Standing("moved", f"{place_named(claim)} stands at {chosen[0]}-{chosen[1]}", chosen)
    return Standing("moved", f"{place_named(claim)} could be any of {len(places)} places now")


def place_named(claim: Claim) -> str:
    """Return what a claim cites as ``path:first-last``."""
    citation = claim.citation
    if citation.lines is None:
        return citation.path
    return f"{citation.path}:{citation.lines[0]}-{citation.lines[1]}"
