"""Where cited lines stand by now, told by their digests.

Of several places with the same lines, the one counts that keeps the order of what is
cited before and after, and else the one that moved as far as these. Where neither
tells, nothing is said: a wrong place is worse than none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from ctxbuild.claims import Claim, digest_of
from ctxbuild.model import Lines

_MOST_HASHED = 4_000_000
"""Lines in windows of one size; where there would be more, it is not looked for."""

Holds = Callable[[Claim, Lines], bool]
"""Whether a claim would hold for other lines of its file."""


def places_of(claims: Sequence[Claim], text: str, holds: Holds) -> Mapping[Claim, list[Lines]]:
    """Return all places of a text that have the lines of claims, and for which these hold."""
    lines = [line.rstrip() for line in text.split("\n")]
    wanted: dict[int, set[str]] = {}
    for claim in claims:
        first, last = claim.citation.lines or (1, 0)
        if 1 <= first <= last and last - first < len(lines):
            wanted.setdefault(last - first + 1, set()).add(claim.citation.digest)
    found: dict[tuple[int, str], list[Lines]] = {}
    for size, digests in wanted.items():
        starts = len(lines) - size + 1
        for at in range(starts if starts * size <= _MOST_HASHED else 0):
            digest = digest_of(lines[at : at + size])
            if digest in digests:
                found.setdefault((size, digest), []).append((at + 1, at + size))
    return {claim: _held(claim, found, holds) for claim in claims}


def _held(claim: Claim, found: Mapping[tuple[int, str], list[Lines]], holds: Holds) -> list[Lines]:
    first, last = claim.citation.lines or (1, 0)
    places = found.get((last - first + 1, claim.citation.digest), ())
    return [place for place in places if holds(claim, place)]


def anchored(
    firm: Mapping[Lines, Lines], places: Mapping[Claim, list[Lines]]
) -> dict[Claim, Lines | None]:
    """Return the new lines of each claim, ``None`` where several could be meant or none is there.

    Args:
        firm: lines of which it is known where they stand now.
        places: where the lines of each other claim stand now.

    """
    known = {old[0]: new[0] for old, new in firm.items()}
    for claim, found in places.items():
        if len(found) == 1 and claim.citation.lines is not None:
            known.setdefault(claim.citation.lines[0], found[0][0])
    order = sorted(known)
    chosen: dict[Claim, Lines | None] = {}
    for claim, found in places.items():
        chosen[claim] = found[0] if len(found) == 1 else _likely(claim, found, order, known)
    return chosen


def _likely(
    claim: Claim, found: Sequence[Lines], order: Sequence[int], known: Mapping[int, int]
) -> Lines | None:
    """Return the one place that goes with the neighbours of a claim."""
    first = (claim.citation.lines or (0, 0))[0]
    at = bisect_left(order, first)
    before, after = order[max(at - 1, 0) : at], order[at : at + 1]
    low = known[before[0]] if before else 1
    high = known[after[0]] if after else max((place[0] for place in found), default=0)
    between = [place for place in found if low <= place[0] <= high]
    if len(between) == 1 and (before or after):
        return between[0]
    shifts = {known[each] - each for each in (*before, *after)}
    alike = [place for place in between if place[0] - first in shifts]
    return alike[0] if len(alike) == 1 else None
