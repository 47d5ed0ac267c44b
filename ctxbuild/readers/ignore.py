"""Which paths are wanted: ignore files in gitignore syntax, and the globs of a call."""

from __future__ import annotations

import re
import warnings
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ctxbuild.model import UsageError
from ctxbuild.readers.entries import Reading
from ctxbuild.readers.printable import printable

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = b".ctxignore"
"""Ignore file of ctxbuild: gitignore syntax, in any directory, holds for tracked files too."""

_STARS = re.compile(r"\*+")
_MOST_STARS = 3
"""A pattern with many stars in one name takes time without bound on a name made for it."""


class IgnoreRules:
    """Ignore files, each compiled once; the deepest that knows a path decides."""

    def __init__(self) -> None:
        self._specs: dict[str, GitIgnoreSpec] = {}

    def __bool__(self) -> bool:
        return bool(self._specs)

    def add(self, directory: bytes, content: Reading) -> None:
        """Take over the rules of the ignore file of a directory, if it could be read."""
        if isinstance(content, bytes):
            text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
            spec = _of_file([line.removesuffix("\r") for line in text.split("\n")])
            self._specs[directory.decode("utf-8", "surrogateescape")] = spec

    def excludes(self, path: bytes) -> bool:
        """Say whether a path is ignored; a directory's ends in ``/``."""
        if not self._specs:
            return False
        text = path.decode("utf-8", "surrogateescape")
        directory = text.rstrip("/").rpartition("/")[0]
        while True:
            spec = self._specs.get(directory)
            if spec is not None:
                inside = text[len(directory) + 1 :] if directory else text
                verdict = spec.check_file(inside).include
                if verdict is not None:
                    return verdict
            if not directory:
                return False
            directory = directory.rpartition("/")[0]


@dataclass(slots=True)
class Selection:
    """What the call and the ``.ctxignore`` files leave of a file set.

    ``base`` stands before each path when the ignore files are asked, where
    they lie above the source's root. ``within`` holds the paths that count.
    """

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    rules: IgnoreRules = field(default_factory=IgnoreRules)
    base: bytes = b""
    within: Container[bytes] | None = None
    _include: GitIgnoreSpec | None = field(init=False)
    _exclude: GitIgnoreSpec | None = field(init=False)

    def __post_init__(self) -> None:
        self._include = _of_call("--include", self.include)
        self._exclude = _of_call("--exclude", self.exclude)

    def keeps(self, path: bytes) -> bool:
        """Say whether a path stays in."""
        if self.within is not None and path not in self.within:
            return False
        if self._include is not None or self._exclude is not None:
            text = path.decode("utf-8", "surrogateescape")
            if self._include is not None and not self._include.match_file(text):
                return False
            if self._exclude is not None and self._exclude.match_file(text):
                return False
        return not self.rules.excludes(self.base + path)


def _of_call(flag: str, globs: Sequence[str]) -> GitIgnoreSpec | None:
    """Compile the globs of the user, who wants to know of a mistake.

    Raises:
        UsageError: one of them is no glob.
    """
    if not globs:
        return None
    try:
        # "./src" is what shells complete; no path of a file set starts like that.
        return _compiled([glob.removeprefix("./") for glob in globs])
    except (ValueError, re.error):
        shown = printable(" ".join(globs))
        raise UsageError(f"{flag} {shown}: not a glob; try one like 'src/**/*.py'") from None


def _of_file(lines: Sequence[str]) -> GitIgnoreSpec:
    """Compile an ignore file of somebody else, without the lines that make no sense."""
    return _compiled([line for line in lines if _is_tame(line) and _is_pattern(line)])


def _is_tame(line: str) -> bool:
    return all(len(_STARS.findall(part)) <= _MOST_STARS for part in line.split("/"))


def _is_pattern(line: str) -> bool:
    try:
        _compiled([line])
    except (ValueError, re.error):
        return False
    return True


def _compiled(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of nested brackets, from re
        return GitIgnoreSpec.from_lines(lines)
