"""Syntax tree → the parts of a statement of which any may be hidden, and what is in them.

A *body* is a block, a list or the like; its *items* are statements with their
comments, or elements. Each takes whole rows (0-based and inclusive), so that
one can be left out. What shares a row with something else is no item.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ctxbuild.languages.folds import Source

if TYPE_CHECKING:
    from tree_sitter import Node

LONG_STATEMENT = 30
"""A statement of more rows is opened."""

MAX_VISITS = 5000
"""Nodes looked at to find the bodies of one statement."""

MAX_REMARK = 20
"""Rows of comments that go with the statement after them."""

_BODY_NAMES = (
    # Statements
    "block block_body body_statement colon_block compound_statement constructor_body do do_block "
    "do_group else begin ensure module program source_file statement_block statement_list "
    "subshell then translation_unit compilation_unit function_body statements "
    "block_statement lambda_literal local_binds declarations "
    # Cases
    "case case_item case_statement communication_case default_case default_statement "
    "expression_case expression_switch_statement match_block select_statement "
    "switch_block switch_block_statement_group switch_body switch_case switch_default "
    "switch_section type_case type_switch_statement when_expression switch_entry alternatives "
    # Members
    "class_body declaration_list enum_body enum_body_declarations enum_declaration_list "
    "enum_member_declaration_list enum_variant_list enumerator_list field_declaration_list "
    "interface_body interface_type object_type struct_type accessor_list template_body "
    "enum_class_body protocol_body class_declarations error_set_declaration "
    # Values
    "array array_creation_expression array_expression array_initializer collection_expression "
    "dictionary field_initializer_list hash initializer_expression initializer_list list "
    "literal_value object set table_constructor token_tree macro_definition switch_expression "
    "array_literal list_literal set_or_map_literal hash_literal_body vector_expression "
    # Markup and directives
    "jsx_element preproc_elif preproc_else preproc_if preproc_ifdef"
)
BODIES = frozenset(_BODY_NAMES.split())
"""Nodes of which any part may be hidden, in all languages."""

_ARGUMENTS = frozenset(("argument_list", "arguments"))

_JULIA = (
    "for_statement while_statement function_definition if_statement elseif_clause else_clause "
    "let_statement do_clause catch_clause struct_definition module_definition"
)

_VARIATIONS = {
    "bash": frozenset(("case_statement", "list", "if_statement", "elif_clause", "else_clause")),
    "dart": frozenset(("arguments",)),
    "elixir": frozenset(("body", "tuple")),
    "hcl": frozenset(("block", "body", "tuple")),
    "julia": frozenset(_JULIA.split()),
    "kotlin": frozenset(("value_arguments",)),
    "zig": frozenset(
        ("struct_declaration", "enum_declaration", "union_declaration", "switch_case")
    ),
    # A comma may end their arguments.
    **dict.fromkeys(("python", "go", "rust", "php", "javascript", "typescript", "tsx"), _ARGUMENTS),
}
"""Nodes for which that is the other way round in a language."""

_HEADED = frozenset(
    ("switch_block_statement_group", "case_item", "jsx_element", "switch_section", "switch_entry")
)
"""Bodies that begin with a named node that is no statement."""

_TOKENS = frozenset(
    (
        *("jsx_opening_element", "jsx_closing_element", "object_start", "object_end"),
        *("tuple_start", "tuple_end", "block_start", "block_end"),
    )
)
"""Named nodes that only open or close."""

_SEPARATORS = frozenset((";", ",", "\n"))

_REMARKS = ("comment", "attribute_item", "decorator", "#")
"""Ends of the types of nodes that go with the statement after them."""

_CONTINUED = frozenset(("heredoc_body",))
"""Nodes that go with the statement before them."""

_OPAQUE = ("string", "comment", "heredoc")
"""Parts of the types of nodes whose rows are text."""


@dataclass(slots=True)
class Item:
    """A statement with its comments, or an element of a list: whole rows."""

    first: int
    last: int
    node: Node | None
    """The longest node in it; None for a paragraph of text."""


@dataclass(frozen=True, slots=True)
class Body:
    """A run of items that may be hidden one by one."""

    items: list[Item]
    last: int

    @property
    def first(self) -> int:
        """The row of the first item."""
        return self.items[0].first


@cache
def _bodies_of(language: str) -> frozenset[str]:
    return BODIES ^ _VARIATIONS.get(language, frozenset())


class Reader:
    """Finds bodies and their items in the tree of one text."""

    __slots__ = ("_bodies", "_source", "crowded")

    def __init__(self, source: Source, language: str) -> None:
        self._source = source
        self._bodies = _bodies_of(language)
        self.crowded = False
        """Whether a node had too many children to be looked into."""

    def is_body(self, node: Node) -> bool:
        """Say whether any part of a node may be hidden."""
        return node.type in self._bodies

    def bodies(self, node: Node) -> list[Body]:
        """Return the outermost bodies inside a statement (or itself), one after another."""
        found: list[Body] = []
        stack, visits = [node], 0
        while stack and visits < MAX_VISITS:
            each = stack.pop()
            visits += 1
            body = self._body_or_text(each)
            if body is not None:
                if not found or body.first > found[-1].last:
                    found.append(body)
            elif not _is_opaque(each.type) and not self._passes(each):
                row = each.start_point[0]
                inner = reversed(each.children)
                stack.extend(child for child in inner if self._may_hold(child, row))
        return found

    def _passes(self, node: Node) -> bool:
        """Say whether a node has too many children to be looked into, and take note of it."""
        crowded = is_crowded(node)
        self.crowded = self.crowded or crowded
        return crowded

    def _may_hold(self, node: Node, row: int) -> bool:
        """Say whether a node goes over several rows, or is a body below row ``row``."""
        first = node.start_point[0]
        return first != node.end_point[0] or (first > row and node.type in self._bodies)

    def _body_or_text(self, node: Node) -> Body | None:
        if node.type in self._bodies:
            return self.body(node)
        if _is_opaque(node.type):
            return self._paragraphs(node)
        return None

    def body(self, node: Node) -> Body | None:
        """Return the items of a body, without those that share a row with what holds it.

        Those are on the row of its opening token, if it has one, or of its closing one.
        """
        children = [] if self._passes(node) else node.children
        if not children:
            return None
        first = node.start_point[0]
        has_opener = not children[0].is_named or node.type in _HEADED
        items, foot = self.items(node, children, first if has_opener else first - 1)
        closer = children[-1]
        if foot < 0 and items and not closer.is_named and closer.type not in _SEPARATORS:
            foot = items.pop().first  # the last item shares its row with the closer
        return Body(items, foot - 1 if foot >= 0 else items[-1].last) if items else None

    def items(self, node: Node, children: list[Node], reach: int) -> tuple[list[Item], int]:
        """Return the items that ``children`` make, and the row of what closes them (or −1).

        An item begins with a node that begins below row ``reach`` and below
        all before it.
        """
        items: list[Item] = []
        foot = -1
        last_row = self._source.last_row
        for child in children:
            first, last = child.start_point[0], child.end_point[0]
            if last != first:
                last = last_row(child)
            if first <= reach or child.type in _CONTINUED:
                if last > reach and items and foot < 0:
                    _extend(items[-1], last, child)
            elif _is_token(child, node):
                foot = first if foot < 0 else foot
            else:
                if foot >= 0 and items:
                    items[-1].last = reach
                foot = -1
                _append(items, first, last, child)
            if last > reach:
                reach = last
        return items, foot

    def _paragraphs(self, node: Node) -> Body | None:
        """Return the rows strictly inside a long text, cut after blank lines where there are."""
        first, last = node.start_point[0] + 1, node.end_point[0] - 1
        if last - first < LONG_STATEMENT:
            return None
        lines = self._source.lines
        if lines[first].endswith(b"\\"):
            return None
        starts = [row for row in range(first + 1, last + 1) if not lines[row - 1].strip()]
        starts = [first, *(starts or range(first + 1, last + 1))]
        ends = [*(row - 1 for row in starts[1:]), last]
        return Body([Item(a, b, None) for a, b in zip(starts, ends, strict=True)], last)


def _append(items: list[Item], first: int, last: int, node: Node) -> None:
    """Append an item; comments directly before it become part of it."""
    if items:
        before = items[-1]
        if (
            before.last - before.first < MAX_REMARK
            and before.node is not None
            and before.node.type.endswith(_REMARKS)
        ):
            before.last, before.node = last, node
            return
    items.append(Item(first, last, node))


def _extend(item: Item, last: int, node: Node) -> None:
    """Let an item reach to the end of a node that begins on its last row."""
    if node.is_named and last - node.start_point[0] > item.last - item.first:
        item.node = node
    item.last = last


def _is_token(child: Node, body: Node) -> bool:
    """Say whether a node only opens, closes or separates; in a macro's text keywords do not."""
    kind = child.type
    if child.is_named:
        return kind in _TOKENS
    return body.type != "token_tree" or kind in ")]}"


@cache
def _is_opaque(kind: str) -> bool:
    """Say whether the rows of nodes of a type are text; there are a few hundred types."""
    return any(part in kind for part in _OPAQUE)


def is_crowded(node: Node) -> bool:
    """Say whether a node has more children than statements on its rows would make."""
    rows = node.end_point[0] - node.start_point[0]
    return node.child_count > 64 + 16 * rows
