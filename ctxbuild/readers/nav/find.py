"""Which file of a project has its navigation."""

from __future__ import annotations

import re
from collections.abc import Callable

from ctxbuild.model import UsageError
from ctxbuild.readers.nav.antora import read_antora
from ctxbuild.readers.nav.book_toc import read_book_toc, read_myst
from ctxbuild.readers.nav.docusaurus import read_docusaurus
from ctxbuild.readers.nav.fumadocs import read_fumadocs
from ctxbuild.readers.nav.hugo import read_hugo
from ctxbuild.readers.nav.just_the_docs import read_just_the_docs
from ctxbuild.readers.nav.mintlify import read_mintlify
from ctxbuild.readers.nav.mkdocs import read_mkdocs, read_zensical
from ctxbuild.readers.nav.nextra import read_nextra
from ctxbuild.readers.nav.project_files import ProjectFiles, ProjectNavigation, size_of
from ctxbuild.readers.nav.quarto import read_quarto
from ctxbuild.readers.nav.rspress import read_rspress
from ctxbuild.readers.nav.sphinx import read_sphinx
from ctxbuild.readers.nav.starlight import read_starlight
from ctxbuild.readers.nav.summary import read_docsify, read_gitbook, read_mdbook, read_summary
from ctxbuild.readers.nav.vitepress import read_vitepress

Reader = Callable[[str, ProjectFiles], ProjectNavigation | None]

# In this order, where several have as many pages.
_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"zensical\.toml"), read_zensical),
    (re.compile(r"(?:mkdocs|properdocs)\.ya?ml"), read_mkdocs),
    (re.compile(r"_quarto\.ya?ml"), read_quarto),
    (re.compile(r"(?:versioned_)?sidebars?\.(?:json|js|ts|cjs|mjs)"), read_docusaurus),
    (re.compile(r"\.vitepress/config(?:/index)?\.[cm]?[jt]s"), read_vitepress),
    (re.compile(r"astro\.config\.[cm]?[jt]s"), read_starlight),
    (re.compile(r"(?:docs|mint)\.json"), read_mintlify),
    (re.compile(r"source\.config\.[cm]?[jt]sx?"), read_fumadocs),
    (re.compile(r"next\.config\.[cm]?[jt]s"), read_nextra),
    (re.compile(r"rspress\.config\.[cm]?[jt]s"), read_rspress),
    (re.compile(r"(?:config/_default/)?(?:hugo|config)\.(?:toml|ya?ml|json)"), read_hugo),
    (re.compile(r"antora\.ya?ml"), read_antora),
    (re.compile(r"\.gitbook\.ya?ml"), read_gitbook),
    (re.compile(r"_config\.ya?ml"), read_just_the_docs),
    (re.compile(r"_toc\.ya?ml"), read_book_toc),
    (re.compile(r"myst\.ya?ml"), read_myst),
    (re.compile(r"book\.toml"), read_mdbook),
    (re.compile(r"conf\.py"), read_sphinx),
    (re.compile(r"SUMMARY\.md"), read_summary),
    (re.compile(r"_sidebar\.md"), read_docsify),
)
_DEEPEST = 3
_ASIDE = re.compile(r"(?:^|/)(?:tests?|fixtures?|examples?|templates?|node_modules|vendor)/", re.I)
NAMES = (
    "mkdocs.yml, zensical.toml, _quarto.yml, sidebars.js, .vitepress/config.ts, "
    "astro.config.mjs, docs.json, source.config.ts, next.config.js, rspress.config.ts, hugo.toml, "
    "antora.yml, .gitbook.yaml, _config.yml, _toc.yml, myst.yml, book.toml, conf.py, SUMMARY.md, "
    "_sidebar.md"
)
_INNER = re.compile(r"(.*/)?((?:\.vitepress|config/_default)/.+)")
_INNER_HOMES = (".vitepress", "config")


def find_navigation(files: ProjectFiles) -> ProjectNavigation | None:
    """Return the navigation of a project: of the file at its root, else of the most pages.

    Of each kind of file the uppermost counts that has a navigation. One that only code could
    tell counts where there is no other, for where its pages are.
    """
    best: ProjectNavigation | None = None
    unread: ProjectNavigation | None = None
    for pattern, reader in _READERS:
        for path in _candidates(files, pattern):
            found = reader(path, files)
            if found is None or not _pages(found, files):
                continue
            if found.is_computed and not found.items:
                unread = unread or found
                continue
            if not split_name(path)[0]:
                return found
            if best is None or _pages(found, files) > _pages(best, files):
                best = found
            break
    return best or unread


def _pages(found: ProjectNavigation, files: ProjectFiles) -> int:
    """Return how many pages a navigation has, or the directory that it only names."""
    return sum(map(size_of, found.items)) or len(files.below(found.root))


def is_navigation(name: str) -> bool:
    """Whether a file of this name may have a navigation, or a directory may hold such a file."""
    return name in _INNER_HOMES or any(pattern.fullmatch(name) for pattern, _ in _READERS)


def split_name(path: str) -> tuple[str, str]:
    """Return the directory that a file of settings is for, and its name from there."""
    found = _INNER.fullmatch(path)
    if found is not None:
        return (found[1] or "").rstrip("/"), found[2]
    home, _, name = path.rpartition("/")
    return home, name


def read_navigation(path: str, files: ProjectFiles) -> ProjectNavigation:
    """Return the navigation of a named file.

    Raises:
        UsageError: it is none that we know, is not there, or cannot be read.
    """
    _, name = split_name(path)
    reader = next((each for pattern, each in _READERS if pattern.fullmatch(name)), None)
    if reader is None:
        raise UsageError(f"{path}: not a file with a navigation that we know: {NAMES}")
    if path not in files.paths:
        raise UsageError(f"{path}: there is no such file")
    found = reader(path, files)
    if found is None or (found.is_computed and not found.items):
        raise UsageError(f"{path}: no navigation can be read from it without running it")
    return found


def _candidates(files: ProjectFiles, name: re.Pattern[str]) -> list[str]:
    """Return the files of a name, uppermost first, English where each language has its own."""
    found = [
        path
        for path in files.paths
        if name.fullmatch(split_name(path)[1])
        and split_name(path)[0].count("/") < _DEEPEST
        and not _ASIDE.search(path)
    ]
    return sorted(found, key=lambda p: (p.count("/"), "/en/" not in f"/{p}", p))
