"""Source text → outline: the definitions of a file, by tree-sitter.

The query of the language is run on the root and then on each container, never
below: function bodies are not visited, so that the cost stays close to that of
parsing. Work is kept on an explicit stack; nesting cannot exhaust Python's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from ctxbuild.languages.call_signatures import separated
from ctxbuild.languages.cocoa import blank_cocoa
from ctxbuild.languages.drafts import VALUES, WHOLE_VALUE_LINES, Draft, symbols_of
from ctxbuild.languages.folds import Source
from ctxbuild.languages.grammars import load
from ctxbuild.languages.guards import blank_guards
from ctxbuild.languages.parsing import is_parsable, is_worth_querying, parse
from ctxbuild.languages.prose import outline_prose
from ctxbuild.languages.regions import LONG_FOLD, regions_of, text_regions
from ctxbuild.languages.signatures import signature_text
from ctxbuild.languages.table import LANGUAGES, TEXT
from ctxbuild.model import Lines, Outline

if TYPE_CHECKING:
    from tree_sitter import Node, QueryCursor

Match = dict[str, "list[Node]"]

KINDS = frozenset(
    (
        "function",
        "method",
        "class",
        "struct",
        "union",
        "interface",
        "trait",
        "enum",
        "type",
        "module",
        "impl",
        "constant",
        "variable",
        "field",
        "macro",
        "resource",
        "block",
        "group",
        "wrap",
        "more",
    )
)
"""Captures that make a symbol or are entered."""

_ARGUMENTS = re.compile(r"<[^<>]*>")
_CALL_TAIL = re.compile(r"(?<=[^r])\(.*|(?<=operator\(\))\(.*")
"""What follows the name of a conversion operator: its parameters."""

NO_SCOPES = frozenset(("exports", "module.exports", "this", "window", "self", "global"))
"""Objects whose properties are top-level names in JavaScript."""

PROLOGUE_GAP = 4
"""Lines that may lie between two parts of a prologue; they are shown with it."""

MAX_PLAIN_BYTES = 1_000_000
"""A larger text without a grammar has no regions."""

MAX_DEPTH = 48
"""Containers nested deeper than this are not entered."""


@dataclass(slots=True)
class _Collected:
    drafts: list[Draft] = field(default_factory=list)
    homes: list[tuple[Draft | None, Node]] = field(default_factory=list)
    """What holds definitions, with the definition that it belongs to."""
    long: list[tuple[Draft, Node]] = field(default_factory=list)
    prologue: Lines | None = None
    exports: str = ""

    def nodes(self) -> tuple[list[tuple[int, Node]], list[tuple[int, Node]]]:
        """Return homes and long definitions with the index of their symbol; −1 is the module."""
        homes = [
            (-1 if home is None else home.index, node)
            for home, node in self.homes
            if home is None or home.index >= 0
        ]
        return homes, [(draft.index, node) for draft, node in self.long if draft.index >= 0]


def outline(text: bytes, language: str) -> Outline:
    """Return the definitions in ``text`` (UTF-8) read as ``language``.

    Never raises on bad input: without a grammar, or when the text is too
    large to parse, there are no symbols and ``has_errors`` is true; what has no
    grammar is divided into regions by indentation and at blank lines.
    """
    row = LANGUAGES.get(language, TEXT)
    if row.kind == "prose":
        return outline_prose(text, language)
    loaded = load(language)
    if loaded is None and row.kind in ("code", "data") and len(text) <= MAX_PLAIN_BYTES:
        return Outline(language, has_errors=True, regions=text_regions(Source(text, row)))
    if loaded is None or not is_parsable(text):
        return Outline(language, has_errors=True)
    parser, cursor = loaded
    parsed = blank_guards(text) if language in ("c", "cpp", "objc") else text
    if language == "objc":
        parsed = blank_cocoa(parsed)
    tree = parse(parser, parsed)
    if tree is not None and tree.root_node.has_error and language in ("typescript", "tsx"):
        again = parse(parser, separated(text))
        tree = again if again is not None and not again.root_node.has_error else tree
    if tree is None:
        return Outline(language, has_errors=True)
    root = tree.root_node
    source = Source(text, row)
    found = _collect(root, cursor, source)
    symbols = symbols_of(found.drafts, source, row, found.exports)
    regions = regions_of(source, row, symbols, found.prologue, *found.nodes())
    return Outline(language, symbols, found.prologue, root.has_error, regions)


def _collect(root: Node, cursor: QueryCursor, source: Source) -> _Collected:
    found = _Collected()
    stack: list[tuple[Node, Node | None, Draft | None, int]] = [(root, None, None, 0)]
    while stack:
        container, wrapper, parent, depth = stack.pop()
        if not is_worth_querying(container):
            continue
        found.homes.append((parent, container))
        leads: dict[int, int] = {}
        known = len(found.drafts)
        further: list[Match] = []
        definitions = _definitions(container, cursor, source, leads, found)
        for kind, match in definitions:
            if kind == "more":
                further.append(match)
                continue
            draft, wrap = parent, None
            if kind == "wrap":
                wrap = wrapper or match[kind][0]
            elif kind != "group":
                node = wrapper or match[kind][0]
                draft = _draft(kind, match, node, source, leads)
                if draft.kind != "block" and not draft.name:
                    continue
                draft.parent = parent
                found.drafts.append(draft)
                if draft.rows[1] - draft.rows[0] >= LONG_FOLD:
                    found.long.append((draft, node))
            if depth < MAX_DEPTH:
                stack.extend((node, wrap, draft, depth + 1) for node in match.get("inside", ()))
        if further:
            _extend(found.drafts[known:], further, source)
    return found


def _extend(drafts: list[Draft], further: list[Match], source: Source) -> None:
    """Let definitions reach over their further parts: those after them that bear their name.

    Below a signature of its own the parts may be hidden.
    """
    homes = {draft.name: draft for draft in sorted(drafts, key=_start, reverse=True)}
    for match in sorted(further, key=lambda match: match["more"][0].start_byte):
        node, home = match["more"][0], homes.get(_name(match, source))
        if home is None:
            continue
        last = source.last_row(node)
        home.span = (home.span[0], node.end_byte)
        home.rows = (home.rows[0], last)
        if home.signed is None:
            home.head = (home.head[0], last)
        else:
            home.fold = source.fold(home.signed, None, last)
            home.head = (home.head[0], last if home.fold is None else home.signed[0])


def _start(draft: Draft) -> int:
    return draft.span[0]


def _definitions(
    container: Node, cursor: QueryCursor, source: Source, leads: dict[int, int], found: _Collected
) -> list[tuple[str, Match]]:
    """Return the definitions directly inside ``container``; note what else the query found.

    Several patterns may match one definition: the first pattern in the file
    gives the kind, and the captures are united. A block is nothing else.
    """
    definitions: dict[tuple[int, int], tuple[str, Match]] = {}
    for _, match in sorted(cursor.matches(container), key=itemgetter(0)):
        kind = next((name for name in match if name in KINDS), None)
        if kind is None:
            _note(match, source, leads, found)
            continue
        node = match[kind][0]
        if node == container:
            continue
        name = match.get("name") or match.get("declarator")
        key = (node.id, name[0].start_byte if name else -len(kind))
        known = definitions.get(key)
        if known is None:
            definitions[key] = (kind, match)
        else:
            for capture, nodes in match.items():
                known[1].setdefault(capture, nodes)
    blocks = {match["block"][0].id for kind, match in definitions.values() if kind == "block"}
    return [
        (kind, match)
        for kind, match in definitions.values()
        if kind == "block" or match[kind][0].id not in blocks
    ]


def _note(match: Match, source: Source, leads: dict[int, int], found: _Collected) -> None:
    """Take in a match that is not a definition."""
    for node in match.get("lead", ()):
        leads[source.last_row(node)] = node.start_point[0]
    for node in match.get("exports", ()):
        found.exports += " " + source.slice(node.start_byte, node.end_byte)
    for capture in ("prologue", "package"):
        for node in match.get(capture, ()):
            first, last = node.start_point[0], source.last_row(node)
            if capture == "package":
                first = source.head_first(first, 0, {})
            before = found.prologue
            if before is None:
                found.prologue = (first + 1, last + 1)
            elif first <= before[1] + PROLOGUE_GAP:
                found.prologue = (before[0], max(before[1], last + 1))


def _draft(kind: str, match: Match, node: Node, source: Source, leads: dict[int, int]) -> Draft:
    """Return the symbol that a match describes; ``node`` is its span."""
    first, last = node.start_point[0], source.last_row(node)
    head_first = source.head_first(first, node.start_point[1], leads)
    start = match["from"][0].start_byte if "from" in match else node.start_byte
    name, scope = _name(match, source), ""
    if "declarator" in match:
        scope, name = _split_scope(name)
    elif "scope" in match:
        scope = source.slice(match["scope"][0].start_byte, match["scope"][0].end_byte)
        scope = "" if scope in NO_SCOPES else scope.removesuffix(".prototype")
    end, beyond = node.end_byte, last
    if "tail" in match:
        beyond = max(last, *(source.last_row(tail) for tail in match["tail"]))
        end = max(end, match["tail"][-1].end_byte)
    reach = beyond if "open" in match else last
    fold, head_last, declared = _fold(kind, match, source, first, reach)
    doc = match.get("doc") or match.get("after") or match.get("before")
    if "after" in match:
        last = source.last_row(match["after"][0])
    last = max(last, beyond)
    return Draft(
        kind=kind,
        name=name,
        scope=scope,
        span=(node.start_byte, end),
        rows=(first, last),
        head=(head_first, head_last),
        declaration=(start, declared),
        fold=fold,
        doc=(doc[0].start_byte, doc[0].end_byte) if doc else None,
        signed=source.end_of(match["signed"][0]) if "signed" in match else None,
    )


def _fold(
    kind: str, match: Match, source: Source, first: int, last: int
) -> tuple[Lines | None, int, int]:
    """Return the fold, the last row of the head and the end byte of the declaration."""
    opens = match.get("open")
    if opens is None:
        end = match[kind][0].end_byte
        if kind == "macro" and last - first >= WHOLE_VALUE_LINES:
            return source.fold((first, len(source.lines[first])), None, last), first, end
        if kind not in VALUES or last - first < WHOLE_VALUE_LINES:
            return None, last, end
        value = match.get("value")
        if value and "string" in value[0].type:
            fold = source.string_fold(value[0])
        else:
            fold = source.value_fold(first, last)
        return fold, last if fold is None else first, end
    header = opens[-1]
    ends_before = not header.is_named and header.type != ")"
    declared = header.start_byte if ends_before else header.end_byte
    if "doc" in match:
        header = match["doc"][0]
    close = match.get("close")
    fold = source.fold(source.end_of(header), close[0].start_point if close else None, last)
    return fold, last if fold is None else fold[0] - 2, declared


def _name(match: Match, source: Source) -> str:
    if "name" in match:
        node = match["name"][0]
    elif "declarator" in match:
        node = _innermost(match["declarator"][0])
    elif "block" in match and "open" in match:
        start, end = match["block"][0].start_byte, match["open"][0].end_byte
        return signature_text(source.slice(start, end))[:80] or "block"
    else:
        return ""
    name = " ".join(source.slice(node.start_byte, node.end_byte).split()).lstrip(":").strip("`")
    return _CALL_TAIL.sub("", name) if "declarator" in match else name


def _split_scope(name: str) -> tuple[str, str]:
    """Split ``a::B<int>::c`` into ``a::B`` and ``c``."""
    plain = name
    if "<" in name and "operator" not in name:
        while (shorter := _ARGUMENTS.sub("", plain)) != plain:
            plain = shorter
    scope, _, last = plain.partition("::operator") if "::operator" in plain else ("", "", "")
    if scope:
        return scope, "operator" + last
    scope, _, last = plain.rpartition("::")
    at = last.find("operator")
    # A macro may have been read as part of the name: the name is what comes last.
    return scope, last[at:] if at >= 0 else last.split(" ")[-1]


def _innermost(node: Node) -> Node:
    """Return the node of the name inside a C declarator."""
    while True:
        inner = node.child_by_field_name("declarator")
        if inner is None and node.type.endswith("_declarator"):
            inner = next(iter(node.named_children[-1:]), None)
        if inner is None or inner.type.startswith("abstract_"):
            return node
        node = inner
