"""Paths of pages → names of their Markdown that every file system can hold, no two the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

_ENDING = re.compile(r"\.(?:x?html?|xht|shtml|md|markdown|mdx)$", re.I)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]|[^\x00-\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)
_LONGEST_BYTES = 200
"""Of one part of a path; file systems take 255, and temporary files need room beside it."""

_DEEPEST = 40


_LIST = re.compile(r"llms(?:-[\w-]+)?\.txt", re.I)
"""Names that lists of pages have in each directory; none of ours may be called so."""


def twin_names(paths: Iterable[str], ending: str = ".md") -> dict[str, str]:
    """Return the name of each page's Markdown, by the path of the page.

    ``guide/a.html`` becomes ``guide/a`` with the ending. Where two would be the same on a
    disk that does not tell capitals apart, the later one gets a number.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    directories = _Directories()
    for path in paths:
        parts = [_safe(part) for part in path.split("/") if part] or ["index"]
        stem = _ENDING.sub("", parts[-1]) or "index"
        folder = directories.settled(_bounded(parts[:-1]))
        candidate, number = f"{folder}{stem}{ending}", 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{folder}{stem}-{number}{ending}"
        taken.add(candidate.casefold())
        found[path] = candidate
    return found


class _Directories:
    """Spells directories that differ in capitals alone in different ways."""

    def __init__(self) -> None:
        self._spelling: dict[str, str] = {}
        self._known: dict[str, str] = {"": ""}

    def settled(self, parts: list[str]) -> str:
        """Return the directory of some parts, with a slash at its end unless it is the top."""
        asked = "".join(f"{part}/" for part in parts)
        if asked not in self._known:
            parent = self.settled(parts[:-1])
            candidate, number = f"{parent}{parts[-1]}/", 1
            while self._spelling.setdefault(candidate.casefold(), asked) != asked:
                number += 1
                candidate = f"{parent}{parts[-1]}-{number}/"
            self._known[asked] = candidate
        return self._known[asked]


def _bounded(parts: list[str]) -> list[str]:
    """Return directories without those too deep to be made, and unlike any file's name."""
    if len(parts) > _DEEPEST:
        rest = "/".join(parts[_DEEPEST:])
        parts = [*parts[:_DEEPEST], blake2b(rest.encode(), digest_size=8).hexdigest()]
    return [
        f"{part}_" if part.lower().endswith(".md") or _LIST.fullmatch(part) else part
        for part in parts
    ]


def _safe(part: str) -> str:
    """Return one part of a path without what some file system refuses."""
    safe = _UNSAFE.sub(_replaced, part).rstrip(". ")
    if safe in ("", ".", ".."):
        safe = f"_{blake2b(part.encode('utf-8', 'surrogateescape'), digest_size=4).hexdigest()}"
    if _RESERVED.fullmatch(safe) or safe.lower() == ".git":
        safe = f"_{safe}"
    if len(safe.encode()) > _LONGEST_BYTES:
        mark = blake2b(safe.encode(), digest_size=6).hexdigest()
        ending = _ENDING.search(safe)
        tail = ending[0] if ending else ""
        safe = safe.encode()[: _LONGEST_BYTES - 20].decode("utf-8", "ignore") + f"-{mark}{tail}"
    return safe


def _replaced(match: re.Match[str]) -> str:
    """Keep letters of all scripts; spell out what is unsafe or not to be seen."""
    character = match[0]
    if character > "\x7f" and character.isprintable():
        return character
    raw = character.encode(
        "utf-8", "surrogateescape" if "\udc80" <= character <= "\udcff" else "replace"
    )
    return "".join(f"%{byte:02X}" for byte in raw)
