"""What a project says of its llms.txt: ``[llms]`` of ctxbuild.toml, or ``[tool.ctxbuild.llms]``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ctxbuild.jobs.config import nearest, table
from ctxbuild.model import UsageError

DEFAULT_BUDGET = 10_000
DEFAULT_SMALL = 20_000
TWIN_FORMS = ("md", "html.md")


@dataclass(frozen=True, slots=True)
class LlmsSettings:
    """The settings of ``ctxbuild llms``; flags win over them.

    Globs are of the pages' Markdown (``guide/*.md``), or of their sources.
    ``sections`` gives titles with globs, in order; what it names stands there, the
    rest where the navigation has it, or, without ``rest``, nowhere. ``descriptions`` has
    the author's line by page. ``full_output`` names the file with the text of all pages.
    ``base_url`` is where the files will be; ``.`` means that relative links are meant.
    Budgets are in tokens; 0 lifts them. ``small`` is the budget of ``llms-small.txt``,
    0 for none. ``sets`` gives names of further files with globs of their pages.
    """

    source: str = ""
    output: str = ""
    nav: str = ""
    title: str = ""
    summary: str = ""
    details: str = ""
    base_url: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    promote: tuple[str, ...] = ()
    demote: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rest: bool = True
    descriptions: Mapping[str, str] = field(default_factory=dict)
    budget: int = DEFAULT_BUDGET
    full_budget: int = 0
    small: int = 0
    encoding: str = "o200k_base"
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    twins: str = "md"
    full: bool = True
    full_output: str = "llms-full.txt"
    nested: bool = True
    relations: bool = False
    directive: bool = False


_KNOWN = {each.name: each for each in fields(LlmsSettings)}
_SAFE_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
_TAKEN = frozenset({"full", "small"})


def llms_settings(directory: Path) -> LlmsSettings:
    """Return the settings of a directory.

    Raises:
        UsageError: a key is unknown, or a value of another type than it should be.

    """
    return settings_from(*table(directory, "llms"))


def settings_from(found: Mapping[str, Any], name: str) -> LlmsSettings:
    """Return settings from plain values; ``name`` is what messages call their place.

    Raises:
        UsageError: a key is unknown, or a value of another type than it should be.

    """
    values: dict[str, Any] = {}
    for key, value in found.items():
        plain = key.replace("-", "_")
        if plain not in _KNOWN:
            known = [each.replace("_", "-") for each in _KNOWN]
            raise UsageError(f"{name}: unknown setting {key!r} of llms{nearest(key, known)}")
        values[plain] = _checked(f"{name}: llms.{key}", plain, value)
    return LlmsSettings(**values)


def _checked(where: str, key: str, value: Any) -> Any:
    """Return a value as the field wants it.

    Raises:
        UsageError: it is of another type.
    """
    if key == "descriptions":
        return _table_of(where, value, _text)
    if key in ("sections", "sets"):
        made = _table_of(where, value, _texts)
        if key == "sets":
            for name in made:
                check_set_name(name)
        return made
    default = getattr(LlmsSettings(), key)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise UsageError(f"{where}: true or false is wanted")
        return value
    if isinstance(default, int):
        return _number(where, value)
    if isinstance(default, tuple):
        return _texts(where, value)
    text = _text(where, value)
    if key == "full_output" and not _is_file_name(text):
        raise UsageError(f"{where}: {text!r} is no name of a text file; give one like all.txt")
    if key == "twins" and text not in TWIN_FORMS:
        raise UsageError(f"{where}: {text!r} is none of {', '.join(TWIN_FORMS)}")
    return text


def _is_file_name(text: str) -> bool:
    """Whether a text names a file of text or Markdown that is not llms.txt."""
    stem, dot, ending = text.lower().rpartition(".")
    is_plain = bool(stem) and dot == "." and set(stem) <= _SAFE_NAME | {"."} and stem[0] != "."
    return is_plain and ending in ("txt", "md") and text.lower() != "llms.txt"


def check_set_name(name: str) -> None:
    """Refuse a name that cannot be part of a file's.

    Raises:
        UsageError: it is not of small letters, digits, ``-`` and ``_``, or is taken.
    """
    if not name or not set(name) <= _SAFE_NAME or len(name) > 60 or name in _TAKEN:
        raise UsageError(f"llms.sets: {name!r} cannot be a set's name; use a-z, 0-9, - and _")


def _number(where: str, value: Any) -> int:
    """Return a budget: a number of tokens, or ``32k``, ``1m``, ``none``."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    text = str(value).lower().replace("_", "")
    if text == "none":
        return 0
    factor = {"k": 1000, "m": 1_000_000}.get(text[-1:], 0)
    if factor and text[:-1].isascii() and text[:-1].isdecimal():
        return int(text[:-1]) * factor
    raise UsageError(f"{where}: {value!r} is no budget; give tokens, as in 8000 or '32k'")


def _text(where: str, value: Any) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{where}: a text is wanted")
    return value


def _texts(where: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise UsageError(f"{where}: a list of texts is wanted")
    return tuple(value)


def _table_of(where: str, value: Any, kind: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"{where}: a table is wanted")
    return {name: kind(f"{where}.{name}", each) for name, each in value.items()}
