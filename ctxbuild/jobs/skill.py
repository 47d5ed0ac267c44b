"""Writes an Agent Skill that primes a model for a domain."""

from __future__ import annotations

from pathlib import Path

from ctxbuild.formats.skill import skill_files, skill_name
from ctxbuild.jobs.output import write_files
from ctxbuild.jobs.prime import Primed
from ctxbuild.model import CtxbuildError, UsageError


def write_skill(primed: Primed, directory: Path) -> int:
    """Write the files of a skill into a folder, made where it is missing; return how many.

    Raises:
        UsageError: the folder's name is no skill's.
        CtxbuildError: writing failed.
    """
    name = skill_name(directory.resolve().name)
    if name != directory.resolve().name:
        raise UsageError(
            f"--skill {directory}: a skill is called as its folder, in a-z, 0-9 and single hyphens;"
            f" try {directory.parent / (name or 'priming')}"
        )
    files = skill_files(primed.primer, name)
    try:
        for path in files:
            (directory / path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CtxbuildError(f"{directory}: cannot be made: {error.strerror}") from None
    write_files((directory / path, [text.encode()]) for path, text in files.items())
    return len(files)
