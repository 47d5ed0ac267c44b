"""The plain baseline: BM25 over functions or files, best first, until the budget is full.

It shares no code with ctxbuild's own ranking, so that it stays what it is while that
changes; only the extents of functions come from the same outlines. Tests and the
like are left out, which helps it by five points and more.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cases import FUNCTIONS, is_source

from ctxbuild.languages.outline import outline
from ctxbuild.languages.table import language_of
from ctxbuild.tokens import counter

K1 = 1.2
B = 0.4
"""The usual saturation, and a weak norm of length: functions vary less than articles."""
_LEAST_TOKENS = 30
"""When less is left of the budget, nothing is looked for any more."""
_MOST_MISSES = 300
"""So many in a row that did not fit, and the bundle is full."""
_MOST_FILE_BYTES = 1_000_000

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]+")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_COMMON = (
    "a an and are as at be but by can do for from has have if in into is it its no not of on or"
    " so that the then there this to use used uses using was we when where which will with"
)
_STOP = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Unit:
    """A function, or a whole file: where it stands, its text, and how often each term is in it."""

    path: str
    first: int
    text: str
    terms: Counter[str]
    length: int


class Bm25:
    """Ranks the units of a tree; files that did not change since the last tree are remembered."""

    def __init__(self, *, functions: bool) -> None:
        self._functions = functions
        self._known: dict[tuple[str, str], tuple[Unit, ...]] = {}

    def read(self, tree: Path, paths: Sequence[str]) -> list[Unit]:
        """Return the units of a tree's source files."""
        known: dict[tuple[str, str], tuple[Unit, ...]] = {}
        for path in paths:
            data = _source(tree / path, path)
            if data is None:
                continue
            key = (path, data.decode("utf-8", "replace"))
            known[key] = self._known.get(key) or tuple(self._units(path, data))
        self._known = known
        return [unit for units in known.values() for unit in units]

    def _units(self, path: str, data: bytes) -> Iterator[Unit]:
        rows = data.decode("utf-8", "replace").split("\n")
        spans = [(1, len(rows))]
        if self._functions:
            language = language_of(path, data[:4000].decode("utf-8", "ignore")).name
            symbols = outline(data, language).symbols
            spans = [each.lines for each in symbols if each.kind in FUNCTIONS]
        for first, last in spans:
            text = "\n".join(rows[first - 1 : last])
            terms = Counter(terms_of(text))
            terms.update(terms_of(path))
            yield Unit(path, first, text, terms, terms.total())


def terms_of(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, and the parts of composed names."""
    for word in _WORD.findall(text):
        whole = word.lower()
        if whole in _STOP:
            continue
        yield whole
        parts = _PART.findall(word)
        if len(parts) > 1:
            yield from (part.lower() for part in parts if len(part) > 1)


def ranked(units: Sequence[Unit], query: str) -> list[Unit]:
    """Return the units in which a term of the query occurs, best first."""
    asked = Counter(terms_of(query))
    having = Counter(term for unit in units for term in asked if term in unit.terms)
    mean = sum(unit.length for unit in units) / max(len(units), 1)
    rare = {
        term: math.log(1 + (len(units) - count + 0.5) / (count + 0.5))
        for term, count in having.items()
    }
    scored = []
    for place, unit in enumerate(units):
        norm = K1 * (1 - B + B * unit.length / mean)
        found = ((rare[term], unit.terms[term]) for term in rare if term in unit.terms)
        score = sum(weight * count * (K1 + 1) / (count + norm) for weight, count in found)
        if score > 0:
            scored.append((-score, place))
    return [units[place] for _, place in sorted(scored)]


def filled(units: Sequence[Unit], budget: int) -> str:
    """Return the first units that fit a budget of o200k tokens, each below its path."""
    counts = counter("o200k_base")
    blocks: list[str] = []
    left, misses = budget, 0
    for unit in units:
        block = f"## {unit.path}:{unit.first}\n\n```\n{unit.text}\n```\n\n"
        cost = counts.count(block) + 1 if len(block) < 40 * left else left + 1
        if cost > left:
            misses += 1
        else:
            blocks.append(block)
            left, misses = left - cost, 0
        if left < _LEAST_TOKENS or misses > _MOST_MISSES:
            break
    return "".join(blocks)


def _source(file: Path, path: str) -> bytes | None:
    if file.is_symlink() or not file.is_file() or file.stat().st_size > _MOST_FILE_BYTES:
        return None
    if not is_source(path):
        return None
    data = file.read_bytes()
    return data if is_source(path, data) else None
