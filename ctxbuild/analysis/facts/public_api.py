"""The public API: definitions that a language does not hide, in modules that are not internal."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material
from ctxbuild.analysis.facts.module_names import module_name
from ctxbuild.claims import Claim
from ctxbuild.model import Document, Outline


@dataclass(frozen=True, slots=True)
class PublicSymbol:
    """A definition that others may use.

    ``level`` is how public it is, to 1: what a package's entry offers comes before what
    can be reached in some module. ``doc`` is the first sentence of its documentation.
    """

    module: str
    name: str
    kind: str
    signature: str
    doc: str
    level: float
    claim: Claim


_HIDDEN_PART = re.compile(r"(?:^|/)(?:_(?!_)[^/]*|internals?|private|detail|impl)(?:/|\.\w+$)")
_HEADERS = (".h", ".hh", ".hpp", ".hxx")
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_LONGEST = 300
_NO_API = frozenset({"block", "impl", "resource", "group"})
_DUNDER = re.compile(r"__\w+__\Z")


def find_public_api(material: Material) -> tuple[PublicSymbol, ...]:
    """Return the public definitions, by module in document order."""
    return tuple(
        symbol
        for index, document in material.sources()
        if index in material.outlines and _is_public_file(document)
        for symbol in _of_file(material, index, material.outlines[index])
    )


def _is_public_file(document: Document) -> bool:
    if _HIDDEN_PART.search(document.path):
        return False
    if document.language in {"c", "cpp", "objc"}:
        return document.path.endswith(_HEADERS)
    if posixpath.basename(document.path) in {"setup.py", "noxfile.py", "conftest.py"}:
        return False
    return document.language not in {"bash", "makefile", "cmake", "sql", "css", "hcl"}


def _of_file(material: Material, index: int, outline: Outline) -> Iterator[PublicSymbol]:
    document = material.documents[index]
    module = module_name(document)
    levels = material.levels.get(index, ())
    shown: list[bool] = []
    for at, symbol in enumerate(outline.symbols):
        outer = symbol.parent
        scope = outer < 0 or shown[outer] or outline.symbols[outer].kind == "block"
        hollow = symbol.kind in _NO_API
        listed = symbol.exported or (symbol.kind == "method" and _DUNDER.match(symbol.name))
        shown.append(scope and (hollow or bool(listed)))
        if shown[at] and not hollow and symbol.name and not _is_special(symbol.name, outer):
            claim = material.defined(index, at, f"{symbol.qualified_name} is defined.")
            level = round(levels[at], 3) if at < len(levels) else 0.0
            yield PublicSymbol(
                module,
                symbol.qualified_name,
                symbol.kind,
                symbol.signature[:_LONGEST],
                first_sentence(symbol.doc),
                level,
                claim,
            )


def _is_special(name: str, outer: int) -> bool:
    return outer < 0 and _DUNDER.match(name) is not None


def first_sentence(doc: str) -> str:
    """Return the first sentence of the first paragraph of a documentation comment."""
    paragraph = " ".join(doc.split("\n\n")[0].split())
    return _SENTENCE.split(paragraph, 1)[0][:_LONGEST]
