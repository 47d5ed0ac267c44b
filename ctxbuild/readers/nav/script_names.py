"""What names mean in a script: its own declarations, imports and exports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ctxbuild.readers.nav.project_files import ProjectFiles, joined

if TYPE_CHECKING:
    from tree_sitter import Node

_LONGEST = 1 << 20
_SCRIPT = re.compile(r"\.(?:[cm]?[jt]s|[jt]sx)$")
# As bundlers try them; a name in ``.js`` may mean a file in ``.ts``.
_ENDINGS = (".ts", ".mts", ".js", ".mjs", ".cts", ".cjs", ".tsx", ".jsx", ".json")
_DECLARATIONS = ("lexical_declaration", "variable_declaration")
_FUNCTIONS = ("function_declaration", "generator_function_declaration")
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Imported:
    """A name from another module: ``default``, or one of its exports."""

    module: str
    name: str


@dataclass(slots=True)
class Script:
    """A script's declarations by name; ``exports`` has what other modules see of it."""

    path: str
    names: dict[str, Node | Imported] = field(default_factory=dict)
    exports: dict[str, Node | Imported | str] = field(default_factory=dict)
    """Nodes, what comes from elsewhere, or a name of the script's own."""
    passed_on: list[str] = field(default_factory=list)
    """Modules all of whose exports are exported again."""


def read_script(path: str, files: ProjectFiles) -> Script | None:
    """Read the declarations of a script; ``None`` where it is none or cannot be parsed."""
    from ctxbuild.languages.grammars import load
    from ctxbuild.languages.parsing import is_parsable, parse

    text = files.text(path)
    loaded = load("tsx" if path.endswith("x") else "typescript")
    if text is None or loaded is None or len(text) > _LONGEST:
        return None
    data = text.encode("utf-8", "replace")
    tree = parse(loaded[0], data) if is_parsable(data) else None
    if tree is None:
        return None
    script = Script(path)
    for node in tree.root_node.named_children:
        _statement(node, script)
    return script


def word(node: Node | None) -> str:
    """Return the text of a node, without quotes where it is a plain string."""
    if node is None or node.text is None:
        return ""
    text = node.text.decode("utf-8", "replace")
    return text[1:-1] if node.type == "string" else text


def module_file(module: str, path: str, files: ProjectFiles) -> str:
    """Return the file that a relative import means; empty for a package and for none."""
    if not module.startswith("."):
        return ""
    whole = joined(path.rpartition("/")[0], module)
    stem = _SCRIPT.sub("", whole)
    names = [whole, *(f"{each}{end}" for each in (whole, stem) for end in _ENDINGS)]
    names += [f"{whole}/index{end}" for end in _ENDINGS]
    return next((name for name in names if name in files.paths), "")


def declared(node: Node, names: dict[str, Node | Imported]) -> bool:
    """Add what a statement declares to names; whether it is a declaration of plain names."""
    if node.type in _FUNCTIONS:
        names[word(node.child_by_field_name("name"))] = node
        return True
    if node.type not in _DECLARATIONS:
        return False
    for each in node.named_children:
        name, value = each.child_by_field_name("name"), each.child_by_field_name("value")
        if name is not None and name.type == "identifier" and value is not None:
            names[word(name)] = value
    return True


def _statement(node: Node, script: Script) -> None:
    if node.type == "import_statement":
        _import(node, script)
    elif node.type == "export_statement":
        _export(node, script)
    elif node.type == "expression_statement":
        _assignment(node.named_children[0] if node.named_children else node, script)
    else:
        declared(node, script.names)


def _import(node: Node, script: Script) -> None:
    module = word(node.child_by_field_name("source"))
    clause = next((each for each in node.named_children if each.type == "import_clause"), None)
    for each in clause.named_children if clause is not None else ():
        if each.type == "identifier":
            script.names[word(each)] = Imported(module, DEFAULT)
        for name, alias in _specifiers(each):
            script.names[alias] = Imported(module, name)


def _specifiers(node: Node) -> list[tuple[str, str]]:
    """Return pairs of a name and what it is called here, as braces of ``import`` have them."""
    found = []
    for each in node.named_children:
        if each.type in ("import_specifier", "export_specifier"):
            name = word(each.child_by_field_name("name"))
            found.append((name, word(each.child_by_field_name("alias")) or name))
    return found


def _export(node: Node, script: Script) -> None:
    module = word(node.child_by_field_name("source"))
    declaration = node.child_by_field_name("declaration")
    value = node.child_by_field_name("value") or declaration
    clause = next((each for each in node.named_children if each.type == "export_clause"), None)
    if any(each.type == "default" for each in node.children):
        if value is not None:
            script.exports[DEFAULT] = value
    elif declaration is not None:
        own: dict[str, Node | Imported] = {}
        declared(declaration, own)
        script.names |= own
        script.exports |= own
    elif clause is not None:
        for name, alias in _specifiers(clause):
            script.exports[alias] = Imported(module, name) if module else name
    elif module:
        script.passed_on.append(module)


def _assignment(node: Node, script: Script) -> None:
    """Take ``module.exports = …`` and ``exports.name = …`` for exports."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if node.type != "assignment_expression" or right is None:
        return
    target = word(left)
    if target == "module.exports":
        script.exports[DEFAULT] = right
    elif target.startswith("exports."):
        script.exports[target.removeprefix("exports.")] = right
