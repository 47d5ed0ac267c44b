"""What every symbol is worth to a reader who asks nothing in particular."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.surface import Levels
from ctxbuild.analysis.uses import Uses
from ctxbuild.model import Document, Outline, Symbol

# What a reader gains from a definition of a kind, relative to a function.
_KIND_WORTH = {
    "class": 1.6,
    "interface": 1.6,
    "trait": 1.6,
    "struct": 1.4,
    "enum": 1.0,
    "type": 1.0,
    "function": 1.0,
    "method": 0.7,
    "constant": 0.4,
    "variable": 0.4,
    "macro": 0.8,
    "field": 0.2,
    "impl": 0.1,
    "module": 0.1,
    "block": 0.1,
}
_OTHER_KIND = 0.5
_DEPRECATED_FACTOR = 0.15
# Special methods that say how an object is used, and those that only exist.
_CONSTRUCTORS = frozenset(
    {"__init__", "__new__", "constructor", "initialize", "__construct", "new"}
)
_TELLING = frozenset({"__call__", "__enter__", "__iter__", "__getitem__"})
_CONSTRUCTOR_USES = 0.5
_PLUMBING_FACTOR = 0.15
# A public name that no document uses, in weighted uses; and one mentioned in the code.
_UNUSED = 0.6
_PER_MENTION = 0.5
# A member is met through its type: this part of the type's uses comes down to it.
_FROM_OWNER = 0.02
# Uses of ``x.name`` where nobody says what x is.
_ANY_RECEIVER = 0.5
_USES_POWER = 0.85
# The second definition of the same name says less than the first.
_OVERLOAD_FACTOR = 0.5
# What only holds others is named like them: uses mean its contents.
_CONTAINERS = frozenset({"impl", "module", "block"})
# Sections of prose lose interest as a text goes on.
_SECTION_DECAY = 0.5
_DULL_TITLE = re.compile(
    r"\W*(?:licen[cs]e|copyright|contribut|donat|sponsor|backers|credits|acknowledg|change ?log"
    r"|author|support|community|links|(?:table of )?contents|toc$|star history|security|maintainer"
    r"|thanks|code of conduct|resources|history|contact|badges|stargazers|related)",
    re.IGNORECASE,
)
_DULL_TITLE_FACTOR = 0.15
_TEACHING_TITLE = re.compile(
    r"quick|usage|example|getting started|tutorial|how to|basic|overview|synopsis|feature",
    re.IGNORECASE,
)
_TEACHING_TITLE_FACTOR = 1.5
# What a text says first, of all that is no section of its own.
_INTRODUCTION_FACTOR = 3.0
# Part of a document's own importance in the worth of its symbols.
_PLACE_POWER = 0.25


def sections(outline: Outline) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return what sections and passages of a text are worth, relative to its importance.

    The worth of all together grows with the square root of their number: a
    text of a hundred sections is worth more looks than one of a single one.
    What stands before the first heading is worth a section; of the passages of
    one section, those further down are worth less.
    """
    weights = [
        _title_factor(symbol.name) / (1 + order) ** _SECTION_DECAY
        for order, symbol in enumerate(outline.symbols)
    ]
    weights.append(1.0 if any(region.parent < 0 for region in outline.regions) else 0.0)
    total = math.sqrt(sum(weights)) or 1.0
    shares = [weight / total for weight in weights]
    before: Counter[int] = Counter()
    passages: list[float] = []
    for region in outline.regions:
        before[region.parent] += 1
        worth = shares[region.parent] / before[region.parent]
        passages.append(worth if passages else worth * _INTRODUCTION_FACTOR)
    return tuple(shares[:-1]), tuple(passages)


