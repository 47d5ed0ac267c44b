"""Source files grouped to components: by manifest, then by directory, none too large or small.

Directories are what people have grouped by already; measured on three projects,
clusters of the import graph agree with them in part only and have no names.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ctxbuild.analysis.facts.material import Material
from ctxbuild.readers.manifests import READERS


@dataclass(frozen=True, slots=True)
class Component:
    """Source files that belong together; ``documents`` are their indices, in path order.

    ``directory`` holds all of them and names the component, ``package`` is the
    directory of the manifest above them; both are empty for the root.
    """

    directory: str
    package: str
    documents: tuple[int, ...]
    beside: bool = False
    """Whether it is not what the project is for: tests, tools, or what is left at the top."""


_FEW_SOURCES = 200
"""Of so many source files in all, a dozen make a component worth splitting; of more, thirty."""
_MOST_OF_FEW = 12
_MOST = 30
_LEAST = 3
"""A directory of fewer files is part of the one above it."""

_BESIDE = frozenset(
    {
        *("bench", "benches", "benchmark", "benchmarks", "benchsuite", "ci", "config", "demo"),
        *("demos", "dev", "devtools", "doc", "docs", "example", "examples", "fuzz", "hack"),
        *("infra", "m4", "metrics", "packaging", "samples", "script", "scripts", "site"),
        *("support", "tool", "tools", "website"),
    }
)
"""Directories of what a package is worked on with, if right in it; their components come last."""
_TESTING = frozenset({"bench", "benches", "benchmark", "benchmarks", "perf", "test", "tests"})
"""Words in the name of a directory of tests, wherever it stands."""
_WORDS = re.compile(r"[-_.]")

_Files = Sequence[tuple[str, int]]


def find_components(material: Material) -> tuple[Component, ...]:
    """Return the components, those of each package in the order of their directories."""
    packages = package_directories(material)
    owned: dict[str, list[tuple[str, int]]] = {}
    sources = list(material.sources())
    for index, document in sources:
        owned.setdefault(_nearest(document.path, packages), []).append((document.path, index))
    most = _MOST_OF_FEW if len(sources) <= _FEW_SOURCES else _MOST
    found = [
        Component(directory, package, tuple(index for _, index in sorted(files)))
        for package in sorted(owned)
        for directory, files in sorted(_grouped(package, owned[package], most).items())
    ]
    core = _most_of(material, found, _package)
    top = _most_of(material, [each for each in found if each.package == core], _top)
    told = [replace(each, beside=_is_beside(each, found)) for each in found]
    return tuple(
        sorted(told, key=lambda c: (c.beside, c.package != core, not c.beside and _top(c) != top))
    )


def _package(component: Component) -> str:
    return component.package


def _top(component: Component) -> str:
    """Return the first part of a component's directory below its package."""
    return component.directory[len(component.package) :].lstrip("/").partition("/")[0]


def _most_of(
    material: Material, found: Sequence[Component], part_of: Callable[[Component], str]
) -> str:
    """Return the part that has most of the source, else none: readers begin there."""
    lines: Counter[str] = Counter()
    for each in found:
        lines[part_of(each)] += sum(material.documents[at].lines for at in each.documents)
    return next((part for part, own in lines.items() if 2 * own > lines.total()), "")


def _is_beside(component: Component, every: Sequence[Component]) -> bool:
    if not component.directory:
        return len(every) > 1 and 2 * len(component.documents) < sum(
            len(each.documents) for each in every if not each.package
        )
    parts = component.directory.lower().split("/")
    around = component.package.count("/") + 1 if component.package else 0
    if any(part in _BESIDE for part in parts[: around + 1]):
        return True
    return any(part.startswith(".") or _TESTING & set(_WORDS.split(part)) for part in parts)


def package_directories(material: Material) -> frozenset[str]:
    """Return the directories that have a manifest of their own."""
    return frozenset(
        posixpath.dirname(document.path)
        for index, document in enumerate(material.documents)
        if posixpath.basename(document.path) in READERS
        and document.role != "example"
        and material.is_own(index)
    )


def _nearest(path: str, packages: frozenset[str]) -> str:
    directory = posixpath.dirname(path)
    while directory and directory not in packages:
        directory = posixpath.dirname(directory)
    return directory


def _grouped(package: str, files: _Files, most: int) -> dict[str, _Files]:
    """Return the groups of a package by directory; what is left over stays with the package."""
    found: dict[str, _Files] = {}
    left = _split(package, files, most, found)
    if left:
        found[package] = [*found.get(package, ()), *left]
    return found


def _split(directory: str, files: _Files, most: int, found: dict[str, _Files]) -> _Files:
    """Put the groups below a directory into ``found``; return what is too small for one."""
    if len(files) < _LEAST:
        return files
    inner = posixpath.commonpath([posixpath.dirname(path) or "." for path, _ in files])
    directory = "" if inner == "." else inner
    if len(files) <= most:
        found[directory] = files
        return ()
    own: list[tuple[str, int]] = []
    for child, inside in _children(directory, files):
        own += _split(child, inside, most, found) if child else inside
    if len(own) >= _LEAST:
        found[directory] = own
        return ()
    return own


def _children(directory: str, files: _Files) -> Iterator[tuple[str, _Files]]:
    """Yield the directories in a directory with their files; empty for files right in it."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for path, index in files:
        head, slash, _ = path[len(directory) :].lstrip("/").partition("/")
        groups.setdefault(posixpath.join(directory, head) if slash else "", []).append(
            (path, index)
        )
    yield from sorted(groups.items())
