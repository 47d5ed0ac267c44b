"""Which sources are sites: built pages in a directory, in an archive, or one page."""

from __future__ import annotations

import os
import re
from pathlib import Path

from ctxbuild.model import UsageError
from ctxbuild.readers.printable import printable
from ctxbuild.readers.site.archive import ARCHIVE_NAME, Archive
from ctxbuild.readers.site.folder import PAGE_NAME, Folder
from ctxbuild.readers.site.page_source import PageSource


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PREFIX = "docs:"
_ADDRESS = re.compile(r"https?://", re.I)
_MOST_LOOKED_AT = 3000
# The last is the record of the Markdown that we put beside pages.
_MARKERS = frozenset(
    {"objects.inv", "searchindex.js", ".buildinfo", "sitemap.xml", "ctxbuild-docs.json"}
)
# What a repository has at its top and a built site has not.
_REPOSITORY = _words(
    ".git .hg pyproject.toml setup.py package.json Cargo.toml go.mod CMakeLists.txt "
    "Makefile pom.xml build.gradle mkdocs.yml conf.py docusaurus.config.js book.toml "
    "Gemfile"
)
_CODE = _words(
    "py pyi pyx c h cc cpp cxx hpp rs go java kt scala swift rb php pl ts tsx jsx cs fs "
    "hs ml ex exs erl lua r jl dart sh md rst adoc ipynb toml"
)
_MOST_CODE = 0.1


def plain_location(source: str) -> str:
    """Return a source without the prefix that says it is a site."""
    return source.removeprefix(_PREFIX)


def is_web(location: str) -> bool:
    """Whether a site is on the web."""
    return _ADDRESS.match(location) is not None


def is_site(source: str) -> bool:
    """Whether a source is a site: it says so, is a page or an archive, or holds hardly else."""
    if source.startswith(_PREFIX):
        return True
    if (PAGE_NAME.fullmatch(source) or ARCHIVE_NAME.fullmatch(source)) and os.path.isfile(source):  # noqa: PTH113 - any text may be given
        return True
    return "\0" not in source and os.path.isdir(source) and _holds_site(source)  # noqa: PTH112


def _holds_site(directory: str) -> bool:
    try:
        top = set(os.listdir(directory))  # noqa: PTH208
    except OSError:
        return False
    if top & _REPOSITORY:
        return False
    pages = code = looked_at = 0
    for _, directories, files in os.walk(directory):
        directories.sort()
        known = set(files)
        for name in files:
            stem, _, ending = name.rpartition(".")
            pages += PAGE_NAME.fullmatch(name) is not None
            # The Markdown of a page beside it is no source.
            is_twin = ending == "md" and not known.isdisjoint((stem, f"{stem}.html"))
            code += ending.lower() in _CODE and not is_twin
        looked_at += len(files)
        if looked_at > _MOST_LOOKED_AT:
            break
    return pages > 0 and (code <= _MOST_CODE * pages or bool(top & _MARKERS))


def open_site(source: str, max_bytes: int) -> PageSource:
    """Return the pages of a site on this machine.

    Raises:
        UsageError: there is no such file or directory.
        CtxbuildError: an archive cannot be read.
    """
    location = plain_location(source)
    shown = printable(location)
    if not location or "\0" in location or not os.path.lexists(location):
        raise UsageError(
            f"{shown}: no such file or directory; give a directory of HTML,"
            " a page, or an address that begins with https://"
        )
    path = Path(os.path.realpath(location))
    name = printable(path.name) or "root"
    if path.is_dir():
        return Folder(os.fsencode(path), name, max_bytes)
    if not path.is_file():
        raise UsageError(f"{shown}: neither a file nor a directory")
    if ARCHIVE_NAME.fullmatch(path.name):
        return Archive(path, name, max_bytes)
    return Folder(os.fsencode(path.parent), name, max_bytes, os.fsencode(path.name))


def is_one_page(source: str) -> bool:
    """Whether a source is a single page."""
    location = plain_location(source)
    return os.path.isfile(location) and not ARCHIVE_NAME.fullmatch(location)  # noqa: PTH113
