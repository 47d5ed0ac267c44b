"""The sources of a built site, where they lie near it: files of the directories above."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ctxbuild.readers.disk import Disk
from ctxbuild.readers.nav.find import (
    find_navigation,
    is_navigation,
    read_navigation,
    split_name,
)
from ctxbuild.readers.nav.project_files import ProjectFiles, ProjectNavigation

_NOISE = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", ".tox"})
_MOST_FILES = 20_000
_MOST_BYTES = 2 << 20
_LEVELS = 3


def navigation_beside(site: Path) -> Iterator[ProjectNavigation]:
    """Yield the navigations in the directories above a site, the nearest first."""
    for directory in list(site.parents)[:_LEVELS]:
        try:
            names = sorted(os.listdir(directory))  # noqa: PTH208 - names are enough
        except OSError:
            continue
        if any(is_navigation(name) for name in names) or "docs" in names:
            found = find_navigation(_files(directory, site))
            if found is not None:
                yield found


def navigation_in(path: Path) -> ProjectNavigation:
    """Return the navigation of a file that the user names.

    Raises:
        UsageError: there is none that can be read.
    """
    whole = Path(os.path.realpath(path.parent), path.name)
    home, name = split_name(whole.as_posix())
    return read_navigation(name, _files(Path(home or "/"), None))


def _files(directory: Path, without: Path | None) -> ProjectFiles:
    """Return the files below a directory; links are not followed."""
    disk = Disk(os.fsencode(directory), _MOST_BYTES)

    def read(path: str) -> str:
        data = disk.read_path(os.fsencode(path))
        return data.decode("utf-8-sig", "replace") if isinstance(data, bytes) else ""

    return ProjectFiles(_walked(directory, without), read)


def _walked(directory: Path, without: Path | None) -> Iterator[str]:
    count = 0
    for here, directories, files in os.walk(directory):
        directories[:] = sorted(
            name for name in directories if name not in _NOISE and Path(here, name) != without
        )
        for name in sorted(files):
            count += 1
            if count > _MOST_FILES:
                return
            path = os.path.relpath(os.path.join(here, name), directory)
            if path.isprintable():
                yield path.replace(os.sep, "/")
