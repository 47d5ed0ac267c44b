"""The texts of a symbol: one-line signature, first paragraph of its doc, visibility."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

MAX_SIGNATURE = 240
"""Characters of a signature; the rest becomes ``…``."""

MAX_DOC = 400
"""Characters of a doc paragraph; the rest becomes ``…``."""

_ANNOTATIONS = re.compile(
    r"(?:@(?!interface\b|implementation\b|protocol\b)[\w.]+(?:\((?:[^()]|\([^()]*\))*\))?\s+|\[[^\[\]]*\]\s+(?=\w))+"
)
_SPACED_BRACKETS = re.compile(r"(?<=[(\[]) | (?=[)\]])|,(?= [)\]])")
_SPACED = ("( ", " )", "[ ", " ]")
_MARKS = re.compile(
    r"^\s*(?:/{2,}[!<]*|/\*+[!<]*|\*+/|\*(?!\*)|#+[:!]?(?!\[)|--+|;+|%+|<#|\{-|[|^](?=\s))[ \t]?"
    r"|\s*\*+/\s*$"
)
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
_STRING_PREFIX = re.compile(r"^~?[A-Za-z]{0,3}(\"\"\"|'''|\"|')")
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")


def signature_text(text: str) -> str:
    """Return a declaration as one line, without annotations, body opener and terminator."""
    line = " ".join(text.split())
    if line.startswith(("@", "[")):
        line = _ANNOTATIONS.sub("", line, count=1) or line
    if any(pair in line for pair in _SPACED):
        line = _SPACED_BRACKETS.sub("", line)
    line = line.rstrip(" {;:").removesuffix(" =")
    return line if len(line) <= MAX_SIGNATURE else line[: MAX_SIGNATURE - 1].rstrip() + "…"


def paragraph(lines: Iterable[str]) -> str:
    """Return the first paragraph of a comment's or docstring's lines as plain text."""
    words: list[str] = []
    for raw in lines:
        line = _plain(raw)
        if not line.strip("-=*#/~"):
            if words:
                break
            continue
        if line.startswith(("@", "\\")) and words:
            break
        words.append(line)
    text = " ".join(" ".join(words).split())
    return text if len(text) <= MAX_DOC else text[: MAX_DOC - 1].rstrip() + "…"


def _plain(raw: str) -> str:
    """Return a line of a comment without its marks and tags."""
    line = _MARKS.sub("", raw, count=1)
    if line.endswith("*/") or line.startswith(("|", "^")):  # /** … */ on one line, -- | …
        line = _MARKS.sub("", line)
    if "<" in line:
        line = _TAGS.sub("", line)
    return line.strip()


def docstring_text(literal: str) -> str:
    """Return the first paragraph of a docstring given as a string literal."""
    match = _STRING_PREFIX.match(literal)
    if match is None:
        return paragraph(literal.split("\n"))
    body = literal[match.end() :].removesuffix(match[1])
    words: list[str] = []
    for line in body.split("\n"):
        if line.strip():
            words.append(line.strip())
        elif words:
            break
    text = " ".join(" ".join(words).split())
    return text if len(text) <= MAX_DOC else text[: MAX_DOC - 1].rstrip() + "…"


def names_in(text: str) -> frozenset[str]:
    """Return the identifiers in an export list."""
    return frozenset(_IDENTIFIER.findall(text))


def _is_underscored(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def _has(*words: str) -> Callable[[str, str], bool]:
    pattern = re.compile(rf"(?<![\w.#])(?:{'|'.join(words)})\b")
    return lambda _name, declaration: pattern.search(declaration) is not None


def _has_not(*words: str) -> Callable[[str, str], bool]:
    has = _has(*words)
    return lambda name, declaration: not has(name, declaration)


def _has_not_before_name(*words: str) -> Callable[[str, str], bool]:
    """Look at the modifiers only: parameters of a constructor have their own."""
    has = _has(*words)
    return lambda name, declaration: not has(name, declaration.partition(f" {name}")[0])


EXPORTED: dict[str, Callable[[str, str], bool]] = {
    "all": lambda _name, _declaration: True,
    "underscore": lambda name, _declaration: not _is_underscored(name),
    "capital": lambda name, _declaration: name[:1].isupper(),
    "pub": _has("pub"),
    "public": _has("public"),
    "export": _has("exports?", "declare"),
    "static": _has_not("static"),
    "private": _has_not_before_name("private", "fileprivate", "protected"),
    "local": _has_not("local"),
    "defp": _has_not("defp", "defmacrop", "defguardp", "defnp", "typep"),
    "hidden": _has_not("hidden"),
}
"""Rule name of the language table → predicate of a name and its declaration's text."""

MEMBER_EXPORTED: dict[str, Callable[[str, str], bool]] = {
    "export": lambda name, declaration: (
        not name.startswith(("#", "_")) and EXPORTED["private"](name, declaration)
    ),
    "static": lambda _name, _declaration: True,
}
"""Rules that are different for members of a class."""
