"""Two texts line by line: what went and what came, as a person would mark it.

Lines that occur once on both sides anchor the comparison (patience diff, Bram
Cohen); between anchors Myers' greedy algorithm finds a shortest script ("An
O(ND) Difference Algorithm and Its Variations", 1986). A budget of steps
bounds it: what is not resolved within stands as replaced, which is
still a correct diff. Where an insertion or deletion may as well stand some lines
higher or lower, it begins where a block of the text does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = 400_000
"""For Myers' algorithm on one pair of texts: about 0.1 s."""
_STEPS_PER_LINE = 8
_MOST_EDITS = 1000
"""Memory grows with its square: 8 MB of references."""
_MOST_DEPTH = 24
"""Anchors inside anchors; real texts need 3 to 6, and each level looks at all lines once."""
_STRIDES = (1024, 64, 8, 1)
_CLOSERS = frozenset("}])>;,")
_CLOSING_WORDS = frozenset({"end", "fi", "done", "esac", "endif", "else", "else:", "pass"})


@dataclass(frozen=True, slots=True)
class Hunk:
    """A run of lines that went and the run that came in its place.

    Starts are 1-based; with a count of 0, the start is the line before which
    the other side's lines stand (one past the last at the end).
    """

    old_start: int
    old_count: int
    new_start: int
    new_count: int


Range = tuple[int, int, int, int]
"""Half-open ranges of lines on both sides, from 0: old from, old to, new from, new to."""


def split_lines(text: str) -> list[str]:
    r"""Return the lines of a text, each with its ``\n``, which the last may lack."""
    lines = text.split("\n")
    last = lines.pop()
    lines = [line + "\n" for line in lines]
    return [*lines, last] if last else lines


