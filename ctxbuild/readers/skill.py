"""A skill's files, from its folder or from a package of one (``NAME.skill``)."""

from __future__ import annotations

import os
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ctxbuild.model import CtxbuildError
from ctxbuild.readers.printable import printable

MAIN = "SKILL.md"
_OURS = b'generator: "ctxbuild"'
MOST_BYTES = 30_000_000
"""Of all files together, unpacked; a skill is text."""
_MOST_FILES = 5_000
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)


@dataclass(slots=True)
class SkillFiles:
    """A skill: its folder's name, its files by path, and what is wrong with how it is packed."""

    folder: str
    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def is_skill(path: Path) -> bool:
    """Whether a path is a skill's folder or a package."""
    return (path.is_dir() and (path / MAIN).is_file()) or path.suffix == ".skill"


def is_ours(main: bytes) -> bool:
    """Whether a ``SKILL.md`` says that we wrote it."""
    return _OURS in main


def read_skill(path: Path) -> SkillFiles:
    """Read a skill; links out of it and special files are left out.

    Raises:
        CtxbuildError: it cannot be read, or is too large to be one.
    """
    if not path.exists():
        raise CtxbuildError(f"{printable(str(path))}: no such file or folder; name a skill")
    try:
        return _packed(path) if path.is_file() else _folder(path)
    except _DAMAGED as error:
        raise CtxbuildError(f"{printable(str(path))}: no zip archive: {error}") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CtxbuildError(f"{printable(str(path))}: {reason}") from None


def _folder(path: Path) -> SkillFiles:
    found = SkillFiles(path.resolve().name)
    left = MOST_BYTES
    for folder, names, files in os.walk(path):
        names.sort()
        for name in sorted(files):
            file = Path(folder, name)
            if file.is_symlink() or not file.is_file():
                continue
            left -= file.stat().st_size
            _check_size(path, left, len(found.files))
            found.files[file.relative_to(path).as_posix()] = file.read_bytes()
    return found


def _packed(path: Path) -> SkillFiles:
    found = SkillFiles(path.stem)
    left = MOST_BYTES
    with zipfile.ZipFile(path) as archive:
        entries = [each for each in archive.infolist() if not each.is_dir()]
        for entry in entries:
            left -= entry.file_size
            _check_size(path, left, len(found.files))
            parts = PurePosixPath(entry.filename).parts
            if parts[:1] == ("/",) or ".." in parts:
                found.problems.append(f"{printable(entry.filename)}: leads out of the folder")
            elif len(parts) < 2 or parts[0] != path.stem:
                message = f"{printable(entry.filename)}: is not in a folder {path.stem}/"
                found.problems.append(message)
            else:
                with archive.open(entry) as stream:
                    found.files["/".join(parts[1:])] = stream.read(entry.file_size)
    return found


def _check_size(path: Path, left: int, files: int) -> None:
    if left < 0 or files >= _MOST_FILES:
        most = f"{MOST_BYTES // 1_000_000} MB or {_MOST_FILES:,} files"
        raise CtxbuildError(f"{printable(str(path))}: more than {most}; no skill")
