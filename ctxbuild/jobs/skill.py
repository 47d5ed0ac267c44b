"""Writes an Agent Skill that primes a model for a domain."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ctxbuild.formats.skill import REFERENCES, skill_files, skill_name
from ctxbuild.jobs.output import write_file, write_files
from ctxbuild.jobs.prime import Primed
from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.skill import MAIN, is_ours

SUFFIX = ".skill"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every entry of a package, the earliest that zip archives know."""
_UNIX, _MODE = 3, 0o100644 << 16
"""Who made the entries, and that they are plain files."""


def write_skill(primed: Primed, directory: Path) -> int:
    """Write the files of a skill into a folder, made where it is missing; return how many.

    Raises:
        UsageError: the folder's name is no skill's.
        CtxbuildError: writing failed.
    """
    files = skill_files(primed.primer, _name(directory))
    try:
        for path in files:
            (directory / path).parent.mkdir(parents=True, exist_ok=True)
        for path in set(REFERENCES).difference(files) if _is_old(directory) else ():
            (directory / path).unlink(missing_ok=True)
    except OSError as error:
        raise CtxbuildError(f"{directory}: cannot be made: {error.strerror}") from None
    write_files((directory / path, [text.encode()]) for path, text in files.items())
    return len(files)


def _is_old(directory: Path) -> bool:
    """Whether a folder holds a skill that we wrote, of which no reference is to stay."""
    main = directory / MAIN
    return main.is_file() and is_ours(main.read_bytes())


def write_package(primed: Primed, directory: Path) -> Path:
    """Write a skill as one archive beside where its folder would be; return its path.

    Raises:
        UsageError: the folder's name is no skill's.
        CtxbuildError: writing failed.
    """
    name = _name(directory)
    target = directory.parent / f"{name}{SUFFIX}"
    write_file(target, [packed(skill_files(primed.primer, name), name)])
    return target


def check_name(directory: Path) -> None:
    """Refuse early a folder that no skill can have.

    Raises:
        UsageError: its name is no skill's.
    """
    _name(directory)


def _name(directory: Path) -> str:
    called = directory.resolve().name.removesuffix(SUFFIX)
    name = skill_name(called)
    if name != called:
        raise UsageError(
            f"--skill {directory}: a skill is called as its folder, in a-z, 0-9 and single hyphens;"
            f" try {directory.parent / (name or 'priming')}"
        )
    return name


def packed(files: Mapping[str, str], name: str) -> bytes:
    """Return a skill as one archive, ``NAME.skill``; the same files give the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for path, text in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = _UNIX, _MODE
            package.writestr(entry, text.encode())
    return archive.getvalue()
