"""The import graph of a corpus: every import with its lines and what it leads to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ctxbuild.analysis.imports.c_includes import CIncludes
from ctxbuild.analysis.imports.go_packages import GoPackages
from ctxbuild.analysis.imports.java_classes import JavaClasses
from ctxbuild.analysis.imports.python_modules import PythonModules
from ctxbuild.analysis.imports.rust_modules import RustModules
from ctxbuild.analysis.imports.script_modules import ScriptModules
from ctxbuild.analysis.links import PathIndex, resolve
from ctxbuild.languages.import_sites import ImportSite
from ctxbuild.model import Document

FAMILIES = {
    "python": "python",
    "javascript": "script",
    "typescript": "script",
    "tsx": "script",
    "vue": "script",
    "svelte": "script",
    "go": "go",
    "java": "java",
    "rust": "rust",
    "c": "c",
    "cpp": "c",
    "objc": "c",
}
"""Language → resolver; the others are resolved by name."""

MANIFESTS = frozenset(
    [
        "go.mod",
        "Cargo.toml",
        "package.json",
        "tsconfig.json",
        "jsconfig.json",
        "pyproject.toml",
        "setup.py",
        "setup.cfg",
    ]
)
"""Files whose texts or places resolvers need, by name; and ``tsconfig.*.json``."""


@dataclass(frozen=True, slots=True)
class ImportEdge:
    """One import of one document: ``targets`` are several where it means a whole package.

    ``exact`` tells resolved edges from those matched by name.
    """

    origin: int
    site: ImportSite
    targets: tuple[int, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class ImportGraph:
    """Edges in document order, and what leads out of the corpus."""

    edges: tuple[ImportEdge, ...]
    outside: tuple[tuple[int, ImportSite], ...]

    def pairs(self) -> list[tuple[int, int]]:
        """Return pairs of documents, the first of which imports the second, each once."""
        found = ((e.origin, t) for e in self.edges for t in e.targets if t != e.origin)
        return list(dict.fromkeys(found))


class _Resolver(Protocol):
    def targets(self, origin: str, site: ImportSite) -> tuple[int, ...]: ...


def is_wanted(document: Document) -> bool:
    """Whether a resolver needs the text of a document that is no code."""
    name = posixpath.basename(document.path)
    return name in MANIFESTS or (name.startswith("tsconfig") and name.endswith(".json"))


def import_graph(
    documents: Sequence[Document],
    sites: Mapping[int, Sequence[ImportSite]],
    manifests: Mapping[str, str],
    packages: Mapping[str, Sequence[int]],
) -> ImportGraph:
    """Resolve all imports.

    Args:
        documents: the corpus, of one source.
        sites: the imports of each document, by index.
        manifests: texts of the documents for which :func:`is_wanted` holds, by path.
        packages: entry documents of the corpus's own npm packages and crates, by name.

    """
    families: dict[str, dict[str, int]] = {}
    for index, document in enumerate(documents):
        if document.kind == "code" and document.language in FAMILIES:
            families.setdefault(FAMILIES[document.language], {})[document.path] = index
    by_path = {documents[index].path: found for index, found in sites.items()}
    resolvers = _resolvers(documents, families, by_path, manifests, packages)
    names = PathIndex.of(documents)
    edges: list[ImportEdge] = []
    outside: list[tuple[int, ImportSite]] = []
    for index, found in sorted(sites.items()):
        language = documents[index].language
        family = FAMILIES.get(language)
        for site in found:
            if site.when == "package":
                continue
            if family is None:
                targets = tuple(resolve(names, index, site.name, language))
            else:
                targets = resolvers[family].targets(documents[index].path, site)
            if targets:
                edges.append(ImportEdge(index, site, targets, family is not None))
            else:
                outside.append((index, site))
    return ImportGraph(tuple(edges), tuple(outside))


def _resolvers(
    documents: Sequence[Document],
    families: Mapping[str, Mapping[str, int]],
    sites: Mapping[str, Sequence[ImportSite]],
    manifests: Mapping[str, str],
    packages: Mapping[str, Sequence[int]],
) -> dict[str, _Resolver]:
    python = families.get("python", {})
    sources = [path for path, index in python.items() if documents[index].role == "source"]
    return {
        "python": PythonModules(python, sources, _directories(manifests)),
        "script": ScriptModules(families.get("script", {}), manifests, packages),
        "go": GoPackages(families.get("go", {}), manifests),
        "java": JavaClasses(families.get("java", {}), sites),
        "rust": RustModules(families.get("rust", {}), sites, manifests),
        "c": CIncludes(families.get("c", {})),
    }


def _directories(manifests: Iterable[str]) -> list[str]:
    python = {"pyproject.toml", "setup.py", "setup.cfg"}
    return sorted({posixpath.dirname(m) for m in manifests if posixpath.basename(m) in python})
