"""What a file is called where its language names it: a dotted name, a package, else its path."""

from __future__ import annotations

import posixpath

from ctxbuild.model import Document


def module_name(document: Document) -> str:
    """Return the name of a file's module, without looking at other files.

    Python: the path with dots, without ``src``; Go: the directory; else the path.
    """
    path = document.path
    if document.language == "python":
        stem = path.rpartition(".")[0].removeprefix("src/").removeprefix("lib/")
        return stem.removesuffix("/__init__").replace("/", ".")
    if document.language == "go":
        return posixpath.dirname(path) or "."
    return path
