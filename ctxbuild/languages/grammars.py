"""Parsers and queries, loaded when a language is first met and kept per process."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

from ctxbuild.languages.table import LANGUAGES, Language

if TYPE_CHECKING:
    from tree_sitter import Language as Grammar
    from tree_sitter import Parser, QueryCursor


@cache
def load(name: str) -> tuple[Parser, QueryCursor] | None:
    """Return the parser and the query of a language, or None without a usable grammar.

    The cursor matches only at the node it is given and at its direct
    children, so that a query never walks the bodies of functions.
    """
    row = LANGUAGES.get(name)
    if row is None or row.grammar is None:
        return None
    return _load_row(row, row.grammar)


def query_cursor(name: str, query: str) -> QueryCursor:
    """Return a cursor for a query of one's own, in a language for which :func:`load` gives one."""
    from tree_sitter import Query, QueryCursor

    grammar = LANGUAGES[name].grammar
    assert grammar is not None
    return QueryCursor(Query(_grammar(*grammar), query))


def _grammar(module: str, function: str) -> Grammar:
    import warnings

    from tree_sitter import Language as Grammar

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return Grammar(getattr(import_module(module), function)())


def _load_row(row: Language, grammar: tuple[str, str]) -> tuple[Parser, QueryCursor] | None:
    from tree_sitter import Parser, Query, QueryCursor

    try:
        language = _grammar(*grammar)
        cursor = QueryCursor(Query(language, query_source(row.query)))
    except (ImportError, AttributeError, ValueError):  # a grammar with other nodes: QueryError
        return None
    cursor.set_max_start_depth(1)
    return Parser(language), cursor


def query_source(names: str) -> str:
    """Return the text of the query files named, separated by blanks, in ``names``."""
    folder = files("ctxbuild.languages").joinpath("queries")
    return "\n".join(folder.joinpath(f"{name}.scm").read_text("utf-8") for name in names.split())


def is_available(name: str) -> bool:
    """Say whether files of this language can be parsed in this installation."""
    return load(name) is not None
