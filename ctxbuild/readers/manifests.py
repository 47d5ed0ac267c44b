"""What the packages of a repository are called and which others they declare to need.

One row per kind of manifest. Names are prefixed by their ecosystem
(``npm:@a/b``, ``cargo:x``, ``go:example.org/m``, ``python:x-y``,
``jvm:artifact``), so that equal names of different ones do not meet. A
manifest that cannot be parsed declares nothing.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Manifest:
    """A package: its names, and what it needs by name or by a path from its directory."""

    names: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()


NOTHING = Manifest()

_NPM_TABLES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_NPM_PATH = re.compile(r"(?:file|link|portal|workspace):(\.{1,2}/.*|\.{1,2})")
_CARGO_TABLES = ("dependencies", "dev-dependencies", "build-dependencies")
_GO_MODULE = re.compile(r"^module[ \t]+\"?([^\s\"]+)", re.MULTILINE)
_GO_NEEDS = re.compile(r"^(?:require)?[ \t]*([\w.~-]+(?:/[\w.~-]+)+)[ \t]+v", re.MULTILINE)
_GO_REPLACED = re.compile(r"=>[ \t]*(\.{1,2}/\S*)")
_REQUIREMENT = re.compile(r"[A-Za-z0-9][\w.-]*")
_MAVEN_ARTIFACT = re.compile(r"<artifactId>\s*([\w.-]+)\s*</artifactId>")
_GRADLE_PROJECT = re.compile(r"""project\(\s*(?:path\s*[:=]\s*)?["']:([\w:.-]+)["']""")


def read_manifest(file_name: str, data: bytes) -> Manifest:
    """Return what a manifest declares; :data:`NOTHING` where it makes no sense."""
    reader = READERS.get(file_name)
    if reader is None:
        return NOTHING
    try:
        return reader(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return NOTHING


def python_name(name: str) -> str:
    """Return a distribution's name as the packaging specifications normalise it."""
    return "python:" + re.sub(r"[-_.]+", "-", name).lower()


def _npm(text: str) -> Manifest:
    package = _table(json.loads(text))
    wanted = {k: v for name in _NPM_TABLES for k, v in _table(package.get(name)).items()}
    paths = [_NPM_PATH.fullmatch(v) for v in wanted.values() if isinstance(v, str)]
    return Manifest(
        frozenset(f"npm:{n}" for n in _strings([package.get("name")])),
        frozenset(f"npm:{n}" for n in wanted),
        frozenset(match[1] for match in paths if match),
    )


def _cargo(text: str) -> Manifest:
    crate = tomllib.loads(text)
    targets = [_table(target) for target in _table(crate.get("target")).values()]
    tables = [_table(part.get(name)) for part in (crate, *targets) for name in _CARGO_TABLES]
    wanted = [(name, _table(how)) for table in tables for name, how in table.items()]
    shared = _table(_table(crate.get("workspace")).get("dependencies")).values()
    paths = [how.get("path") for _, how in wanted]
    return Manifest(
        frozenset(f"cargo:{n}" for n in _strings([_table(crate.get("package")).get("name")])),
        frozenset(f"cargo:{name}" for name, how in wanted if how.get("workspace")),
        # The root of a workspace needs none of what it lists for its members to share.
        frozenset(_strings(paths)) if "package" in crate or not shared else frozenset(),
    )


def _go(text: str) -> Manifest:
    return Manifest(
        frozenset(f"go:{name}" for name in _GO_MODULE.findall(text)),
        frozenset(f"go:{name}" for name in _GO_NEEDS.findall(text)),
        frozenset(_GO_REPLACED.findall(text)),
    )


def _pyproject(text: str) -> Manifest:
    file = tomllib.loads(text)
    project, tool = _table(file.get("project")), _table(file.get("tool"))
    poetry, uv = _table(tool.get("poetry")), _table(tool.get("uv"))
    optional = _table(project.get("optional-dependencies")).values()
    groups = (*optional, *_table(file.get("dependency-groups")).values())
    lists = [project.get("dependencies"), *groups]
    required = [_REQUIREMENT.match(r) for rows in lists for r in _strings(_list(rows))]
    sources = [*_table(uv.get("sources")).values(), *_table(poetry.get("dependencies")).values()]
    names = _strings([project.get("name"), poetry.get("name")])
    return Manifest(
        frozenset(python_name(name) for name in names),
        frozenset(python_name(match[0]) for match in required if match),
        frozenset(_strings(_table(source).get("path") for source in sources)),
    )


def _maven(text: str) -> Manifest:
    _parents, rest = _elements(text, "parent")
    dependencies, rest = _elements(rest, "dependency")
    own = _MAVEN_ARTIFACT.search(rest)
    wanted = [_MAVEN_ARTIFACT.search(dependency) for dependency in dependencies]
    return Manifest(
        frozenset([f"jvm:{own[1]}"] if own else []),
        frozenset(f"jvm:{match[1]}" for match in wanted if match),
    )


def _elements(text: str, name: str) -> tuple[list[str], str]:
    """Return the contents of elements that do not nest, and the text without them."""
    inside, outside = [], []
    start = 0
    while (begin := text.find(f"<{name}>", start)) >= 0:
        end = text.find(f"</{name}>", begin)
        if end < 0:
            break
        outside.append(text[start:begin])
        inside.append(text[begin:end])
        start = end
    return inside, "".join([*outside, text[start:]])


def _gradle(text: str) -> Manifest:
    projects = (name.replace(":", "/") for name in _GRADLE_PROJECT.findall(text))
    return Manifest(paths=frozenset("/" + path for path in projects))


READERS: dict[str, Callable[[str], Manifest]] = {
    "package.json": _npm,
    "Cargo.toml": _cargo,
    "go.mod": _go,
    "pyproject.toml": _pyproject,
    "setup.py": lambda _text: NOTHING,
    "setup.cfg": lambda _text: NOTHING,
    "pom.xml": _maven,
    "build.gradle": _gradle,
    "build.gradle.kts": _gradle,
}
"""File name → reader. A path that begins with ``/`` starts at the top of the repository."""


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _strings(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str) and value]
