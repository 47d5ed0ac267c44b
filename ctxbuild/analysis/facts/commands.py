"""How a project is installed, built, tested, linted and run, as its own files have it.

CI is carried out at every change, so where files differ it is right, and its
commands come first. One row for each kind of file.
"""

from __future__ import annotations

import json
import posixpath
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ctxbuild.analysis.facts.material import Material, lines_of
from ctxbuild.analysis.manifest_values import table_of
from ctxbuild.claims import Claim

Task = Literal["install", "test", "lint", "docs", "release", "build", "run", "other"]
Origin = Literal["ci", "manifest", "makefile", "container", "convention"]


@dataclass(frozen=True, slots=True)
class Command:
    """A command line; ``does`` is what it stands for where it is only a name for something."""

    task: Task
    line: str
    origin: Origin
    does: str
    claim: Claim


_TASKS: tuple[tuple[Task, re.Pattern[str]], ...] = tuple(
    (task, re.compile(pattern))  # type: ignore[misc]
    for task, pattern in (
        ("install", r"\bpip3? install\b|\bgo install\b|\bcargo install\b"),
        ("release", r"(?<!-)\b(?:publish|release|twine|goreleaser|deploy|version)\b"),
        ("docs", r"\b(?:docs?|sphinx-build|mkdocs|typedoc|javadoc|godoc)\b"),
        (
            "lint",
            r"\b(?:lint|ruff|flake8|eslint|mypy|pyright|clippy|golangci-lint|prettier|fmt|format|"
            r"black|pre-commit|biome|typecheck|type-check|typing|style|stylelint|vet)\b",
        ),
        (
            "test",
            r"\b(?:tests?|pytest|tox|nox|jest|vitest|ctest|nextest|mocha|phpunit|rspec|check|"
            r"verify|coverage|bench)\b",
        ),
        (
            "install",
            r"\b(?:install|npm ci|sync|go mod download|mod tidy|restore|bootstrap|setup|fetch)\b",
        ),
        ("build", r"\b(?:build|compile|cmake|package|assemble|tsc|webpack|rollup|make|all|dist)\b"),
        ("run", r"\b(?:run|serve|start|dev|watch|preview)\b"),
    )
)
_RANKS: dict[Origin, int] = {"ci": 0, "manifest": 1, "makefile": 2, "container": 3, "convention": 4}
_ORDER: tuple[Task, ...] = ("install", "build", "test", "lint", "run", "docs", "release", "other")
_MOST = 400
_LONGEST = 300
# What a line of CI does for CI alone: shell control, output, variables of the runner.
_PLUMBING = re.compile(
    r"(?:echo|printf|cat|set|export|if|then|else|elif|fi|for|do|done|while|cd|mkdir|rm|cp|mv|ls|"
    r"sudo|apt|git|curl|wget|tar|unzip|sleep|exit|true|case|esac|read|local|chmod|sed|awk|grep|"
    r"source|\.|\[|\{|\}|\(|#|\$|gh|env|test|shopt|brew|choco|which|pwd|\w+=)(?=[\s;\"'({$]|$)"
)


# What only has a value, or a meaning, in the middle of a script that CI runs.
_RUNNER = re.compile(r"\$[\w({]|%\w+%|;;| & ")


def task_of(line: str) -> Task:
    """Return what a command or the name of a task is for."""
    words = re.sub(r"^(?:npm|pnpm|yarn|bun|poetry|uv|pdm|hatch)\s+run\s+", "", line)
    words = words.replace("_", "-").replace(":", " ")
    return next((task for task, pattern in _TASKS if pattern.search(words)), "other")


def find_commands(material: Material) -> tuple[Command, ...]:
    """Return the commands, by what they are for; of these CI's own first, each line once."""
    found: dict[str, Command] = {}
    for index, document in enumerate(material.documents):
        reader = _reader(document.path)
        if reader is None or not material.is_own(index) or document.role == "example":
            continue
        depth = document.path.count("/")
        for command in reader(material, index) if depth <= _DEEPEST else ():
            known = found.get(command.line)
            if known is None or _RANKS[command.origin] < _RANKS[known.origin]:
                found[command.line] = command
    for command in _conventions(material):
        if not any(c.task == command.task for c in found.values()):
            found[command.line] = command
    order = sorted(found.values(), key=lambda c: (_ORDER.index(c.task), _RANKS[c.origin]))
    return tuple(order[:_MOST])


