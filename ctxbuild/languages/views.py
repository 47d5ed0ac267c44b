"""Signature and elided views of a text: which lines show, and how gaps look."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from ctxbuild.languages.language import Language
from ctxbuild.languages.table import LANGUAGES, TEXT
from ctxbuild.model import Lines, Outline, Symbol

# Module documents of line comments may end after any line. Some are books.
_CUT_ANYWHERE = frozenset({"rust"})
_MOST_INTRODUCTION = 20
# Without their opening tag these texts are no code.
_TAGGED = frozenset({"php"})
_HUNK = "@@ "
_QUOTES = re.compile(r"\"\"\"|\'\'\'")
_COLON = re.compile(r":\s*(?:#.*)?$")


def merge_lines(runs: Iterable[Lines]) -> tuple[Lines, ...]:
    """Return the union of line runs: sorted, disjoint, not adjacent."""
    merged: list[Lines] = []
    for first, last in sorted(runs):
        if merged and first <= merged[-1][1] + 1:
            if last > merged[-1][1]:
                merged[-1] = (merged[-1][0], last)
        elif first <= last:
            merged.append((first, last))
    return tuple(merged)


def signature_lines(outline: Outline, symbols: Collection[int] | None = None) -> tuple[Lines, ...]:
    """Return the lines shown when these symbols are shown at signature level.

    That is their documentation and signature, and the bare signatures of the
    symbols around them. None means all symbols, and the prologue.
    """
    if symbols is None:
        heads = _head_runs(outline, range(len(outline.symbols)))
        return merge_lines((*introduction_lines(outline), *heads))
    return merge_lines((*_around(outline, symbols), *_head_runs(outline, symbols)))


def declaration_lines(outline: Outline, symbols: Collection[int]) -> tuple[Lines, ...]:
    """Return the lines shown when these symbols are shown without their documentation."""
    return merge_lines(_around(outline, symbols))


def full_lines(outline: Outline, symbols: Collection[int]) -> tuple[Lines, ...]:
    """Return the lines shown when these symbols are whole and those around them signatures."""
    whole = (_whole(outline.symbols[index]) for index in symbols)
    return merge_lines((*_around(outline, symbols), *whole))


def region_lines(outline: Outline, regions: Collection[int]) -> tuple[Lines, ...]:
    """Return the lines shown when these regions are shown.

    That is their own, the headers and ends of the statements around them, and
    the bare signatures of the symbols that these are in.
    """
    chosen = [outline.regions[index] for index in regions]
    inside = (run for region in chosen for run in (*region.around, region.lines))
    return merge_lines((*_around(outline, [region.parent for region in chosen]), *inside))


def introduction_lines(outline: Outline) -> tuple[Lines, ...]:
    """Return the lines of the prologue; of a long one that may be cut, its beginning."""
    if outline.prologue is None:
        return ()
    first, last = outline.prologue
    if outline.language in _CUT_ANYWHERE:
        last = min(last, first + _MOST_INTRODUCTION - 1)
    return ((first, last),)


def render_view(text: str, language: str, shown: Sequence[Lines]) -> str:
    r"""Return the shown lines as they are, each gap as one placeholder line.

    Lines end at "\n" only; ``shown`` must be sorted and disjoint (see
    :func:`merge_lines`). A gap of blank lines is shown.
    """
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return render_lines(lines, language, shown)


def render_lines(lines: Sequence[str], language: str, shown: Sequence[Lines]) -> str:
    r"""Do the same as :func:`render_view` for a text already split; ends with "\n"."""
    total = len(lines)
    parts: list[str] = []
    before = done = 0
    for first, last in shown:
        if first - 1 > done:
            parts.extend(_gap(lines, done, min(first - 1, total), language, before))
        parts.extend(lines[max(first - 1, done) : last])
        before = max(first - 1, done)
        done = max(done, min(last, total))
    if done < total:
        parts.extend(_gap(lines, done, total, language, before))
    return "\n".join(parts) + "\n" if parts else ""


def elision_note(first: int, last: int) -> str:
    """Return the words that stand for hidden lines: ``… 42 lines (120-161)``."""
    count = last - first + 1
    return f"… {count} lines ({first}-{last})" if count > 1 else f"… 1 line ({first})"


def _gap(lines: Sequence[str], start: int, stop: int, language: str, before: int) -> Sequence[str]:
    """Return what stands for ``lines[start:stop]``, after the run that begins at ``before``."""
    if language == "diff":
        hunks = sum(line.startswith(_HUNK) for line in lines[start:stop])
        note = elision_note(start + 1, stop)
        return (f"{note}, {hunks} hunk{'s' * (hunks > 1)}" if hunks else note,)
    row = LANGUAGES.get(language, TEXT)
    note = elision_note(start + 1, stop)
    if row.definitions and (other := _next_definition(lines, start, stop, row)):
        note += f", other definitions from {other}"
    comment: str | None = None
    for index in range(start, stop):
        line = lines[index]
        body = line.lstrip()
        if not body:
            continue
        indent = line[: len(line) - len(body)]
        if row.clauses and (
            body.startswith(row.clauses)
            or (
                not (row.comments and body.startswith(row.comments))
                and (
                    _goes_on(lines, stop, len(indent))
                    or not _opens_block(lines, before, start, len(indent))
                )
            )
        ):
            comment = indent
            break
        if not row.comments or not body.startswith(row.comments):
            form = (indent and row.nested) or row.placeholder
            return (indent + form.format(note),)
        if comment is None:
            comment = indent
    if comment is None:
        return lines[start:stop]
    return (comment + row.comments[0] + " " + note,)


def _next_definition(lines: Sequence[str], start: int, stop: int, row: Language) -> int:
    """Return where a gap has left the block that it begins in for a definition; 0 if nowhere.

    Nothing that is shown tells the end of a block that has no brackets. What stands in
    strings over several lines is none.
    """
    least, quote = -1, ""
    for number in range(start, stop):
        line = lines[number]
        body = line.lstrip()
        if not quote and body and not body.startswith(row.comments):
            indent = len(line) - len(body)
            least = indent if least < 0 else least
            if least == 0:
                return 0
            if indent < least and body.startswith(row.definitions):
                return number + 1
        for mark in _QUOTES.findall(line) if "'''" in line or '"""' in line else ():
            quote = mark if not quote else "" if mark == quote else quote
    return 0


