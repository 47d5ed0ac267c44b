"""What a project declares to need, with the constraint as written."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ctxbuild.analysis.facts.material import Material
from ctxbuild.analysis.manifest_values import table_of
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class Requirement:
    """A declared dependency; ``group`` is ``main`` or what it is only needed for."""

    ecosystem: str
    name: str
    constraint: str
    group: str
    manifest: str
    claim: Claim


_PEP508 = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*(.*)", re.S)
_MAVEN = re.compile(r"<dependency>(.*?)</dependency>", re.S)
_MAVEN_FIELD = re.compile(r"<(groupId|artifactId|version|scope)>\s*([^<\s]+)\s*<")
_GRADLE = re.compile(
    r"""^[ \t]*(\w*(?:[iI]mplementation|api|compileOnly|runtimeOnly))[ \t(]+"""
    r"""["']([\w.-]+:[\w.-]+)(?::([\w.$\{\}-]+))?["']""",
    re.M,
)
_GO = re.compile(r"^(?:require[ \t]+|\t)([\w.~-]+(?:/[\w.~-]+)+)[ \t]+(v\S+)([^\n]*)$", re.M)
_GEM = re.compile(
    r"""^[ \t]*(?:gem|\w+\.add_(?:runtime_|development_)?dependency)[ (]+"""
    r"""["']([\w-]+)["'](?:,[ ]*["']([^"']+)["'])?""",
    re.M,
)
_PLAIN = re.compile(r"^([A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?[ \t]*(?:[=<>!~][^#;\n]*)?)", re.M)
_MOST = 2000


def find_requirements(material: Material) -> tuple[Requirement, ...]:
    """Return what manifests declare, those nearest the root first."""
    found: list[Requirement] = []
    for name, reader in _READERS.items():
        for index, _ in material.named(name):
            if material.documents[index].role != "example":
                found += reader(material, index)
    for index, document in enumerate(material.documents):
        if document.path.endswith(".gemspec") and material.is_own(index):
            found += _gems(material, index)
    return tuple(dict.fromkeys(found))[:_MOST]


def _need(
    material: Material, index: int, row: tuple[str, str, str, str], words: str, start: int = 0
) -> Iterator[Requirement]:
    ecosystem, name, constraint, group = row
    statement = f"{name} is declared as needed ({group})."
    forms = (f'"{words}"', f"'{words}'", words)
    claims = (material.quote(index, statement, form, start) for form in forms)
    claim = next((found for found in claims if found is not None), None)
    if claim is not None:
        path = material.documents[index].path
        yield Requirement(ecosystem, name, constraint.strip(), group, path, claim)


def _pyproject(material: Material, index: int) -> Iterator[Requirement]:
    text = material.text(index)
    file = _parsed(text, tomllib.loads)
    project, tool = table_of(file.get("project")), table_of(file.get("tool"))
    lists = {"main": project.get("dependencies")}
    lists |= table_of(project.get("optional-dependencies"))
    lists |= table_of(file.get("dependency-groups"))
    for group, rows in lists.items():
        start = max(text.find("[project]" if group == "main" else f"{group} = ["), 0)
        for row in rows if isinstance(rows, list) else ():
            match = _PEP508.match(row) if isinstance(row, str) else None
            if match:
                yield from _need(material, index, ("python", match[1], match[3], group), row, start)
    poetry = table_of(tool.get("poetry"))
    groups = {"main": poetry.get("dependencies")}
    groups |= {n: table_of(g).get("dependencies") for n, g in table_of(poetry.get("group")).items()}
    for group, rows in groups.items():
        for name, how in table_of(rows).items():
            constraint = how if isinstance(how, str) else str(table_of(how).get("version", ""))
            yield from _need(material, index, ("python", name, constraint, group), name)


def _plain(material: Material, index: int) -> Iterator[Requirement]:
    for match in _PLAIN.finditer(material.text(index)):
        parts = _PEP508.match(match[1])
        if parts:
            row = ("python", parts[1], parts[3], "main")
            yield from _need(material, index, row, match[1].strip(), match.start())


_NPM = {
    "dependencies": "main",
    "peerDependencies": "peer",
    "optionalDependencies": "optional",
    "devDependencies": "dev",
}


def _npm(material: Material, index: int) -> Iterator[Requirement]:
    text = material.text(index)
    package = _parsed(text, json.loads)
    for key, group in _NPM.items():
        start = max(text.find(f'"{key}"'), 0)
        for name, constraint in table_of(package.get(key)).items():
            row = ("npm", name, str(constraint), group)
            yield from _need(material, index, row, f'"{name}"', start)


_CARGO = {"dependencies": "main", "dev-dependencies": "dev", "build-dependencies": "build"}


def _cargo(material: Material, index: int) -> Iterator[Requirement]:
    text = material.text(index)
    crate = _parsed(text, tomllib.loads)
    targets = [table_of(target) for target in table_of(crate.get("target")).values()]
    tables = [*((crate, g) for g in _CARGO), *((t, g) for t in targets for g in _CARGO)]
    tables.append((table_of(crate.get("workspace")), "dependencies"))
    for table, key in tables:
        start = max(text.find(f"{key}"), 0)
        for name, how in table_of(table.get(key)).items():
            constraint = how if isinstance(how, str) else str(table_of(how).get("version", ""))
            yield from _need(material, index, ("cargo", name, constraint, _CARGO[key]), name, start)


def _go(material: Material, index: int) -> Iterator[Requirement]:
    for match in _GO.finditer(material.text(index)):
        group = "indirect" if "indirect" in match[3] else "main"
        yield from _need(
            material, index, ("go", match[1], match[2], group), match[1], match.start()
        )


def _maven(material: Material, index: int) -> Iterator[Requirement]:
    for match in _MAVEN.finditer(material.text(index)):
        fields = dict(_MAVEN_FIELD.findall(match[1]))
        if "artifactId" in fields:
            name = f"{fields.get('groupId', '')}:{fields['artifactId']}"
            row = ("maven", name, fields.get("version", ""), fields.get("scope", "main"))
            yield from _need(material, index, row, fields["artifactId"], match.start())


def _gradle(material: Material, index: int) -> Iterator[Requirement]:
    for match in _GRADLE.finditer(material.text(index)):
        group = "test" if "test" in match[1].lower() else "main"
        row = ("maven", match[2], match[3] or "", group)
        yield from _need(material, index, row, match[2], match.start())


def _gems(material: Material, index: int) -> Iterator[Requirement]:
    for match in _GEM.finditer(material.text(index)):
        group = "dev" if "development" in match[0] else "main"
        row = ("gem", match[1], match[2] or "", group)
        yield from _need(material, index, row, match[1], match.start(1))


def _composer(material: Material, index: int) -> Iterator[Requirement]:
    text = material.text(index)
    for key, group in (("require", "main"), ("require-dev", "dev")):
        start = max(text.find(f'"{key}"'), 0)
        for name, constraint in table_of(_parsed(text, json.loads).get(key)).items():
            row = ("composer", name, str(constraint), group)
            yield from _need(material, index, row, f'"{name}"', start)


_READERS: dict[str, Callable[[Material, int], Iterator[Requirement]]] = {
    "pyproject.toml": _pyproject,
    "requirements.txt": _plain,
    "package.json": _npm,
    "cargo.toml": _cargo,
    "go.mod": _go,
    "pom.xml": _maven,
    "build.gradle": _gradle,
    "build.gradle.kts": _gradle,
    "gemfile": _gems,
    "composer.json": _composer,
}


def _parsed(text: str, parse: Callable[[str], Any]) -> dict[str, Any]:
    try:
        return table_of(parse(text))
    except (ValueError, RecursionError):
        return {}
