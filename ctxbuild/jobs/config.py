"""Settings of the directory where the user runs the command; flags win over them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ctxbuild.model import UsageError


def settings(directory: Path, known: Collection[str]) -> dict[str, Any]:
    """Return ``ctxbuild.toml``, or ``[tool.ctxbuild]`` of ``pyproject.toml``.

    Keys are the long flags' names, with ``-`` or ``_``.

    Args:
        directory: where the command runs; no other directory is looked at.
        known: the names that are allowed.

    Raises:
        UsageError: the file is not TOML or holds an unknown key.

    """
    own, project = directory / "ctxbuild.toml", directory / "pyproject.toml"
    if own.is_file():
        found, path = _load(own), own
    elif project.is_file():
        found, path = _load(project).get("tool", {}).get("ctxbuild", {}), project
    else:
        return {}
    values = {key.replace("-", "_"): value for key, value in found.items()}
    for key in values:
        if key not in known:
            choices = ", ".join(sorted(known))
            raise UsageError(f"{path.name}: unknown setting {key!r}; there are {choices}")
    return values


def _load(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            return tomllib.load(stream)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path.name}: cannot be read: {error}") from None
