"""What components are called and what is said of them, in words of the project alone."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.components import Component
from ctxbuild.analysis.facts.material import Material
from ctxbuild.analysis.facts.purpose import described_in, prose_in
from ctxbuild.analysis.module_docs import module_doc
from ctxbuild.analysis.sentences import plain_text
from ctxbuild.claims import Claim
from ctxbuild.readers.manifests import READERS, read_manifest


@dataclass(frozen=True, slots=True)
class Saying:
    """What the project's own files say of something: a quotation and where it stands."""

    text: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class NamedComponent:
    """A component with its title, the claim behind that if a manifest gives it, and a slug."""

    component: Component
    title: str
    slug: str
    named: Claim | None
    about: Saying | None

    @property
    def documents(self) -> tuple[int, ...]:
        """The indices of its source files."""
        return self.component.documents


_INTRODUCING = (
    "__init__.py",
    "doc.go",
    "lib.rs",
    "mod.rs",
    "main.rs",
    "package-info.java",
    "index.ts",
    "index.tsx",
    "index.js",
    "main.go",
    "main.py",
    "__main__.py",
)
"""Files that speak for their directory, in the order in which they are asked."""
_JVM = re.compile(r"^.*?(?:^|/)src/(?:main|commonMain|jvmMain)/(?:java|kotlin|scala|groovy)/")
_SOURCE_ROOT = re.compile(r"(?:^|/)(?:src|lib)$")
_ABOVE_PYTHON = re.compile(r"^(?:.*/)?(?:src|lib)/")
_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 60


def name_components(
    material: Material,
    components: Sequence[Component],
    project: str,
    titles: Mapping[str, str],
    taken: frozenset[str],
) -> tuple[NamedComponent, ...]:
    """Return components with titles and slugs that differ.

    Args:
        material: what names are read from.
        components: in their order.
        project: what the source is called.
        titles: the owner's, by directory.
        taken: slugs that other pages have.

    """
    packages = {c.package: _package_name(material, c.package) for c in components}
    mains = _mains(components, {c.package: packages[c.package][0] for c in components}, project)
    sayings = _Sayings(material, mains)
    found = [
        _title(
            material,
            component,
            project,
            packages[component.package],
            titles,
            is_rest=mains.get(component.package) != component.directory,
        )
        for component in components
    ]
    often = Counter(title for title, _ in found)
    slugs = _slugs([c.directory for c in components], taken)
    return tuple(
        NamedComponent(
            component,
            title if often[title] == 1 else f"{title} ({_told_apart(component, components)})",
            slug,
            claim,
            next(sayings.of(component), None),
        )
        for component, (title, claim), slug in zip(components, found, slugs, strict=True)
    )


def _told_apart(component: Component, components: Sequence[Component]) -> str:
    """Return what tells a component from others of its title: its package, else its directory."""
    alike = sum(1 for each in components if each.package == component.package)
    return (component.package if alike == 1 else component.directory) or "root"


def _mains(
    components: Sequence[Component], names: Mapping[str, str], project: str
) -> dict[str, str]:
    """Return the directory of the component that stands for each package as a whole."""
    found: dict[str, str] = {}
    for package in names:
        own = [c.directory for c in components if c.package == package]
        wanted = _flat(names[package] or posixpath.basename(package) or project)
        named = [d for d in own if _flat(posixpath.basename(d)) == wanted]
        roots = [d for d in own if _SOURCE_ROOT.search("/" + d[len(package) :].strip("/"))]
        alone = own if len(own) == 1 or _is_large(components, package) else []
        best = roots or named or alone
        if best:
            found[package] = min(best, key=lambda directory: (directory.count("/"), directory))
    return found


def _flat(name: str) -> str:
    return re.sub(r"[-_.]+", "", name.rpartition("/")[2]).lower()


def _is_large(components: Sequence[Component], package: str) -> bool:
    """Whether most files of a package stand right in its own directory."""
    own = {c.directory: len(c.documents) for c in components if c.package == package}
    return 2 * own.get(package, 0) >= sum(own.values())


