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
from ctxbuild.analysis.package_names import package_name
from ctxbuild.analysis.sentences import plain_text
from ctxbuild.claims import Claim
from ctxbuild.readers.manifests import READERS


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
    central: Saying | None = None
    """What its most central file says of itself, where the component says nothing."""

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
_JVM = re.compile(r".*?(?:^|/)src/(?:main|commonMain|jvmMain)/(?:java|kotlin|scala|groovy)(?:/|$)")
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
    importance: Sequence[float],
) -> tuple[NamedComponent, ...]:
    """Return components with titles and slugs that differ.

    Args:
        material: what names are read from.
        components: in their order.
        project: what the source is called.
        titles: the owner's, by directory.
        taken: slugs that other pages have.
        importance: of documents; the most central speaks for a component that is silent.

    """
    packages = {c.package: package_name(material, c.package) for c in components}
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
    shown = _apart([title for title, _ in found], components)
    sayings_of = [next(sayings.of(component), None) for component in components]
    slugs = _slugs([c.directory for c in components], taken)
    return tuple(
        NamedComponent(
            component,
            title,
            slug,
            claim,
            about,
            None if about is not None else _most_central(material, component, importance),
        )
        for component, title, (_, claim), slug, about in zip(
            components, shown, found, slugs, sayings_of, strict=True
        )
    )


def _apart(titles: Sequence[str], components: Sequence[Component]) -> list[str]:
    """Return titles that differ: those of several have the package, else the directory."""
    often = Counter(titles)
    inside = Counter(zip(titles, (each.package for each in components), strict=True))
    found = []
    for title, each in zip(titles, components, strict=True):
        told = each.package if inside[title, each.package] == 1 else each.directory
        found.append(title if often[title] == 1 else f"{title} ({told or 'root'})")
    return found


def _most_central(
    material: Material, component: Component, importance: Sequence[float]
) -> Saying | None:
    """Return what the most important file that says anything of itself says."""
    order = sorted(component.documents, key=lambda index: (-importance[index], index))
    return next(filter(None, (said_of(material, index) for index in order)), None)


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
    name, claim = package
    if match := _JVM.match(directory):
        inner = directory[match.end() :].replace("/", ".")
        return (inner, None) if inner else (name or component.package or project, claim)
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
