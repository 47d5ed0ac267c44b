"""What lock files fix: the version of each package, and its licence where they say so."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material, lines_of
from ctxbuild.analysis.manifest_values import table_of
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """A package as a lock file fixes it; ``licence`` is empty where the file does not say it."""

    ecosystem: str
    name: str
    version: str
    licence: str
    lock: str
    claim: Claim


_Row = tuple[str, str, str, int]
"""Name, version, licence, and where in the text the name stands."""
_MOST = 5000
_TOML = re.compile(r'^\[\[package\]\]\nname = "([^"\n]+)"\nversion = "([^"\n]+)"', re.MULTILINE)


def find_locked(material: Material) -> tuple[LockedPackage, ...]:
    """Return the packages of lock files, those nearest the root first."""
    found: dict[tuple[str, str, str], LockedPackage] = {}
    for file, (ecosystem, rows) in _READERS.items():
        for index, text in material.named(file):
            path = material.documents[index].path
            for name, version, licence, at in rows(text):
                lines = lines_of(text, at, at + len(name))
                claim = material.claim(
                    index, f"{name} is locked at {version}.", lines, "quoted", name
                )
                package = LockedPackage(ecosystem, name, version, licence, path, claim)
                found.setdefault((ecosystem, name, version), package)
    return tuple(found.values())[:_MOST]


def _npm(text: str) -> Iterator[_Row]:
    at = 0
    for key, value in table_of(_parsed(text).get("packages")).items():
        row = table_of(value)
        name = key.rpartition("node_modules/")[2]
        found = text.find(json.dumps(key, ensure_ascii=False), at)
        if name and "node_modules/" in key and found >= 0:
            at = found
            yield name, str(row.get("version", "")), _licence(row), text.find(name, found)


def _composer(text: str) -> Iterator[_Row]:
    table = _parsed(text)
    for group in ("packages", "packages-dev"):
        at = max(text.find(f'"{group}"'), 0)
        rows = table.get(group)
        for value in rows if isinstance(rows, list) else ():
            row = table_of(value)
            name = str(row.get("name", ""))
            found = text.find(f'"name": {json.dumps(name)}', at)
            if name and found >= 0:
                at = found
                yield name, str(row.get("version", "")), _licence(row), text.find(name, found)


def _toml(text: str) -> Iterator[_Row]:
    for match in _TOML.finditer(text):
        yield match[1], match[2], "", match.start(1)


def _licence(row: dict[str, object]) -> str:
    said = row.get("license")
    return " OR ".join(map(str, said)) if isinstance(said, list) else str(said or "")


def _parsed(text: str) -> dict[str, object]:
    try:
        return table_of(json.loads(text))
    except (ValueError, RecursionError):
        return {}


_READERS: dict[str, tuple[str, Callable[[str], Iterator[_Row]]]] = {
    "package-lock.json": ("npm", _npm),
    "composer.lock": ("composer", _composer),
    "cargo.lock": ("cargo", _toml),
    "uv.lock": ("python", _toml),
    "poetry.lock": ("python", _toml),
}