def _title(
    material: Material,
    component: Component,
    project: str,
    package: tuple[str, Claim | None],
    titles: Mapping[str, str],
    *,
    is_rest: bool,
) -> tuple[str, Claim | None]:
    directory = component.directory
    if directory in titles:
        return titles[directory], None
    if match := _JVM.match(directory):
        return directory[match.end() :].replace("/", ".") or directory, None
    name, claim = package
    inner = directory[len(component.package) :].strip("/")
    if _is_python_package(material, directory):
        return _ABOVE_PYTHON.sub("", directory).replace("/", "."), None
    if not inner and is_rest:
        return f"{name or project} (top level)", claim
    if not inner or _SOURCE_ROOT.search("/" + inner):
        return (name, claim) if name else (directory or project, None)
    if component.package and name:
        return f"{name}/{inner.removeprefix('src/')}", claim
    return directory, None


def _is_python_package(material: Material, directory: str) -> bool:
    """Whether a directory or one above it has an ``__init__.py``."""
    parts = directory.split("/") if directory else []
    inits = {"/".join([*parts[:depth], "__init__.py"]) for depth in range(1, len(parts) + 1)}
    return any(document.path in inits for document in material.documents)


def _package_name(material: Material, directory: str) -> tuple[str, Claim | None]:
    """Return what the manifest of a directory calls its package, and where."""
    for index, document in enumerate(material.documents):
        folder, _, file_name = document.path.rpartition("/")
        if folder != directory or file_name not in READERS:
            continue
        names = read_manifest(file_name, material.text(index).encode()).names
        for name in sorted(names):
            short = name.partition(":")[2]
            claim = material.quote(index, f"The package is called {short}.", short)
            return (short.rpartition("/")[2] if file_name == "go.mod" else short), claim
    return "", None


def _slugs(directories: Sequence[str], taken: frozenset[str]) -> list[str]:
    used = set(taken)
    found = []
    for directory in directories:
        stem = _SLUG.sub("-", directory.lower()).strip("-")[:_LONGEST_SLUG].strip("-") or "root"
        slug, number = stem, 1
        while slug in used:
            number += 1
            slug = f"{stem}-part-{number}" if directory else f"root-{number}"
        used.add(slug)
        found.append(slug)
    return found


class _Sayings:
    """What files say of the directories that they stand in."""

    def __init__(self, material: Material, mains: Mapping[str, str]) -> None:
        self._material = material
        self._mains = mains
        self._places = {document.path: i for i, document in enumerate(material.documents)}
        self._readmes = {
            posixpath.dirname(document.path): index
            for index, document in reversed(list(enumerate(material.documents)))
            if document.role == "readme"
        }

    def of(self, component: Component) -> Iterator[Saying]:
        """Yield what is said of a component, the most fitting first."""
        directory, package = component.directory, component.package
        if self._mains.get(package) == directory:
            yield from self._of_package(package)
        if directory != package:
            yield from self._of_readme(directory)
        for name in (*_INTRODUCING, f"{posixpath.basename(directory)}.go"):
            index = self._places.get(posixpath.join(directory, name))
            if index is not None and (said := said_of(self._material, index)):
                yield said

    def _of_package(self, package: str) -> Iterator[Saying]:
        for name in READERS:
            index = self._places.get(posixpath.join(package, name))
            if index is not None:
                for purpose in described_in(self._material, index):
                    yield Saying(purpose.text, purpose.claim)
        yield from self._of_readme(package)

    def _of_readme(self, directory: str) -> Iterator[Saying]:
        index = self._readmes.get(directory)
        if index is not None:
            for purpose in prose_in(self._material, index):
                yield Saying(plain_text(purpose.text), purpose.claim)


def said_of(material: Material, index: int) -> Saying | None:
    """Return what a file says of itself at its top."""
    document = material.documents[index]
    doc = module_doc(material.lines(index), document.language)
    if doc is None:
        return None
    statement = f"{document.path} says what it is for."
    return Saying(doc.sentence, material.claim(index, statement, doc.lines))
