"""The house stays simple: imports go one way, rooms keep to their job, files stay readable."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ctxbuild"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

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
    {"integrations"},
    {"cli"},
]
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}
# The package itself re-exports the API; __main__ starts the command line.
ENTRIES = {"__init__.py", "__main__.py"}
# Imports against the order: (module, room) → why. Empty is how we like it.
EXCEPTIONS: dict[tuple[str, str], str] = {}

# What only the modules listed may do, and what doing it looks like.
POWERS = {
    "start processes": "subprocess multiprocessing pty os.system os.popen os.exec* os.spawn* "
    "os.fork os.posix_spawn* asyncio.create_subprocess_*",
    "open sockets": "socket ssl http urllib.request ftplib smtplib httpx2 httpcore2 asyncio",
    "read a clock": "time datetime",
    "draw at random": "random secrets uuid",
    "follow the locale": "locale",
    "unpickle": "pickle marshal shelve",
    "parse XML that may hold entities": "xml.etree xml.sax.expatreader xml.dom xml.parsers lxml",
}
GRANTED = {
    "start processes": {
        "readers/git.py": "git, hardened",
        "readers/clone.py": "git clone",
        "readers/objects.py": "git cat-file, one process for a whole run",
        "cli/clipboard.py": "the system's clipboard command, found on PATH",
        "integrations/companion.py": "our own module, beside the process of MkDocs",
    },
    "open sockets": {"net/": "the only way out"},
    "read a clock": {
        "cache/store.py": "the day of last use decides what is evicted",
        "net/clock.py": "deadlines and the pace of requests",
        "readers/arxiv/days.py": "arithmetic on days; what day it is comes from net's clock",
        "cli/progress.py": "how often a bar is drawn",
    },
    "draw at random": {"jobs/output.py": "names of temporary files"},
    "parse XML that may hold entities": {
        "formats/xml.py": "the type Element, for annotations",
        "readers/arxiv/xml_nodes.py": "the same",
    },
}
# Rooms that only compute: what they know comes in by their arguments.
PURE = {"model", "markers", "claims", "languages", "redact", "transforms", "analysis", "packing"}
PURE |= {"formats"}
OUTSIDE = "os io shutil tempfile glob sqlite3 threading signal"

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core"}
MOST_LINES_OF_A_FILE = 600
MOST_LINES_OF_A_FUNCTION = 60

HEAVY = {
    "ahocorasick_rs",
    "charset_normalizer",
    "defusedxml",
    "httpx2",
    "httpcore2",
    "identify",
    "idna",
    "jinja2",
    "markdown",
    "markdown_it",
    "mkdocs",
    "mcp",
    "msgspec",
    "pathspec",
    "platformdirs",
    "playwright",
    "rich",
    "selectolax",
    "sqlite3",
    "tiktoken",
    "toktok",
    "tree_sitter",
    "uvicorn",
    "yaml",
}


def room_of(module: str) -> str:
    return module.split("/")[0].removesuffix(".py")


@cache
def parsed(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


def imports(tree: ast.AST, module: str) -> Iterator[tuple[str, int]]:
    """Yield what a module imports, anywhere in it, as full dotted names with line numbers."""
    package = ["ctxbuild", *module.split("/")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((f"{stem}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func).rpartition(".")[2]:
            named = [value for value in node.args if isinstance(value, ast.Constant)]
            yield from ((str(value.value), node.lineno) for value in named)


def uses(tree: ast.AST, module: str, powers: str) -> set[str]:
    """Return those of the space-separated ``powers`` that a module imports or calls by name."""
    names = {name for name, _ in imports(tree, module)}
    names |= {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {
        power
        for power in powers.split()
        if any(
            name.startswith(power[:-1])
            if power.endswith("*")
            else f"{name}.".startswith(f"{power}.")
            for name in names
        )
    }


def against_the_order(tree: ast.AST, module: str) -> list[str]:
    """Return the imports of rooms that do not stand to the left of a module's own."""
    room = room_of(module)
    wrong = []
    for name, line in imports(tree, module):
        parts = name.split(".")
        if parts[0] != "ctxbuild" or parts[1:2] == [room]:
            continue
        target = parts[1] if len(parts) > 1 else "the whole package"
        left = RANK.get(target, len(LAYERS)) < RANK[room]
        if not left and (module, target) not in EXCEPTIONS:
            wrong.append(f"line {line}: {target}")
    return wrong


def granted(power: str, module: str) -> bool:
    return any(
        module == place or (place.endswith("/") and module.startswith(place))
        for place in GRANTED.get(power, {})
    )


def long_functions(tree: ast.AST) -> list[str]:
    lengths = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return [f"{name}: {n} lines" for name, n in lengths.items() if n > MOST_LINES_OF_A_FUNCTION]


