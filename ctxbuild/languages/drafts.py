"""Drafts of symbols → symbols: order, nesting, kinds, names, visibility."""

from __future__ import annotations

from dataclasses import dataclass

from ctxbuild.languages.folds import Source
from ctxbuild.languages.language import Language
from ctxbuild.languages.signatures import (
    EXPORTED,
    MEMBER_EXPORTED,
    docstring_text,
    names_in,
    paragraph,
    signature_text,
)
from ctxbuild.model import Lines, Symbol

CLASSES = frozenset(("class", "struct", "union", "interface", "trait", "enum", "impl"))
"""Kinds in which a function is a method and a variable is a field."""

DATA_TYPES = frozenset(("class", "struct", "union", "interface", "enum", "type"))
"""Kinds shown whole when short and without code."""

VALUES = frozenset(("constant", "variable", "field"))

SHOWN_WHOLE = DATA_TYPES | VALUES

WHOLE_TYPE_LINES = 40
"""A data type of up to this many lines is part of the signature view."""

WHOLE_VALUE_LINES = 6
"""A constant of up to this many lines is part of the signature view."""


@dataclass(slots=True)
class Draft:
    """A symbol while it is collected; rows are 0-based."""

    kind: str
    name: str
    scope: str
    span: tuple[int, int]
    rows: tuple[int, int]
    head: tuple[int, int]
    declaration: tuple[int, int]
    """Bytes of the signature."""
    fold: Lines | None
    doc: tuple[int, int] | None
    signed: tuple[int, int] | None = None
    """Where a signature apart from its definition ends."""
    parent: Draft | None = None
    members: int = 0
    """Definitions inside that are not blocks, at any depth."""
    code: bool = False
    """Something inside has a fold of its own."""
    path: str = ""
    index: int = -1


def symbols_of(
    drafts: list[Draft], source: Source, row: Language, exports: str
) -> tuple[Symbol, ...]:
    """Return the symbols in document order; ``exports`` is text with the names exported."""
    names = names_in(exports)
    symbols: list[Symbol] = []
    for draft in _settle(drafts, row):
        symbols.append(_symbol(draft, source, row, names, symbols))
    return tuple(symbols)


def _settle(drafts: list[Draft], row: Language) -> list[Draft]:
    """Put drafts in document order, drop empty blocks, fix kinds, folds and names."""
    for draft in drafts:
        parent = draft.parent
        while parent is not None:
            if draft.kind != "block":
                parent.members += 1
            parent.code = parent.code or (draft.fold is not None and draft.kind != "block")
            parent = parent.parent
    kept = [draft for draft in drafts if draft.kind != "block" or draft.members]
    kept.sort(key=lambda draft: (draft.span[0], -draft.span[1]))
    settled: list[Draft] = []
    seen: set[tuple[int, str, str]] = set()
    for draft in kept:
        _settle_kind(draft)
        key = (draft.parent.index if draft.parent else -1, draft.kind, draft.name)
        if draft.kind in VALUES and not draft.members and key in seen:
            continue
        seen.add(key)
        draft.index = len(settled)
        draft.path = _path(draft, row.separator)
        settled.append(draft)
    return settled


def _settle_kind(draft: Draft) -> None:
    home = draft.parent
    while home is not None and home.kind == "block":
        home = home.parent
    in_class = home is not None and home.kind in CLASSES
    if draft.kind == "function" and (in_class or draft.scope):
        draft.kind = "method"
    elif draft.kind == "variable" and in_class:
        draft.kind = "field"
    elif draft.kind == "variable" and draft.name.isupper():
        draft.kind = "constant"
    rows = draft.rows[1] - draft.rows[0]
    limit = WHOLE_VALUE_LINES if draft.kind in VALUES else WHOLE_TYPE_LINES
    if draft.kind in SHOWN_WHOLE and rows < limit and not draft.code:
        draft.fold = None
        draft.head = (draft.head[0], draft.rows[1])


def _path(draft: Draft, separator: str) -> str:
    """Return the qualified name; blocks do not count."""
    if draft.kind == "block":
        return draft.parent.path if draft.parent else ""
    outer = draft.parent.path if draft.parent else ""
    return separator.join(part for part in (outer, draft.scope, draft.name) if part)


def _symbol(
    draft: Draft, source: Source, row: Language, exports: frozenset[str], before: list[Symbol]
) -> Symbol:
    declaration = source.slice(*draft.declaration)
    doc = ""
    if draft.doc:
        doc = docstring_text(source.slice(*draft.doc))
    elif draft.head[0] < draft.rows[0]:
        rows = range(draft.head[0], draft.rows[0])
        doc = paragraph(
            source.lines[r].decode("utf-8", "replace") for r in rows if source.is_comment(r)
        )
    outer = before[draft.parent.index] if draft.parent else None
    return Symbol(
        name=draft.name,
        qualified_name=draft.path,
        kind=draft.kind,
        signature=draft.name if draft.kind == "block" else signature_text(declaration),
        doc=doc,
        lines=(draft.rows[0] + 1, draft.rows[1] + 1),
        start_byte=draft.span[0],
        end_byte=draft.span[1],
        head=(draft.head[0] + 1, draft.head[1] + 1),
        fold=draft.fold,
        parent=draft.parent.index if draft.parent else -1,
        exported=_is_exported(draft, declaration, row, exports, outer),
        docstring=_docstring(draft, source),
    )


def _docstring(draft: Draft, source: Source) -> Lines | None:
    """Return the whole lines between signature and fold that document, if any."""
    if draft.doc is None or draft.fold is None or draft.doc[0] < draft.declaration[1]:
        return None
    start, end = draft.doc
    first = draft.rows[0] + source.text.count(b"\n", draft.span[0], start)
    last = first + source.text.count(b"\n", start, end)
    line = source.lines[first]
    alone = line.lstrip().startswith(source.text[start : start + 3].split(b"\n")[0])
    return (first + 1, last + 1) if alone and last + 1 < draft.fold[0] else None


def _is_exported(
    draft: Draft, declaration: str, row: Language, exports: frozenset[str], outer: Symbol | None
) -> bool:
    """Say whether a symbol can be used from other files, by the rule of its language."""
    member = draft.scope != "" or (outer is not None and outer.kind in CLASSES)
    if exports and not member:
        if row.export == "underscore":
            return draft.name in exports
        if draft.name in exports:
            return True
    if draft.kind == "impl" or (draft.kind == "module" and row.export == "public"):
        return True
    if outer is not None and _is_public_home(outer, row.export):
        return outer.exported
    rule = MEMBER_EXPORTED.get(row.export) if member else None
    return (rule or EXPORTED[row.export])(draft.name, declaration)


def _is_public_home(outer: Symbol, rule: str) -> bool:
    """Say whether everything inside ``outer`` is as visible as ``outer`` itself."""
    if outer.kind in ("interface", "trait"):
        return rule in ("public", "pub")
    if outer.kind == "impl":
        return " for " in outer.signature
    if rule == "export":
        return outer.kind in VALUES or (outer.exported and outer.kind in ("block", "module"))
    return False
