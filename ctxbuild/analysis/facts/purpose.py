"""What a project says that it is: the manifest's own words, and the README's first prose."""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material
from ctxbuild.analysis.sentences import plain_text
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class Purpose:
    """A quotation that says what the project is for; ``origin`` is ``manifest`` or ``readme``."""

    text: str
    origin: str
    claim: Claim


_NOT_PROSE = re.compile(
    r"\s*(?:[#<|=\-+~^]|\*(?!\*\w)|`(?!\w)|\[!|!\[|"
    r"\d+\.\s|\.\. |:\w+:|>|\{|---|\[[^\]]*\]:|\S+::|\s{4})"
)
_LINK_ONLY = re.compile(r"\s*(?:\[[^\]]*\]\([^)]*\)[\s|•·,.-]*)+")
_SETEXT = re.compile(r"\s*(?:=+|-+|~+)\s*")
_LETTERS = re.compile(r"[^\W\d_]")
_LEAST_WORDS = 4
_MOST_LINES = 12


def find_purpose(material: Material) -> tuple[Purpose, ...]:
    """Return what manifests and README at the top say, manifests first.

    A manifest further down tells of a part, and is asked only where nothing else says a word.
    """
    manifests = [index for name in _WHERE for index, _ in list(material.named(name))[:1]]
    top = [index for index in manifests if "/" not in material.documents[index].path]
    found = (*_described(material, top), *_from_readme(material))
    return found or tuple(_described(material, manifests))


_WHERE: dict[str, tuple[tuple[str, ...], ...]] = {
    "pyproject.toml": (("project", "description"), ("tool", "poetry", "description")),
    "Cargo.toml": (("package", "description"),),
    "package.json": (("description",),),
    "composer.json": (("description",),),
}
"""Manifest → where in it the description may stand."""


def _described(material: Material, manifests: Sequence[int]) -> Iterator[Purpose]:
    for index in manifests:
        yield from described_in(material, index)


def described_in(material: Material, index: int) -> Iterator[Purpose]:
    """Yield the description in a manifest, if there is one."""
    text = material.text(index)
    name = posixpath.basename(material.documents[index].path)
    for place in _WHERE.get(name, ()):
        value = " ".join(_value(text, place).split())
        claim = material.quote(index, "The project describes itself.", value) if value else None
        if claim is not None:
            yield Purpose(value, "manifest", claim)


def _value(text: str, place: tuple[str, ...]) -> str:
    try:
        value = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError):
        return ""
    for key in place:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _from_readme(material: Material) -> Iterator[Purpose]:
    readmes = [
        i for i, d in enumerate(material.documents) if d.role == "readme" and "/" not in d.front
    ]
    for index in readmes[:1]:
        yield from prose_in(material, index)


def prose_in(material: Material, index: int) -> Iterator[Purpose]:
    """Yield the first prose of a README, if there is some."""
    lines = material.lines(index)
    found = _first_prose(lines)
    if found is not None:
        words = "\n".join(lines[found[0] - 1 : found[1]])
        claim = material.claim(index, "The README says what it is.", found, "quoted", words)
        yield Purpose(" ".join(words.split()), "readme", claim)


def _first_prose(lines: list[str]) -> tuple[int, int] | None:
    """Return the lines of the first paragraph that is no heading, badge, list or mark-up."""
    at, fenced = 0, False
    while at < len(lines):
        line = lines[at]
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced and _is_prose(lines, at):
            end = at
            while end + 1 < len(lines) and lines[end + 1].strip() and end - at < _MOST_LINES:
                end += 1
            if len(plain_text("\n".join(lines[at : end + 1])).split()) >= _LEAST_WORDS:
                return at + 1, end + 1
            at = end
        at += 1
    return None


def _is_prose(lines: list[str], at: int) -> bool:
    line = lines[at]
    if not _LETTERS.search(line) or _NOT_PROSE.match(line) or _LINK_ONLY.fullmatch(line):
        return False
    return not (at + 1 < len(lines) and _SETEXT.fullmatch(lines[at + 1]))
