"""The class hierarchy: bases as declared, resolved through imports where only one can be meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material
from ctxbuild.claims import Claim
from ctxbuild.model import Symbol


@dataclass(frozen=True, slots=True)
class Inheritance:
    """A class and one of its bases as written; ``target`` is the file of the base if ours."""

    path: str
    name: str
    base: str
    target: str
    claim: Claim


_CLASSES = frozenset({"class", "struct", "interface", "trait", "enum"})
_PYTHON = re.compile(r"class\s+\w+(?:\[[^\]]*\])?\s*\((.*)\)", re.S)
_WORDED = re.compile(
    r"\b(?:extends|implements)\s+([^{]+?)(?=\bimplements\b|\bpermits\b|\{|$)", re.S
)
_COLON = re.compile(r"\w[\w<>, ]*(?:\([^()]*\))?\s*:\s*([^{]+)", re.S)
_ARGUMENTS = re.compile(r"<[^<>]*>|\([^()]*\)|\[[^\[\]]*\]")
_BASE = re.compile(r"(?:(?:public|protected|private|virtual)\s+)*([A-Za-z_$][\w$.:]*)\s*")
_STYLES: dict[str, re.Pattern[str]] = {
    "python": _PYTHON,
    **dict.fromkeys(("java", "javascript", "typescript", "tsx", "php", "scala"), _WORDED),
    **dict.fromkeys(("cpp", "csharp", "kotlin", "swift"), _COLON),
}


def find_classes(material: Material) -> tuple[Inheritance, ...]:
    """Return every declared base of the classes in source files, in document order."""
    homes: dict[str, list[int]] = {}
    for index, _ in material.sources():
        for symbol in material.outlines[index].symbols if index in material.outlines else ():
            if symbol.kind in _CLASSES:
                homes.setdefault(symbol.name, []).append(index)
    near: dict[int, set[int]] = {}
    for origin, target in material.graph.pairs():
        near.setdefault(origin, set()).add(target)
    foreign = {(origin, site.member) for origin, site in material.graph.outside if site.member}
    return tuple(
        found
        for index, document in material.sources(*_STYLES)
        for symbol in (material.outlines[index].symbols if index in material.outlines else ())
        if symbol.kind in _CLASSES
        for found in _bases(material, index, symbol, homes, near, foreign)
    )


def _bases(
    material: Material,
    index: int,
    symbol: Symbol,
    homes: Mapping[str, list[int]],
    near: Mapping[int, set[int]],
    foreign: Collection[tuple[int, str]],
) -> Iterator[Inheritance]:
    document = material.documents[index]
    first = symbol.lines[0]
    last = max(first, symbol.fold[0] - 1) if symbol.fold else symbol.lines[1]
    for base in _names(symbol.signature, _STYLES[document.language]):
        short = re.split(r"[.:]+", base)[-1]
        ours = (index, short) not in foreign
        home = _home(index, short, homes, near, only=short == base) if ours else None
        target = "" if home is None else material.documents[home].path
        statement = f"{symbol.qualified_name} is declared with the base {base}."
        claim = material.claim(index, statement, (first, last), "quoted", base)
        yield Inheritance(document.path, symbol.qualified_name, base, target, claim)


def _names(signature: str, style: re.Pattern[str]) -> Iterator[str]:
    for match in style.finditer(signature):
        plain = match[1]
        while (shorter := _ARGUMENTS.sub("", plain)) != plain:
            plain = shorter
        for part in plain.split(","):
            found = _BASE.fullmatch(part.strip()) if "=" not in part else None
            if found:
                yield found[1]


def _home(
    index: int,
    name: str,
    homes: Mapping[str, list[int]],
    near: Mapping[int, set[int]],
    *,
    only: bool,
) -> int | None:
    """Return the file that defines a base: this one, else an imported one, else the only one."""
    found = sorted(set(homes.get(name, ())))
    if index in found and only:
        return index
    imported = [home for home in found if home in near.get(index, ())]
    if len(imported) == 1:
        return imported[0]
    return found[0] if len(found) == 1 and only else None
