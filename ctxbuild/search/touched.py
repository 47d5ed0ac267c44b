"""What a change concerns: what it changed, who calls that and what it calls, tests, documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ctxbuild.model import Lines
from ctxbuild.search.index import Index, Unit
from ctxbuild.search.neighbours import MOST_DEFINITIONS, called, callers
from ctxbuild.search.postings import line_owners

# What a reviewer needs, as shares of all; the rest stays with importance.
SHARES: Mapping[str, float] = {
    "changed": 0.5,
    "calls what changed": 0.16,
    "tests what changed": 0.12,
    "called by what changed": 0.08,
    "mentions what was removed": 0.09,
    "documents what changed": 0.05,
}
_NAME = re.compile(r"[A-Za-z_]\w{3,}")
_MOST_NAMES = 500


def changed_units(index: Index, changed: Mapping[str, Sequence[Lines]]) -> dict[Unit, float]:
    """Return the units that hold changed lines, with their shares of these lines."""
    numbers = {document.id: number for number, document in enumerate(index.documents)}
    counts: dict[Unit, float] = {}
    for path, runs in changed.items():
        number = numbers.get(path)
        if number is None:
            continue
        owners = line_owners(index.outlines.get(number), index.documents[number].lines)
        for first, last in runs:
            for owner in dict.fromkeys(owners[max(first, 1) - 1 : last]):
                unit = index.unit(number, owner)
                counts[unit] = counts.get(unit, 0.0) + 1.0
    # Ten changed places in a function make it no ten times as important as one.
    weights = {unit: count**0.5 for unit, count in counts.items()}
    return _normalised(weights)


def changed_lines(index: Index, changed: Mapping[str, Sequence[Lines]]) -> dict[int, list[int]]:
    """Return the changed lines of each document."""
    numbers = {document.id: number for number, document in enumerate(index.documents)}
    return {
        numbers[path]: [line for first, last in runs for line in range(first, last + 1)]
        for path, runs in changed.items()
        if path in numbers
    }


def concerned(
    index: Index, seeds: Mapping[Unit, float], removed: Sequence[str]
) -> dict[str, dict[Unit, float]]:
    """Return the units that a change concerns, by what they have to do with it.

    Args:
        index: the later state.
        seeds: the units that changed, as shares.
        removed: lines that are gone.

    """
    around = callers(index, seeds)
    groups: dict[str, dict[Unit, float]] = {
        "changed": dict(seeds),
        "calls what changed": {u: w for u, w in around.items() if index.is_code(u)},
        "tests what changed": {u: w for u, w in around.items() if index.is_test(u)},
        "called by what changed": called(index, seeds),
        "mentions what was removed": _mentioning(index, _gone(index, removed)),
        "documents what changed": {
            u: w for u, w in around.items() if not index.is_code(u) and not index.is_test(u)
        },
    }
    for name, units in groups.items():
        if name != "changed":
            groups[name] = _normalised({u: w for u, w in units.items() if u not in seeds})
    return groups


def _gone(index: Index, removed: Sequence[str]) -> list[str]:
    """Return the names in removed lines that nothing defines any more."""
    names = dict.fromkeys(name for line in removed for name in _NAME.findall(line))
    return [name for name in names if name not in index.by_name][:_MOST_NAMES]


def _mentioning(index: Index, names: Sequence[str]) -> dict[Unit, float]:
    """Return the units that mention rare names: what a removal may have left behind."""
    wanted, places = frozenset(names), dict[str, list[Unit]]()
    for number, postings in index.postings.items():
        for place in [k for k, word in enumerate(postings.words) if word in wanted]:
            units = places.setdefault(postings.words[place], [])
            units += [index.firsts[number] + part for part, _ in postings.of(place)]
    found: dict[Unit, float] = {}
    for units in places.values():
        if len(units) <= MOST_DEFINITIONS:
            for unit in units:
                found[unit] = found.get(unit, 0.0) + 1.0 / len(units)
    return found


def _normalised(weights: Mapping[Unit, float]) -> dict[Unit, float]:
    total = sum(weights.values())
    return {unit: weight / total for unit, weight in weights.items()} if total else {}
