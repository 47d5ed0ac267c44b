"""Outlines of fixtures, written out so that a test can pin them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ctxbuild.languages import grammars
from ctxbuild.languages.guards import blank_guards
from ctxbuild.languages.outline import outline
from ctxbuild.languages.table import language_of
from ctxbuild.model import Outline

FIXTURES = Path(__file__).parents[1] / "fixtures" / "languages"


def read_outline(name: str) -> tuple[bytes, str, Outline]:
    """Return text, language and outline of a fixture."""
    text = (FIXTURES / name).read_bytes()
    language = language_of(name, text.decode()).name
    return text, language, outline(text, language)


def pinned_lines(found: Outline) -> Iterator[str]:
    """Yield one line a symbol: nesting, kind, name, lines, fold, whether hidden."""
    depths: list[int] = []
    for item in found.symbols:
        depths.append(depths[item.parent] + 1 if item.parent >= 0 else 0)
        fold = f" fold {item.fold[0]}-{item.fold[1]}" if item.fold else ""
        hidden = "" if item.exported else " hidden"
        name = item.qualified_name or item.name
        lines = f"{item.lines[0]}-{item.lines[1]}"
        yield f"{'  ' * depths[-1]}{item.kind} {name} {lines}{fold}{hidden}"


def parses(text: str, language: str) -> bool:
    """Say whether the parser reads ``text`` without an error."""
    loaded = grammars.load(language)
    assert loaded is not None
    data = text.encode()
    if language in ("c", "cpp"):
        data = blank_guards(data)
    return not loaded[0].parse(data).root_node.has_error
