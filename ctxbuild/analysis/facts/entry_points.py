"""Where a program starts: what manifests install, and what languages start by themselves."""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ctxbuild.analysis.facts.material import Material, lines_of
from ctxbuild.analysis.manifest_values import leaves, table_of
from ctxbuild.analysis.package_names import go_program
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A name under which something is started or imported, and what it leads to.

    ``kind`` is ``command``, ``plugin``, ``module`` (imported by the package's name),
    ``program`` (a ``main``) or ``script`` (an executable file).
    """

    name: str
    kind: str
    target: str
    claim: Claim


def find_entry_points(material: Material) -> tuple[EntryPoint, ...]:
    """Return the entry points, by manifest and then by file, each once."""
    found: dict[tuple[str, str, str], EntryPoint] = {}
    for name, reader in _MANIFESTS.items():
        for index, _ in material.named(name):
            if material.documents[index].role != "example":
                for entry in reader(material, index):
                    found.setdefault((entry.name, entry.kind, entry.target), entry)
    for entry in (*_mains(material), *_scripts(material)):
        found.setdefault((entry.name, entry.kind, entry.target), entry)
    return tuple(found.values())


def _entry(
    material: Material, index: int, name: str, kind: str, target: str, words: str, start: int = 0
) -> Iterator[EntryPoint]:
    statement = f"{name} is a {kind} that leads to {target}."
    claim = material.quote(index, statement, words, start)
    if claim is not None:
        yield EntryPoint(name, kind, target, claim)


def _pyproject(material: Material, index: int) -> Iterator[EntryPoint]:
    text = material.text(index)
    table = table_of(_parsed(text, tomllib.loads))
    project, poetry = (
        table_of(table.get("project")),
        table_of(table_of(table.get("tool")).get("poetry")),
    )
    groups = {"": project.get("scripts"), "gui": project.get("gui-scripts")}
    rows = [("command", group) for group in (*groups.values(), poetry.get("scripts"))]
    rows += [("plugin", group) for group in table_of(project.get("entry-points")).values()]
    for kind, group in rows:
        for name, target in table_of(group).items():
            words = target if isinstance(target, str) else name
            yield from _entry(material, index, name, kind, str(target), words)


_INI_SECTION = re.compile(r"^\[options\.entry_points\]\n([^\[]*)", re.MULTILINE)
_INI_GROUP = re.compile(r"^([\w.-]+)[ \t]*=[ \t]*$")
_INI_ENTRY = re.compile(r"^[ \t]*([\w.-]+)[ \t]*=[ \t]*([\w.]+(?::[\w.]+)?)[ \t]*(?:\[[^\]]*\])?$")
_SETUP_ENTRY = re.compile(r"""["']\s*([\w.-]+)\s*=\s*([\w.]+:[\w.]+)\s*["']""")


def _setup_cfg(material: Material, index: int) -> Iterator[EntryPoint]:
    section = _INI_SECTION.search(material.text(index))
    kind = "command"
    for line in section[1].split("\n") if section else ():
        if group := _INI_GROUP.match(line):
            kind = "command" if group[1] in {"console_scripts", "gui_scripts"} else "plugin"
        elif entry := _INI_ENTRY.match(line):
            yield from _entry(material, index, entry[1], kind, entry[2], entry[2])


def _setup_py(material: Material, index: int) -> Iterator[EntryPoint]:
    text = material.text(index)
    start = text.find("console_scripts")
    for match in _SETUP_ENTRY.finditer(text, max(start, 0)) if start >= 0 else ():
        yield from _entry(material, index, match[1], "command", match[2], match[0])


def _npm(material: Material, index: int) -> Iterator[EntryPoint]:
    text = material.text(index)
    package = table_of(_parsed(text, json.loads))
    own = str(package.get("name", posixpath.dirname(material.documents[index].path)))
    programs = package.get("bin")
    if isinstance(programs, str):
        programs = {own.rpartition("/")[2]: programs}
    start = max(text.find('"bin"'), 0)
    for name, target in table_of(programs).items():
        yield from _entry(material, index, name, "command", str(target), str(target), start)
    exported = package.get("exports")
    rows = (
        table_of(exported) if isinstance(exported, dict) else {".": exported or package.get("main")}
    )
    if rows and not any(key.startswith(".") for key in rows):
        rows = {".": rows}
    start = max(text.find('"exports"'), 0)
    for key, value in rows.items():
        target = next(leaves(value), "")
        if target and not key.endswith("package.json"):
            name = posixpath.normpath(posixpath.join(own, key))
            yield from _entry(material, index, name, "module", target, target, start)


def _cargo(material: Material, index: int) -> Iterator[EntryPoint]:
    text = material.text(index)
    crate = table_of(_parsed(text, tomllib.loads))
    directory = posixpath.dirname(material.documents[index].path)
    package = table_of(crate.get("package"))
    name = str(package.get("name", ""))
    rows = crate.get("bin")
    named = (
        {str(table_of(r).get("path", "")): table_of(r) for r in rows}
        if isinstance(rows, list)
        else {}
    )
    paths = {document.path: at for at, document in enumerate(material.documents)}
    for path, row in named.items():
        target = str(row.get("name", name))
        yield from _entry(
            material, index, target, "command", path or f"src/bin/{target}.rs", target
        )
    if not name:
        return
    for path, kind in (("src/main.rs", "command"), ("src/lib.rs", "module")):
        if posixpath.join(directory, path) in paths and path not in named:
            yield from _entry(material, index, name, kind, path, name)
    for path in paths:
        inner = path.removeprefix(posixpath.join(directory, "src/bin/"))
        if inner != path and (inner.count("/") == 0 or inner.endswith("/main.rs")):
            program = inner.removesuffix("/main.rs").removesuffix(".rs")
            if f"src/bin/{inner}" not in named:
                yield from _file(material, paths[path], program, "command")


_MANIFESTS: dict[str, Callable[[Material, int], Iterator[EntryPoint]]] = {
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
    "package.json": _npm,
    "cargo.toml": _cargo,
}

_GO_MAIN = re.compile(r"^package[ \t]+main\b", re.MULTILINE)


def _mains(material: Material) -> Iterator[EntryPoint]:
    """Yield functions that languages start, and Python's ``__main__`` modules."""
    for index, document in material.sources("go", "java", "kotlin", "c", "cpp", "python"):
        directory, _, name = document.path.rpartition("/")
        if document.language == "python":
            if name == "__main__.py":
                package = directory.rpartition("/")[2]
                yield from _file(material, index, f"python -m {package}", "program")
            continue
        outline = material.outlines.get(index)
        for at, symbol in enumerate(outline.symbols if outline else ()):
            if symbol.name != "main" or symbol.kind not in {"function", "method"}:
                continue
            if document.language == "go" and not _GO_MAIN.search(material.text(index)):
                continue
            if document.language == "java" and "static" not in symbol.signature:
                continue
            started = document.path
            if document.language == "go":
                started = directory or go_program(material) or "."
            claim = material.defined(index, at, f"{document.path} has a main function.")
            yield EntryPoint(started, "program", document.path, claim)


def _scripts(material: Material) -> Iterator[EntryPoint]:
    for index, document in enumerate(material.documents):
        is_program = document.executable and document.role == "source" and document.kind == "code"
        if is_program and material.text(index).startswith("#!"):
            yield from _file(material, index, document.path, "script")


def _file(material: Material, index: int, name: str, kind: str) -> Iterator[EntryPoint]:
    path = material.documents[index].path
    text = material.text(index)
    yield EntryPoint(
        name, kind, path, material.claim(index, f"{path} is there.", lines_of(text, 0, 0))
    )


def _parsed(text: str, parse: Callable[[str], Any]) -> object:
    try:
        return parse(text)
    except (ValueError, RecursionError):
        return None
