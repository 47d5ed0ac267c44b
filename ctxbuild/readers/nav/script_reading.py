"""Values of JavaScript and TypeScript settings, read from syntax and never run.

Literals, names of constants, spreads, ``+`` of texts, functions that only return, and relative
imports are followed; everything else is ``COMPUTED``. A call of a package's function stays
a ``Call``, since of settings it mostly wraps them. The number of steps is bounded, so
that settings that multiply or contain themselves end as computed too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ctxbuild.readers.nav.project_files import ProjectFiles
from ctxbuild.readers.nav.script_names import (
    DEFAULT,
    Imported,
    Script,
    declared,
    module_file,
    read_script,
    word,
)
from ctxbuild.readers.nav.script_value import COMPUTED, REST, Call, member, unwrapped
from ctxbuild.readers.nav.yaml_text import is_small

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_STEPS = 200_000
_DEEPEST = 60
_MOST_FILES = 60
_MOST_CHARACTERS = 4 << 20
"""Of all scripts that one value is put together from."""
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}
_FUNCTIONS = frozenset(
    {"arrow_function", "function_expression", "function_declaration", "function"}
)
_TRANSPARENT = frozenset(
    {
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "parenthesized_expression",
        "await_expression",
        "type_assertion",
    }
)


@dataclass(frozen=True, slots=True)
class _Scope:
    script: Script
    local: Mapping[str, Any]
    """Values of parameters."""
    declared: Mapping[str, Any]
    """Nodes of what a function declares."""


@dataclass(frozen=True, slots=True)
class _Function:
    node: Node
    scope: _Scope


def exported_value(path: str, files: ProjectFiles, name: str = DEFAULT) -> Any:
    """Return what a script exports, :data:`COMPUTED` where that takes running it."""
    value = _Reading(files).exported(path, name, 0)
    return value if is_small(value) else COMPUTED


def exported_values(path: str, files: ProjectFiles) -> dict[str, Any]:
    """Return all that a script exports under a name of its own."""
    reading = _Reading(files)
    script = reading.script(path)
    names = script.exports if script is not None else {}
    found = {name: reading.exported(path, name, 0) for name in names}
    return found if is_small(found) else {}


class _Reading:
    """Reads values; holds the scripts that were opened and the steps that are left."""

    def __init__(self, files: ProjectFiles) -> None:
        self._files = files
        self._scripts: dict[str, Script | None] = {}
        self._steps = _MOST_STEPS
        self._characters = _MOST_CHARACTERS

    def exported(self, path: str, name: str, depth: int) -> Any:
        """Return what a script exports under a name."""
        if path.endswith(".json"):
            return self._json(path) if name == DEFAULT else COMPUTED
        script = self.script(path)
        if script is None or depth > _DEEPEST:
            return COMPUTED
        found = script.exports.get(name)
        scope = _Scope(script, {}, {})
        if isinstance(found, str):
            return self._named(found, scope, depth + 1)
        if isinstance(found, Imported):
            return self._imported(found, scope, depth + 1)
        if found is not None:
            return self._value(found, scope, depth + 1)
        for module in script.passed_on:
            target = module_file(module, path, self._files)
            value = self.exported(target, name, depth + 1) if target else COMPUTED
            if value is not COMPUTED:
                return value
        return COMPUTED

    def script(self, path: str) -> Script | None:
        """Return the declarations of a script, read once."""
        if path not in self._scripts:
            self._characters -= len(self._files.text(path) or "")
            is_little = len(self._scripts) < _MOST_FILES and self._characters > 0
            self._scripts[path] = read_script(path, self._files) if is_little else None
        return self._scripts[path]

    def _json(self, path: str) -> Any:
        text = self._files.text(path) or ""
        self._steps -= len(text) // 10
        try:
            return json.loads(text) if self._steps > 0 else COMPUTED
        except (ValueError, RecursionError):
            return COMPUTED

    def _imported(self, name: Imported, scope: _Scope, depth: int) -> Any:
        path = module_file(name.module, scope.script.path, self._files)
        return self.exported(path, name.name, depth) if path else COMPUTED

    def _named(self, name: str, scope: _Scope, depth: int) -> Any:
        if name in scope.local:
            return scope.local[name]
        if name in _WORDS:
            return _WORDS[name]
        found = scope.declared.get(name)
        if found is not None:
            return self._value(found, scope, depth)
        known = scope.script.names.get(name)
        if isinstance(known, Imported):
            return self._imported(known, scope, depth)
        own = _Scope(scope.script, {}, {})
        return self._value(known, own, depth) if known is not None else COMPUTED

    def _value(self, node: Node, scope: _Scope, depth: int) -> Any:
        self._steps -= 1
        if self._steps < 0 or depth > _DEEPEST:
            return COMPUTED
        if node.type in _FUNCTIONS:
            return _Function(node, scope)
        if node.type in _TRANSPARENT:
            inner = (e for e in node.named_children if e.type != "comment" and "type" not in e.type)
            first = next(inner, None)
            return self._value(first, scope, depth + 1) if first is not None else COMPUTED
        reader = _READERS.get(node.type)
        return reader(self, node, scope, depth + 1) if reader is not None else COMPUTED

    def _text(self, node: Node, _scope: _Scope, _depth: int) -> Any:
        return _ESCAPE.sub(_escaped, word(node))

    def _template(self, node: Node, scope: _Scope, depth: int) -> Any:
        parts: list[str] = []
        for each in node.named_children:
            if each.type == "template_substitution":
                value = self._value(each.named_children[0], scope, depth)
                if not isinstance(value, str):
                    return COMPUTED
                parts.append(value)
            else:
                parts.append(_ESCAPE.sub(_escaped, word(each)))
        return self._short("".join(parts))

    def _short(self, text: str) -> Any:
        self._steps -= len(text) // 100
        return text

    def _number(self, node: Node, _scope: _Scope, _depth: int) -> Any:
        try:
            return float(word(node))
        except ValueError:
            return COMPUTED

    def _word(self, node: Node, scope: _Scope, depth: int) -> Any:
        return self._named(word(node), scope, depth)

    def _array(self, node: Node, scope: _Scope, depth: int) -> Any:
        found: list[Any] = []
        for each in node.named_children:
            if each.type == "spread_element":
                value = self._value(each.named_children[0], scope, depth)
                found += value if isinstance(value, list) else [COMPUTED]
                self._steps -= len(value) if isinstance(value, list) else 0
            elif each.type != "comment":
                found.append(self._value(each, scope, depth))
        return found

    def _object(self, node: Node, scope: _Scope, depth: int) -> Any:
        found: dict[str, Any] = {}
        for each in node.named_children:
            if each.type == "spread_element":
                value = unwrapped(self._value(each.named_children[0], scope, depth))
                found |= value if isinstance(value, dict) else {REST: COMPUTED}
                self._steps -= len(value) if isinstance(value, dict) else 0
            elif each.type == "shorthand_property_identifier":
                found[word(each)] = self._named(word(each), scope, depth)
            elif each.type == "pair":
                found |= self._pair(each, scope, depth)
            elif each.type == "method_definition":
                found[word(each.child_by_field_name("name"))] = COMPUTED
        return found

    def _pair(self, node: Node, scope: _Scope, depth: int) -> dict[str, Any]:
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is None or value is None:
            return {}
        name: Any = word(key)
        if key.type == "computed_property_name":
            name = self._value(key.named_children[0], scope, depth)
        elif key.type == "string":
            name = self._text(key, scope, depth)
        return {name if isinstance(name, str) else REST: self._value(value, scope, depth)}

    def _member(self, node: Node, scope: _Scope, depth: int) -> Any:
        whole = node.child_by_field_name("object")
        value = self._value(whole, scope, depth) if whole is not None else COMPUTED
        return member(unwrapped(value), word(node.child_by_field_name("property")))

    def _subscript(self, node: Node, scope: _Scope, depth: int) -> Any:
        value, key = (self._field(node, name, scope, depth) for name in ("object", "index"))
        if isinstance(value, list) and isinstance(key, float):
            return value[int(key)] if 0 <= key < len(value) else None
        return member(unwrapped(value), key) if isinstance(key, str) else COMPUTED

    def _field(self, node: Node, name: str, scope: _Scope, depth: int) -> Any:
        found = node.child_by_field_name(name)
        return self._value(found, scope, depth) if found is not None else COMPUTED

    def _binary(self, node: Node, scope: _Scope, depth: int) -> Any:
        mark = word(node.child_by_field_name("operator"))
        left = self._field(node, "left", scope, depth)
        if mark in ("||", "??") and left is not COMPUTED:
            is_enough = left is not None if mark == "??" else bool(left)
            return left if is_enough else self._field(node, "right", scope, depth)
        right = self._field(node, "right", scope, depth)
        both = mark == "+" and isinstance(left, str) and isinstance(right, str)
        return self._short(left + right) if both else COMPUTED

    def _unary(self, node: Node, scope: _Scope, depth: int) -> Any:
        mark = word(node.child_by_field_name("operator"))
        value = self._field(node, "argument", scope, depth)
        if mark == "-" and isinstance(value, float):
            return -value
        return not value if mark == "!" and isinstance(value, bool) else COMPUTED

    def _choice(self, node: Node, scope: _Scope, depth: int) -> Any:
        condition = self._field(node, "condition", scope, depth)
        if not isinstance(condition, bool):
            return COMPUTED
        return self._field(node, "consequence" if condition else "alternative", scope, depth)

    def _call(self, node: Node, scope: _Scope, depth: int) -> Any:
        function = node.child_by_field_name("function")
        given = node.child_by_field_name("arguments")
        if function is None or given is None:
            return COMPUTED
        nodes = [each for each in given.named_children if each.type != "comment"]
        if function.type == "member_expression":
            return self._method(function, nodes, scope, depth)
        name = word(function)
        arguments = tuple(self._value(each, scope, depth) for each in nodes)
        known = scope.script.names.get(name)
        if name == "require" and arguments and isinstance(arguments[0], str):
            return self._imported(Imported(arguments[0], DEFAULT), scope, depth)
        value = self._value(function, scope, depth)
        if isinstance(value, _Function):
            return self._called(value, arguments, depth)
        if isinstance(known, Imported) and not module_file(
            known.module, scope.script.path, self._files
        ):
            return Call(known.module, known.name, arguments)
        return COMPUTED

    def _method(self, function: Node, nodes: list[Node], scope: _Scope, depth: int) -> Any:
        """Follow the methods of lists that navigations are put together with."""
        value = self._field(function, "object", scope, depth)
        name = word(function.child_by_field_name("property"))
        if not isinstance(value, list):
            return COMPUTED
        arguments = [self._value(each, scope, depth) for each in nodes]
        if name in ("map", "flatMap") and arguments and isinstance(arguments[0], _Function):
            found = [self._called(arguments[0], (each,), depth) for each in value]
            return found if name == "map" else self._flat(found)
        if name == "concat":
            return self._flat([value, *arguments])
        return self._flat(value) if name == "flat" and not nodes else COMPUTED

    def _flat(self, values: list[Any]) -> Any:
        found: list[Any] = []
        for value in values:
            found += value if isinstance(value, list) else [value]
            if len(found) > self._steps:
                return COMPUTED
        self._steps -= len(found)
        return found

    def _called(self, function: _Function, arguments: tuple[Any, ...], depth: int) -> Any:
        node, body = function.node, function.node.child_by_field_name("body")
        local = dict(function.scope.local)
        parameters = node.child_by_field_name("parameters")
        single = node.child_by_field_name("parameter")
        patterns = [single] if single is not None else _patterns(parameters)
        for number, pattern in enumerate(patterns):
            value = arguments[number] if number < len(arguments) else COMPUTED
            local |= _bound(pattern, value)
        if body is None:
            return COMPUTED
        inner = dict(function.scope.declared)
        result = _returned(body, inner) if body.type == "statement_block" else body
        scope = _Scope(function.scope.script, local, inner)
        return self._value(result, scope, depth + 1) if result is not None else COMPUTED


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return _LETTERS.get(found[4], found[4])


def _patterns(parameters: Node | None) -> list[Node | None]:
    if parameters is None:
        return []
    nodes = [each for each in parameters.named_children if each.type != "comment"]
    return [each.child_by_field_name("pattern") for each in nodes]


def _bound(pattern: Node | None, value: Any) -> dict[str, Any]:
    """Return the names that a parameter binds."""
    if pattern is None:
        return {}
    if pattern.type == "identifier":
        return {word(pattern): value}
    nodes = pattern.named_children if pattern.type == "object_pattern" else []
    names = [word(each) for each in nodes if each.type == "shorthand_property_identifier_pattern"]
    return {name: member(value, name) for name in names}


def _returned(body: Node, inner: dict[str, Any]) -> Node | None:
    """Return what a function returns that declares names and does nothing else."""
    for each in body.named_children:
        if each.type == "return_statement":
            return next((n for n in each.named_children if n.type != "comment"), None)
        if each.type != "comment" and not declared(each, inner):
            return None
    return None


_READERS: dict[str, Callable[[_Reading, Node, _Scope, int], Any]] = {
    "string": _Reading._text,
    "template_string": _Reading._template,
    "number": _Reading._number,
    "identifier": _Reading._word,
    "undefined": _Reading._word,
    "true": _Reading._word,
    "false": _Reading._word,
    "null": _Reading._word,
    "array": _Reading._array,
    "object": _Reading._object,
    "member_expression": _Reading._member,
    "subscript_expression": _Reading._subscript,
    "binary_expression": _Reading._binary,
    "unary_expression": _Reading._unary,
    "ternary_expression": _Reading._choice,
    "call_expression": _Reading._call,
}