_DEEPEST = 3
"""Directories above a file of tasks; deeper ones are those of parts, not of the project."""


def _reader(path: str) -> Callable[[Material, int], Iterator[Command]] | None:
    name = posixpath.basename(path)
    if path.startswith(".github/workflows/") and name.endswith((".yml", ".yaml")):
        return _ci
    if path.count("/") == 0 or name in {"package.json", "Dockerfile"}:
        return _READERS.get(name)
    return None


def _command(
    material: Material,
    index: int,
    line: str,
    origin: Origin,
    words: str,
    start: int = 0,
    does: str = "",
) -> Iterator[Command]:
    line = " ".join(line.split())
    claim = material.quote(index, f"`{line}` is there to be run.", words, start)
    if claim is not None and line and len(line) <= _LONGEST:
        task = "run" if origin == "container" else task_of(line)
        yield Command(task, line, origin, " ".join(does.split())[:_LONGEST], claim)


_RUN = re.compile(r"^([ \t]*)(?:-[ \t]+)?run:[ \t]*(\S[^\n]*)$", re.MULTILINE)
_SCRIPT_ITEM = re.compile(r"^[ \t]+-[ \t]+(\S[^\n]*)$", re.MULTILINE)


def _ci(material: Material, index: int) -> Iterator[Command]:
    """Yield the commands of ``run:`` steps; blocks line by line."""
    text = material.text(index)
    for match in _RUN.finditer(text):
        if match[2][0] not in "|>":
            yield from _ci_line(material, index, _unquoted(match[2]), match.start(2))
            continue
        at = match.end() + 1
        indent = len(match[1])
        joined, start = "", at
        for line in text[at:].split("\n"):
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            start = at if not joined else start
            joined += line.strip()
            at += len(line) + 1
            if joined.endswith("\\"):
                joined = joined[:-1] + "\n"
                continue
            yield from _ci_line(material, index, joined, start)
            joined = ""


def _unquoted(scalar: str) -> str:
    """Return a scalar of YAML on one line without the quotes around all of it."""
    scalar = scalar.rstrip()
    quoted = len(scalar) > 1 and scalar[0] in "\"'" and scalar[0] == scalar[-1]
    return scalar[1:-1] if quoted else scalar


def _ci_line(material: Material, index: int, line: str, start: int) -> Iterator[Command]:
    plain = " ".join(line.split())
    if not re.match(r"[\w./]", plain) or _PLUMBING.match(plain) or _RUNNER.search(plain):
        return
    first = plain.split(" ")[0]
    text = material.text(index)
    if task_of(plain) == "other" or (at := text.find(first, start)) < 0:
        return
    words = line.split("\n")[0].strip()
    yield from _command(material, index, plain, "ci", words, at)


def _gitlab(material: Material, index: int) -> Iterator[Command]:
    for match in _SCRIPT_ITEM.finditer(material.text(index)):
        yield from _ci_line(material, index, _unquoted(match[1]), match.start(1))


_LOCKS = (
    ("pnpm-lock.yaml", "pnpm"),
    ("yarn.lock", "yarn"),
    ("bun.lock", "bun"),
    ("bun.lockb", "bun"),
)


def _npm(material: Material, index: int) -> Iterator[Command]:
    text = material.text(index)
    directory = posixpath.dirname(material.documents[index].path)
    scripts = table_of(_parsed(text).get("scripts"))
    start = max(text.find('"scripts"'), 0)
    there = {d.path for d in material.documents}
    manager = next((name for lock, name in _LOCKS if lock in there), "npm")
    flag = {"npm": "--prefix", "pnpm": "--dir", "yarn": "--cwd", "bun": "--cwd"}[manager]
    runner = f"{manager} {flag} {directory} run" if directory else f"{manager} run"
    for name, value in scripts.items():
        if isinstance(value, str):
            words = f'"{name}"'
            line = f"{runner} {name}"
            yield from _command(material, index, line, "manifest", words, start, value)


