"""What ctxbuild knows of one language: a row of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["code", "prose", "data"]
Export = Literal[
    "all",
    "underscore",
    "capital",
    "pub",
    "public",
    "export",
    "static",
    "private",
    "local",
    "defp",
    "hidden",
]
"""Rule for :attr:`Symbol.exported`: everything; no leading underscore and
``__all__``; a capital first letter; the keyword ``pub``, ``public`` or
``export`` in the signature; no ``static`` in the signature; no ``private``,
``fileprivate`` or ``protected`` in the signature; no ``local``; no ``defp`` or
relative; no ``hidden``."""


@dataclass(frozen=True, slots=True)
class Language:
    """What ctxbuild knows of one language.

    ``fence`` is the info string of Markdown fences; ``placeholder`` a format
    with one ``{}`` for the elision note, valid where a statement or a list
    item may stand. ``comments`` are the prefixes of line comments,
    ``block_comment`` the start and end of comments over several lines; both
    are used to find the doc comment above a definition. ``grammar`` is the
    importable module and the function in it that gives the tree-sitter
    language. ``nested`` is the placeholder of an indented gap where that differs:
    in Scala an expression must stand in a body, and may not at the top.
    ``clauses`` begin a further part of a statement, before which a placeholder
    must be a comment. ``definitions`` begin definitions where no bracket or word
    ends the block before them.
    """

    name: str
    kind: Kind
    extensions: tuple[str, ...] = ()
    filenames: tuple[str, ...] = ()
    shebangs: tuple[str, ...] = ()
    fence: str = ""
    placeholder: str = "{}"
    comments: tuple[str, ...] = ()
    block_comment: tuple[str, str] | None = None
    grammar: tuple[str, str] | None = None
    query: str = ""
    separator: str = "."
    export: Export = "all"
    nested: str = ""
    clauses: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
