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
_SET = re.compile(r"\s+((?:self\.\w+\s*,\s*)*self\.\w+)\s*(?::|=(?!=))")
_SELF = re.compile(r"self\.(\w+)")
_CHAIN = re.compile(r"\s*(?:\w+[ \t\n)]*=(?!=)[ \t(\\\n]*)*")
_CHAIN_NAME = re.compile(r"\w+")
_LONGEST_CHAIN = 40
"""Lines."""
_VALUES = frozenset({"variable", "constant", "field"})
_HEADERS = (".h", ".hh", ".hpp", ".hxx")
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_LONGEST = 300
_ROLE = re.compile(
    r"\[`([^`\]]{1,200})`\](?:\([^()\s]{1,200}\)|\[[^\[\]\s]{1,200}\])?"
    r"|:[\w+:-]{1,40}:`~?([^`<>]{1,200})(?:<[^`<>]{1,200}>)?`|`{1,2}([^`]{1,200})`{1,2}"
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


def is_public_module(document: Document) -> bool:
    """Whether a document is a source file whose place does not say that it is internal."""
    hidden = _HIDDEN_PART.search(document.path) is not None
    return document.role == "source" and not hidden and _has_api(document)


def _of_file(material: Material, index: int, outline: Outline) -> Iterator[PublicSymbol]:
    document = material.documents[index]
    hidden = _HIDDEN_PART.search(document.path) is not None
    levels = material.levels.get(index, (0.0,) * len(outline.symbols))
    offered = material.offered.get(index, ())
    shown: list[bool] = []
    for at, symbol in enumerate(outline.symbols):
        outer = symbol.parent
        if outer < 0 or outline.symbols[outer].kind == "block":
            reached = at in offered or levels[at] >= _OFFERED
            scope = reached if hidden else outer < 0 or shown[outer]
        else:
            scope = shown[outer]
        shown.append(scope and (at in offered or _is_open(symbol)))
        if shown[at] and symbol.kind not in _NO_API and symbol.name not in {"", "__all__"}:
            yield _public(material, index, at, levels[at])
            if document.language == "python":
                yield from _further(material, index, at, levels[at])


def _further(material: Material, index: int, at: int, level: float) -> Iterator[PublicSymbol]:
    """Yield names of Python that a definition brings with it and the outline does not have."""
    symbol = material.outlines[index].symbols[at]
    if symbol.name == "__init__":
        yield from _attributes(material, index, at, level)
    elif symbol.kind in _VALUES:
        yield from _chained(material, index, at, level)


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
            if name not in known and _is_open_name(name):
                known.add(name)
                statement = f"{owner}.{name} is set when an instance is made."
                claim = material.claim(index, statement, (number, number), "quoted", f"self.{name}")
                yield _bare(material, index, f"{owner}.{name}", "attribute", level, claim)


def _chained(material: Material, index: int, at: int, level: float) -> Iterator[PublicSymbol]:
    """Yield the names of ``a = b = c = value`` that have no symbol of their own."""
    symbols = material.outlines[index].symbols
    own = symbols[at]
    lines = (own.lines[0], min(own.lines[1], own.lines[0] + _LONGEST_CHAIN))
    match = _CHAIN.match("\n".join(material.lines(index)[lines[0] - 1 : lines[1]]))
    names = _CHAIN_NAME.findall(match[0]) if match else []
    known = {s.name for s in symbols if s.parent == own.parent}
    for name in names if names[:1] == [own.name] else ():
        if name not in known and _is_open_name(name):
            known.add(name)
            path = f"{own.qualified_name.removesuffix(own.name)}{name}"
            claim = material.claim(index, f"{path} is set.", lines, "quoted", name)
            yield _bare(material, index, path, own.kind, level, claim)


def _is_open_name(name: str) -> bool:
    return not name.startswith("_") or _DUNDER.match(name) is not None


def _bare(
    material: Material, index: int, name: str, kind: str, level: float, claim: Claim
) -> PublicSymbol:
    module = module_name(material.documents[index])
    return PublicSymbol(module, name, kind, "", "", round(level, 3), claim)


def first_sentence(doc: str) -> str:
    """Return the first sentence of the first paragraph of a documentation comment."""
    paragraph = " ".join(doc.split("\n\n")[0].split())
    return _SENTENCE.split(paragraph, 1)[0][:_LONGEST]


def plain_doc(doc: str) -> str:
    """Return that sentence without roles, quotes and links of reStructuredText, Javadoc, Rust."""
    return _ROLE.sub(lambda m: m[m.lastindex or 0], first_sentence(doc))
