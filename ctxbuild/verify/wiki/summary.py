"""What a check of a wiki comes to: the state of each page, and how much of it still holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.formats.wording import plural
from ctxbuild.verify.wiki.checking import Doubt, WikiNow

_STATES = (
    ("edited", frozenset({"WIKI-005"})),
    ("gone", frozenset({"WIKI-001"})),
    ("changed", frozenset({"WIKI-002", "WIKI-004", "WIKI-006", "WIKI-008"})),
    ("broken", frozenset({"WIKI-007", "WIKI-009", "WIKI-010"})),
    ("moved", frozenset({"WIKI-003"})),
)
"""States of pages, the gravest first, with the rules that are broken."""
_COUNTED = {
    "same": "same",
    "moved": "moved",
    "changed": "changed",
    "untrue": "changed",
    "misled": "changed",
    "renamed": "gone",
    "gone": "gone",
}
"""State of a claim → what it counts as."""


@dataclass(frozen=True, slots=True)
class PageState:
    """A page: ``ok`` or the gravest state, how many of its claims stand how, whether to rebuild."""

    slug: str
    state: str
    claims: Mapping[str, int]
    rebuild: bool


def page_states(wiki: WikiNow, doubts: Mapping[str, Sequence[Doubt]]) -> list[PageState]:
    """Return the state of each page, in reading order."""
    found = []
    for page in wiki.record.pages:
        own = doubts[page.slug]
        broken = {doubt.rule for doubt in own}
        state = next((name for name, rules in _STATES if broken & rules), "ok")
        counts = Counter(_COUNTED[wiki.standings[claim].state] for claim in page.claims)
        rebuild = not all(is_mendable(doubt, wiki) for doubt in own)
        found.append(PageState(page.slug, state, counts, rebuild))
    return found


def is_mendable(doubt: Doubt, wiki: WikiNow) -> bool:
    """Whether what is wrong is only where lines stand, and it is certain where that is."""
    return (
        doubt.claim is not None
        and wiki.standings[doubt.claim].state == "moved"
        and (wiki.standings[doubt.claim].lines is not None)
    )


def counts_of(states: Sequence[PageState]) -> dict[str, int]:
    """Return how many citations of all pages stand how; each counts on every page it is on."""
    total: Counter[str] = Counter()
    for state in states:
        total.update(state.claims)
    return {name: total[name] for name in ("same", "moved", "changed", "gone")}


def closing(states: Sequence[PageState], counts: Mapping[str, int], behind: int | None) -> str:
    """Return the end of the last line of the text."""
    claims = sum(counts.values())
    words = [f" in {plural(len(states), 'page')}, {plural(claims, 'citation')}"]
    if claims and counts["same"] < claims:
        shares = (f"{100 * n / claims:.1f} % {name}" for name, n in counts.items() if n)
        words.append(f": {', '.join(shares)}")
    if behind:
        words.append(f"; {plural(behind, 'commit')} behind")
    again = [state.slug for state in states if state.rebuild]
    if again:
        words.append(f"; pages to make again: {', '.join(again)}")
    return "".join(words)


def details(states: Sequence[PageState]) -> dict[str, object]:
    """Return the pages as fields of a report."""
    pages = [{"page": s.slug, "state": s.state, **_all(s.claims)} for s in states]
    return {"pages_checked": pages, "rebuild": [s.slug for s in states if s.rebuild]}


def _all(claims: Mapping[str, int]) -> dict[str, int]:
    return {name: claims.get(name, 0) for name in ("same", "moved", "changed", "gone")}
