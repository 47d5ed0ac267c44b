"""The names that a project's own documentation uses: what to know of it when nothing is asked.

Code in README and docs is read for identifiers. Those that name a definition
in the project's sources, and not more than three of them, are what somebody
who learns the project meets. Each weighs as many blocks of code as it is in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cases import declaration, is_source
from recall import Shown, declaration_key, is_declared, key_counts

from ctxbuild.languages.outline import outline
from ctxbuild.languages.table import language_of
from ctxbuild.readers.roles import classify

MOST_HOMES = 3
"""A name with more definitions (``get``, ``run``) says nothing of which one is meant."""
LEAST_LETTERS = 3
_KINDS = "function method class struct union interface trait enum type macro constant"
KINDS = frozenset(_KINDS.split())
_MOST_FILE_BYTES = 1_000_000
_PROSE = frozenset(("readme", "docs"))

_FENCE = re.compile(r"\s{0,8}(`{3,}|~{3,})\s*([\w+#.-]*)")
_DIRECTIVE = re.compile(
    r"\s*\.\. (?:code-block|sourcecode|code|testcode|literalinclude)::|.*::\s*$"
)
_NOT_CODE = "bash sh shell console text txt json yaml toml ini diff html css xml"
_SHELL = frozenset(_NOT_CODE.split())
_PROMPT = re.compile(r"\s*(?:>>>|\.\.\.) ")
_NAME = re.compile(rf"[A-Za-z_]\w{{{LEAST_LETTERS - 1},}}")


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition that documentation uses, with the beginning of its declaration."""

    path: str
    name: str
    key: str
    is_unique: bool


@dataclass(frozen=True, slots=True)
class Uses:
    """What the documentation of a tree uses: definitions by name, and the weight of each name."""

    paths: frozenset[str]
    homes: dict[str, tuple[Definition, ...]]
    weights: dict[str, int]


def uses_of(tree: Path, paths: Sequence[str]) -> Uses:
    """Return the names that code in README and docs uses and the sources define."""
    blocks = [names for path in paths for names in _documented(tree, path)]
    weights = Counter(name for names in blocks for name in names)
    found: dict[str, list[tuple[str, str]]] = {}
    for path in paths:
        for name, key in _declared(tree, path, weights):
            found.setdefault(name, []).append((path, key))
    few = {name: homes for name, homes in found.items() if len(homes) <= MOST_HOMES}
    counts = key_counts(tree, paths, {key for homes in few.values() for _, key in homes})
    homes = {
        name: tuple(Definition(path, name, key, counts[key] == 1) for path, key in few[name])
        for name in sorted(few)
    }
    return Uses(frozenset(paths), homes, {name: weights[name] for name in homes})


def share_shown(uses: Uses, text: str) -> float | None:
    """Return the share of the weights of names of which a text shows a declaration."""
    shown = Shown(text, uses.paths)
    hits = sum(
        uses.weights[name]
        for name, homes in uses.homes.items()
        if any(is_declared(shown, each.path, each.key, unique=each.is_unique) for each in homes)
    )
    whole = sum(uses.weights.values())
    return hits / whole if whole else None


def code_blocks(text: str) -> Iterator[str]:
    """Yield the code in Markdown or reStructuredText: fences, literal blocks, prompts."""
    rows = text.split("\n")
    place = 0
    while place < len(rows):
        fence = _FENCE.match(rows[place])
        if fence:
            end = _closing(rows, place + 1, fence[1])
            if fence[2].lower() not in _SHELL:
                yield "\n".join(rows[place + 1 : end])
            place = end + 1
        elif _DIRECTIVE.match(rows[place]):
            end = _indented(rows, place)
            yield "\n".join(rows[place + 1 : end])
            place = end
        else:
            if _PROMPT.match(rows[place]):
                yield rows[place]
            place += 1


def _closing(rows: Sequence[str], start: int, mark: str) -> int:
    ends = (n for n in range(start, len(rows)) if rows[n].strip().startswith(mark))
    return next(ends, len(rows))


def _indented(rows: Sequence[str], start: int) -> int:
    """Return where the block that is indented below a line ends."""
    outer = _indent(rows[start])
    place = start + 1
    while place < len(rows) and (not rows[place].strip() or _indent(rows[place]) > outer):
        place += 1
    return place


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _documented(tree: Path, path: str) -> Iterator[frozenset[str]]:
    """Yield the names in each block of code of a file of documentation."""
    language = language_of(path)
    if language.kind != "prose" or classify(path, 0, b"", "prose").role not in _PROSE:
        return
    text = _text(tree / path)
    for block in code_blocks(text.decode("utf-8", "replace")):
        yield frozenset(_NAME.findall(block))


def _declared(tree: Path, path: str, wanted: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield wanted names that a source file defines, with the beginning of each declaration."""
    if not is_source(path):
        return
    text = _text(tree / path)
    if not is_source(path, text):
        return
    rows = text.split(b"\n")
    decoded = text.decode("utf-8", "replace").split("\n")
    for symbol in outline(text, language_of(path, decoded[0]).name).symbols:
        if symbol.exported and symbol.kind in KINDS and symbol.name in wanted:
            yield symbol.name, declaration_key(decoded, declaration(symbol, rows))


def _text(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_FILE_BYTES:
        return b""
    return path.read_bytes()
