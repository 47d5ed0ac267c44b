"""A site that a generator has just built, what is asked of it, and what was made of it.

Cheap to import, as it is a generator's process that does; :mod:`ctxbuild.jobs.llms_built` works.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ctxbuild.model import NavItem

Change = Callable[[str, bytes], bytes]
"""From the path of a page of HTML and its bytes to the bytes that count instead."""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A directory of HTML with what its generator knows of it.

    Pages of ``items`` are paths of files of HTML in the directory.
    """

    directory: str
    items: tuple[NavItem, ...]
    title: str
    summary: str = ""
    languages: str = ""
    origin: str = "navigation"


@dataclass(frozen=True, slots=True)
class Written:
    """What there is to say of a run; without a ``name``, ``error`` says why nothing was written."""

    name: str = ""
    """Of the list of all pages."""
    listed: int = 0
    total: int = 0
    tokens: int = 0
    """Of that list."""
    files: int = 0
    """How many were new or changed."""
    warnings: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    """Pages with the reason."""
    notes: tuple[str, ...] = ()
    """What only who looks for a fault wants to know."""
    error: str = ""


def glob_of(path: str) -> str:
    """Return a glob that means one page of HTML, or one directory, and nothing else."""
    return "/" + "".join(f"\\{char}" if char in "\\*?[]!# " else char for char in path)