def loaded_by(code: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after some code."""
    shown = f"import sys\n{code}\nprint(*sys.modules, file=sys.__stderr__)"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_from_left_to_right(module):
    if module in ENTRIES:
        return
    room = room_of(module)
    assert room in RANK, f"{room} has no place in the layers"
    assert not against_the_order(parsed(module), module)


@pytest.mark.parametrize("power", POWERS)
def test_a_power_is_used_only_where_it_was_granted(power):
    using = {module: uses(parsed(module), module, POWERS[power]) for module in MODULES}
    assert not {m: names for m, names in using.items() if names and not granted(power, m)}


def test_every_grant_is_still_needed():
    modules = [(power, place) for power, places in GRANTED.items() for place in places]
    single = [(power, place) for power, place in modules if not place.endswith("/")]
    assert not [m for power, m in single if not uses(parsed(m), m, POWERS[power])]


HOLDS_INTERRUPTS = "languages/interrupts.py"
"""Parsers call back into Python, where Ctrl-C would be lost; they are in a pure room."""


@pytest.mark.parametrize("module", [module for module in MODULES if room_of(module) in PURE])
def test_pure_rooms_touch_neither_files_nor_threads(module):
    tree = parsed(module)
    assert module == HOLDS_INTERRUPTS or not uses(tree, module, OUTSIDE)
    assert not uses(tree, module, "pathlib") or uses(tree, module, "pathlib.PurePosixPath")
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert calls.isdisjoint({"open", "eval", "exec", "input", "print"})


# CPython 3.11.2, which Debian 12 has, loses matches of a possessive quantifier on a
# group and of an atomic group where the group can backtrack; on a single character it is sound.
UNSOUND = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")


@pytest.mark.parametrize("module", MODULES)
def test_patterns_mean_the_same_in_every_python(module):
    texts = [node.value for node in ast.walk(parsed(module)) if isinstance(node, ast.Constant)]
    patterns = [text.decode("latin-1") if isinstance(text, bytes) else str(text) for text in texts]
    assert not [pattern for pattern in patterns if UNSOUND.search(pattern)]


@pytest.mark.parametrize("module", MODULES)
def test_names_say_what_a_module_is(module):
    words = {word for part in Path(module).with_suffix("").parts for word in part.split("_")}
    assert words.isdisjoint(VAGUE)


@pytest.mark.parametrize("module", MODULES)
def test_files_and_functions_stay_readable(module):
    assert (PACKAGE / module).read_text(encoding="utf-8").count("\n") <= MOST_LINES_OF_A_FILE
    assert not long_functions(parsed(module))


@pytest.mark.parametrize("module", ["ctxbuild", "ctxbuild.cli.main", "ctxbuild.model"])
def test_importing_costs_nothing_heavy(module):
    assert HEAVY.isdisjoint(loaded_by(f"import {module}"))


GENERATORS = {"mkdocs", "properdocs", "markdown", "pymdownx", "bs4"}


@pytest.mark.parametrize("module", MODULES)
def test_generators_are_imported_by_their_integrations_alone(module):
    found = {name.split(".")[0] for name, _ in imports(parsed(module), module)} & GENERATORS
    assert not found or room_of(module) == "integrations"


def test_help_imports_neither_commands_nor_anything_heavy():
    loaded = loaded_by(
        "from ctxbuild.cli.main import run\n"
        "sys.argv = ['ctxbuild', '--help']\n"
        "try: run()\n"
        "except SystemExit: pass"
    )
    assert HEAVY.isdisjoint(loaded)
    assert "ctxbuild.cli.main" in loaded
    assert "ctxbuild.cli.repo" not in loaded


# The rules above are only as good as the reading of the source, so that is tested too.


@pytest.mark.parametrize(
    ("module", "source", "targets"),
    [
        ("packing/a.py", "from ctxbuild.model import Plan", []),
        ("packing/a.py", "from ctxbuild.packing.b import c\nfrom .b import c", []),
        ("packing/a.py", "import ctxbuild.formats.xml", ["formats"]),
        ("packing/a.py", "from ctxbuild import read", ["read"]),
        ("packing/a.py", "import ctxbuild", ["the whole package"]),
        ("packing/a.py", "from ..formats import xml\nfrom .. import jobs", ["formats", "jobs"]),
        ("packing/a.py", "def f():\n    from ctxbuild.cli.main import run", ["cli"]),
        ("packing/a.py", "if TYPE_CHECKING:\n    from ctxbuild.verify import x", ["verify"]),
        ("packing/a.py", "importlib.import_module('ctxbuild.jobs.api')", ["jobs"]),
        ("tokens/a.py", "from ctxbuild.redact import find_secrets", ["redact"]),
        ("model.py", "from ctxbuild.version import __version__", ["version"]),
    ],
)
def test_an_import_against_the_order_is_seen(module, source, targets):
    found = against_the_order(ast.parse(source), module)
    assert [each.partition(": ")[2] for each in found] == targets


@pytest.mark.parametrize(
    ("power", "source"),
    [
        ("start processes", "from subprocess import run"),
        ("start processes", "def f():\n    import os\n    os.execvp('sh', [])"),
        ("start processes", "from os import system"),
        ("open sockets", "import http.client"),
        ("open sockets", "from urllib import request"),
        ("read a clock", "from datetime import datetime"),
        ("unpickle", "import pickle"),
    ],
)
def test_the_use_of_a_power_is_seen(power, source):
    assert uses(ast.parse(source), "formats/a.py", POWERS[power])
    assert not granted(power, "formats/a.py")


def test_a_long_function_is_seen():
    body = "    x = 1\n" * MOST_LINES_OF_A_FUNCTION
    assert long_functions(ast.parse(f"class A:\n  def f():\n{body}")) == ["f: 61 lines"]
