"""The public API: definitions that a language does not hide, in modules that are not internal."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material
from ctxbuild.analysis.facts.module_names import module_name
from ctxbuild.claims import Claim
from ctxbuild.model import Document, Outline, Symbol


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
# Names of hidden modules below this level are offered by no public module, nor met in signatures.
_OFFERED = 0.3
_SET = re.compile(r"\s+((?:self\.\w+\s*,\s*)*self\.\w+)\s*(?::[^=]+)?=(?!=)")
_SELF = re.compile(r"self\.(\w+)")
_HEADERS = (".h", ".hh", ".hpp", ".hxx")
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_LONGEST = 300
_ROLE = re.compile(
    r":[\w+:-]{1,40}:`~?([^`<>]{1,200})(?:<[^`<>]{1,200}>)?`|`{1,2}([^`]{1,200})`{1,2}"
    r"|\{@\w{1,20} ([^{}]{1,200})\}"
)
_NO_API = frozenset({"block", "impl", "resource", "group"})
_DUNDER = re.compile(r"__\w+__\Z")


def find_public_api(material: Material) -> tuple[PublicSymbol, ...]:
    """Return the public definitions, by module in document order."""
    return tuple(
        symbol
        for index, document in material.sources()
        if index in material.outlines and _has_api(document)
        for symbol in _of_file(material, index, material.outlines[index])
    )


def _has_api(document: Document) -> bool:
    if document.language in {"c", "cpp", "objc"}:
        return document.path.endswith(_HEADERS)
    if posixpath.basename(document.path) in {"setup.py", "noxfile.py", "conftest.py"}:
        return False
    return document.language not in {"bash", "makefile", "cmake", "sql", "css", "hcl"}


def _of_file(material: Material, index: int, outline: Outline) -> Iterator[PublicSymbol]:
    hidden = _HIDDEN_PART.search(material.documents[index].path) is not None
    levels = material.levels.get(index, (0.0,) * len(outline.symbols))
    shown: list[bool] = []
    for at, symbol in enumerate(outline.symbols):
        outer = symbol.parent
        if outer < 0 or outline.symbols[outer].kind == "block":
            scope = levels[at] >= _OFFERED if hidden else outer < 0 or shown[outer]
        else:
            scope = shown[outer]
        shown.append(scope and _is_open(symbol))
        if shown[at] and symbol.kind not in _NO_API and symbol.name not in {"", "__all__"}:
            yield _public(material, index, at, levels[at])
            if symbol.name == "__init__" and material.documents[index].language == "python":
                yield from _attributes(material, index, at, levels[at])


def _is_open(symbol: Symbol) -> bool:
    return symbol.exported or symbol.kind in _NO_API or _DUNDER.match(symbol.name) is not None


def _public(material: Material, index: int, at: int, level: float) -> PublicSymbol:
    symbol = material.outlines[index].symbols[at]
    return PublicSymbol(
        module_name(material.documents[index]),
        symbol.qualified_name,
        symbol.kind,
        symbol.signature[:_LONGEST],
        first_sentence(symbol.doc),
        round(level, 3),
        material.defined(index, at, f"{symbol.qualified_name} is defined."),
    )


def _attributes(material: Material, index: int, at: int, level: float) -> Iterator[PublicSymbol]:
    """Yield what an initialiser of Python sets on the instance, and the class does not list."""
    symbols = material.outlines[index].symbols
    own = symbols[at]
    owner = own.qualified_name.removesuffix(".__init__")
    known = {symbol.name for symbol in symbols if symbol.parent == own.parent}
    lines = material.lines(index)
    for number in range(own.lines[0], own.lines[1] + 1):
        match = _SET.match(lines[number - 1])
        for name in _SELF.findall(match[1]) if match else ():
            if name in known or name.startswith("_"):
                continue
            known.add(name)
            statement = f"{owner}.{name} is set when an instance is made."
            claim = material.claim(index, statement, (number, number), "quoted", f"self.{name}")
            module = module_name(material.documents[index])
            yield PublicSymbol(
                module, f"{owner}.{name}", "attribute", "", "", round(level, 3), claim
            )


def first_sentence(doc: str) -> str:
    """Return the first sentence of the first paragraph of a documentation comment."""
    paragraph = " ".join(doc.split("\n\n")[0].split())
    return _SENTENCE.split(paragraph, 1)[0][:_LONGEST]


def plain_doc(doc: str) -> str:
    """Return that sentence without the roles and quotes of reStructuredText and Javadoc."""
    return _ROLE.sub(lambda m: m[1] or m[2] or m[3], first_sentence(doc))
