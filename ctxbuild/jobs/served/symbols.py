"""A name → its definition, and who has to do with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ctxbuild.formats.names import shown_path
from ctxbuild.formats.wording import plural
from ctxbuild.html.escape import fence
from ctxbuild.jobs.explain import near_names
from ctxbuild.jobs.served.answers import cited, document_of, symbol_of
from ctxbuild.jobs.served.source import Served
from ctxbuild.model import UsageError
from ctxbuild.readers.printable import printable
from ctxbuild.search.index import Unit
from ctxbuild.search.neighbours import MOST_DEFINITIONS, called, callers

_MOST_SHOWN = 20
_MOST_DEFINITIONS_SHOWN = 12
_LONGEST_NAME = 300


def symbol_text(served: Served, name: str) -> str:
    """Return a definition with its place, who uses it, what it uses, tests and importers.

    A name that is defined more than once gives the list of its definitions.

    Raises:
        UsageError: nothing of that name is defined.
    """
    wanted = name.strip().removesuffix("()")
    units = served.by_name.get(wanted, [])
    if not units:
        raise UsageError(_unknown(served, wanted))
    if len(units) > 1:
        return _several(served, wanted, units)
    return _definition(served, units[0])


def _unknown(served: Served, name: str) -> str:
    near = near_names(name[:_LONGEST_NAME], [each for each in served.by_name if ":" not in each])
    hint = f"did you mean {', '.join(near[:5])}?" if near else "search finds it by what it does"
    return f"no symbol {printable(name)!r} in {served.name}; {hint}"


def _several(served: Served, name: str, units: list[Unit]) -> str:
    lines = [f"{plural(len(units), 'definition')} of {name}; ask for one as path:name:", ""]
    lines += [f"- {_place(served, unit)}" for unit in units[:_MOST_DEFINITIONS_SHOWN]]
    left = len(units) - _MOST_DEFINITIONS_SHOWN
    return "\n".join([*lines, *([f"- … and {left} more"] if left > 0 else [])])


def _definition(served: Served, unit: Unit) -> str:
    symbol, document = symbol_of(served, unit), document_of(served, unit)
    assert symbol is not None
    rows = document.text().split("\n")
    shown = [row for first, last in symbol.declaration for row in rows[first - 1 : last]]
    head = f"# {symbol.qualified_name} ({symbol.kind})"
    lines = [head, "", f"{cited(document, symbol.lines)} at {served.revision}", ""]
    lines += [fence("\n".join(shown[:_MOST_SHOWN]), document.language), ""]
    if symbol.doc:
        lines += [" ".join(symbol.doc.split()), ""]
    for title, found in _around(served, unit).items():
        if found:
            lines += [f"## {title}", "", *_listed(found), ""]
    return "\n".join(lines)


def _around(served: Served, unit: Unit) -> Mapping[str, list[str]]:
    """Return what has to do with a definition, by how."""
    index, symbol = served.index, symbol_of(served, unit)
    assert symbol is not None
    same = len(index.by_name.get(symbol.name, []))
    doubt = "" if same <= 1 else f" (by name; {same} definitions share it)"
    using = [u for u, _ in _strongest(callers(index, {unit: 1.0}))]
    names = _inner(served, unit)
    groups = {
        f"Used by{doubt}": _places(served, (u for u in using if index.is_code(u))),
        f"Tests and examples{doubt}": _places(served, (u for u in using if index.is_test(u))),
        f"Documents{doubt}": _places(
            served, (u for u in using if not index.is_code(u) and not index.is_test(u))
        ),
        "Uses": _places(served, _used(served, unit)),
        "Its members": _places(served, names),
        "Files that import its file": _importers(served, unit),
    }
    if same > MOST_DEFINITIONS:
        groups["Used by: not told"] = [f"{same} definitions share the name"]
    return groups


def _used(served: Served, unit: Unit) -> list[Unit]:
    """Return the definitions that one mentions by names that nothing else has."""
    index = served.index
    found = [each for each, _ in _strongest(called(index, {unit: 1.0}))]
    symbols = ((each, symbol_of(served, each)) for each in found)
    return [u for u, symbol in symbols if symbol and len(index.by_name[symbol.name]) == 1]


def _inner(served: Served, unit: Unit) -> list[Unit]:
    index = served.index
    document, own = index.owner[unit], index.symbol(unit)
    symbols = served.outlines[document].symbols
    return [index.unit(document, n) for n, each in enumerate(symbols) if each.parent == own]


def _importers(served: Served, unit: Unit) -> list[str]:
    target = served.index.owner[unit]
    origins = {origin for origin, to in served.ranking.imports if to == target}
    return [f"- {shown_path(served.corpus.documents[each].path)}" for each in sorted(origins)]


def _strongest(found: Mapping[Unit, float]) -> list[tuple[Unit, float]]:
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def _places(served: Served, units: Iterable[Unit]) -> list[str]:
    return [f"- {_place(served, unit)}" for unit in units]


def _place(served: Served, unit: Unit) -> str:
    symbol, document = symbol_of(served, unit), document_of(served, unit)
    if symbol is None:
        return shown_path(document.path)
    return f"{cited(document, symbol.lines)} {symbol.qualified_name}"


def _listed(found: list[str]) -> list[str]:
    left = len(found) - _MOST_SHOWN
    return [*found[:_MOST_SHOWN], *([f"- … and {left} more"] if left > 0 else [])]
