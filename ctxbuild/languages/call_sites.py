"""Where a text calls what, by its syntax tree: only calls whose callee is a plain path of names.

``f()``, ``module.f()``, ``self.f()``, ``Type::f()``, ``new Type()`` are recorded as written;
what is called on the result of something else is not, as no names tell what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ctxbuild.languages.grammars import load, query_cursor
from ctxbuild.languages.parsing import is_parsable, parse

if TYPE_CHECKING:
    from tree_sitter import Node, QueryCursor

MOST_CALLS = 20_000
"""More of one file are not recorded."""


@dataclass(frozen=True, slots=True)
class CallSite:
    """A callee as written, its parts joined by dots, and its line (1-based)."""

    callee: str
    line: int


_ECMA = """
(call_expression function: [(identifier) (member_expression)] @site)
(new_expression constructor: [(identifier) (member_expression)] @site)
"""
_QUERIES: dict[str, str] = {
    "python": "(call function: [(identifier) (attribute)] @site)",
    "javascript": _ECMA,
    "typescript": _ECMA,
    "tsx": _ECMA,
    "go": "(call_expression function: [(identifier) (selector_expression)] @site)",
    "rust": "(call_expression function: "
    "[(identifier) (scoped_identifier) (field_expression)] @site)",
    "java": "(method_invocation) @site (object_creation_expression type: (type_identifier) @site)",
}
CALL_LANGUAGES = frozenset(_QUERIES)
_PATH = re.compile(r"[^\W\d][\w$]*(?:(?:\.|::)[^\W\d][\w$]*){0,5}\Z")


def call_sites(text: bytes, language: str) -> tuple[CallSite, ...]:
    """Return the calls in ``text`` (UTF-8), in order; none where it cannot be read."""
    loaded = load(language)
    if language not in _QUERIES or loaded is None or not is_parsable(text):
        return ()
    tree = parse(loaded[0], text)
    if tree is None:
        return ()
    nodes = _cursor(language).captures(tree.root_node).get("site", [])
    nodes.sort(key=lambda node: node.start_byte)
    callee = _java if language == "java" else _written
    found = map(callee, nodes[:MOST_CALLS])
    rows = (CallSite(name.replace("::", "."), line) for name, line in found if _PATH.match(name))
    return tuple(dict.fromkeys(rows))


@cache
def _cursor(language: str) -> QueryCursor:
    return query_cursor(language, _QUERIES[language])


def _written(node: Node) -> tuple[str, int]:
    return _text(node), node.start_point[0] + 1


def _java(node: Node) -> tuple[str, int]:
    of, name = node.child_by_field_name("object"), node.child_by_field_name("name")
    if name is None:
        return _written(node)
    called, line = _written(name)
    return (f"{_text(of)}.{called}" if of is not None else called), line


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def encode_calls(sites: tuple[CallSite, ...]) -> bytes:
    """Return sites as lines of tab-separated fields."""
    return "\n".join(f"{site.line}\t{site.callee}" for site in sites).encode()


def decode_calls(data: bytes) -> tuple[CallSite, ...]:
    """Return what :func:`encode_calls` wrote."""
    fields = (row.split("\t", 1) for row in data.decode().split("\n") if row)
    return tuple(CallSite(callee, int(line)) for line, callee in fields)


class EncodedCalls(Mapping[int, tuple[CallSite, ...]]):
    """The calls of documents, by index, read each time: one file's are looked at once, or never."""

    def __init__(self, encoded: Mapping[int, bytes]) -> None:
        self._encoded = encoded

    def __getitem__(self, index: int) -> tuple[CallSite, ...]:
        """Return the calls of a document."""
        return decode_calls(self._encoded[index])

    def __iter__(self) -> Iterator[int]:
        """Yield the documents."""
        return iter(self._encoded)

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._encoded)