def diff_lines(old: Sequence[str], new: Sequence[str]) -> tuple[Hunk, ...]:
    """Return what turns ``old`` into ``new``, in order; unchanged lines lie between any two hunks.

    The time is close to linear in the number of lines, whatever they hold.
    """
    if old == new:
        return ()
    head, tail = _common_ends(old, new)
    names: dict[str, int] = {}
    a = [names.setdefault(line, len(names)) for line in old[head : len(old) - tail]]
    b = [names.setdefault(line, len(names)) for line in new[head : len(new) - tail]]
    matching = _Matching(a, b)
    matching.run()
    before, after = bytes(head), bytes(tail)
    gone, came = (before + marks + after for marks in (matching.gone, matching.came))
    return _settled(_ranges(gone, came), old, new)


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many lines both sides begin, and further ones end with, compared in strides."""
    least = min(len(old), len(new))
    head = tail = 0
    for stride in _STRIDES:
        while head + stride <= least and old[head : head + stride] == new[head : head + stride]:
            head += stride
    for stride in _STRIDES:
        while head + tail + stride <= least and (
            old[len(old) - tail - stride : len(old) - tail]
            == new[len(new) - tail - stride : len(new) - tail]
        ):
            tail += stride
    return head, tail


class _Matching:
    """Pairs equal lines of both sides in order; ``gone`` and ``came`` mark the others."""

    def __init__(self, a: Sequence[int], b: Sequence[int]) -> None:
        self.a, self.b = a, b
        self.gone = bytearray(b"\1") * len(a)
        self.came = bytearray(b"\1") * len(b)
        self.steps = _STEPS + _STEPS_PER_LINE * (len(a) + len(b))

    def run(self) -> None:
        """Compare everything; ranges wait on a stack, for recursion could go too deep."""
        waiting: list[tuple[Range, int]] = [((0, len(self.a), 0, len(self.b)), 0)]
        while waiting:
            gap, depth = waiting.pop()
            inner = self._trimmed(gap)
            if inner[0] == inner[1] or inner[2] == inner[3]:
                continue
            anchors = self._anchors(inner) if depth < _MOST_DEPTH else []
            if anchors:
                gaps = self._between(inner, anchors)
                waiting += [(each, depth + 1) for each in gaps]
            else:
                self._shortest(inner)

    def _pair(self, i: int, j: int) -> None:
        self.gone[i] = self.came[j] = 0

    def _trimmed(self, gap: Range) -> Range:
        """Pair equal lines at both ends of a range and return what lies between."""
        a, b = self.a, self.b
        low_a, high_a, low_b, high_b = gap
        while low_a < high_a and low_b < high_b and a[low_a] == b[low_b]:
            self._pair(low_a, low_b)
            low_a, low_b = low_a + 1, low_b + 1
        while low_a < high_a and low_b < high_b and a[high_a - 1] == b[high_b - 1]:
            high_a, high_b = high_a - 1, high_b - 1
            self._pair(high_a, high_b)
        return low_a, high_a, low_b, high_b

    def _anchors(self, gap: Range) -> list[tuple[int, int]]:
        """Return the longest chain of lines that both sides of a range hold exactly once."""
        low_a, high_a, low_b, high_b = gap
        once_a = _once(self.a[low_a:high_a], low_a)
        once_b = _once(self.b[low_b:high_b], low_b)
        pairs = [(i, once_b[line]) for line, i in once_a.items() if line in once_b]
        return _rising(pairs)

    def _between(self, gap: Range, anchors: Sequence[tuple[int, int]]) -> list[Range]:
        low_a, high_a, low_b, high_b = gap
        gaps = []
        for i, j in anchors:
            self._pair(i, j)
            gaps.append((low_a, i, low_b, j))
            low_a, low_b = i + 1, j + 1
        return [*gaps, (low_a, high_a, low_b, high_b)]

    def _shortest(self, gap: Range) -> None:
        """Pair the lines of a range that a shortest edit script keeps."""
        low_a, high_a, low_b, high_b = gap
        in_a, in_b = set(self.a[low_a:high_a]), set(self.b[low_b:high_b])
        # Lines that only one side has can be no pair, and only cost steps.
        left = [i for i in range(low_a, high_a) if self.a[i] in in_b]
        right = [j for j in range(low_b, high_b) if self.b[j] in in_a]
        x = y = 0
        while self.steps > 0 and x < len(left) and y < len(right):
            pairs, reached = self._snakes(left[x:], right[y:])
            for i, j in pairs:
                self._pair(i, j)
            if reached == (0, 0):
                return
            x, y = x + reached[0], y + reached[1]

    def _snakes(
        self, left: Sequence[int], right: Sequence[int]
    ) -> tuple[list[tuple[int, int]], tuple[int, int]]:
        """Follow the furthest paths from the start, and return the best one's pairs and end."""
        a, b = [self.a[i] for i in left], [self.b[j] for j in right]
        trail: list[dict[int, int]] = []
        ends = (len(a), len(b))
        for edits in range(min(sum(ends), _MOST_EDITS) + 1):
            reached = self._step(a, b, trail, edits)
            if reached:
                trail.append(reached)
            k = ends[0] - ends[1]
            if reached.get(k) == ends[0]:
                return _traced(trail, k, left, right), ends
            if self.steps <= 0:
                break
        furthest = trail[-1]
        best = max(furthest, key=lambda k: (2 * furthest[k] - k, -k))
        x = furthest[best]
        return _traced(trail, best, left, right), (x, x - best)

    def _step(
        self, a: Sequence[int], b: Sequence[int], trail: Sequence[dict[int, int]], edits: int
    ) -> dict[int, int]:
        """Return how many lines of ``a`` are used up on each diagonal after so many edits."""
        n, m = len(a), len(b)
        reached: dict[int, int] = {}
        low, high = edits - 2 * max(0, edits - m), edits - 2 * max(0, edits - n)
        for k in range(-low, high + 1, 2):
            x = start = _entered(trail, edits, k)[0]
            y = x - k
            if 0 <= x <= n and y <= m:
                while x < n and y < m and a[x] == b[y]:
                    x, y = x + 1, y + 1
                reached[k] = x
            self.steps -= x - start + 1
            if self.steps <= 0 or (x == n and y == m):
                break
        return reached


def _entered(trail: Sequence[dict[int, int]], edits: int, k: int) -> tuple[int, int]:
    """Return where a path comes onto diagonal ``k`` with its last edit, and from which diagonal.

    An edit takes a line of the new text (from above) or drops one of the old (from below).
    """
    if edits == 0:
        return 0, k
    before = trail[edits - 1]
    took, dropped = before.get(k + 1, -1), before.get(k - 1, -2) + 1
    return (took, k + 1) if took >= dropped else (dropped, k - 1)


