"""Source files: what an agent finds when it opens one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctxbuild.model import Outline, Symbol
from ctxbuild.verify.lint.rule import Hit, Module

MOST_LINES = 2_000
"""What the file readers of coding agents show in one call."""
MOST_CHARACTERS = 100_000
"""About 25,000 tokens, where the same tools stop."""

LEAST_PUBLIC = 2
"""Public definitions; a module with fewer is read as quickly as documented."""

LEAST_WORDS = 5
"""Of a comment at the top of a file that says what the file is for."""

_COMMENT = re.compile(
    r"(?:#![^\n]*\n)?\s*(?:(?:(?://|#(?!include|define|if|pragma)|--|;|%)[^\n]*\n\s*)+"
    r"|(?:/\*|\{-|<#|\(\*)(?:[^*#-]|[*#-](?![/})>]))*)"
)
_LEGAL = re.compile(r"copyright|licen[cs]e|spdx|all rights reserved|\(c\)", re.IGNORECASE)
_DOC = re.compile(
    r"@(?:module|type)?doc\b|/\*[*!]|^[ \t]*(?:///|//!|--[ ]?\||#'|=(?:begin|pod|head))|\.SYNOPSIS"
    r"|\"\"\"",
    re.MULTILINE | re.IGNORECASE,
)
"""What begins documentation in the languages that mark it, wherever it stands."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_DEFINITIONS = frozenset("function class struct interface trait enum type macro".split())
_ENTRY = frozenset(
    "__main__ setup conftest index main mod lib build version _version gradlew".split()
)
_NOT_PUBLIC = re.compile(
    r"(?:^|/)(?:internal|private|docs?_src|docs?|testing|[\w.-]*[.-]?tests?|tst)/|\.gradle\.kts$|\.m$",
    re.IGNORECASE,
)
"""Insides, code shown in documents, tests, builds, and files whose headers are documented."""
_NARROWED = re.compile(r"^(?:@\w+\s+)*(?:\w+\s+)*?(?:internal\s|pub\s*\((?:crate|super|self|in)\b)")
"""Definitions that only their own module or crate sees, in Kotlin, Swift, C# and Rust."""

_SCRIPT = re.compile(r"#![^\n]*\b(?:sh|bash|zsh|dash|python3?|node|perl|ruby)\b")
"""A program of its own: what it defines is for itself."""

_SAMPLES = re.compile(
    r"(?:^|/)(?:listings?|mocks?|__mocks__|fixtures?|migrations|test[-_]?\w*|tests_\w+|stories)/"
    r"|[._-](?:mock|mocks|stories|fixture)\.\w+$|\.tpp$",
    re.IGNORECASE,
)
"""Listings of books, data for tests, steps of a data base, parts of a header."""

_NOT_BY_HAND = re.compile(
    r"(?:^|/)(?:flow-typed|vendor(?:ed)?|third[-_]?party|extern(?:al)?|(?:js|wwwroot|static)/libs?|_?generated"
    r"|emscripten|bundles?|dist)/|generated|[._-](?:umd|bundle|min|esm|iife|global)\.|-[0-9a-z]{8}\.m?js$"
    r"|(?:^|/)(?:json\.hpp|stb_\w+\.h|sqlite3\.[ch]|catch(?:2|_amalgamated)?\.hpp|doctest\.h|jquery[\w.-]*\.js)$",
    re.IGNORECASE,
)
_SAYS_GENERATED = re.compile(
    r"auto(?:matically)?[ -]?generated|@generated|generated (?:by|from|code|file|using|with)"
    r"|code generated"
    r"|do not (?:edit|modify)|__webpack_require__|webpackUniversalModuleDefinition",
    re.IGNORECASE,
)
_HEAD = 3_000
"""Characters at the top of a file, where a generator says so."""

_LINES_OF_DATA = 400
"""Lines for each definition, from which on a file is a table more than a program."""

_COMPONENTS = frozenset("svelte vue astro".split())
"""Pages of applications, written by hand though they define nothing."""

_NO_PROGRAMS = frozenset("css scss less html sql svg xml json edn csv yaml toml".split())


def definitions_of(outline: Outline) -> list[Symbol]:
    """Return what a module offers: exported definitions at its top."""
    symbols = outline.symbols
    return [
        symbol
        for symbol in symbols
        if symbol.kind in _DEFINITIONS
        and symbol.exported
        and not symbol.name.startswith("_")
        and not _NARROWED.search(symbol.signature)
        and (symbol.parent < 0 or symbols[symbol.parent].kind == "module")
    ]


def _is_public(path: str) -> bool:
    parts = path.split("/")
    hidden = any(part.startswith("_") and part != "__init__.py" for part in parts)
    return not hidden and not _NOT_PUBLIC.search(path)


def undocumented(module: Module) -> Iterator[Hit]:
    """Find public modules of which neither they nor anything in them is documented."""
    public = definitions_of(module.outline)
    path = module.document.path
    if len(public) < LEAST_PUBLIC or not _is_public(path) or _SAMPLES.search(path):
        return
    if _SCRIPT.match(module.text):
        return
    if module.outline.has_errors or module.documented_package or _introduced(module):
        return
    docs = (symbol.doc for symbol in module.outline.symbols if symbol.doc.strip())
    if any(not _LEGAL.search(doc) for doc in docs) or _DOC.search(module.text):
        return
    names = ", ".join(symbol.name for symbol in public[:3])
    message = f"{len(public)} public definitions, and neither the module nor one of them documented"
    yield Hit(1, message, names[:80], whole=True)


def _introduced(module: Module) -> bool:
    """Whether a module begins with words about itself."""
    if module.outline.prologue is not None and module.document.language in ("python", "rust"):
        return True
    comment = _COMMENT.match(module.text)
    if comment is None or _LEGAL.search(comment[0]):
        return False
    return len(_WORD.findall(comment[0])) >= LEAST_WORDS


def untested(module: Module) -> Iterator[Hit]:
    """Find modules that no test mentions, nor a module that imports them."""
    public = definitions_of(module.outline)
    stem = module.document.path.rpartition("/")[2].partition(".")[0]
    if module.tested is False and len(public) >= LEAST_PUBLIC and stem not in _ENTRY:
        names = ", ".join(symbol.name for symbol in public[:3])
        yield Hit(
            1,
            "no test mentions this module, what it defines, or a module that imports it",
            names[:80],
            whole=True,
        )


def too_large(module: Module) -> Iterator[Hit]:
    """Find source files that do not fit one reading."""
    if module.document.language in _NO_PROGRAMS or not _is_written(module):
        return
    lines, characters = module.document.lines, len(module.text)
    if lines > MOST_LINES or characters > MOST_CHARACTERS:
        message = (
            f"{lines:,} lines, {characters:,} characters; agents read at most "
            f"{MOST_LINES:,} lines or {MOST_CHARACTERS:,} characters at once"
        )
        yield Hit(1, message, module.document.path[-80:], whole=True)


def _is_written(module: Module) -> bool:
    """Whether people wrote a file as a program: not taken over, generated, nor a table."""
    if _NOT_BY_HAND.search(module.document.path) or _SAYS_GENERATED.search(module.text[:_HEAD]):
        return False
    known = len(module.outline.symbols)
    if not known:  # a table of thousands of rows, or what no outline is made of
        return module.document.language in _COMPONENTS
    return module.outline.has_errors or known * _LINES_OF_DATA >= module.document.lines
