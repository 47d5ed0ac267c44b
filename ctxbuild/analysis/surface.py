"""Which symbols are the public face of a repository: entries, re-exports, visibility.

A symbol's *level* says how public it is: 1 for what the entry of a published
package offers, less for what is public in some module, little for what the
language hides or the project keeps in an internal place. Names are followed
from entry to definition through any number of re-exports and aliases.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ctxbuild.analysis.entries import Entries
from ctxbuild.analysis.modules import SCRIPTS
from ctxbuild.analysis.reach import HOLLOW, Reach
from ctxbuild.languages.exports import Exports
from ctxbuild.model import Document, Outline, Role, Symbol

Levels = Mapping[int, tuple[float, ...]]
"""Document → level of each symbol of its outline, from 0 to 1."""

# What everyone can import, though no entry offers it.
_MODULE_LEVEL = 0.45
# A package whose entry offers nothing is used by its modules.
_BARE_LEVEL = 0.9
# Exported somewhere, offered nowhere.
_UNREACHED = 0.12
_HIDDEN_FACTOR = 0.2
_DEEPER = 0.85
# Bases of public types, and types in public signatures, are met by users as well.
_MENTIONED = 0.4
_COMMAND_LEVEL = 0.5

_ROLE_FACTORS: dict[Role, float] = {
    "test": 0.15,
    "example": 0.2,
    "docs": 0.2,
    "generated": 0.3,
    "vendored": 0.1,
    "minified": 0.05,
}
_INTERNAL = re.compile(
    r"(?:^|/)(?:_?internals?|impl|details?|_?private|priv|_?testing|test_?utils?|test_?support|bench\w*"
    r"|support|scripts?|tools?|hack)/",
    re.IGNORECASE,
)
_INTERNAL_LEVEL = 0.12
_DATED = re.compile(
    r"(?:^|[/._])(?:legacy|deprecated|compat|backports?|polyfills?|old)(?=[/._])", re.IGNORECASE
)
_DATED_FACTOR = 0.4
_FOLLOWED = SCRIPTS | {"python", "rust", "dart"}
_HEADERS = (".h", ".hh", ".hpp", ".hxx", ".h++", ".inl")
_TYPES = frozenset({"class", "struct", "union", "interface", "trait", "enum", "type"})
_TYPE_NAME = re.compile(r"\b[A-Z]\w+")
_OWNER = re.compile(r"[.:#]+")


def find_surface(
    documents: Sequence[Document],
    outlines: Mapping[int, Outline],
    exports: Mapping[int, Exports],
    entries: Entries,
) -> Levels:
    """Return the level of every symbol.

    Args:
        documents: the corpus.
        outlines: outlines by document.
        exports: what each document passes on, where it passes on something.
        entries: what the manifests name.

    """
    reach = Reach.of(documents, outlines, exports, entries)
    for document, level in _starts(documents, reach, entries):
        reach.offer(document, level)
    for document, functions in entries.commands.items():
        for name in functions or tuple(reach.tops.get(document, {})):
            reach.demand(document, name, _COMMAND_LEVEL)
    own = {
        index: _with_members(documents[index], outline, reach.found.get(index, {}))
        for index, outline in outlines.items()
    }
    return _without_copies(outlines, _with_mentioned(outlines, _with_owners(outlines, own)))


def find_offered(
    documents: Sequence[Document],
    outlines: Mapping[int, Outline],
    exports: Mapping[int, Exports],
    entries: Entries,
    starts: Iterable[int],
) -> Mapping[int, Collection[int]]:
    """Return the symbols, by document, that some documents define or pass on to others."""
    reach = Reach.of(documents, outlines, exports, entries)
    for document in starts:
        reach.offer(document, 1.0)
    return reach.found


def _starts(
    documents: Sequence[Document], reach: Reach, entries: Entries
) -> Iterator[tuple[int, float]]:
    """Yield the documents from which names are followed, with their levels."""
    bare = _bare_packages(documents, reach)
    for index, document in enumerate(documents):
        if document.kind != "code" or document.role != "source":
            continue
        level = entries.levels.get(index, 0.0)
        if document.language == "python":
            dotted, known = reach.modules.dotted(index), bare[document.source]
            level = max(level, _python_level(dotted, document.path, known))
        elif document.language not in _FOLLOWED:
            level = max(level, _placed_level(document, reach.outlines.get(index)))
        elif document.language == "dart" and "src/" not in document.path:
            level = 1.0
        if level:
            yield index, level


def _bare_packages(documents: Sequence[Document], reach: Reach) -> list[frozenset[str]]:
    """Return, by source, the topmost Python packages whose initialiser offers nothing.

    The empty name is among them where a source has no package, only loose modules.
    """
    sources = 1 + max((document.source for document in documents), default=0)
    bare: list[set[str]] = [set() for _ in range(sources)]
    packages: list[set[str]] = [set() for _ in range(sources)]
    for index, document in enumerate(documents):
        if document.language == "python" and document.role == "source":
            name = reach.modules.dotted(index)
            if "." in name or not document.id.endswith("__init__.py"):
                continue
            packages[document.source].add(name)
            if not reach.offers(index):
                bare[document.source].add(name)
    return [
        frozenset(own) | (frozenset() if known else frozenset({""}))
        for own, known in zip(bare, packages, strict=True)
    ]


def _python_level(dotted: str, path: str, bare: frozenset[str]) -> float:
    parts = dotted.split(".")
    if any(part.startswith("_") for part in parts) or _is_internal(path):
        return 0.0
    if path.endswith("__init__.py") and len(parts) == 1:
        return 1.0
    if len(parts) == 1:
        return 1.0 if "" in bare and path.count("/") <= 1 else _UNREACHED
    level = _BARE_LEVEL if parts[0] in bare else _MODULE_LEVEL
    return float(level * _DEEPER ** (len(parts) - 2))


def _placed_level(document: Document, outline: Outline | None) -> float:
    """Return the level that a file's place gives what it exports, in languages without entries."""
    if _is_internal(document.path):
        return _INTERNAL_LEVEL
    directory = document.path.rpartition("/")[0]
    if document.language == "go":
        program = outline is not None and any(s.name == "main" for s in outline.symbols)
        return 0.2 if program else float(_DEEPER ** (directory.count("/") + bool(directory)))
    if document.language in {"c", "cpp", "objc"}:
        if not document.id.endswith(_HEADERS):
            return 0.2
        return 1.0 if "include" in directory.split("/") else 0.6
    return 0.8


