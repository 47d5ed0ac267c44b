"""Where a text imports what, by its syntax tree: exact where patterns would guess.

:mod:`ctxbuild.languages.imports` is fast and takes comments and strings for
code; here every statement has its lines and says when it is carried out. One
row for each language: a query for the nodes, and a function that reads one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from ctxbuild.languages.grammars import load, query_cursor
from ctxbuild.languages.imports import rust_tree
from ctxbuild.languages.parsing import is_parsable, parse
from ctxbuild.model import Lines

if TYPE_CHECKING:
    from tree_sitter import Node, QueryCursor

When = Literal["runtime", "types", "deferred", "package"]
"""On loading; only for type checking; in a function; ``package``: the file's own name."""

MOST_SITES = 5000
"""More of one file are not recorded."""


@dataclass(frozen=True, slots=True)
class ImportSite:
    """One imported name, as written.

    ``member`` is what Python takes from the module, ``mod`` for a Rust declaration,
    ``"`` or ``<`` for an include.
    Rust paths are seen from the file's own module, whatever inline module they stand in;
    ``mod x;`` gives ``self::x``, with ``#[path]`` a name that begins with ``./``.
    """

    name: str
    member: str
    lines: Lines
    when: When = "runtime"


def import_sites(text: bytes, language: str) -> tuple[ImportSite, ...] | None:
    """Return the imports in ``text`` (UTF-8), in order; ``None`` where it cannot be read."""
    row = ROWS.get(language)
    loaded = load(language)
    if row is None or loaded is None or not is_parsable(text):
        return None
    tree = parse(loaded[0], text)
    if tree is None:
        return None
    nodes = _cursor(language).captures(tree.root_node).get("site", [])
    nodes.sort(key=lambda node: node.start_byte)
    found = [site for node in nodes[:MOST_SITES] for site in row[1](node)]
    return tuple(dict.fromkeys(found[:MOST_SITES]))


@cache
def _cursor(language: str) -> QueryCursor:
    return query_cursor(language, ROWS[language][0])


def _text(node: Node | None) -> str:
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def _lines(node: Node) -> Lines:
    last = node.end_point[0] + (1 if node.end_point[1] or node.end_point == node.start_point else 0)
    return node.start_point[0] + 1, last


def _above(node: Node) -> Iterator[Node]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


_FUNCTIONS = frozenset(
    [
        "function_definition",
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "generator_function_declaration",
        "lambda",
    ]
)


def _when(node: Node) -> When:
    for above in _above(node):
        if above.type in _FUNCTIONS:
            return "deferred"
        if above.type == "if_statement" and "TYPE_CHECKING" in _text(
            above.child_by_field_name("condition")
        ):
            return "types"
    return "runtime"


def _python(node: Node) -> Iterator[ImportSite]:
    lines, when = _lines(node), _when(node)
    names = [
        each.child_by_field_name("name") or each for each in node.children_by_field_name("name")
    ]
    origin = node.child_by_field_name("module_name")
    if origin is None:
        yield from (ImportSite(_dotted(name), "", lines, when) for name in names)
        return
    star = any(child.type == "wildcard_import" for child in node.children)
    members = ["*"] if star else [_dotted(name) for name in names]
    yield from (ImportSite(_dotted(origin), member, lines, when) for member in members)


def _dotted(node: Node) -> str:
    return "".join(_text(node).split())


def _script(node: Node) -> Iterator[ImportSite]:
    statement = next(
        (a for a in _above(node) if a.type.endswith("_statement") or "expression" in a.type), node
    )
    when: When = "deferred" if _text(statement).startswith("import(") else _when(node)
    if statement.type in {"import_statement", "export_statement"} and _is_type_only(statement):
        when = "types"
    yield ImportSite(_text(node)[1:-1], "", _lines(statement), when)


def _is_type_only(statement: Node) -> bool:
    return len(statement.children) > 1 and statement.children[1].type == "type"


def _go(node: Node) -> Iterator[ImportSite]:
    yield ImportSite(_text(node.child_by_field_name("path"))[1:-1], "", _lines(node))


def _java(node: Node) -> Iterator[ImportSite]:
    words = _text(node).rstrip("; \n").split(None, 1)
    if len(words) < 2:
        return
    name = "".join(words[1].removeprefix("static ").split())
    own = node.type == "package_declaration"
    yield ImportSite(name, "", _lines(node), "package" if own else "runtime")


def _include(node: Node) -> Iterator[ImportSite]:
    path = node.child_by_field_name("path")
    written = _text(path)
    if path is not None and path.type in {"string_literal", "system_lib_string"}:
        # A member that says how it is written: only quotes look beside the file first.
        first, _ = _lines(node)
        yield ImportSite(written[1:-1], written[:1], (first, first))


