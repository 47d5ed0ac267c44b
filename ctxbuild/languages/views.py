"""Signature and elided views of a text: which lines show, and how gaps look."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ctxbuild.languages.table import LANGUAGES, TEXT
from ctxbuild.model import Lines, Outline, Symbol

# Module documents of line comments may end after any line. Some are books.
_CUT_ANYWHERE = frozenset({"rust"})
_MOST_INTRODUCTION = 20


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

    None means all symbols. The prologue and the signatures of the enclosing
    symbols are always part of it.
    """
    chosen = range(len(outline.symbols)) if symbols is None else _with_ancestors(outline, symbols)
    return merge_lines(_signature_runs(outline, chosen))


def full_lines(outline: Outline, symbols: Collection[int]) -> tuple[Lines, ...]:
    """Return the lines shown when these symbols are whole and their ancestors signatures."""
    runs = list(_signature_runs(outline, _with_ancestors(outline, symbols)))
    runs.extend(_whole(outline.symbols[index]) for index in symbols)
    return merge_lines(runs)


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
    done = 0
    for first, last in shown:
        if first - 1 > done:
            parts.extend(_gap(lines, done, min(first - 1, total), language))
        parts.extend(lines[max(first - 1, done) : last])
        done = max(done, min(last, total))
    if done < total:
        parts.extend(_gap(lines, done, total, language))
    return "\n".join(parts) + "\n" if parts else ""


def elision_note(first: int, last: int) -> str:
    """Return the words that stand for hidden lines: ``… 42 lines (120-161)``."""
    count = last - first + 1
    return f"… {count} lines ({first}-{last})" if count > 1 else f"… 1 line ({first})"


def _gap(lines: Sequence[str], start: int, stop: int, language: str) -> Sequence[str]:
    """Return what stands for ``lines[start:stop]``."""
    row = LANGUAGES.get(language, TEXT)
    comment: str | None = None
    for index in range(start, stop):
        line = lines[index]
        body = line.lstrip()
        if not body:
            continue
        indent = line[: len(line) - len(body)]
        if row.clauses and body.startswith(row.clauses):
            comment = indent
            break
        if not row.comments or not body.startswith(row.comments):
            form = (indent and row.nested) or row.placeholder
            return (indent + form.format(elision_note(start + 1, stop)),)
        if comment is None:
            comment = indent
    if comment is None:
        return lines[start:stop]
    return (comment + row.comments[0] + " " + elision_note(start + 1, stop),)


def _with_ancestors(outline: Outline, symbols: Iterable[int]) -> set[int]:
    chosen: set[int] = set()
    for index in symbols:
        while index >= 0 and index not in chosen:
            chosen.add(index)
            index = outline.symbols[index].parent
    return chosen


def _signature_runs(outline: Outline, chosen: Iterable[int]) -> Iterator[Lines]:
    if outline.prologue is not None:
        first, last = outline.prologue
        if outline.language in _CUT_ANYWHERE:
            last = min(last, first + _MOST_INTRODUCTION - 1)
        yield first, last
    for index in chosen:
        symbol = outline.symbols[index]
        whole = _whole(symbol)
        if symbol.fold is None:
            yield whole
        else:
            yield whole[0], symbol.fold[0] - 1
            yield symbol.fold[1] + 1, whole[1]


def _whole(symbol: Symbol) -> Lines:
    return min(symbol.head[0], symbol.lines[0]), symbol.lines[1]
