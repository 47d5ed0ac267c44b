"""What packages and the project as a whole are called: by manifests, else by where it came from."""

from __future__ import annotations

import re
from collections import Counter

from ctxbuild.analysis.facts.material import Material
from ctxbuild.claims import Claim
from ctxbuild.readers.manifests import READERS, read_manifest

_LANGUAGES = {
    "package.json": frozenset({"javascript", "typescript", "tsx", "vue", "svelte"}),
    "Cargo.toml": frozenset({"rust"}),
    "go.mod": frozenset({"go"}),
    "pyproject.toml": frozenset({"python"}),
    "pom.xml": frozenset({"java", "kotlin", "scala"}),
}
"""Manifest → languages that it is for: a project of Go may have its website's package.json."""
_MAJOR_VERSION = re.compile(r"/v\d+$")
_WORKSPACE = re.compile(r"(?:^|[-_./])(?:mono-?repo|parent|root|workspaces?)$")
"""Names of what holds packages together, which is no package and seldom what people call it."""


def package_name(material: Material, directory: str) -> tuple[str, Claim | None]:
    """Return what the manifest of a directory calls its package, and where; else nothing."""
    found = [
        (index, material.documents[index].path.rpartition("/")[2])
        for index in material.within(directory)
    ]
    wanted = [each for each in found if each[1] in READERS]
    if len(wanted) > 1:
        counts = Counter(document.language for _, document in material.sources())
        wanted.sort(key=lambda each: -sum(counts[own] for own in _LANGUAGES.get(each[1], ())))
    for index, file_name in wanted:
        names = read_manifest(file_name, material.text(index).encode()).names
        for name in sorted(names):
            declared = name.partition(":")[2]
            claim = material.quote(index, f"The package is called {declared}.", declared)
            return _short(declared, file_name), claim
    return "", None


def go_program(material: Material) -> str:
    """Return what ``go build`` calls the program of the top directory; empty without a module."""
    for index in material.within(""):
        if material.documents[index].path == "go.mod":
            names = read_manifest("go.mod", material.text(index).encode()).names
            return _short(min(names, default="").partition(":")[2], "go.mod")
    return ""


def _short(declared: str, file_name: str) -> str:
    """Return the last part of a module's path; the major version of Go is not part of a name."""
    if file_name != "go.mod":
        return declared
    return _MAJOR_VERSION.sub("", declared).rpartition("/")[2]


def project_name(material: Material, origin: str, fallback: str) -> str:
    """Return what the project is called.

    Args:
        material: what was read.
        origin: the name of the repository that it was cloned from, empty if not known.
        fallback: what the source is called otherwise, such as its directory.

    """
    name, _ = package_name(material, "")
    return name if name and not _WORKSPACE.search(name) else origin or fallback
