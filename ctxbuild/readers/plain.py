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
_ALL = {b"*", b"/*", b"**", b"/**", b"**/*"}


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
        content = disk.read_path(prefix + _IGNORE_FILE)
        if not directory and isinstance(content, bytes):
            content = _without_all(content, files)
        rules.add(directory, content)
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


def _without_all(content: bytes, files: FileSet) -> bytes:
    """Drop the lines that ignore everything at the root, and say so.

    In git they spare what is tracked, as in Debian's source packages; without
    git they would leave nothing of the directory that was asked for.
    """
    lines = content.split(b"\n")
    kept = [line for line in lines if line.strip() not in _ALL]
    if len(kept) < len(lines):
        files.notes.append("the root's .gitignore ignores everything; that line was not followed")
    return b"\n".join(kept)
