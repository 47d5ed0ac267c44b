"""Which file of a project has its navigation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ctxbuild.model import UsageError
from ctxbuild.readers.nav.docusaurus import read_docusaurus
from ctxbuild.readers.nav.mkdocs import read_mkdocs, read_zensical
from ctxbuild.readers.nav.project_files import ProjectFiles, ProjectNavigation
from ctxbuild.readers.nav.quarto import read_quarto
from ctxbuild.readers.nav.sphinx import read_sphinx
from ctxbuild.readers.nav.summary import read_mdbook, read_summary

Reader = Callable[[str, ProjectFiles], ProjectNavigation | None]

# In this order; the first file that can be read is the project's.
_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"zensical\.toml"), read_zensical),
    (re.compile(r"(?:mkdocs|properdocs)\.ya?ml"), read_mkdocs),
    (re.compile(r"_quarto\.ya?ml"), read_quarto),
    (re.compile(r"(?:versioned_)?sidebars?\.(?:json|js|ts|cjs|mjs)"), read_docusaurus),
    (re.compile(r"book\.toml"), read_mdbook),
    (re.compile(r"conf\.py"), read_sphinx),
    (re.compile(r"SUMMARY\.md"), read_summary),
)
_DEEPEST = 3
_ASIDE = re.compile(r"(?:^|/)(?:tests?|fixtures?|examples?|templates?|node_modules|vendor)/", re.I)
NAMES = "mkdocs.yml, zensical.toml, _quarto.yml, sidebars.js, book.toml, conf.py, SUMMARY.md"


def find_navigation(files: ProjectFiles) -> ProjectNavigation | None:
    """Return the navigation of a project, from the uppermost file that has one."""
    for path, reader in _candidates(files):
        found = reader(path, files)
        if found is not None and (found.items or files.below(found.root)):
            return found
    return None


def is_navigation(name: str) -> bool:
    """Whether a file of this name may have a navigation."""
    return any(pattern.fullmatch(name) for pattern, _ in _READERS)


def read_navigation(path: str, files: ProjectFiles) -> ProjectNavigation:
    """Return the navigation of a named file.

    Raises:
        UsageError: it is none that we know, is not there, or cannot be read.
    """
    name = path.rpartition("/")[2]
    reader = next((each for pattern, each in _READERS if pattern.fullmatch(name)), None)
    if reader is None:
        raise UsageError(f"{path}: not a file with a navigation that we know: {NAMES}")
    if path not in files.paths:
        raise UsageError(f"{path}: there is no such file")
    found = reader(path, files)
    if found is None:
        raise UsageError(f"{path}: no navigation can be read from it without running it")
    return found


def _candidates(files: ProjectFiles) -> Iterator[tuple[str, Reader]]:
    for pattern, reader in _READERS:
        found = [
            path
            for path in files.paths
            if path.count("/") <= _DEEPEST
            and pattern.fullmatch(path.rpartition("/")[2])
            and not _ASIDE.search(path)
        ]
        # English first where each language has its own.
        for path in sorted(found, key=lambda p: (p.count("/"), "/en/" not in f"/{p}", p)):
            yield path, reader