def _is_internal(path: str) -> bool:
    return _INTERNAL.search(path) is not None


def _with_members(
    document: Document, outline: Outline, reached: Mapping[int, float]
) -> list[float]:
    """Return the levels of a document's symbols: reached ones, their members, and the rest."""
    factor = _ROLE_FACTORS.get(document.role, 1.0)
    if _DATED.search(document.path):
        factor *= _DATED_FACTOR
    levels: list[float] = []
    for index, symbol in enumerate(outline.symbols):
        outer = symbol.parent
        level = reached.get(index, 0.0)
        if not level and outer >= 0 and outline.symbols[outer].kind not in HOLLOW:
            level = levels[outer] / factor * (1.0 if symbol.exported else _HIDDEN_FACTOR)
        elif not level:
            level = _UNREACHED * (1.0 if symbol.exported else _HIDDEN_FACTOR)
        levels.append(level * factor)
    return levels


def _with_owners(
    outlines: Mapping[int, Outline], levels: dict[int, list[float]]
) -> dict[int, list[float]]:
    """Let implementations, and methods written outside their type, be as public as the type."""
    types = _best_levels(outlines, levels)
    for index, outline in outlines.items():
        own = levels[index]
        for place, symbol in enumerate(outline.symbols):
            owner = _owner(symbol)
            if owner in types and (owner != symbol.name or symbol.kind == "impl"):
                own[place] = types[owner] * (1.0 if symbol.exported else _HIDDEN_FACTOR)
            elif symbol.parent >= 0 and outline.symbols[symbol.parent].kind == "impl":
                hidden = 1.0 if symbol.exported else _HIDDEN_FACTOR
                own[place] = own[symbol.parent] * hidden
    return levels


def _owner(symbol: Symbol) -> str:
    if symbol.kind == "impl":
        return symbol.name.partition("<")[0]
    if symbol.parent >= 0 or symbol.kind not in {"method", "function"}:
        return ""
    parts = _OWNER.split(symbol.qualified_name)
    return parts[-2] if len(parts) > 1 else ""


def _with_mentioned(
    outlines: Mapping[int, Outline], levels: dict[int, list[float]]
) -> dict[int, list[float]]:
    """Raise the types that public signatures mention: bases, parameters, results."""
    mentioned: dict[str, float] = {}
    for index, outline in outlines.items():
        for symbol, level in zip(outline.symbols, levels[index], strict=True):
            if level > _MENTIONED:
                for name in _TYPE_NAME.findall(symbol.signature):
                    mentioned[name] = max(mentioned.get(name, 0.0), level * _MENTIONED)
    for index, outline in outlines.items():
        own = levels[index]
        for place, symbol in enumerate(outline.symbols):
            # What is a copy, a test or hidden stays below, however it is called.
            if symbol.kind in _TYPES and own[place] >= _UNREACHED:
                own[place] = max(own[place], mentioned.get(symbol.name, 0.0))
    return levels


def _best_levels(
    outlines: Mapping[int, Outline], levels: Mapping[int, Sequence[float]]
) -> dict[str, float]:
    best: dict[str, float] = {}
    for index, outline in outlines.items():
        for symbol, level in zip(outline.symbols, levels[index], strict=True):
            if symbol.kind in _TYPES:
                best[symbol.name] = max(best.get(symbol.name, 0.0), level)
    return best


# Copies are told by what they define; fewer definitions than this may be alike by chance.
_LEAST_ALIKE = 3
_COPY_FACTOR = 0.1


def _without_copies(outlines: Mapping[int, Outline], levels: dict[int, list[float]]) -> Levels:
    """Lower all but the most public of files that define the same."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for index, outline in outlines.items():
        if len(outline.symbols) >= _LEAST_ALIKE:
            signatures = tuple(f"{s.qualified_name} {s.signature}" for s in outline.symbols)
            alike.setdefault(signatures, []).append(index)
    for group in alike.values():
        best = max(group, key=lambda index: (sum(levels[index]), -index))
        for index in group:
            if index != best:
                levels[index] = [level * _COPY_FACTOR for level in levels[index]]
    return {index: tuple(own) for index, own in levels.items()}
