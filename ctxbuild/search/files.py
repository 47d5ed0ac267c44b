"""Which documents the paths and dotted names of a query mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from ctxbuild.search.index import Index
from ctxbuild.search.installed import STANDARD
from ctxbuild.search.places import Place

_MOST_FILES = 5
_MOST_CANDIDATES = 60
NAME_ONLY = 0.6
"""How well a file name agrees alone: with a directory it does so by chance more rarely."""
# A path below these that agrees in the file's name alone is another file.
_ELSEWHERE = re.compile(r"/+(?:home|Users|root|tmp|var/folders|usr|build|private)/")
# Where a standard library lies in the repository of its language.
_LIBRARIES = frozenset({"lib", "src", "library"})
_NAMES = {
    "package.json": r'"name"\s*:\s*"([^"\n]{1,200})"',
    "composer.json": r'"name"\s*:\s*"([^"\n]{1,200})"',
    "Cargo.toml": r'^name\s*=\s*"([^"\n]{1,200})"',
    "pyproject.toml": r'^name\s*=\s*"([^"\n]{1,200})"',
    "setup.cfg": r"^name\s*=\s*(\S{1,200})",
    "go.mod": r"^module\s+(\S{1,200})",
    "pubspec.yaml": r"^name:\s*(\S{1,200})",
    "mix.exs": r"\bapp:\s*:(\w{1,200})",
}
_MOST_MANIFESTS = 200
_MANIFEST_BEGINNING = 4000


class Files:
    """The documents of an index, to be found by the ends of their paths."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[Place, tuple[list[int], float]] = {}

    @cached_property
    def _ends(self) -> dict[str, list[int]]:
        """Documents by file name and by stem."""
        ends: dict[str, list[int]] = {}
        for number, document in enumerate(self._index.documents):
            name = document.id.rpartition("/")[2]
            for end in dict.fromkeys((name, name.partition(".")[0])):
                ends.setdefault(end, []).append(number)
        return ends

    def of_place(self, place: Place) -> tuple[list[int], float]:
        """Return the documents whose paths agree longest with a path from its end, and how well."""
        if place not in self._known:
            self._known[place] = self._of_place(place)
        return self._known[place]

    def of_module(self, parts: Sequence[str]) -> list[int]:
        """Return the documents that a dotted name is the path of, without suffix."""
        tail = "/".join(parts)
        found = []
        for number in (*self._ends.get(parts[-1], ()), *self._ends.get("__init__", ())):
            stem = self._index.documents[number].id.rpartition(".")[0].removesuffix("/__init__")
            if stem == tail or stem.endswith("/" + tail):
                found.append(number)
        return found if len(found) <= _MOST_FILES else []

    def _of_place(self, place: Place) -> tuple[list[int], float]:
        wanted = [part for part in place.path.split("/") if part not in ("", ".", "..", "~")]
        best, agreed = self._agreeing(wanted)
        if len(best) <= _MOST_CANDIDATES:
            best = [number for number in best if self._may_be(number, place, wanted, agreed)]
        if not 0 < len(best) <= _MOST_FILES:
            return [], 0.0
        first = self._index.documents[best[0]]
        whole = agreed > 1 and (agreed == len(wanted) or agreed > first.path.count("/"))
        return best, 1.0 if whole or place.declared else NAME_ONLY

    def _agreeing(self, wanted: Sequence[str]) -> tuple[list[int], int]:
        """Return the documents that agree in most segments from the end, and in how many."""
        best: list[int] = []
        longest = 0
        for number in self._ends.get(wanted[-1], ()) if wanted else ():
            own = self._index.documents[number].id.split("/")
            agreed = 0
            for left, right in zip(reversed(own), reversed(wanted), strict=False):
                if left != right:
                    break
                agreed += 1
            if agreed >= longest and agreed:
                best = [*best, number] if agreed == longest else [number]
                longest = agreed
        return best, longest

    def _may_be(self, number: int, place: Place, wanted: Sequence[str], agreed: int) -> bool:
        """Tell whether a document may be the file of a path that agrees with its own so far."""
        path = self._index.documents[number].path
        if place.package == STANDARD:
            before = path.removesuffix(place.path)
            return path != before and before.strip("/").lower() in _LIBRARIES and "/" in path
        if place.package:
            inside = place.path.removeprefix(place.package + "/")
            vendored = f"{place.package}/{inside}"
            return f"/{path}".endswith(f"/{vendored}") or _plain(place.package) in self._own
        if place.declared:
            return agreed == len(wanted) or self._declares(number, place.declared)
        whole = agreed == len(wanted) or agreed > path.count("/")
        if place.linked:
            return whole
        return agreed > 1 or whole or not _ELSEWHERE.match(place.path)

    def _declares(self, number: int, package: str) -> bool:
        found = re.search(
            rf"^[ \t]*package[ \t]+{re.escape(package)}\b(?!\.)", self._text(number), re.M
        )
        return found is not None

    def _text(self, number: int) -> str:
        return self._index.documents[number].text()[:_MANIFEST_BEGINNING]

    @cached_property
    def _own(self) -> frozenset[str]:
        """The names of the packages that the repository itself is."""
        return frozenset(self._own_names())

    def _own_names(self) -> Iterator[str]:
        for manifest, pattern in _NAMES.items():
            for number in self._ends.get(manifest, [])[:_MOST_MANIFESTS]:
                found = re.search(pattern, self._text(number), re.MULTILINE)
                if found is not None:
                    yield _plain(found[1])
        for document in self._index.documents:
            if document.id.endswith(".gemspec"):
                yield _plain(document.id.rpartition("/")[2].removesuffix(".gemspec"))


def _plain(name: str) -> str:
    """Return a package's name as registries compare it."""
    return name.lower().replace("_", "-")