def _opens_block(lines: Sequence[str], first: int, stop: int, indent: int) -> bool:
    """Whether the shown lines before a gap leave a block open that needs a statement.

    They do where they end in a colon, or are indented less than the gap.
    """
    for index in range(stop - 1, first - 1, -1):
        line = lines[index].strip()
        if line and not line.startswith("#"):
            shallower = len(lines[index]) - len(lines[index].lstrip()) < indent
            return shallower or _COLON.search(line) is not None
    return stop > first or indent > 0


def _goes_on(lines: Sequence[str], start: int, indent: int) -> bool:
    """Whether the block or list of a gap has more statements or elements after it."""
    for index in range(start, len(lines)):
        body = lines[index].lstrip()
        if body and not body.startswith("#"):
            return len(lines[index]) - len(body) == indent and body[0] not in ")]}"
    return False


def _around(outline: Outline, symbols: Iterable[int]) -> Iterator[Lines]:
    """Yield the bare signatures of symbols and of all that encloses them."""
    if outline.language in _TAGGED:
        yield from introduction_lines(outline)
    chosen: set[int] = set()
    for index in symbols:
        while index >= 0 and index not in chosen:
            chosen.add(index)
            symbol = outline.symbols[index]
            yield from symbol.declaration
            yield from _below(symbol)
            index = symbol.parent


def _head_runs(outline: Outline, chosen: Iterable[int]) -> Iterator[Lines]:
    for index in chosen:
        symbol = outline.symbols[index]
        first, last = _whole(symbol)
        yield first, last if symbol.fold is None else symbol.fold[0] - 1
        yield from _below(symbol)


def _below(symbol: Symbol) -> Iterator[Lines]:
    """Yield the lines after what a symbol's signature view hides: its closing brace."""
    if symbol.fold is not None:
        yield symbol.fold[1] + 1, symbol.lines[1]


def _whole(symbol: Symbol) -> Lines:
    return min(symbol.head[0], symbol.lines[0]), symbol.lines[1]
