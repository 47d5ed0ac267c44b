"""The file set of a directory that is not in a git repository."""

from __future__ import annotations

import os

from ctxbuild.model import Skipped
from ctxbuild.readers.disk import Disk
from ctxbuild.readers.entries import Entry, FileSet
from ctxbuild.readers.ignore import IgnoreRules

_NOISE = {
    **dict.fromkeys((".git", ".hg", ".svn", ".bzr", "CVS", "_darcs"), "version control data"),
    **dict.fromkeys(("node_modules", "bower_components", "jspm_packages"), "installed packages"),
    **dict.fromkeys((".venv", ".tox", ".nox", ".eggs", "site-packages"), "installed packages"),
    **dict.fromkeys(("__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"), "cache"),
    **dict.fromkeys((".hypothesis", ".gradle", ".terraform", ".parcel-cache", ".turbo"), "cache"),
    **dict.fromkeys((".next", ".nuxt", ".svelte-kit"), "build output"),
}
"""Directories that no repository would track, and what they hold."""

_IGNORE_FILE = b".gitignore"


def plain_files(root: bytes, max_file_bytes: int) -> FileSet:
    """Walk a directory; ``.gitignore`` files in it are honoured, links are not followed.

    What is skipped for being noise is named, one entry a directory.
    """
    disk = Disk(root, max_file_bytes)
    files = FileSet([], disk, root)
    rules = IgnoreRules()
    waiting = [b""]
    while waiting:
        directory = waiting.pop()
        waiting += _visit(root, directory, disk, rules, files)
    files.entries.sort(key=lambda entry: entry.path)
    return files


def _visit(
    root: bytes, directory: bytes, disk: Disk, rules: IgnoreRules, files: FileSet
) -> list[bytes]:
    """Add the files of one directory; return the directories in it that are to be walked."""
    try:
        with os.scandir(os.path.join(root, directory)) as found:
            children = [(child.name, child.is_dir(follow_symlinks=False)) for child in found]
    except OSError as error:
        reason = f"not readable: {(error.strerror or 'unknown').lower()}"
        files.skipped.append(Skipped(Entry(directory + b"/").id, reason))
        return []
    prefix = directory + b"/" if directory else b""
    if (_IGNORE_FILE, False) in children:
        rules.add(directory, disk.read_path(prefix + _IGNORE_FILE))
    further = []
    for name, is_directory in children:
        path = prefix + name
        noise = _NOISE.get(os.fsdecode(name)) if is_directory or name == b".git" else None
        if noise:
            shown = path + b"/" if is_directory else path
            files.skipped.append(Skipped(Entry(shown).id, noise))
        elif not rules.excludes(path + b"/" if is_directory else path):
            further.append(path) if is_directory else files.entries.append(Entry(path))
    return further
