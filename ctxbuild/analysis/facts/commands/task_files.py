"""The commands of manifests and files of tasks: one reader for each kind of file."""

from __future__ import annotations

import configparser
import json
import posixpath
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from ctxbuild.analysis.facts.commands.command import (
    Command,
    Named,
    Origin,
    Reader,
    named_command,
)
from ctxbuild.analysis.facts.material import Material, lines_of
from ctxbuild.analysis.manifest_values import table_of

_LOCKS = (
    ("pnpm-lock.yaml", "pnpm"),
    ("yarn.lock", "yarn"),
    ("bun.lock", "bun"),
    ("bun.lockb", "bun"),
    ("package-lock.json", "npm"),
)
_PREFIX = {"npm": "--prefix", "pnpm": "--dir", "yarn": "--cwd", "bun": "--cwd"}
_LIFE_CYCLE = frozenset(
    {"prepare", "prepublish", "prepublishOnly", "prepack", "postpack", "install", "preinstall"}
    | {"postinstall", "preversion", "version", "postversion", "dependencies"}
)
"""Scripts that npm runs by itself at its own times."""


def npm(material: Material, index: int) -> Iterator[Command]:
    """Yield the scripts of a ``package.json`` that are there to be called."""
    text = material.text(index)
    directory = posixpath.dirname(material.documents[index].path)
    scripts = table_of(_parsed(text).get("scripts"))
    start = max(text.find('"scripts"'), 0)
    manager = manager_of(material, directory)
    place = f" {_PREFIX[manager]} {directory}" if directory else ""
    for name, value in scripts.items():
        if isinstance(value, str) and not _is_life_cycle(name, scripts):
            named = Named(name, f'"{name}"', start, value)
            yield from named_command(material, index, f"{manager}{place} run ", "manifest", named)


def _is_life_cycle(name: str, scripts: Mapping[str, Any]) -> bool:
    rest = re.sub(r"^(?:pre|post)", "", name)
    return name in _LIFE_CYCLE or (rest != name and (rest in scripts or rest == "publish"))


def manager_of(material: Material, directory: str = "") -> str:
    """Return the package manager of a directory: by lock file, else as the root names it."""
    there = {document.path for document in material.documents}
    for place in dict.fromkeys((directory, "")):
        for lock, manager in _LOCKS:
            if posixpath.join(place, lock) in there:
                return manager
    for index, text in material.named("package.json"):
        if material.documents[index].path == "package.json":
            named = str(_parsed(text).get("packageManager", "")).partition("@")[0]
            return named if named in _PREFIX else "npm"
    return "npm"


def composer(material: Material, index: int) -> Iterator[Command]:
    """Yield the scripts of a ``composer.json``, without those that answer events."""
    text = material.text(index)
    start = max(text.find('"scripts"'), 0)
    for name, value in table_of(_parsed(text).get("scripts")).items():
        if not re.match(r"(?:pre|post)-", name):
            named = Named(name, f'"{name}"', start, _does(value))
            yield from named_command(material, index, "composer run-script ", "manifest", named)


def pyproject(material: Material, index: int) -> Iterator[Command]:
    """Yield the tasks of poe, pdm, taskipy, tox and hatch."""
    text = material.text(index)
    tool = table_of(_parsed(text).get("tool"))
    rows: list[tuple[str, str, Mapping[str, Any]]] = [
        ("poe ", "tool.poe", table_of(table_of(tool.get("poe")).get("tasks"))),
        ("pdm run ", "tool.pdm", table_of(table_of(tool.get("pdm")).get("scripts"))),
        ("task ", "tool.taskipy", table_of(table_of(tool.get("taskipy")).get("tasks"))),
        ("tox -e ", "tool.tox.env", table_of(table_of(tool.get("tox")).get("env"))),
    ]
    for name, environment in table_of(table_of(tool.get("hatch")).get("envs")).items():
        runner = "hatch run " if name == "default" else f"hatch run {name}:"
        rows.append((runner, "tool.hatch", table_of(table_of(environment).get("scripts"))))
    for runner, section, tasks in rows:
        start = max(text.find(section), 0)
        for name, value in tasks.items():
            if not name.startswith("_"):
                named = Named(name, name, start, _does(value))
                yield from named_command(material, index, runner, "manifest", named)
    base = _does(table_of(tool.get("tox")).get("env_run_base"))
    if base:
        named = Named("tox", "env_run_base", 0, base)
        yield from named_command(material, index, "", "manifest", named)


