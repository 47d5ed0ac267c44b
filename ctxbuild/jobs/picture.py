"""A picture of what a bundle shows of a repository, as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ctxbuild.formats.treemap import svg
from ctxbuild.formats.treemap_page import page
from ctxbuild.jobs.output import write_file
from ctxbuild.model import Plan, UsageError

_FORMATS: dict[str, Callable[[Plan], str]] = {".html": page, ".htm": page, ".svg": svg}


def check_map(path: Path) -> None:
    """Refuse a name that does not say which format a picture has.

    Raises:
        UsageError: the suffix is none of ours.
    """
    if path.suffix.lower() not in _FORMATS:
        raise UsageError(f"--map {path}: the name must end in {' or '.join(_FORMATS)}")


def write_map(plan: Plan, path: Path) -> None:
    """Write a picture of a plan, whole or not at all; the suffix says which format.

    Raises:
        UsageError: the suffix is none of ours.
        CtxbuildError: writing failed.
    """
    check_map(path)
    write_file(path, [_FORMATS[path.suffix.lower()](plan).encode("utf-8")])
