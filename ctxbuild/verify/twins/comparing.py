"""How much of a page its twin has, how much of the twin the page has, and where they differ."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from ctxbuild.verify.findings import Finding
from ctxbuild.verify.twins.reading import Heading, Link, Reading, Row, Words, target_of, words

RUN = 3
"""Words in a row that have to be the same for each of them to be found."""

SHORT_RUN = 2
"""Words that may stand elsewhere: labels, cells and captions move."""

MOST_TRIED = 50
"""Rows of a twin that one of a page is compared with."""

MOST_NOTED = 500
"""Differences of a kind that are named for one twin."""

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Measure:
    """How many of a kind of thing were found."""

    name: str
    found: int
    of: int

    @property
    def percent(self) -> float:
        """The share in percent; 100 where there is nothing to find."""
        return 100 * self.found / self.of if self.of else 100.0


@dataclass(frozen=True, slots=True)
class Fidelity:
    """What a comparison came to: a measure of each kind, and differences by line of the twin."""

    measures: tuple[Measure, ...]
    differences: tuple[Finding, ...]


def compare(path: str, twin: Reading, page: Reading) -> Fidelity:
    """Compare a twin with its page; ``path`` names the twin in differences."""
    comparison = _Comparison(path, twin)
    recall, precision = comparison.text(twin, page)
    measures = (
        recall,
        precision,
        comparison.code(twin, page),
        comparison.tables(twin, page.rows),
        comparison.headings(twin.headings, page.headings),
        comparison.links(twin, page.links),
    )
    return Fidelity(measures, tuple(sorted(comparison.differences)))


class _Comparison:
    def __init__(self, path: str, twin: Reading) -> None:
        self._path = path
        self._lines = _lines_of(twin)
        self._noted: Counter[str] = Counter()
        self.differences: list[Finding] = []

    def _note(self, line: int, rule: str, message: str) -> None:
        self._noted[rule] += 1
        if self._noted[rule] <= MOST_NOTED:
            self.differences.append(Finding(self._path, max(1, line), rule, message))

    def _place(self, said: Sequence[str]) -> int:
        """Return the line of the twin where a text begins; the first if it does not stand there."""
        return self._lines.get(tuple(said[:RUN]), 1)

    def text(self, twin: Reading, page: Reading) -> tuple[Measure, Measure]:
        """Compare words with those around them."""
        wanted = [word for word, free in zip(page.words, page.free, strict=True) if not free]
        there = _runs(page.words) | _runs(wanted)
        ours = _covered(twin.words, there)
        theirs = _covered(wanted, _runs(twin.words))
        whole = iter(_covered(page.words, _runs(twin.words)))
        inside = [hit for hit, free in zip(whole, page.free, strict=True) if not free]
        theirs = [one or other for one, other in zip(theirs, inside, strict=True)]
        spare = Counter(word for word, hit in zip(twin.words, ours, strict=True) if not hit)
        left = Counter(word for word, hit in zip(wanted, theirs, strict=True) if not hit)
        left.update(word for word, free in zip(page.words, page.free, strict=True) if free)
        _forgive(wanted, theirs, spare)
        _forgive(twin.words, ours, left)
        for first, last in islice(_gaps(theirs), MOST_NOTED):
            before = (self._lines.get(run, 0) for run in _before(wanted, first))
            line = next(filter(None, before), 1)
            self._note(line, "text-lost", f"the page goes on: {_quoted(wanted[first:last])}")
        ours = [hit or free for hit, free in zip(ours, twin.free, strict=True)]
        for first, last in islice(_gaps(ours), MOST_NOTED):
            said = _quoted(twin.words[first:last])
            self._note(twin.lines[first], "text-added", f"not in the page's content: {said}")
        return (
            Measure("text recall", sum(theirs), len(theirs)),
            Measure("text precision", sum(ours), len(ours)),
        )

    def code(self, twin: Reading, page: Reading) -> Measure:
        """Compare blocks of code, to the byte."""
        have = Counter(code.text for code in twin.code)
        lost = []
        for code in page.code:
            if have[code.text]:
                have[code.text] -= 1
            else:
                lost.append(code.text)
        added = []
        for block in twin.code:
            if have[block.text]:
                have[block.text] -= 1
                added.append(block)
        loose = {"".join(text.split()) for text in lost}
        for block in added:
            same = "".join(block.text.split()) in loose
            rule = "code-spaced" if same else "code-added"
            why = "differs from the page in white space" if same else "not on the page"
            self._note(block.line, rule, f"{why}: {_first_line(block.text)}")
        known = {"".join(block.text.split()) for block in added}
        for text in lost:
            if "".join(text.split()) not in known:
                self._note(
                    self._place(words(text)), "code-lost", f"not in the twin: {_first_line(text)}"
                )
        return Measure("code", len(page.code) - len(lost), len(page.code))

    def tables(self, twin: Reading, page: Sequence[Row]) -> Measure:
        """Compare rows: all cells of one on the page in one of the twin, in order.

        Rows of a table whose columns have no titles may be text: declarations, entries with
        what they mean. They are kept where the words of their cells follow each other.
        """
        rows: defaultdict[Words, deque[int]] = defaultdict(deque)
        said = f" {' '.join(twin.words)} "
        for number, row in enumerate(twin.rows):
            for cell in set(row.cells):
                rows[cell].append(number)
        used: set[int] = set()
        found = 0
        for row in page:
            rarest = min((c for c in row.cells if c), key=lambda cell: len(rows.get(cell, ())))
            waiting = rows.get(rarest, deque())
            while waiting and waiting[0] in used:
                waiting.popleft()
            tried = (n for n in islice(waiting, MOST_TRIED) if n not in used)
            fitting = [n for n in tried if _is_part(row.cells, twin.rows[n].cells)][:1]
            used.update(fitting)
            if fitting or (not row.headed and f" {' '.join(chain(*row.cells))} " in said):
                found += 1
            else:
                cells = " | ".join(" ".join(cell) for cell in row.cells)
                line = next((n for n in map(self._place, filter(None, row.cells)) if n > 1), 1)
                self._note(line, "row-lost", f"no row of a table: {_cut(cells)}")
        return Measure("tables", found, len(page))

    def headings(self, twin: Sequence[Heading], page: Sequence[Heading]) -> Measure:
        """Compare headings; a shift of all levels is none of one."""
        levels: defaultdict[Words, list[Heading]] = defaultdict(list)
        for heading in reversed(twin):
            levels[heading.words].append(heading)
        pairs = []
        for heading in page:
            if levels[heading.words]:
                pairs.append((heading, levels[heading.words].pop()))
            else:
                line = self._place(heading.words)
                self._note(line, "heading-lost", f"no heading: {_quoted(heading.words)}")
        shifts = Counter(mine.level - theirs.level for theirs, mine in pairs)
        usual = min(shifts, key=lambda shift: (-shifts[shift], abs(shift)), default=0)
        for theirs, mine in pairs:
            if mine.level - theirs.level != usual and mine.level > 1:
                self._note(
                    mine.line,
                    "heading-level",
                    f"level {mine.level}, on the page {theirs.level}: {_quoted(mine.words)}",
                )
        return Measure("headings", len(pairs), len(page))

    def links(self, twin: Reading, page: Sequence[Link]) -> Measure:
        """Compare links by text and the end of their target; any two within the page match.

        A link to a place of the page is no loss where the twin has the heading of that name:
        lists of a page's own sections are left out.
        """
        own = target_of(self._path)
        have = Counter((link.words, link.target) for link in twin.links)
        by_text = Counter(link.words for link in twin.links)
        headed = {heading.words for heading in twin.headings}
        found = 0
        for link in page:
            key = (link.words, link.target)
            if (have[key] if link.target not in ("", own) else by_text[link.words]) > 0:
                have[key] -= 1
                by_text[link.words] -= 1
                found += 1
            elif link.target in ("", own) and link.words in headed:
                found += 1
            else:
                said = _quoted(link.words)
                to = _cut(link.target) or "#"
                self._note(self._place(link.words), "link-lost", f"no link: {said} to {to}")
        return Measure("links", found, len(page))


def _runs(said: Sequence[str]) -> Counter[Words]:
    return Counter(tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1))


def _covered(said: Sequence[str], there: Counter[Words]) -> list[bool]:
    """Return for each word whether it stands in a run that the other side has as often."""
    left = there.copy()
    hits = [False] * len(said)
    for at in range(len(said) - RUN + 1):
        run = tuple(said[at : at + RUN])
        if left[run] > 0:
            left[run] -= 1
            hits[at : at + RUN] = [True] * RUN
    return hits


def _forgive(said: Sequence[str], hits: list[bool], spare: Counter[str]) -> None:
    """Count short runs as found that the other side has left over somewhere."""
    for first, last in list(_gaps(hits)):
        if last - first <= SHORT_RUN or len(said) < RUN:
            for at in range(first, last):
                if spare[said[at]] > 0:
                    spare[said[at]] -= 1
                    hits[at] = True


def _gaps(hits: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield first and end of each run of words that were not found."""
    first = None
    for at, hit in enumerate([*hits, True]):
        if not hit and first is None:
            first = at
        elif hit and first is not None:
            yield first, at
            first = None


def _lines_of(twin: Reading) -> dict[Words, int]:
    """Return the first line of the twin on which each run of up to three words begins."""
    found: dict[Words, int] = {}
    for length in range(1, RUN + 1):
        for at in range(len(twin.words) - length + 1):
            found.setdefault(tuple(twin.words[at : at + length]), twin.lines[at])
    return found


def _before(said: Sequence[str], at: int) -> Iterator[Words]:
    for end in range(at, max(RUN, at - 100) - 1, -1):
        yield tuple(said[end - RUN : end])


def _is_part(cells: Sequence[Words], row: Sequence[Words]) -> bool:
    """Whether cells stand in a row, in order; spanned ones may be repeated between them."""
    rest = iter(row)
    return all(cell in rest for cell in cells if cell)


def _quoted(said: Sequence[str]) -> str:
    more = " …" if len(said) > _SHOWN else ""
    return f"“{_cut(' '.join(said[:_SHOWN]))}{more}”"


def _first_line(text: str) -> str:
    return _cut(text.strip().partition("\n")[0])


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