def _does(value: object) -> str:
    """Return what a task stands for, as the many ways of writing one have it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        if value and all(isinstance(word, str) for word in value):
            return " && ".join(value)
        lines = [line for line in value if isinstance(line, list)]
        return " && ".join(" ".join(w for w in line if isinstance(w, str)) for line in lines)
    table = table_of(value)
    keys = ("cmd", "shell", "script", "commands", "sequence", "composite", "call")
    return next((found for key in keys if (found := _does(table.get(key, "")))), "")


def tox(material: Material, index: int) -> Iterator[Command]:
    """Yield the environments of a ``tox.ini``; ``tox`` alone runs those that it lists."""
    text = material.text(index)
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    base = parser.get("testenv", "commands", fallback="")
    for section in parser.sections():
        name = re.fullmatch(r"(?:testenv|env):(\w[\w.-]*)", section)
        if name is not None:
            does = _joined(parser.get(section, "commands", fallback=base))
            named = Named(name[1], f"[{section}]", 0, does)
            yield from named_command(material, index, "tox -e ", "manifest", named)
    if base:
        named = Named("tox", "[testenv]", 0, _joined(base))
        yield from named_command(material, index, "", "manifest", named)


def _joined(block: str) -> str:
    lines = (line.strip() for line in block.replace("\\\n", " ").split("\n"))
    return " && ".join(line for line in lines if line and not line.startswith("#"))


_TARGET = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:(?![:=])([^\n]*)((?:\n\t[^\n]*)*)", re.MULTILINE)


def make(material: Material, index: int) -> Iterator[Command]:
    """Yield targets that stand for something, with their recipe, else what they depend on."""
    there = {document.path for document in material.documents}
    for match in _TARGET.finditer(material.text(index)):
        recipe = _joined(re.sub(r"\n\t[@-]*", "\n", match[3]))
        does = recipe or match[2].partition("#")[0].strip()
        if does and does != ";" and match[1] not in there:
            named = Named(match[1], match[1], match.start(1), does)
            yield from named_command(material, index, "make ", "makefile", named)


_RECIPE = re.compile(r"^@?([A-Za-z][\w-]*)(?:[ \t]+[^:=\n]*)?:(?!=)", re.MULTILINE)
_TASKFILE = re.compile(r"^  ([A-Za-z][\w:-]*):[ \t]*$", re.MULTILINE)


def _by_pattern(pattern: re.Pattern[str], runner: str, origin: Origin, head: str = "") -> Reader:
    """Return a reader of files in which a pattern finds the names of tasks, below a head."""

    def read(material: Material, index: int) -> Iterator[Command]:
        text = material.text(index)
        below = max(text.find(head), 0)
        for match in pattern.finditer(text, below):
            named = Named(match[1], match[1], match.start())
            yield from named_command(material, index, runner, origin, named)

    return read


just = _by_pattern(_RECIPE, "just ", "makefile")
taskfile = _by_pattern(_TASKFILE, "task ", "makefile", "\ntasks:")

_SESSION = re.compile(r"^@nox\.session([^\n]*)\n(?:@[^\n]*\n){0,20}def[ \t]+(\w+)", re.MULTILINE)
_GIVEN = re.compile(r"\bname[ \t]*+=[ \t]*+[\"']([\w.-]+)[\"']")


def nox(material: Material, index: int) -> Iterator[Command]:
    """Yield the sessions of a ``noxfile.py`` by their names, else those of their functions."""
    for match in _SESSION.finditer(material.text(index)):
        given = _GIVEN.search(match[1])
        name = given[1] if given else match[2]
        named = Named(name, name, match.start())
        yield from named_command(material, index, "nox -s ", "manifest", named)


_STAGE = re.compile(r"^FROM[ \t]", re.MULTILINE | re.IGNORECASE)
_STARTED = re.compile(r"^(CMD|ENTRYPOINT)[ \t]+(\S[^\n]*)$", re.MULTILINE)


def container(material: Material, index: int) -> Iterator[Command]:
    """Yield what the last stage of a Dockerfile runs: its entry point with its arguments."""
    text = material.text(index)
    last = max((match.start() for match in _STAGE.finditer(text)), default=0)
    found = {match[1]: match for match in _STARTED.finditer(text, last)}
    listed = {key: _listed(match[2]) for key, match in found.items()}
    if "ENTRYPOINT" in found and not listed["ENTRYPOINT"]:
        found.pop("CMD", None)
    parts = [found[key] for key in ("ENTRYPOINT", "CMD") if key in found]
    line = " ".join(" ".join(_listed(part[2]) or part[2] for part in parts).split())
    if line:
        start, stop = min(p.start() for p in parts), max(p.end() for p in parts)
        statement = f"A container runs `{line}`."
        claim = material.claim(index, statement, lines_of(text, start, stop))
        yield Command("run", line, "container", "", claim)


def _listed(words: str) -> str:
    """Return a list of words as a line; empty for what is no such list."""
    try:
        listed = json.loads(words) if words.startswith("[") else None
    except (ValueError, RecursionError):
        listed = None
    whole = isinstance(listed, list) and all(isinstance(word, str) for word in listed)
    return shlex.join(listed) if isinstance(listed, list) and whole else ""


def _parsed(text: str) -> dict[str, Any]:
    try:
        return table_of(json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text))
    except (ValueError, RecursionError):
        return {}