def _rust(node: Node) -> Iterator[ImportSite]:
    if node.type == "macro_invocation":
        yield from _rust_macro(node)
        return
    inline = [_text(a.child_by_field_name("name")) for a in _above(node) if a.type == "mod_item"]
    inline.reverse()
    lines = _lines(node)
    when: When = "deferred" if any(a.type == "function_item" for a in _above(node)) else "runtime"
    if node.type == "mod_item":
        if node.child_by_field_name("body") is None:
            name = _text(node.child_by_field_name("name"))
            yield ImportSite(
                _path_attribute(node) or "::".join(["self", *inline, name]), "mod", lines
            )
    elif node.type == "extern_crate_declaration":
        yield ImportSite(_text(node.child_by_field_name("name")), "", lines, when)
    else:
        for path in rust_tree(_text(node.child_by_field_name("argument"))):
            yield ImportSite(_from_file(path, inline), "", lines, when)


def _path_attribute(node: Node) -> str:
    before = node.prev_named_sibling
    while before is not None and before.type == "attribute_item":
        text = _text(before)
        if text.startswith("#[path") and text.count('"') == 2:
            return "./" + text.split('"')[1]
        before = before.prev_named_sibling
    return ""


def _from_file(path: str, inline: list[str]) -> str:
    """Return a path of an inline module as the file's own module would write it."""
    if not inline:
        return path
    parts, home = path.split("::"), list(inline)
    if parts[0] == "self":
        return "::".join(["self", *home, *parts[1:]])
    if parts[0] != "super":
        return path
    while parts[:1] == ["super"] and home:
        home.pop()
        parts = parts[1:]
    return "::".join(parts if parts[:1] == ["super"] else ["self", *home, *parts])


def _rust_macro(node: Node) -> Iterator[ImportSite]:
    """Yield what stands as items in a macro at the top of a file: ``cfg_rt! { mod x; }``."""
    tree = next((child for child in node.children if child.type == "token_tree"), None)
    if tree is None or any(above.type in {"function_item", "token_tree"} for above in _above(node)):
        return
    inside = _text(tree)[1:-1].encode()
    if b"mod " not in inside and b"use " not in inside:
        return
    before = tree.start_point[0]
    for site in import_sites(inside, "rust") or ():
        yield replace(site, lines=(site.lines[0] + before, site.lines[1] + before))


_ECMA = """
(import_statement source: (string) @site)
(export_statement source: (string) @site)
((call_expression function: (identifier) @f arguments: (arguments . (string) @site))
  (#eq? @f "require"))
(call_expression function: (import) arguments: (arguments . (string) @site))
"""
_TYPED = _ECMA + "(import_require_clause source: (string) @site)"
_C = "(preproc_include) @site"

ROWS: dict[str, tuple[str, Callable[[Node], Iterator[ImportSite]]]] = {
    "python": ("[(import_statement) (import_from_statement)] @site", _python),
    "javascript": (_ECMA, _script),
    "typescript": (_TYPED, _script),
    "tsx": (_TYPED, _script),
    "go": ("(import_spec) @site", _go),
    "java": ("[(import_declaration) (package_declaration)] @site", _java),
    "rust": (
        "[(use_declaration) (mod_item) (extern_crate_declaration) (macro_invocation)] @site",
        _rust,
    ),
    "c": (_C, _include),
    "cpp": (_C, _include),
    "objc": (_C, _include),
}


def encode_sites(sites: tuple[ImportSite, ...] | None) -> bytes:
    """Return sites as lines of tab-separated fields; a lone ``-`` stands for ``None``."""
    if sites is None:
        return b"-"
    rows = (
        "\t".join([str(s.lines[0]), str(s.lines[1]), s.when, s.member, " ".join(s.name.split())])
        for s in sites
    )
    return "\n".join(rows).encode("utf-8", "replace")


def decode_sites(data: bytes) -> tuple[ImportSite, ...] | None:
    """Return what :func:`encode_sites` wrote."""
    if data == b"-":
        return None
    fields = (row.split("\t", 4) for row in data.decode().split("\n") if row)
    return tuple(
        ImportSite(name, member, (int(first), int(last)), when)  # type: ignore[arg-type]
        for first, last, when, member, name in fields
    )


def named_sites(text: str, names: tuple[str, ...]) -> tuple[ImportSite, ...]:
    """Return imports that were found by pattern, at the first line that has the name."""
    found = ((name, text.find(name)) for name in names)
    lines = ((name, text.count("\n", 0, at) + 1) for name, at in found if at >= 0)
    return tuple(ImportSite(name, "", (line, line)) for name, line in lines)