def _title_factor(title: str) -> float:
    if _DULL_TITLE.match(title):
        return _DULL_TITLE_FACTOR
    return _TEACHING_TITLE_FACTOR if _TEACHING_TITLE.search(title) else 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of symbols beyond their outlines."""

    levels: Levels
    uses: Uses
    mentions: Mapping[str, float]
    """In how many documents each name is mentioned, per definition of it."""
    importance: Sequence[float]
    """Of documents."""
    packages: frozenset[bytes]
    """Names that stand for the whole in code: ``requests`` in ``requests.get``, lower case."""
    deprecated: Mapping[int, frozenset[int]]
    """Document → its deprecated symbols."""


def worths(
    documents: Sequence[Document], outlines: Mapping[int, Outline], evidence: Evidence
) -> dict[int, tuple[float, ...]]:
    """Return what every symbol of the code is worth; all together sum to 1.

    A symbol's worth is its level times its uses in documents, examples and
    code, shared with others of the same name.
    """
    code = {i: found for i, found in outlines.items() if documents[i].kind == "code"}
    homes = _homes(code, evidence.levels)
    found = {
        index: list(_document_worths(documents[index], outline, index, evidence, homes))
        for index, outline in code.items()
    }
    total = sum(map(sum, found.values()))
    if not total:
        return {index: tuple(own) for index, own in found.items()}
    return {index: tuple(worth / total for worth in own) for index, own in found.items()}


Homes = Mapping[str, float]
"""Name → sum of the levels of its definitions."""


def _homes(code: Mapping[int, Outline], levels: Levels) -> Homes:
    """Return how public each name is in all; what is defined twice in a place counts once."""
    homes: dict[str, float] = {}
    for index, outline in code.items():
        once: dict[str, tuple[str, float]] = {}
        for symbol, level in zip(outline.symbols, levels[index], strict=True):
            known = once.get(symbol.qualified_name)
            if known is None or known[1] < level:
                once[symbol.qualified_name] = symbol.name, level
        for name, level in once.values():
            homes[name] = homes.get(name, 0.0) + level
    return homes


def _document_worths(
    document: Document, outline: Outline, index: int, evidence: Evidence, homes: Homes
) -> Iterator[float]:
    place = max(evidence.importance[index], 1e-9) ** _PLACE_POWER
    deprecated = evidence.deprecated.get(index, frozenset())
    used = _uses(document, outline, evidence.levels[index], evidence, homes)
    before: dict[str, int] = {}
    for number, (symbol, level) in enumerate(
        zip(outline.symbols, evidence.levels[index], strict=True)
    ):
        mentions = math.log1p(max(evidence.mentions.get(symbol.name, 0.0) - 1, 0))
        # A name that documents use is worth it, whatever its kind.
        known = _kind_worth(symbol) * (_UNUSED + _PER_MENTION * mentions) + used[number]
        again = before.get(symbol.qualified_name, 0)
        before[symbol.qualified_name] = again + 1
        factor = _doubt(symbol, number in deprecated) * _OVERLOAD_FACTOR ** min(again, 4)
        yield place * level * factor * known**_USES_POWER


def _uses(
    document: Document,
    outline: Outline,
    levels: Sequence[float],
    evidence: Evidence,
    homes: Homes,
) -> list[float]:
    """Return the weighted uses of every symbol of a document."""
    if document.role == "test":
        return [0.0] * len(outline.symbols)
    receivers = evidence.packages | frozenset(
        part.encode("utf-8", "replace") for part in re.split(r"[/.]", document.id.lower())
    )
    used: list[float] = []
    for symbol, level in zip(outline.symbols, levels, strict=True):
        owner = _owner(outline, symbol)
        if symbol.kind in _CONTAINERS:
            uses = 0.0
        elif owner:
            uses = _member_uses(symbol, owner, level, evidence, homes)
            if symbol.parent >= 0:
                uses += _FROM_OWNER * used[symbol.parent] + _constructor(symbol, used)
        else:
            uses = _top_uses(symbol, level, receivers, evidence, homes)
        used.append(uses)
    return used


def _constructor(symbol: Symbol, used: Sequence[float]) -> float:
    """Return the uses of a type that call its constructor."""
    return _CONSTRUCTOR_USES * used[symbol.parent] if symbol.name in _CONSTRUCTORS else 0.0


def _owner(outline: Outline, symbol: Symbol) -> str:
    """Return the name of the type that a symbol is a member of."""
    if symbol.kind in {"method", "field"} or symbol.parent >= 0:
        parts = re.split(r"[.:#]+", symbol.qualified_name)
        if len(parts) > 1 and (
            symbol.parent < 0 or outline.symbols[symbol.parent].kind != "module"
        ):
            return parts[-2]
    return ""


def _top_uses(
    symbol: Symbol, level: float, receivers: frozenset[bytes], evidence: Evidence, homes: Homes
) -> float:
    name, uses = symbol.name.encode(), evidence.uses
    total = uses.names.get(name, 0.0)
    if not total:
        return 0.0
    member = uses.members.get(name, 0.0)
    if symbol.kind not in {"class", "struct", "interface", "trait", "enum", "type"}:
        # x.get is another's get, unless x is the package.
        callers = uses.pairs.get(name, {}).items()
        ours = sum(number for receiver, number in callers if receiver in receivers)
        total = max(total - member, 0.0) + min(ours, member)
    return total * level / max(homes.get(symbol.name, 0.0), level, 1e-9)


def _member_uses(
    symbol: Symbol, owner: str, level: float, evidence: Evidence, homes: Homes
) -> float:
    name, uses = symbol.name.encode(), evidence.uses
    member = uses.members.get(name, 0.0)
    if not member:
        return 0.0
    named = uses.pairs.get(name, {}).get(owner.lower().encode(), 0.0)
    share = level / max(homes.get(symbol.name, 0.0), level, 1e-9)
    return named + _ANY_RECEIVER * max(member - named, 0.0) * share


def _kind_worth(symbol: Symbol) -> float:
    return _KIND_WORTH.get(symbol.kind, _OTHER_KIND)


def _doubt(symbol: Symbol, deprecated: bool) -> float:
    """Return a factor for what is there and better not used, or never called by name."""
    worth = _DEPRECATED_FACTOR if deprecated else 1.0
    return worth * _PLUMBING_FACTOR if _is_plumbing(symbol.name) else worth


def _is_plumbing(name: str) -> bool:
    """Whether a method is one that every class may have and no one calls by name."""
    special = name.startswith("__") and name.endswith("__")
    return special and name not in _TELLING and name not in _CONSTRUCTORS
