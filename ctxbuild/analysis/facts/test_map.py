"""Which tests exercise which files: by what they import, and by what they are called after."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material, lines_of
from ctxbuild.analysis.imports.nearness import nearest
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class TestOf:
    """A test file and a source file; ``by`` says whether it ``imports`` it or has its ``name``."""

    __test__ = False

    test: str
    source: str
    by: str
    claim: Claim


_TEST_NAME = re.compile(r"^(?:test_?|Test)(.+)$|^(.+?)(?:[_.-]?(?:tests?|spec|Tests?|Spec|IT))$")


def find_tests(material: Material) -> tuple[TestOf, ...]:
    """Return pairs of test and source, tests in document order; a name comes before imports."""
    found: dict[tuple[str, str], TestOf] = {}
    for pair in (*_by_name(material), *_by_import(material)):
        found.setdefault((pair.test, pair.source), pair)
    return tuple(sorted(found.values(), key=lambda pair: (pair.test, pair.source)))


def _by_name(material: Material) -> Iterator[TestOf]:
    stems: dict[tuple[str, str], list[str]] = {}
    for _, document in material.sources():
        stem = posixpath.basename(document.path).partition(".")[0].strip("_")
        stems.setdefault((_family(document.language), stem), []).append(document.path)
    for index, document in enumerate(material.documents):
        if document.role != "test" or document.kind != "code":
            continue
        stem = posixpath.basename(document.path).rpartition(".")[0]
        match = _TEST_NAME.match(stem)
        tested = (match[1] or match[2]).strip("_") if match else ""
        paths = stems.get((_family(document.language), tested), [])
        if paths:
            source = nearest(document.path, paths)
            text = material.text(index)
            claim = material.claim(index, f"It is called after {source}.", lines_of(text, 0, 0))
            yield TestOf(document.path, source, "name", claim)


def _family(language: str) -> str:
    return "script" if language in {"javascript", "typescript", "tsx"} else language


def _by_import(material: Material) -> Iterator[TestOf]:
    documents = material.documents
    for edge in material.graph.edges:
        origin = documents[edge.origin]
        targets = [documents[t] for t in edge.targets if documents[t].role == "source"]
        if origin.role == "test" and len(targets) == 1:
            source = targets[0].path
            claim = material.claim(edge.origin, f"It imports {source}.", edge.site.lines)
            yield TestOf(origin.path, source, "imports", claim)
