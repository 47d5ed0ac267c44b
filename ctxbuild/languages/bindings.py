"""The names that a file's import statements bind, and the lines that bind them.

Read off the text line by line, so that what a shown body uses can be shown
with it; a language whose imports do not say what they bind has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.model import Lines

MAX_STATEMENT = 200
"""An import of more lines is none: something was misread."""

_LONGEST_LINE = 2000

_NAME = re.compile(r"[^\W\d][\w$]*")
_ALIAS = re.compile(r"\bas\s+([^\W\d][\w$]*)\s*$|^\s*([^\W\d]\w*)\s+\"|:\s*([^\W\d][\w$]*)\s*$")
_PIECES = re.compile(r"[,{}()\n;]")
_GO_VERSION = re.compile(r"/v\d+$|\.v\d+$")
_STRING = re.compile(r"""(["'])(?:(?!\1)[^\\\n])*\1""")
_REMARK = re.compile(r"(?:#|//).*|/\*.*?\*/")
_OPEN_ENDS = ("*", "::", "\\", ".", "'", '"')
"""Ends of pieces that bind no names: prefixes of groups, wildcards, paths of side effects."""
_UNBOUND = frozenset(("static", "type", "typeof", "function", "const", "self", "_"))


@dataclass(frozen=True, slots=True)
class _Form:
    """How a language imports.

    ``start`` matches the first line of a statement up to what names things,
    ``rest`` what follows the names; ``first`` says that of a dotted path the
    first part is bound, not the last; ``quoted`` that paths are strings.
    """

    start: re.Pattern[str]
    rest: re.Pattern[str] | None = None
    first: re.Pattern[str] | None = None
    quoted: bool = False


_ECMA = _Form(
    re.compile(
        r"import\b(?!\s*\()(?:\s+typeof\b|\s+type\b(?!\s*(?:,|from\b)))?|(?:const|let|var)\b(?=.*\brequire\s*\()"
    ),
    re.compile(r"\bfrom\s*[\"'].*|=\s*(?:await\s+)?(?:__\w+\()?require\b.*"),
)
_JVM = _Form(re.compile(r"import\b(?:\s+static\b)?"))
_FORMS = {
    "python": _Form(
        re.compile(r"from\s+[\w.]+\s+import\b|import\b"), first=re.compile(r"import\b")
    ),
    **dict.fromkeys(("javascript", "typescript", "tsx", "vue", "svelte"), _ECMA),
    "go": _Form(re.compile(r"import\b"), quoted=True),
    "rust": _Form(re.compile(r"(?:pub(?:\([^()]*\))?\s+)?use\b|extern\s+crate\b")),
    **dict.fromkeys(("java", "kotlin", "scala", "groovy"), _JVM),
    "php": _Form(re.compile(r"use\b(?:\s+(?:function|const)\b)?")),
    "csharp": _Form(re.compile(r"(?:global\s+)?using\b(?=\s+\w+\s*=)"), re.compile(r"=.*")),
    "elixir": _Form(re.compile(r"alias\b")),
}


@dataclass(frozen=True, slots=True)
class Binding:
    """Lines that bind names; ``around`` are the ends of a statement over several lines."""

    lines: Lines
    names: frozenset[str]
    around: tuple[Lines, ...] = ()


def bindings_of(lines: Sequence[str], language: str) -> tuple[Binding, ...]:
    """Return what the import statements at the left margin bind, in document order.

    Args:
        lines: of a whole file, without their newlines.
        language: a language's name; one without a known form gives nothing.

    """
    form = _FORMS.get(language)
    if form is None:
        return ()
    found: list[Binding] = []
    row = 0
    while row < len(lines):
        opening = form.start.match(lines[row])
        if opening is None:
            row += 1
            continue
        last = _end(lines, row)
        found += _of_statement(lines, row, last, opening.end(), form)
        row = last + 1
    return tuple(found)


def _end(lines: Sequence[str], row: int) -> int:
    """Return the last row of the statement that begins at ``row``: where brackets are closed."""
    depth = 0
    for last in range(row, min(row + MAX_STATEMENT, len(lines))):
        code = _STRING.sub("", lines[last])
        depth += sum(code.count(mark) for mark in "({") - sum(code.count(mark) for mark in ")}")
        if depth <= 0 and not code.endswith(("\\", ",")):
            return last
    return row


def _of_statement(
    lines: Sequence[str], row: int, last: int, start: int, form: _Form
) -> Iterator[Binding]:
    by_first = form.first is not None and form.first.match(lines[row]) is not None
    names = frozenset(_names(lines[row][start:], form, by_first))
    if row == last:
        if names:
            yield Binding((row + 1, row + 1), names)
        return
    ends = ((row + 1, row + 1), (last + 1, last + 1))
    if names:
        yield Binding(ends[0], names, ends)
    for inner in range(row + 1, last + 1):
        bound = frozenset(_names(lines[inner], form, by_first))
        if bound:
            yield Binding((inner + 1, inner + 1), bound, ends)


def _names(text: str, form: _Form, by_first: bool) -> Iterator[str]:
    """Yield the names that a line of a statement binds."""
    text = text[:_LONGEST_LINE]
    if form.rest is not None:
        text = form.rest.sub("", text)
    for piece in _PIECES.split(_REMARK.sub("", text)):
        if not form.quoted and piece.rstrip().endswith(_OPEN_ENDS):
            continue
        alias = _ALIAS.search(piece)
        if alias is not None:
            yield next(filter(None, alias.groups()))
        elif form.quoted:
            path = piece.strip().strip('"`')
            yield from _NAME.findall(_GO_VERSION.sub("", path).rpartition("/")[2])[-1:]
        else:
            names = [name for name in _NAME.findall(piece) if name not in _UNBOUND]
            yield from names[:1] if by_first else names[-1:]
