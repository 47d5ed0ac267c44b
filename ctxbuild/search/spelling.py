"""Flags, variables and keys in a query, and how code may spell them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctxbuild.languages.table import language_of

_FLAG = re.compile(r"(?<![\w-])--(?P<name>[A-Za-z][\w-]{1,40})")
# -Xlint, -fno-rtti, /Zi: code has them in quotes, or they are not meant.
_SHORT = re.compile(r"(?<![^\s`'\"(])-[A-Za-z][\w-]{1,40}(?![\w.(])|(?<![^\s`'\"])/[A-Z]\w{0,20}\b")
_VARIABLE = re.compile(r"(?<![\w.-])[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}(?!\w)")
_KEY = re.compile(r"(?<![\w./@-])[a-z][\w-]{0,60}(?:\.[a-z][\w-]{0,60}){1,8}(?![\w/(@-])")
_SETTINGS = re.compile(
    r"^[ \t]*```[ \t]*(?:toml|ya?ml|ini|cfg|conf|jsonc?|json5|properties|hcl)\b[^\n]*\n"
    r"(.{0,20000}?)^[ \t]*```",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_SET = re.compile(
    r"^[ \t]*[\"']?([a-z][a-z0-9]{0,40}(?:-[a-z0-9]{1,40}){1,6})[\"']?[ \t]{0,40}[:=]",
    re.MULTILINE,
)
# Names of flags in examples, and of flags that every command has.
_ANYTHING = ("foo", "bar", "baz", "qux", "name", "value", "option", "flag", "help", "version")
# Variables that reports show of every machine.
_OF_SYSTEMS = ("LC_", "XDG_", "LD_LIBRARY_", "JAVA_HOME")
# What ends the names of files, besides the languages' own extensions.
_FILES = ("txt", "text", "log", "lock", "png", "svg", "gz", "zip", "exe", "so", "com", "org", "io")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def flag_names(text: str) -> Iterator[str]:
    """Yield the names of the flags of two dashes in a text."""
    for found in _FLAG.finditer(text):
        yield found["name"].rstrip("-_")


def without_flags(text: str) -> str:
    """Return a text without the flags of two dashes: their words are no names."""
    return _FLAG.sub(" ", text)


def key_names(text: str) -> Iterator[str]:
    """Yield the keys with dashes that blocks of settings in a text give values to."""
    for block in _SETTINGS.findall(text):
        yield from _SET.findall(block)


def identifiers(name: str) -> tuple[str, ...]:
    """Return the identifiers that a name of several words becomes; none of a single word.

    ``no-color`` becomes ``no_color``, ``noColor``, ``NoColor`` and ``NO_COLOR``.
    """
    words = [word.lower() for word in _WORD.findall(name)]
    if len(words) < 2:
        return ()
    pascal = "".join(word.capitalize() for word in words)
    snake = "_".join(words)
    return snake, words[0] + pascal[len(words[0]) :], pascal, snake.upper()


def spelt_in_code(text: str) -> Iterator[tuple[str, ...]]:
    """Yield, for each flag, variable or key of a text, what may stand in the code, likeliest first.

    A form in double quotes is one that must be a string: as a word it would be common.
    """
    for name in flag_names(text):
        if name not in _ANYTHING:
            yield (f"--{name}", *_strings(name, *identifiers(name)[:2]))
    for found in _SHORT.finditer(text):
        yield _strings(found[0], found[0][1:]) if len(found[0]) > 3 else _strings(found[0])
    for found in _VARIABLE.finditer(text):
        if not found[0].startswith(_OF_SYSTEMS):
            yield _strings(found[0])
    for found in _KEY.finditer(text):
        last = found[0].rpartition(".")[2]
        if language_of(f"a.{last}").name == "text" and last not in _FILES:
            yield _strings(found[0], *((last, *identifiers(last)[:2]) if "-" in last else ()))
    for name in key_names(text):
        yield _strings(name, *identifiers(name)[:2])


def _strings(*forms: str) -> tuple[str, ...]:
    return tuple(f'"{form}"' for form in forms)