def _traced(
    trail: Sequence[dict[int, int]], k: int, left: Sequence[int], right: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the pairs on the path that ends on diagonal ``k`` of the last step."""
    pairs = []
    for edits in range(len(trail) - 1, -1, -1):
        end = trail[edits][k]
        start, before = _entered(trail, edits, k)
        pairs += [(left[x], right[x - k]) for x in range(start, end)]
        k = before
    return pairs


def _once(lines: Sequence[int], offset: int) -> dict[int, int]:
    """Return lines that occur once, with where."""
    counts = Counter(lines)
    return {line: at for at, line in enumerate(lines, offset) if counts[line] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest run of pairs, which come in order of the first, that rise in the second."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        previous.append(last[place - 1] if place else -1)
        ends[place : place + 1], last[place : place + 1] = [j], [number]
    chain = []
    at = last[-1] if last else -1
    while at >= 0:
        chain.append(pairs[at])
        at = previous[at]
    return chain[::-1]


def _ranges(gone: bytes | bytearray, came: bytes | bytearray) -> list[Range]:
    """Return maximal runs of marked lines; the unmarked ones of both sides are pairs in order."""
    found = []
    i = j = 0
    while i < len(gone) or j < len(came):
        # Unmarked lines come in pairs: the distance to the next marked one is the same or shorter.
        next_i, next_j = gone.find(1, i), came.find(1, j)
        step_i = (next_i if next_i >= 0 else len(gone)) - i
        step_j = (next_j if next_j >= 0 else len(came)) - j
        step = min(step_i, step_j)
        i, j = i + step, j + step
        if i == len(gone) and j == len(came):
            break
        end_i, end_j = gone.find(0, i), came.find(0, j)
        stop_i = (end_i if end_i >= 0 else len(gone)) if step_i == step else i
        stop_j = (end_j if end_j >= 0 else len(came)) if step_j == step else j
        found.append((i, stop_i, j, stop_j))
        i, j = stop_i, stop_j
    return found


def _settled(ranges: Sequence[Range], old: Sequence[str], new: Sequence[str]) -> tuple[Hunk, ...]:
    """Move insertions and deletions to where a reader expects them."""
    hunks = []
    end_a = end_b = 0
    for number, (low_a, high_a, low_b, high_b) in enumerate(ranges):
        after = ranges[number + 1] if number + 1 < len(ranges) else None
        shift = 0
        if low_a == high_a:
            room = (end_b + bool(number), after[2] - 1 if after else len(new))
            shift = _shift(new, low_b, high_b, room)
        elif low_b == high_b:
            room = (end_a + bool(number), after[0] - 1 if after else len(old))
            shift = _shift(old, low_a, high_a, room)
        hunks.append(Hunk(low_a + shift + 1, high_a - low_a, low_b + shift + 1, high_b - low_b))
        end_a, end_b = high_a + shift, high_b + shift
    return tuple(hunks)


def _shift(lines: Sequence[str], low: int, high: int, room: tuple[int, int]) -> int:
    """Return by how many lines a run moves so that it begins best; text outside is the same."""
    first, last = room
    top, bottom = low, low
    size = high - low
    while top > first and lines[top - 1] == lines[top - 1 + size]:
        top -= 1
    while bottom + size < last and lines[bottom] == lines[bottom + size]:
        bottom += 1
    if top == bottom:
        return 0
    return min(range(top, bottom + 1), key=lambda at: _fitness(lines, at)) - low


def _fitness(lines: Sequence[str], at: int) -> tuple[int, int, bool, int]:
    """Rank a line as the first of a run, the best least: no end of a block, little indented."""
    line = lines[at].expandtabs()
    text = line.strip()
    kind = 0 if text else 1
    if text in _CLOSING_WORDS or (text and _CLOSERS.issuperset(text)):
        kind = 2
    indent = len(line) - len(line.lstrip()) if text else 0
    return kind, indent, bool(at and lines[at - 1].strip()), -at