def _pyproject(material: Material, index: int) -> Iterator[Command]:
    tool = table_of(_parsed(material.text(index)).get("tool"))
    rows: list[tuple[str, Mapping[str, Any]]] = [
        ("poe", table_of(table_of(tool.get("poe")).get("tasks"))),
        ("pdm run", table_of(table_of(tool.get("pdm")).get("scripts"))),
        ("task", table_of(table_of(tool.get("taskipy")).get("tasks"))),
        ("tox -e", table_of(table_of(tool.get("tox")).get("env"))),
    ]
    for name, environment in table_of(table_of(tool.get("hatch")).get("envs")).items():
        runner = "hatch run" if name == "default" else f"hatch run {name}"
        separator = " " if name == "default" else ":"
        for script, value in table_of(table_of(environment).get("scripts")).items():
            line = f"{runner}{separator}{script}"
            yield from _command(material, index, line, "manifest", script, 0, str(value))
    for runner, tasks in rows:
        for task, value in tasks.items():
            does = value if isinstance(value, str) else str(table_of(value).get("cmd", ""))
            yield from _command(material, index, f"{runner} {task}", "manifest", task, 0, does)


_TARGET = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:(?![:=])", re.MULTILINE)
_RECIPE = re.compile(r"^@?([A-Za-z][\w-]*)(?:[ \t]+[^:=\n]*)?:(?!=)", re.MULTILINE)
_TOX = re.compile(r"^\[(?:testenv|env):([\w.-]+)\]", re.MULTILINE)
_NOX = re.compile(r"^@nox\.session[^\n]*\n(?:@[^\n]*\n)*def[ \t]+(\w+)", re.MULTILINE)
_CONTAINER = re.compile(r"^(?:CMD|ENTRYPOINT)[ \t]+(\S[^\n]*)$", re.MULTILINE)
_TASKFILE = re.compile(r"^  ([A-Za-z][\w:-]*):[ \t]*$", re.MULTILINE)


def _by_pattern(
    pattern: re.Pattern[str], runner: str, origin: Origin
) -> Callable[[Material, int], Iterator[Command]]:
    """Return a reader of files in which a pattern finds the names of tasks."""

    def read(material: Material, index: int) -> Iterator[Command]:
        for match in pattern.finditer(material.text(index)):
            line = f"{runner}{match[1]}"
            yield from _command(material, index, line, origin, match[1], match.start(1))

    return read


def _container(material: Material, index: int) -> Iterator[Command]:
    """Yield what a container runs, written as a line or as a list of words."""
    for match in _CONTAINER.finditer(material.text(index)):
        try:
            listed = json.loads(match[1]) if match[1].startswith("[") else None
        except (ValueError, RecursionError):
            listed = None
        words = listed if isinstance(listed, list) else []
        whole = words and all(isinstance(word, str) for word in words)
        line = shlex.join(words) if whole else match[1]
        yield from _command(material, index, line, "container", match[1], match.start(1))


_MAKE = _by_pattern(_TARGET, "make ", "makefile")
_JUST = _by_pattern(_RECIPE, "just ", "makefile")
_READERS: dict[str, Callable[[Material, int], Iterator[Command]]] = {
    ".gitlab-ci.yml": _gitlab,
    "package.json": _npm,
    "pyproject.toml": _pyproject,
    "tox.ini": _by_pattern(_TOX, "tox -e ", "manifest"),
    "noxfile.py": _by_pattern(_NOX, "nox -s ", "manifest"),
    "Makefile": _MAKE,
    "GNUmakefile": _MAKE,
    "makefile": _MAKE,
    "justfile": _JUST,
    "Justfile": _JUST,
    "Taskfile.yml": _by_pattern(_TASKFILE, "task ", "makefile"),
    "Dockerfile": _container,
}

_CONVENTIONS: dict[str, tuple[tuple[Task, str], ...]] = {
    "Cargo.toml": (("build", "cargo build"), ("test", "cargo test")),
    "go.mod": (("build", "go build ./..."), ("test", "go test ./...")),
    "mvnw": (("build", "./mvnw package"), ("test", "./mvnw test")),
    "pom.xml": (("build", "mvn package"), ("test", "mvn test")),
    "gradlew": (("build", "./gradlew build"), ("test", "./gradlew test")),
    "CMakeLists.txt": (("build", "cmake -B build && cmake --build build"),),
    "pyproject.toml": (("install", "pip install ."),),
    "setup.py": (("install", "pip install ."),),
}
"""File at the root → what its tool does with it; only where the project says nothing itself."""


def _conventions(material: Material) -> Iterator[Command]:
    for index, document in enumerate(material.documents):
        for task, line in _CONVENTIONS.get(document.path, ()):
            text = material.text(index)
            statement = f"There is a {document.path}, for which `{line}` is usual."
            claim = material.claim(index, statement, lines_of(text, 0, 0))
            yield Command(task, line, "convention", "", claim)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return table_of(json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text))
    except (ValueError, RecursionError):
        return {}
