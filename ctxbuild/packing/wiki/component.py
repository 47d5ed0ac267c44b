"""The page of a component: what it is, what it defines, what it needs and who needs it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ctxbuild.analysis.component_links import ComponentLink
from ctxbuild.analysis.component_names import NamedComponent, said_of
from ctxbuild.analysis.facts.public_api import plain_doc
from ctxbuild.analysis.facts.test_map import TestOf
from ctxbuild.model import Symbol
from ctxbuild.packing.wiki.blocks import (
    At,
    Block,
    Code,
    Count,
    Draft,
    Inline,
    Items,
    Quotation,
    Row,
    Section,
    Table,
    To,
    paragraph,
    said,
)
from ctxbuild.packing.wiki.diagrams import classes_drawn, components_drawn, files_drawn
from ctxbuild.packing.wiki.known import Known

_MOST_SYMBOLS = 8
"""Definitions shown of one file; the others are counted, and stand in the symbol index."""
_MOST_MEMBERS = 10
_MOST_LINKS = 20
_MOST_HOT = 5
_LONGEST_SIGNATURE = 160
_LONGEST_DOC = 160
_HOLLOW = frozenset({"block", "impl", "module", "field", "heading"})
_TYPES = frozenset({"class", "struct", "interface", "trait", "enum", "type", "object", "protocol"})
_MEMBERS = frozenset({"method", "function", "property"})
_CALLABLE = frozenset({"function", "method", "macro", "component"})
_PLUMBING = re.compile(r"\b(?:TypeVar|ParamSpec|TypeVarTuple|getLogger)\(")


def component_page(known: Known, place: int) -> Draft:
    """Return the page of one component."""
    component = known.components[place]
    sections = [Section((), tuple(_lead(known, place)))]
    around = tuple(_around(known, place))
    if around:
        sections.append(Section(("What it needs and who needs it",), around))
    inside = files_drawn(known, place)
    if inside:
        sections.append(Section(("Imports between its files",), inside))
    classes = classes_drawn(known, place)
    if classes:
        sections.append(Section(("Class hierarchy",), classes))
    sections.append(Section(("Files and definitions",), ()))
    sections += [_file(known, index) for index in _by_importance(known, component.documents)]
    sections += _further(known, place)
    return Draft(
        component.slug,
        component.title,
        "Code Component",
        _summary(known, component),
        tuple(sections),
        parent="components",
    )


def _summary(known: Known, component: NamedComponent) -> str:
    """Return what a component says of itself, else its most central file, else what is in it."""
    if component.about is not None:
        return component.about.text
    if component.central is not None:
        name = posixpath.basename(component.central.claim.citation.path)
        return f"{name}: “{component.central.text}”"
    return _size(known, component.documents)


def _size(known: Known, documents: Sequence[int]) -> str:
    names = [n for n, _ in _central(known, documents)]
    files = "1 source file" if len(documents) == 1 else f"{len(documents)} source files"
    return f"{files}: {', '.join(names)}" if names else files


def _by_importance(known: Known, documents: Sequence[int]) -> list[int]:
    return sorted(documents, key=lambda at: (-known.importance[at], at))


def _lead(known: Known, place: int) -> Iterator[Block]:
    component = known.components[place]
    documents = known.material.documents
    if component.about is not None:
        yield Quotation(component.about.text, component.about.claim)
    lines = sum(documents[at].lines for at in component.documents)
    languages = Counter(documents[at].language for at in component.documents)
    named = ", ".join(f"{name} {count}" for name, count in sorted(languages.items()))
    where: Inline = (
        Code(component.component.directory + "/") if component.component.directory else "the root"
    )
    size = said(
        Count(len(component.documents), "source file"),
        f" ({named}), ",
        Count(lines, "line"),
        ", in ",
        where,
        ".",
    )
    named_by = component.named
    sentences = [size]
    if named_by is not None:
        sentences.append(
            said(
                "Its name is that of the package in ",
                At(named_by.citation.path),
                ".",
                claims=(named_by,),
            )
        )
    central = _central(known, component.documents)
    if central:
        words: list[Inline] = ["Most public of its definitions: "]
        for name, _ in central:
            words += [Code(name), ", "]
        words[-1] = "."
        sentences.append(said(*words))
    yield paragraph(*sentences)


def _central(known: Known, documents: Sequence[int]) -> list[tuple[str, float]]:
    """Return the three most public definitions, types before functions."""
    found = []
    for at in documents:
        outline = known.material.outlines.get(at)
        levels = known.material.levels.get(at, ())
        for number, symbol in enumerate(outline.symbols if outline is not None else ()):
            if symbol.parent < 0 and symbol.exported and symbol.kind in _TYPES | {"function"}:
                level = levels[number] if number < len(levels) else 0.0
                weight = level * known.importance[at]
                size = symbol.lines[1] - symbol.lines[0]
                found.append((-weight, symbol.kind == "function", -size, at, number, symbol.name))
    return [(name, -weight) for weight, *_, name in sorted(found)[:3] if name]


def _around(known: Known, place: int) -> Iterator[Block]:
    needs = [link for link in known.links if link.origin == place]
    users = [link for link in known.links if link.target == place]
    if not needs and not users:
        return
    yield from components_drawn(known, place)
    for links, head, of_target in ((needs, "depends on", True), (users, "used by", False)):
        if links:
            yield _link_table(known, links, head, of_target=of_target)
        if len(links) > _MOST_LINKS:
            more = Count(len(links) - _MOST_LINKS, "more component")
            yield paragraph(said(f"{head.capitalize()} ", more, "."))


def _link_table(
    known: Known, links: Sequence[ComponentLink], head: str, *, of_target: bool
) -> Table:
    rows = []
    for link in links[:_MOST_LINKS]:
        other = known.components[link.target if of_target else link.origin]
        cells = ((To(other.slug, other.title),), (str(link.imports),))
        rows.append(Row(cells, (link.first.claim,)))
    return Table((head, "imports"), tuple(rows))


def _file(known: Known, index: int) -> Section:
    document = known.material.documents[index]
    blocks: list[Block] = []
    saying = said_of(known.material, index)
    if saying is not None:
        blocks.append(Quotation(saying.text, saying.claim))
    shown, others = _key_symbols(known, index)
    if shown:
        blocks.append(Items(tuple(_symbol_row(known, index, at) for at in shown)))
    if others:
        more = Count(others, "more definition")
        blocks.append(paragraph(said("And ", more, " at the top of the file.")))
    if not shown:
        blocks.append(paragraph(said(Count(document.lines, "line"), ", no definitions found.")))
    return Section((Code(document.path),), tuple(blocks), 3, (document.path, "file", ""))


def _key_symbols(known: Known, index: int) -> tuple[list[int], int]:
    """Return the definitions of a file that are shown, in their order, and how many are not."""
    outline = known.material.outlines.get(index)
    if outline is None:
        return [], 0
    levels = known.material.levels.get(index, ())
    symbols = outline.symbols
    types = _types(symbols)
    top = [at for at, symbol in enumerate(symbols) if _is_top(symbols, symbol, types)]
    own = _each_name_once(symbols, top)

    def rank(at: int) -> tuple[bool, int, float, int]:
        level = levels[at] if at < len(levels) else 0.0
        return not symbols[at].exported, _group(symbols[at]), -level, at

    best = sorted(own, key=rank)[:_MOST_SYMBOLS]
    return sorted(best, key=lambda at: (_group(symbols[at]), at)), len(own) - len(best)


def _group(symbol: Symbol) -> int:
    """Return where a definition stands among others: types, functions, the rest, plumbing."""
    if symbol.kind in _TYPES:
        return 0
    if symbol.kind in _CALLABLE:
        return 1
    return 3 if _PLUMBING.search(symbol.signature) else 2


def _each_name_once(symbols: Sequence[Symbol], own: Sequence[int]) -> list[int]:
    """Return definitions without further ones of the same name; the first with documentation."""
    found: dict[str, int] = {}
    for at in own:
        known = found.get(symbols[at].qualified_name)
        if known is None or (symbols[at].doc and not symbols[known].doc):
            found[symbols[at].qualified_name] = at
    return sorted(found.values())


def _is_top(symbols: Sequence[Symbol], symbol: Symbol, types: frozenset[str]) -> bool:
    outer = symbol.parent
    while outer >= 0 and symbols[outer].kind in _HOLLOW:
        outer = symbols[outer].parent
    if symbol.kind in _MEMBERS and _owner(symbol) in types:
        return False
    return outer < 0 and symbol.kind not in _HOLLOW and bool(symbol.name)


def _owner(symbol: Symbol) -> str:
    """Return the qualified name of what a definition belongs to, wherever that stands."""
    return symbol.qualified_name[: -len(symbol.name)].rstrip(".:#") if symbol.name else ""


def _types(symbols: Sequence[Symbol]) -> frozenset[str]:
    return frozenset(symbol.qualified_name for symbol in symbols if symbol.kind in _TYPES)


def _symbol_row(known: Known, index: int, at: int) -> Row:
    symbols = known.material.outlines[index].symbols
    symbol = symbols[at]
    words: list[Inline] = [Code(_shown_signature(symbol))]
    if symbol.doc:
        words.append(f" — {_clip(plain_doc(symbol.doc), _LONGEST_DOC)}")
    is_type = symbol.kind in _TYPES
    members = [
        s.name
        for s in symbols
        if s.kind in _MEMBERS
        and s.exported
        and s.name.strip("_") == s.name
        and (s.parent == at or (is_type and _owner(s) == symbol.qualified_name))
    ]
    members = list(dict.fromkeys(members))
    if members:
        words.append(" · members: ")
        for name in members[:_MOST_MEMBERS]:
            words += [Code(name), ", "]
        more = len(members) - _MOST_MEMBERS
        words[-1] = f" and {more} more" if more > 0 else ""
    claim = known.material.defined(index, at, f"{symbol.qualified_name} is defined.")
    return Row((tuple(words),), (claim,), (symbol.qualified_name, symbol.kind, symbol.doc))


def _shown_signature(symbol: Symbol) -> str:
    line = " ".join(symbol.signature.split()) or symbol.qualified_name
    return _clip(line, _LONGEST_SIGNATURE)


def _clip(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _tests(tests: Sequence[TestOf]) -> Table:
    """Return the source files that tests are tied to, with the closest test of each."""
    by_source: dict[str, list[TestOf]] = {}
    for each in tests:
        by_source.setdefault(each.source, []).append(each)
    rows = []
    for source, own in sorted(by_source.items()):
        closest = min(own, key=lambda t: (t.by != "name", t.test))
        named = "its name" if closest.by == "name" else "an import"
        rows.append(Row(((At(source),), (str(len(own)),), (named,)), (closest.claim,)))
    return Table(("source file", "test files", "the closest is tied to it by"), tuple(rows))


def _further(known: Known, place: int) -> Iterator[Section]:
    """Yield tests, configuration and change of a component, where there is something to say."""
    facts = known.facts
    tests = [each for each in facts.tests if known.homes.get(each.source) == place]
    if tests:
        yield Section(("Tests",), (_tests(tests),))
    variables = [v for v in facts.environment if known.homes.get(v.claim.citation.path) == place]
    if variables:
        items = tuple(Row(((Code(v.name),),), (v.claim,)) for v in variables)
        yield Section(("Environment variables it reads",), (Items(items),))
    hot = [each for each in facts.hot_files if known.homes.get(each.path) == place]
    if hot:
        changes = tuple(
            Row(((At(each.path), ": ", Count(each.commits, "commit")),)) for each in hot[:_MOST_HOT]
        )
        yield Section(("Files that change most",), (Items(changes),))
