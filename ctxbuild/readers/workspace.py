"""The part of a repository that one of its packages needs (``--with-deps``).

From the package asked for, what its manifests declare and its files import is
followed to other packages of the same repository, until nothing new turns up.
Where a directory has a manifest of its own, all of it is taken; a Go package
or a Python subpackage inside a larger one is taken without what lies below.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ctxbuild.languages.imports import imports
from ctxbuild.languages.table import language_of
from ctxbuild.readers.entries import Entry, FileSet, Reading
from ctxbuild.readers.manifests import READERS, Manifest, python_name, read_manifest

_SCRIPTS = ("javascript", "typescript", "tsx", "vue", "svelte")
_FOLLOWED = frozenset({"python", "go", *_SCRIPTS})
_INIT = "__init__.py"
_PYTHON_SOURCES = ("", "src/")


@dataclass(frozen=True, slots=True, order=True)
class Territory:
    """A directory, empty or ending in ``/``, with or without what lies below it."""

    directory: str
    below: bool = True

    def holds(self, path: str) -> bool:
        """Say whether a path belongs to it."""
        directory = path[: path.rfind("/") + 1]
        return directory.startswith(self.directory) if self.below else directory == self.directory


@dataclass(slots=True)
class Reach:
    """Which paths a package and its dependencies cover."""

    deep: tuple[bytes, ...] = (b"",)
    flat: frozenset[bytes] = frozenset()

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, bytes):
            return False
        return path.startswith(self.deep) or path[: path.rfind(b"/") + 1] in self.flat


EVERYTHING = Reach()


def with_dependencies(files: FileSet, package: bytes) -> Reach:
    """Return what a package needs of the file set of its repository.

    Args:
        files: the whole repository.
        package: the directory asked for, relative to the top and ending in ``/``.

    """
    if not package:
        return EVERYTHING
    workspace = _Workspace(files)
    start = Territory(package.decode("utf-8", "surrogateescape"))
    reached = {start}
    waiting = [start]
    while waiting:
        needed = workspace.needs(waiting)
        waiting = sorted(territory for territory in needed if not _covered(territory, reached))
        reached.update(waiting)
    return Reach(
        tuple(sorted(_bytes(t.directory) for t in reached if t.below)),
        frozenset(_bytes(t.directory) for t in reached if not t.below),
    )


def _covered(territory: Territory, reached: set[Territory]) -> bool:
    return territory in reached or any(
        other.below and territory.directory.startswith(other.directory) for other in reached
    )


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


@dataclass(slots=True)
class _Workspace:
    """The packages of a repository, by directory and by name."""

    files: FileSet
    paths: list[str] = field(init=False)
    entries: dict[str, Entry] = field(init=False)
    directories: set[str] = field(init=False)
    manifests: dict[str, list[Manifest]] = field(init=False)
    named: dict[str, str] = field(init=False)
    modules: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.entries = {e.id: e for e in self.files.entries if not e.path.endswith(b"/")}
        self.paths = sorted(self.entries)
        self.directories = {path[: path.rfind("/") + 1] for path in self.paths}
        self.manifests = defaultdict(list)
        self.named = {}
        found = [path for path in self.paths if _base(path) in READERS]
        for path, data in self._read(found):
            manifest = read_manifest(_base(path), data)
            directory = path[: path.rfind("/") + 1]
            self.manifests[directory].append(manifest)
            for name in sorted(manifest.names):
                self.named.setdefault(name, directory)
        self.modules = self._python_modules()

    def _read(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        readings: Iterable[Reading] = self.files.origin.read([self.entries[p] for p in paths])
        for path, reading in zip(paths, readings, strict=True):
            if isinstance(reading, bytes):
                yield path, reading

    def _python_modules(self) -> dict[str, list[str]]:
        """Map the first part of import names to the directories they are found in."""
        roots = {self._above(path) for path in self.paths if self._is_top_package(path)}
        roots |= {d + sub for d in self.manifests for sub in _PYTHON_SOURCES}
        modules = defaultdict(list)
        for path in self.paths:
            root, _, name = path.removesuffix("/" + _INIT).rpartition("/")
            root = root + "/" if root else ""
            is_module = name.endswith(".py") or path.endswith("/" + _INIT)
            if is_module and root in roots:
                modules[name.removesuffix(".py")].append(root)
        return modules

    def _is_top_package(self, path: str) -> bool:
        return path.endswith("/" + _INIT) and self._above(path) + _INIT not in self.entries

    @staticmethod
    def _above(path: str) -> str:
        """Return the directory above the one that a file is in."""
        directory = path[: path.rfind("/")]
        return directory[: directory.rfind("/") + 1]

    def needs(self, territories: Sequence[Territory]) -> set[Territory]:
        """Return what the manifests and imports of some territories lead to."""
        found: set[Territory] = set()
        code = []
        for territory in territories:
            for directory, manifest in self._manifests_of(territory):
                found.update(self._declared(directory, manifest))
            inside = self._inside(territory)
            code += [p for p in inside if language_of(p).name in _FOLLOWED]
        for path, data in self._read(code):
            language = language_of(path).name
            for target in imports(data.decode("utf-8", "replace"), language):
                found.update(self._imported(path, language, target))
        return found

    def _inside(self, territory: Territory) -> Iterator[str]:
        start = bisect_left(self.paths, territory.directory)
        for path in self.paths[start:]:
            if not path.startswith(territory.directory):
                return
            if territory.holds(path):
                yield path

    def _manifests_of(self, territory: Territory) -> Iterator[tuple[str, Manifest]]:
        """Yield the manifests in a territory; where it has none of its own, its package's."""
        if territory.directory not in self.manifests:
            yield from self._of_directory(self._package(territory.directory))
        for directory in sorted(self.manifests):
            if territory.holds(directory):
                yield from self._of_directory(directory)

    def _of_directory(self, directory: str) -> Iterator[tuple[str, Manifest]]:
        for manifest in self.manifests.get(directory, ()) if directory else ():
            yield directory, manifest

    def _package(self, directory: str) -> str:
        """Return the nearest directory with a manifest, empty where that is the top."""
        while directory and directory not in self.manifests:
            directory = directory[: directory[:-1].rfind("/") + 1]
        return directory

    def _declared(self, directory: str, manifest: Manifest) -> Iterator[Territory]:
        for name in manifest.needs:
            if self.named.get(name):
                yield Territory(self.named[name])
        for path in manifest.paths:
            target = _joined("" if path.startswith("/") else directory, path)
            if target and target in self.manifests:
                yield Territory(target)

    def _imported(self, path: str, language: str, target: str) -> Iterator[Territory]:
        if language == "python":
            return self._python(path, target)
        return self._go(target) if language == "go" else self._script(path, target)

    def _go(self, target: str) -> Iterator[Territory]:
        parts = target.split("/")
        for depth in range(len(parts), 0, -1):
            module = self.named.get("go:" + "/".join(parts[:depth]))
            if module is not None:
                directory = module + "".join(part + "/" for part in parts[depth:])
                if directory in self.directories:
                    yield Territory(directory, below=False)
                return

    def _script(self, path: str, target: str) -> Iterator[Territory]:
        if not target.startswith("."):
            parts = target.split("/")
            name = "/".join(parts[: 2 if target.startswith("@") else 1])
            if self.named.get("npm:" + name):
                yield Territory(self.named["npm:" + name])
            return
        directory = path[: path.rfind("/") + 1]
        joined = _joined(directory, target)
        inside = joined if joined in self.directories else joined[: joined[:-1].rfind("/") + 1]
        yield from self._part(inside)

    def _python(self, path: str, target: str) -> Iterator[Territory]:
        dots = len(target) - len(target.lstrip("."))
        parts = [part for part in target[dots:].split(".") if part]
        if dots:
            above = path.split("/")[:-dots]
            root = "".join(part + "/" for part in above)
            yield from self._module(root, parts)
            return
        for root in self.modules.get(parts[0], ()) if parts else ():
            yield from self._module(root, parts)
        declared = self.named.get(python_name(parts[0])) if parts else None
        if declared:
            yield Territory(declared)

    def _module(self, root: str, parts: Sequence[str]) -> Iterator[Territory]:
        """Yield where a module lies: its package, or the directory of its file."""
        directory = root
        for part in parts:
            if directory + part + "/" not in self.directories:
                break
            directory += part + "/"
        yield from self._part(directory)

    def _part(self, directory: str) -> Iterator[Territory]:
        """Yield the package that a directory is in, or the directory alone inside the top one."""
        if directory in self.directories:
            package = self._package(directory)
            yield Territory(package) if package else Territory(directory, below=False)


def _base(path: str) -> str:
    return path[path.rfind("/") + 1 :]


def _joined(directory: str, path: str) -> str:
    """Return a directory seen from another, ending in ``/``; empty where it leads out or is top."""
    target = os.path.normpath(f"{directory}./{path.lstrip('/') if not directory else path}")
    target = target.replace(os.sep, "/")
    return "" if target == "." or target.startswith("..") else target + "/"
