"""The files of a site or a repository, found by the paths of their addresses."""

from __future__ import annotations

import os
from pathlib import Path

from ctxbuild.readers.site.page_text import foreign, page_text

_MOST_BYTES = 50_000_000
# What servers answer an address with, in this order.
_FILES = (".html", ".md", ".html.md")
_FOLDERS = ("/index.html", "/index.md", "/README.md", "/index.html.md")


class SiteFiles:
    """Finds files below a directory; never outside it."""

    def __init__(self, root: Path) -> None:
        """Take the directory that the site's address stands for."""
        self._root = Path(os.path.realpath(root))
        self._found: dict[str, str | None] = {}

    def find(self, path: str) -> str | None:
        """Return the file that a path means, relative to the directory."""
        if path not in self._found:
            self._found[path] = self._look(path)
        return self._found[path]

    def _look(self, path: str) -> str | None:
        if "\0" in path or "\\" in path or ".." in path.split("/"):
            return None
        stem = path.strip("/")
        files = ["", *_FILES] if stem else []
        folder = not stem or path.endswith("/")
        endings = [*_FOLDERS, *files[1:]] if folder else [*files, *_FOLDERS]
        names = ((stem + ending).lstrip("/") for ending in endings)
        return next((name for name in names if self._is_file(name)), None)

    def _is_file(self, name: str) -> bool:
        path = self._root / name
        try:
            real = Path(os.path.realpath(path))
            return path.is_file() and real.is_relative_to(self._root)
        except (OSError, ValueError):
            return False

    def text(self, name: str) -> str:
        """Return the text of a file; empty where it is too large, not text or cannot be read."""
        path = self._root / name
        try:
            data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
        except OSError:
            return ""
        return "" if foreign(data) else page_text(data)
