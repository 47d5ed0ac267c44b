"""Where what a query quotes stands in the documents."""

from __future__ import annotations

from collections.abc import Sequence

from ctxbuild.search.index import Index, Unit
from ctxbuild.search.postings import line_owners
from ctxbuild.search.quoted import Name, Place, Quoted

# What is defined, or stands, in more places than this says nothing of either.
_MOST_DEFINITIONS = 12
_MOST_FILES = 5
_MOST_LITERAL_FILES = 4
# A directory and a file name agree by chance more rarely than a file name alone.
_NAME_ONLY = 0.6

Found = dict[Unit, float]


def named(index: Index, names: Sequence[Name]) -> Found:
    """Return the definitions of names, as shares of all definitions of the same name.

    A qualifier that is the name of what is around a definition settles which is meant.
    """
    found: Found = {}
    for name in names:
        units = [unit for unit in index.by_name.get(name.name, ()) if index.is_code(unit)]
        if not units or len(units) > _MOST_DEFINITIONS:
            continue
        meant = [
            unit for unit in units if name.qualifier and _around(index, unit) == name.qualifier
        ]
        for unit in meant or units:
            found[unit] = max(found.get(unit, 0.0), 1.0 / len(meant or units))
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
    ends = _by_end(index)
    found: dict[int, float] = {}
    for place in quoted.places:
        _add(found, *_files(index, ends, place.path))
    for module in quoted.modules:
        for length in range(len(module), 1, -1):
            documents = _modules(index, ends, module[:length])
            if documents:
                _add(found, documents, _NAME_ONLY)
                break
    return found


def lines(index: Index, places: Sequence[Place]) -> Found:
    """Return the definitions that the lines of a stack trace or link lie in."""
    ends = _by_end(index)
    found: Found = {}
    for place in places:
        documents, weight = _files(index, ends, place.path) if place.line else ([], 0.0)
        for number in documents:
            owners = line_owners(index.outlines.get(number), index.documents[number].lines)
            if place.line <= len(owners):
                unit = index.unit(number, owners[place.line - 1])
                found[unit] = max(found.get(unit, 0.0), weight / len(documents))
    return found


def line_hits(index: Index, places: Sequence[Place]) -> dict[int, list[int]]:
    """Return the lines that a stack trace or link names, by document."""
    ends = _by_end(index)
    found: dict[int, list[int]] = {}
    for place in places:
        for number in _files(index, ends, place.path)[0] if place.line else ():
            found.setdefault(number, []).append(place.line)
    return found


def literals(index: Index, pieces: Sequence[str]) -> Found:
    """Return the units in whose text pieces of messages stand as they are."""
    found: Found = {}
    wanted = [piece.encode() for piece in pieces]
    where: dict[bytes, list[tuple[int, int]]] = {piece: [] for piece in wanted}
    for number in index.postings:
        document = index.documents[number]
        if document.content is None or not index.is_code(index.firsts[number]):
            continue
        data = document.content.data()
        for piece in wanted:
            at = data.find(piece)
            if at >= 0:
                where[piece].append((number, data.count(b"\n", 0, at)))
    for hits in where.values():
        if 0 < len(hits) <= _MOST_LITERAL_FILES:
            for number, line in hits:
                owners = line_owners(index.outlines.get(number), index.documents[number].lines)
                unit = index.unit(number, owners[line] if line < len(owners) else -1)
                found[unit] = min(found.get(unit, 0.0) + 1.0 / len(hits), 1.5)
    return found


def _by_end(index: Index) -> dict[str, list[int]]:
    """Return documents by file name and by stem."""
    ends: dict[str, list[int]] = {}
    for number, document in enumerate(index.documents):
        name = document.id.rpartition("/")[2]
        for end in {name, name.partition(".")[0]}:
            ends.setdefault(end, []).append(number)
    return ends


def _files(index: Index, ends: dict[str, list[int]], path: str) -> tuple[list[int], float]:
    """Return the documents whose paths agree longest with a path from its end."""
    wanted = [part for part in path.split("/") if part not in ("", ".", "..", "~")]
    if not wanted:
        return [], 0.0
    best: list[int] = []
    longest = 0
    for number in ends.get(wanted[-1], ()):
        own = index.documents[number].id.split("/")
        agreed = 0
        for left, right in zip(reversed(own), reversed(wanted), strict=False):
            if left != right:
                break
            agreed += 1
        if agreed >= longest:
            best = [*best, number] if agreed == longest else [number]
            longest = agreed
    if not 0 < len(best) <= _MOST_FILES:
        return [], 0.0
    first = index.documents[best[0]]
    whole = longest > 1 and (longest == len(wanted) or longest > first.path.count("/"))
    return best, 1.0 if whole else _NAME_ONLY


def _modules(index: Index, ends: dict[str, list[int]], parts: Sequence[str]) -> list[int]:
    """Return the documents that a dotted name is the path of, without suffix."""
    tail = "/".join(parts)
    found = []
    for number in (*ends.get(parts[-1], ()), *ends.get("__init__", ())):
        stem = index.documents[number].id.rpartition(".")[0].removesuffix("/__init__")
        if stem == tail or stem.endswith("/" + tail):
            found.append(number)
    return found if len(found) <= _MOST_FILES else []


def _add(found: dict[int, float], documents: Sequence[int], weight: float) -> None:
    for number in documents:
        found[number] = max(found.get(number, 0.0), weight / len(documents))
