"""The house stays simple: imports go one way, rooms keep to their job, files stay readable."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ctxbuild"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Left to right; a room imports from itself and from what stands before it.
LAYERS = [
    {"model", "version", "markers"},
    {"claims", "tokens", "languages", "html", "redact", "net", "cache", "transforms"},
    {"readers"},
    {"analysis"},
    {"search"},
    {"packing"},
    {"formats"},
    {"verify"},
    {"jobs"},
    {"cli", "integrations"},
]
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}
# The package itself re-exports the API; __main__ starts the command line.
ENTRIES = {"__init__.py", "__main__.py"}
# Rooms and modules that may start processes or open sockets.
PROCESSES = {"readers/git.py", "readers/clone.py", "readers/objects.py", "cli/clipboard.py"}
HEAVY = [
    "charset_normalizer",
    "defusedxml",
    "msgspec",
    "pathspec",
    "platformdirs",
    "rich",
    "sqlite3",
    "toktok",
    "tree_sitter",
    "ahocorasick_rs",
]


def room_of(path):
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def imported_rooms(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "ctxbuild":
                names = [f"ctxbuild.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.startswith("ctxbuild."):
                yield name.split(".")[1], node.lineno


def label(path):
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_imports_go_from_left_to_right(path):
    if path.parent == PACKAGE and path.name in ENTRIES:
        return
    room = room_of(path)
    assert room in RANK, f"{room} has no place in the layers"
    wrong = [
        f"line {line}: {target}"
        for target, line in imported_rooms(path)
        if target != room and RANK.get(target, 99) >= RANK[room]
    ]
    assert not wrong


def test_every_room_imports_the_model_without_the_rest():
    assert not list(imported_rooms(PACKAGE / "model.py"))


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_modules_are_named_for_what_they_are(path):
    words = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert words.isdisjoint(path.stem.split("_"))


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_files_and_functions_can_be_read_on_a_screen(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 600
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno - node.lineno + 1 > 60
    ]
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_only_named_modules_start_processes_or_open_sockets(path):
    source = ast.parse(path.read_text(encoding="utf-8"))
    modules = {
        name
        for node in ast.walk(source)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }
    if modules & {"subprocess", "socket", "urllib.request", "http.client", "httpx2"}:
        assert path.relative_to(PACKAGE).as_posix() in PROCESSES


@pytest.mark.parametrize("module", ["ctxbuild", "ctxbuild.cli.main", "ctxbuild.model"])
def test_importing_costs_nothing_heavy(module):
    code = f"import sys, {module}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint(HEAVY)


def test_help_does_not_import_the_commands():
    code = (
        "import sys; sys.argv = ['ctxbuild', '--help']\n"
        "from ctxbuild.cli.main import run\n"
        "try: run()\nexcept SystemExit: pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "ctxbuild.cli.repo" not in done.stderr.split()
    assert {name.split(".")[0] for name in done.stderr.split()}.isdisjoint(HEAVY)
