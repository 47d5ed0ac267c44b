"""Settings of the directory where the user runs the command; flags win over them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ctxbuild.model import UsageError

TABLES = frozenset({"llms", "wiki"})
"""Settings of single commands, each a table of its own."""


def settings(directory: Path, known: Collection[str]) -> dict[str, Any]:
    """Return ``ctxbuild.toml``, or ``[tool.ctxbuild]`` of ``pyproject.toml``.

    Keys are the long flags' names, with ``-`` or ``_``.

    Args:
        directory: where the command runs; no other directory is looked at.
        known: the names that are allowed.

    Raises:
        UsageError: the file is not TOML or holds an unknown key.

    """
    found, name = _settings_of(directory)
    values = {key.replace("-", "_"): value for key, value in found.items() if key not in TABLES}
    for key in values:
        if key not in known:
            choices = ", ".join(sorted(known))
            raise UsageError(f"{name}: unknown setting {key!r}; there are {choices}")
    return values


def table(directory: Path, name: str) -> tuple[dict[str, Any], str]:
    """Return the settings of one command, and the name of the file that has them.

    Raises:
        UsageError: the file is not TOML, or what should be a table is none.

    """
    found, file_name = _settings_of(directory)
    values = found.get(name, {})
    if not isinstance(values, dict):
        raise UsageError(f"{file_name}: {name} is no table of settings")
    return values, file_name


def _settings_of(directory: Path) -> tuple[dict[str, Any], str]:
    own, project = directory / "ctxbuild.toml", directory / "pyproject.toml"
    if own.is_file():
        return _load(own), own.name
    if not project.is_file():
        return {}, own.name
    found = _load(project).get("tool", {})
    found = found.get("ctxbuild", {}) if isinstance(found, dict) else {}
    if not isinstance(found, dict):
        raise UsageError(f"{project.name}: tool.ctxbuild is no table of settings")
    return found, project.name


def _load(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            return tomllib.load(stream)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path.name}: cannot be read: {error}") from None
