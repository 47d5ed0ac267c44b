"""Go: an import names a directory of a module; its files are meant together."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from ctxbuild.languages.import_sites import ImportSite

_MODULE = re.compile(r"^module[ \t]+\"?([^\s\"]+)", re.MULTILINE)


class GoPackages:
    """Go files by the import path of their directory."""

    def __init__(self, paths: Mapping[str, int], manifests: Mapping[str, str]) -> None:
        """Index files; ``manifests`` are the texts of all ``go.mod`` by path."""
        self._modules: dict[str, str] = {}
        for path, text in sorted(manifests.items(), reverse=True):
            if path.rpartition("/")[2] == "go.mod" and (found := _MODULE.search(text)):
                self._modules[found[1]] = posixpath.dirname(path)
        self._directories: dict[str, list[int]] = {}
        for path, document in paths.items():
            if not path.endswith("_test.go"):
                self._directories.setdefault(posixpath.dirname(path), []).append(document)

    def targets(self, _origin: str, site: ImportSite) -> tuple[int, ...]:
        """Return the files of the package that an import means; none where it is not ours."""
        prefix = site.name
        while prefix:
            if prefix in self._modules:
                rest = site.name[len(prefix) :].strip("/")
                directory = posixpath.join(self._modules[prefix], rest).rstrip("/")
                return tuple(self._directories.get(directory, ()))
            prefix = prefix.rpartition("/")[0]
        return ()
