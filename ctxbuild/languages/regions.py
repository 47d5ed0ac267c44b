"""Symbols and tree → regions: what lies in no definition, and the blocks of long ones.

Between definitions, adjacent statements are one region. A definition of which
more than :data:`LONG_FOLD` lines may be hidden, and that holds no others,
falls into blocks. Rows are 0-based here, lines of a :class:`Region` 1-based.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ctxbuild.languages.folds import Source
from ctxbuild.languages.language import Language
from ctxbuild.languages.statements import Cuts, Opened, cuts_among, cuts_of, text_cuts
from ctxbuild.model import Lines, Region, Symbol

if TYPE_CHECKING:
    from tree_sitter import Node

LONG_FOLD = 40
"""A fold of more lines falls into blocks."""

LEAST_ROWS = 8
"""A block has seldom fewer rows."""

MOST_ROWS = 25
"""A block has more rows only where a statement cannot be divided."""

LAST_ROWS = 28
"""What is left at the end stays together up to this many rows."""

FAR_ROWS = 40
"""A block has fewer rows than :data:`LEAST_ROWS` where it would else reach this size."""

LICENCE_ROWS = 4
"""Comments of more rows before all else in a text belong to no statement."""

_IMPORT = re.compile(
    rb"\s*(?:(?:pub(?:\([^()]*\))?\s+)?(?:import|use|using|include|include_once|require|require_once"
    rb"|require_relative|load|source|package|library|alias|extern\s+crate)\b(?!\.|\s*=)"
    rb"|from\s+\S+\s+import\b|#\s*(?:include|import|pragma)\b|export\s*(?:type\s*)?[{*]"
    rb"|\.\s)"
)
"""The beginning of an import in any language; ``. file`` is one in a shell."""

_CLOSES = re.compile(rb"\s*[)\]}]")
_IDLE = re.compile(
    rb"[^\w#@]*+(?:(?:public|private|protected|default)(?:\s+\w+)?:|end|fi|done|esac|pass|else:?"
    rb"|use strict|#\s*(?:endif|else)\b.*|@end)?\W*+"
)
"""A line that says nothing by itself; possessive, for the time to be linear."""


def regions_of(
    source: Source,
    row: Language,
    symbols: Sequence[Symbol],
    prologue: Lines | None,
    homes: Iterable[tuple[int, Node]],
    long: Iterable[tuple[int, Node]],
) -> tuple[Region, ...]:
    """Return the regions of a text in document order.

    ``homes`` are the nodes that hold statements, and ``long`` the nodes of
    long definitions, both with the index of their symbol (−1 for the module).
    """
    nodes: dict[int, list[Node]] = {}
    for index, node in homes:
        nodes.setdefault(index, []).append(node)
    found: list[Region] = []
    opening = min(symbols[0].head[0], symbols[0].lines[0]) - 1 if symbols else len(source.lines)
    for index, free in _free_rows(source, symbols, prologue).items():
        found += _between(index, free, nodes.get(index, []), source, row, opening)
    parents = {symbol.parent for symbol in symbols}
    for index, node in long:
        fold = symbols[index].fold
        if fold is not None and fold[1] - fold[0] >= LONG_FOLD and index not in parents:
            blocks = _blocks(node, (fold[0] - 1, fold[1] - 1), source, row)
            found += (Region(_lines(run), index, around) for run, around in blocks)
    return tuple(_disjoint(sorted(found, key=_place)))


def _disjoint(regions: Iterable[Region]) -> Iterator[Region]:
    """Yield regions without those that begin in another, where definitions share a line."""
    done = 0
    for region in regions:
        if region.lines[0] > done:
            yield region
            done = region.lines[1]


def text_regions(source: Source) -> tuple[Region, ...]:
    """Return the regions of a text without a tree: its paragraphs, put together."""
    rows = _trimmed((0, len(source.lines) - 1), source)
    if rows is None:
        return ()
    remarks = {row for row in range(rows[0], rows[1]) if source.is_comment(row)}
    rows = _inside_brackets((_after_licence(rows, remarks, source), rows[1]), source)
    cuts = text_cuts(rows, source)
    blocks = _grouped(rows, cuts, sorted(cuts.rows), source)
    runs = (_trimmed(block, source) for block in blocks)
    return tuple(Region(_lines(run), -1) for run in runs if run is not None)


def _inside_brackets(rows: Lines, source: Source) -> Lines:
    """Return the rows between brackets that hold all, each on a line of its own."""
    first, last = rows
    if last - first > 1 and source.lines[first].strip() in (b"{", b"["):
        return first + 1, last - 1
    return rows


def _blocks(
    node: Node, fold: Lines, source: Source, row: Language
) -> Iterable[tuple[Lines, tuple[Lines, ...]]]:
    """Return the blocks of a long definition, without gaps, with what must frame each.

    Where the tree does not tell its statements, its text must.
    """
    if node.type.startswith("preproc"):
        return ()  # a macro goes on over lines that end with a backslash
    is_read = not node.has_error and node.end_point[0] >= fold[1]
    cuts = cuts_of(node, fold, source, row.name) if is_read else Cuts(crowded=True)
    if cuts.crowded and not cuts.rows:
        cuts = text_cuts(fold, source)
    return _framed(_grouped(fold, cuts, sorted(cuts.rows), source), cuts.opened)


def _place(region: Region) -> Lines:
    return region.lines


def _lines(rows: Lines) -> Lines:
    return rows[0] + 1, rows[1] + 1


def _trimmed(rows: Lines, source: Source) -> Lines | None:
    """Return ``rows`` without blank ones at either end; None where there are no others."""
    first, last = rows
    lines = source.lines
    while first <= last and not lines[first].strip():
        first += 1
    while last > first and not lines[last].strip():
        last -= 1
    return (first, last) if first <= last else None


def _free_rows(
    source: Source, symbols: Sequence[Symbol], prologue: Lines | None
) -> dict[int, list[Lines]]:
    """Return the runs of rows between definitions, by what encloses them."""
    taken: dict[int, list[Lines]] = {-1: []}
    if prologue is not None:
        taken[-1].append((prologue[0] - 1, prologue[1] - 1))
    for symbol in symbols:
        first = min(symbol.head[0], symbol.lines[0])
        taken.setdefault(symbol.parent, []).append((first - 1, symbol.lines[1] - 1))
    free: dict[int, list[Lines]] = {}
    for index, runs in taken.items():
        fold = (1, len(source.lines)) if index < 0 else symbols[index].fold
        if fold is None:
            continue
        gaps = _gaps((fold[0] - 1, fold[1] - 1), runs)
        kept = [run for gap in gaps if (run := _trimmed(gap, source)) is not None]
        if kept:
            free[index] = kept
    return free


def _gaps(rows: Lines, runs: list[Lines]) -> Iterator[Lines]:
    """Yield what ``runs`` leave of ``rows``."""
    at = rows[0]
    for first, last in sorted(runs):
        if first > at:
            yield at, min(first - 1, rows[1])
        at = max(at, last + 1)
        if at > rows[1]:
            return
    yield at, rows[1]


def _between(
    index: int, free: list[Lines], nodes: list[Node], source: Source, row: Language, opening: int
) -> Iterator[Region]:
    """Yield the regions between the definitions of a module, class or block.

    Before row ``opening``, that of the first definition, there may be a licence.
    """
    divisible: list[tuple[Lines, set[int]]] = []
    for run in free:
        remarks = _remark_rows(run, source, row)
        if not _says_something(run, remarks, source):
            continue
        rows = (_after_licence(run, remarks, source), run[1]) if run[1] < opening else run
        if rows[1] - rows[0] < MOST_ROWS and not _is_mixed(rows, remarks, source):
            yield Region(
                _lines(rows), index, (), index < 0 and _begins_importing(rows, source, row)
            )
        else:
            divisible.append((rows, remarks))
    if not divisible:
        return
    cuts = _cuts_between([run for run, _ in divisible], nodes, source, row)
    starts = sorted(cuts.rows)
    blocks: list[Lines] = []
    for run, remarks in divisible:
        for block in _divided(run, cuts, starts, remarks, source):
            trimmed = _trimmed(block, source)
            if trimmed is not None and _says_something(trimmed, remarks, source):
                blocks.append(trimmed)
    for block, around in _framed(blocks, cuts.opened):
        imports = index < 0 and _begins_importing(block, source, row)
        yield Region(_lines(block), index, around, imports)


def _cuts_between(runs: list[Lines], nodes: list[Node], source: Source, row: Language) -> Cuts:
    if nodes:
        return cuts_among(nodes, runs, source, row.name)
    cuts = Cuts()
    for run in runs:
        cuts.rows.update(text_cuts(run, source).rows)
    return cuts


def _remark_rows(rows: Lines, source: Source, row: Language) -> set[int]:
    """Return the rows that hold only comments."""
    marks = tuple(mark.encode() for mark in row.comments)
    opening, closing = (mark.encode() for mark in row.block_comment or ("", ""))
    found: set[int] = set()
    inside = False
    for at, raw in enumerate(source.lines[rows[0] : rows[1] + 1], start=rows[0]):
        line = raw.strip()
        if inside:
            found.add(at)
            inside = closing not in line
        elif opening and line.startswith(opening):
            end = line.find(closing, len(opening))
            inside = end < 0
            if inside or end + len(closing) == len(line):
                found.add(at)
        elif line.startswith(marks):
            found.add(at)
    return found


def _says_something(rows: Lines, remarks: set[int], source: Source) -> bool:
    """Say whether there is a statement in ``rows``, not just comments and closing braces."""
    return any(
        at not in remarks and _IDLE.fullmatch(source.lines[at]) is None
        for at in range(rows[0], rows[1] + 1)
    )


def _is_mixed(rows: Lines, remarks: set[int], source: Source) -> bool:
    """Say whether some statements import and others may not."""
    imports = others = False
    for at in range(rows[0], rows[1] + 1):
        line = source.lines[at]
        if at in remarks or not line.strip():
            continue
        if _IMPORT.match(line):
            imports = True
        elif line[:1] not in b" \t" and not _CLOSES.match(line):
            others = True
    return imports and others


def _divided(
    run: Lines, cuts: Cuts, starts: Sequence[int], remarks: set[int], source: Source
) -> Iterator[Lines]:
    """Yield the blocks of a run between definitions; imports stay one, apart from the others."""
    first, last = run
    inside = starts[bisect_right(starts, first) : bisect_right(starts, last)]
    tops = [first, *(at for at in inside if cuts.rows[at] == 0)]
    kinds = [_imports(at, last, remarks, source) for at in tops]
    changes = [i for i in range(1, len(tops)) if kinds[i] != kinds[i - 1]]
    for begin, end in pairwise([0, *changes, len(tops)]):
        part = tops[begin], tops[end] - 1 if end < len(tops) else last
        if kinds[begin]:
            yield part
        else:
            yield from _grouped(part, cuts, starts, source)


def _after_licence(run: Lines, remarks: set[int], source: Source) -> int:
    """Return the first row of a run without the long comments that it begins with.

    A comment that touches the first statement belongs to it.
    """
    at = after = run[0]
    while at in remarks or not source.lines[at].strip():
        after = after if at in remarks else at + 1
        at += 1
    return after if after - run[0] > LICENCE_ROWS else run[0]


def _begins_importing(rows: Lines, source: Source, row: Language) -> bool:
    return _imports(*rows, _remark_rows(rows, source, row), source)


def _imports(at: int, last: int, remarks: set[int], source: Source) -> bool:
    """Say whether the first statement from row ``at`` on imports something."""
    while at < last and (at in remarks or not source.lines[at].strip()):
        at += 1
    return _IMPORT.match(source.lines[at]) is not None


def _grouped(rows: Lines, cuts: Cuts, starts: Sequence[int], source: Source) -> Iterator[Lines]:
    """Yield blocks that cover ``rows``: best cut at blank lines, and not deep inside.

    ``starts`` are the rows of ``cuts`` in order.
    """
    first, last = rows
    while last - first >= LAST_ROWS:
        cut = _next_cut(first, last, cuts, starts, source)
        if cut > last:
            break
        yield first, cut - 1
        first = cut
    yield first, last


def _next_cut(first: int, last: int, cuts: Cuts, starts: Sequence[int], source: Source) -> int:
    """Return the row before which a block from ``first`` on ends; ``last`` + 1 if nowhere before.

    Of the rows that give a block of the right size it is the best; without
    any, the next that makes it longer, unless that is far and one before is not.
    """
    end = bisect_right(starts, last)
    low = bisect_left(starts, first + LEAST_ROWS, hi=end)
    high = bisect_right(starts, first + MOST_ROWS, hi=end)
    if low < high:
        return min((_roughness(at, last, cuts, source), -at, at) for at in starts[low:high])[2]
    far = starts[high] if high < end else last + 1
    has_short = low > 0 and starts[low - 1] > first
    return starts[low - 1] if has_short and far - first > FAR_ROWS else far


def _roughness(at: int, last: int, cuts: Cuts, source: Source) -> int:
    """Return how much a cut before a row hurts: inside a statement, a paragraph, near the end."""
    inside = bool(source.lines[at - 1].strip())
    return 2 * cuts.rows[at] + inside + 3 * (last - at < LEAST_ROWS - 1)


def _framed(
    blocks: Iterable[Lines], opened: list[Opened]
) -> Iterator[tuple[Lines, tuple[Lines, ...]]]:
    """Yield blocks, each with the lines that must frame it: it lies in part of what is opened."""
    waiting = sorted(opened, key=_extent, reverse=True)
    active: list[Opened] = []
    for first, last in blocks:
        while waiting and waiting[-1].first <= last:
            active.append(waiting.pop())
        if not active:
            yield (first, last), ()
            continue
        active = [each for each in active if each.last >= first]
        around = {
            _lines(run)
            for each in active
            if each.first < first or each.last > last
            for run in each.around(first, last)
            if run[0] <= run[1] and not first <= run[0] <= run[1] <= last
        }
        yield (first, last), tuple(sorted(around))


def _extent(opened: Opened) -> Lines:
    return opened.first, opened.last
