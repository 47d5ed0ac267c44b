"""Settings of the directory where the user runs the command; flags win over them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from difflib import get_close_matches
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
            raise UsageError(f"{name}: unknown setting {key!r}{nearest(key, known)}")
    return values


def table(directory: Path, name: str) -> tuple[dict[str, Any], str]:
    """Return the settings of one command, and the name of the file that has them.

    Raises:
        UsageError: the file is not TOML, what should be a table is none, or one is of no command.

    """
    found, file_name = _settings_of(directory)
    for key, value in found.items():
        if isinstance(value, dict) and key not in TABLES:
            names = [f"[{each}]" for each in TABLES]
            raise UsageError(f"{file_name}: unknown table [{key}]{nearest(f'[{key}]', names)}")
    values = found.get(name, {})
    if not isinstance(values, dict):
        raise UsageError(f"{file_name}: {name} is no table of settings")
    return values, file_name


def nearest(key: str, known: Collection[str]) -> str:
    """Return a hint at the known name that is most like another, or at all of them."""
    spelt = {each.replace("_", "-"): each for each in sorted(known)}
    close = get_close_matches(key.replace("_", "-"), spelt, 1, 0.5)
    if close:
        return f"; did you mean {spelt[close[0]]}?"
    return f"; there are {', '.join(sorted(known))}"


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
