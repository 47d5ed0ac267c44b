"""How a project is installed, built, tested, linted and run, as its own files have it.

CI is carried out at every change, so where files differ it is right, and its
commands come first. One row for each kind of file.

=================  =================================================================
module             what it knows
=================  =================================================================
``tasks``          what a command line is for
``command``        a command and its claim
``ci``             workflows
``task_files``     manifests, Makefiles and their kin, Dockerfiles
=================  =================================================================
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from ctxbuild.analysis.facts.commands import ci, task_files
from ctxbuild.analysis.facts.commands.command import Command, Origin, Reader
from ctxbuild.analysis.facts.commands.tasks import Task
from ctxbuild.analysis.facts.material import Material, lines_of

__all__ = ["Command", "find_commands"]

_RANKS: dict[Origin, int] = {"ci": 0, "manifest": 1, "makefile": 2, "container": 3, "convention": 4}
_ORDER: tuple[Task, ...] = ("install", "build", "test", "lint", "run", "docs", "release", "other")
_MOST = 400
_OWN = re.compile(
    r"(?:^|\s)(?:-e\s*)?[\"']?\.(?:\[[^\]]*\])?[\"']?(?:\s|$)|\s-r\s*\S|\bsync\b|\bmod download\b|"
    r"\b(?:npm|pnpm|yarn|bun) (?:ci|i|install)(?:\s+-\S+)*$|bundle install|composer install"
)
"""What installs the project or all that it needs, rather than one tool."""


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
            found[command.line] = command if known is None else _both(known, command)
    for command in _conventions(material):
        if not any(c.task == command.task and not _is_script(c.line) for c in found.values()):
            found[command.line] = command
    return tuple(sorted(found.values(), key=_place)[:_MOST])


def _both(known: Command, other: Command) -> Command:
    """Return one line found twice: cited where it counts more, explained where it is."""
    first, second = sorted((known, other), key=lambda command: _RANKS[command.origin])
    if first.does or not second.does:
        return first
    return replace(first, does=second.does, task=second.task)


def _place(command: Command) -> tuple[int, int, bool]:
    tool = command.task == "install" and not _OWN.search(command.line)
    return _ORDER.index(command.task), _RANKS[command.origin], tool


def _is_script(line: str) -> bool:
    """Whether a line runs a script of the project, of which a name says little."""
    return bool(re.match(r"(?!\./(?:gradlew|mvnw)\b)[\w.-]*/", line))


_DEEPEST = 3
"""Directories above a file of tasks; deeper ones are those of parts, not of the project."""


def _reader(path: str) -> Reader | None:
    name = posixpath.basename(path)
    if path.startswith(".github/workflows/") and name.endswith((".yml", ".yaml")):
        return ci.github
    if path.count("/") == 0 or name in {"package.json", "Dockerfile"}:
        return _READERS.get(name)
    return None


_READERS: dict[str, Reader] = {
    ".gitlab-ci.yml": ci.gitlab,
    "package.json": task_files.npm,
    "composer.json": task_files.composer,
    "pyproject.toml": task_files.pyproject,
    "tox.ini": task_files.tox,
    "noxfile.py": task_files.nox,
    "Makefile": task_files.make,
    "GNUmakefile": task_files.make,
    "makefile": task_files.make,
    "justfile": task_files.just,
    "Justfile": task_files.just,
    "Taskfile.yml": task_files.taskfile,
    "Dockerfile": task_files.container,
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
    "composer.json": (("install", "composer install"),),
    "Gemfile": (("install", "bundle install"),),
    "mix.exs": (("install", "mix deps.get"), ("test", "mix test")),
    "package.json": (("install", "{manager} install"),),
}
"""File at the root → what its tool does with it; only where the project says nothing itself."""


_PACKAGE = re.compile(r"^\[(?:project|build-system|tool\.poetry)\]", re.MULTILINE)
"""What a ``pyproject.toml`` has that is more than settings of tools."""


def _conventions(material: Material) -> Iterator[Command]:
    for index, document in enumerate(material.documents):
        for task, usual in _CONVENTIONS.get(document.path, ()):
            line = usual.replace("{manager}", task_files.manager_of(material))
            text = material.text(index)
            if document.path == "pyproject.toml" and not _PACKAGE.search(text):
                continue
            statement = f"There is a {document.path}, for which `{line}` is usual."
            claim = material.claim(index, statement, lines_of(text, 0, 0))
            yield Command(task, line, "convention", "", claim)
