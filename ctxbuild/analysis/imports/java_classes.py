"""Java: a class is a file of its name in its package, wherever the directory lies."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence

from ctxbuild.analysis.imports.nearness import nearest
from ctxbuild.languages.import_sites import ImportSite


class JavaClasses:
    """Java files by package and class."""

    def __init__(self, paths: Mapping[str, int], sites: Mapping[str, Sequence[ImportSite]]) -> None:
        """Index files; ``sites`` hold the package clause of each."""
        self._paths = paths
        self._packages: dict[str, dict[str, list[str]]] = {}
        for path in paths:
            own = next((s.name for s in sites.get(path, ()) if s.when == "package"), "")
            stem = posixpath.basename(path).partition(".")[0]
            self._packages.setdefault(own, {}).setdefault(stem, []).append(path)

    def targets(self, origin: str, site: ImportSite) -> tuple[int, ...]:
        """Return the files that an import means; all of a package where it ends in a star."""
        name = site.name.removesuffix(".*")
        if name != site.name and name in self._packages:
            files = (found for found in self._packages[name].values())
            return tuple(sorted(self._paths[nearest(origin, each)] for each in files))
        package, _, last = name.rpartition(".")
        while package:
            found = self._packages.get(package, {}).get(last)
            if found:
                return (self._paths[nearest(origin, found)],)
            package, _, last = package.rpartition(".")
        return ()
