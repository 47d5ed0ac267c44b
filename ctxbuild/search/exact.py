"""Where what a query quotes stands in the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ctxbuild.search.files import NAME_ONLY, Files
from ctxbuild.search.index import Index, Unit
from ctxbuild.search.messages import Hit, find_runs, find_whole
from ctxbuild.search.places import Place
from ctxbuild.search.postings import line_owners
from ctxbuild.search.quoted import Literal, Name, Quoted

# What is defined, or stands, in more places than this says nothing of either.
_MOST_DEFINITIONS = 12
_MOST_LITERAL_FILES = 4
_NO_WORD = re.compile(r"\w_\w|^_\w|[a-z][A-Z]")
_MOST_LITERAL_WORTH = 1.5
# A range of lines over more definitions is about its beginning.
_MOST_OF_RANGE = 4

Found = dict[Unit, float]


def named(index: Index, names: Sequence[Name]) -> Found:
    """Return the definitions of names, as shares of all definitions of the same name.

    A qualifier that is the name of what is around a definition settles which is meant.
    What a frame of others' code names is not looked for.
    """
    found: Found = {}
    files = Files(index)
    for name in names:
        if name.within is not None and not files.of_place(name.within)[0]:
            continue
        every = index.by_name.get(name.name, [])
        units = [unit for unit in every if index.is_code(unit)] or every
        if not units or len(units) > _MOST_DEFINITIONS:
            continue
        meant = [
            unit for unit in units if name.qualifier and _around(index, unit) == name.qualifier
        ]
        for unit in meant or units:
            found[unit] = max(found.get(unit, 0.0), 1.0 / len(meant or units))
    return found


def only_definitions(index: Index, signals: Mapping[str, Mapping[Unit, float]]) -> list[Unit]:
    """Return the units that a query names, when the name is no word and defined nowhere else."""
    found = []
    for unit, share in signals.get("named in the question", {}).items():
        symbols = index.outlines[index.owner[unit]].symbols
        if share == 1.0 and _NO_WORD.search(symbols[index.symbol(unit)].name):
            found.append(unit)
    return found


def _around(index: Index, unit: Unit) -> str:
    """Return the name of what is around a symbol: its container, else its file's stem."""
    document = index.owner[unit]
    symbols = index.outlines[document].symbols
    symbol = symbols[index.symbol(unit)]
    if symbol.parent >= 0:
        return symbols[symbol.parent].name
    return index.documents[document].id.rpartition("/")[2].partition(".")[0]


def paths(index: Index, quoted: Quoted) -> dict[int, float]:
    """Return the documents that paths and dotted module names mean."""
    files = Files(index)
    found: dict[int, float] = {}
    for place in quoted.places:
        _add(found, *files.of_place(place))
    for module in quoted.modules:
        for length in range(len(module), 1, -1):
            documents = files.of_module(module[:length])
            if documents:
                _add(found, documents, NAME_ONLY)
                break
    return found


def lines(index: Index, places: Sequence[Place]) -> Found:
    """Return the definitions that the lines of a stack trace or link lie in."""
    files = Files(index)
    found: Found = {}
    for place in places:
        documents, weight = files.of_place(place) if place.line else ([], 0.0)
        for number in documents:
            for unit in _units_of(index, number, place):
                found[unit] = max(found.get(unit, 0.0), weight / len(documents))
    return found


def line_hits(index: Index, places: Sequence[Place]) -> dict[int, list[int]]:
    """Return the lines that a stack trace or link names, by document."""
    files = Files(index)
    found: dict[int, list[int]] = {}
    for place in places:
        for number in files.of_place(place)[0] if place.line else ():
            found.setdefault(number, []).append(place.line)
    return found


def _units_of(index: Index, number: int, place: Place) -> list[Unit]:
    """Return the units that the lines of a place lie in; of many the first."""
    outline = index.outlines.get(number)
    owners = line_owners(outline, index.documents[number].lines)
    own = dict.fromkeys(owners[place.line - 1 : max(place.line, place.last)])
    symbols = outline.symbols if outline is not None else ()
    around = {-1, *(symbols[owner].parent for owner in own if owner >= 0)}
    inner = [owner for owner in own if owner not in around] or list(own)
    meant = inner if len(inner) <= _MOST_OF_RANGE else inner[:1]
    return [index.unit(number, owner) for owner in meant]


def literals(index: Index, wanted: Sequence[Literal]) -> Found:
    """Return the units in whose text stands what is quoted, or the template of a message."""
    found: Found = {}
    known = []
    for hits in _spelt(index, [literal for literal in wanted if not literal.varies]):
        known.append(hits[0].text)
        _count(index, found, hits)
    runs: dict[bytes, list[Hit]] = {}
    for hit in find_runs(index, [literal.forms[0] for literal in wanted if literal.varies]):
        runs.setdefault(hit.text, []).append(hit)
    for text, hits in runs.items():
        if not any(text in other or other in text for other in known):
            known.append(text)
            _count(index, found, hits)
    return found


def _spelt(index: Index, wanted: Sequence[Literal]) -> Iterator[list[Hit]]:
    """Yield where the likeliest of the forms of each literal stands that is found at all."""
    forms = list(dict.fromkeys(form for literal in wanted for form in literal.forms))
    where: dict[str, list[Hit]] = {form: [] for form in forms}
    for hit in find_whole(index, forms):
        where[forms[hit.wanted]].append(hit)
    for literal in wanted:
        hits = next((where[form] for form in literal.forms if where[form]), [])
        if hits:
            yield [hit for hit in hits if hit.string] or hits


def _count(index: Index, found: Found, hits: Sequence[Hit]) -> None:
    """Share one literal among the units that have it; what is in many files says nothing."""
    places = dict.fromkeys((hit.document, hit.line) for hit in hits)
    if len({number for number, _ in places}) > _MOST_LITERAL_FILES:
        return
    for number, line in places:
        owners = line_owners(index.outlines.get(number), index.documents[number].lines)
        unit = index.unit(number, owners[line] if line < len(owners) else -1)
        found[unit] = min(found.get(unit, 0.0) + 1.0 / len(places), _MOST_LITERAL_WORTH)


def _add(found: dict[int, float], documents: Sequence[int], weight: float) -> None:
    for number in documents:
        found[number] = max(found.get(number, 0.0), weight / len(documents))
