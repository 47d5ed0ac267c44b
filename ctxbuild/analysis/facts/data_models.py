"""Data models: classes that frameworks treat as records, structs with tags, messages, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material
from ctxbuild.claims import Claim
from ctxbuild.model import Symbol


@dataclass(frozen=True, slots=True)
class DataModel:
    """A record type; ``fields`` are the names of its parts where the outline has them."""

    name: str
    kind: str
    path: str
    fields: tuple[str, ...]
    claim: Claim


# What stands in decorators or the signature → what it is.
_PYTHON: tuple[tuple[str, str], ...] = (
    ("dataclass", r"@(?:dataclasses\.)?dataclass\b"),
    ("attrs", r"@(?:attrs?\.(?:s|define|frozen|mutable|attrs)|define|frozen)\b"),
    ("pydantic", r"\((?:[^()]*[ ,.])?(?:BaseModel|BaseSettings|RootModel)\b"),
    ("SQLAlchemy", r"\((?:[^()]*[ ,.])?(?:DeclarativeBase|Base|db\.Model)[,)]"),
    ("Django", r"\((?:[^()]*[ ,])?models\.Model\b"),
    ("TypedDict", r"\((?:[^()]*[ ,.])?TypedDict\b"),
    ("NamedTuple", r"\((?:[^()]*[ ,.])?NamedTuple\b"),
    ("msgspec", r"\((?:[^()]*[ ,])?(?:msgspec\.)?Struct\b"),
    ("enum", r"\((?:[^()]*[ ,.])?(?:Int|Str)?(?:Enum|Flag)\b"),
)
_PATTERNS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "python": tuple((kind, re.compile(pattern)) for kind, pattern in _PYTHON),
    "typescript": (("interface", re.compile(r"\binterface\b")),),
    "java": (
        ("JPA", re.compile(r"@Entity\b")),
        ("record", re.compile(r"\brecord\s+\w")),
    ),
    "rust": (("serde", re.compile(r"derive\([^)]*\b(?:Serialize|Deserialize)\b")),),
    "go": (("struct tags", re.compile(r"`\w+:\"")),),
    "protobuf": (("message", re.compile(r"\bmessage\b")),),
    "sql": (("table", re.compile(r"(?i)\bcreate\s+table\b")),),
}
_TAGGED = re.compile(r"^[ \t]+(\w+)[ \t]+[^`\n]+`\w+:", re.MULTILINE)
_TYPES = frozenset({"class", "struct", "interface", "type", "enum", "resource"})
_MOST_LINES = 60
_MOST_FIELDS = 60


def find_models(material: Material) -> tuple[DataModel, ...]:
    """Return the data models of source files, in document order."""
    return tuple(
        found
        for index, _ in material.sources(*_PATTERNS)
        for at, symbol in enumerate(_symbols(material, index))
        if (found := _model(material, index, at, symbol)) is not None
    )


def _symbols(material: Material, index: int) -> tuple[Symbol, ...]:
    outline = material.outlines.get(index)
    return outline.symbols if outline is not None else ()


def _model(material: Material, index: int, at: int, symbol: Symbol) -> DataModel | None:
    if symbol.kind not in _TYPES or symbol.name == "tests" or "tests::" in symbol.qualified_name:
        return None
    document = material.documents[index]
    lines = material.lines(index)
    whole = document.language in {"go", "java"}
    end = symbol.lines[1] if whole else symbol.declaration[0][1]
    first = min(symbol.head[0], symbol.lines[0])
    shown = "\n".join(lines[first - 1 : min(end, first + _MOST_LINES)])
    found = (kind for kind, pattern in _PATTERNS[document.language] if pattern.search(shown))
    kind = next(found, "")
    if not kind:
        return None
    parts = [s.name for s in _symbols(material, index) if s.parent == at and s.kind in _FIELDS]
    parts = parts or (_TAGGED.findall(shown) if document.language == "go" else [])
    claim = material.defined(index, at, f"{symbol.qualified_name} is a {kind}.")
    fields = tuple(dict.fromkeys(parts))[:_MOST_FIELDS]
    return DataModel(symbol.qualified_name, kind, document.path, fields, claim)


_FIELDS = frozenset({"field", "constant", "variable"})
