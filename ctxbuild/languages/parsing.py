"""Parsing within limits that depend on the text alone, never on the clock.

Generalised LR parsing can take time and memory that grow with the square of
the input, and some grammars overflow the C stack, on texts that repeat one
small unit thousands of times; no program is like that. Such texts are
recognised before parsing, and parsing stops after a number of steps in
proportion to the size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctxbuild.languages.interrupts import Held

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Point, Tree

MAX_BYTES = 16_000_000
"""Larger texts are not parsed: a syntax tree takes 15 to 30 times the text."""

WINDOW = 8192
"""Bytes looked at together; 8 kB of ``a<`` cost Java's parser 220 MB, 20 kB 1.3 GB."""

STRIDE = 127
"""Bytes between samples; prime, so that tables with even rows still vary."""

SAMPLE = 12
"""Bytes of one sample."""

MIN_DISTINCT = 16
"""Of the 64 samples in a window. Of 31,501 windows of real code 573 have fewer than 32
different ones, and those below 16 lie in two files, tests with machine-made repetitions."""

STEPS_PER_BYTE = 0.06
"""Progress reports (100 parser operations each) per byte; real code stays below 0.014."""

FREE_STEPS = 5000
"""Progress reports that every text may take."""

_CHUNK = 1 << 16
_OF_NODE = 256
"""Bytes asked for at once when the text of a node is read: most nodes are names."""
_free: list[memoryview] = []
"""Room for chunks. tree-sitter 0.26.1 never lets go of what it reads (17,000 files read three
times over kept 300 MB), so it is shown the same room again and again."""


def parse(parser: Parser, text: bytes) -> Tree | None:
    """Return the syntax tree of ``text``, or None when that takes too many steps."""
    allowed = FREE_STEPS + int(len(text) * STEPS_PER_BYTE)
    steps = 0
    room = _taken()
    is_parsed = False

    def read(offset: int, _point: Point) -> bytes | memoryview:
        if is_parsed:  # the tree asks for the text of a node
            return text[offset : offset + _OF_NODE]
        chunk = text[offset : offset + _CHUNK]
        room[: len(chunk)] = chunk
        return room[: len(chunk)]

    def is_over(_offset: int, _has_error: bool) -> bool:
        nonlocal steps
        steps += 1
        return steps > allowed or held.came

    with Held() as held:
        try:
            return parser.parse(read, progress_callback=is_over)
        except ValueError:
            parser.reset()
            return None
        finally:
            is_parsed = True
            _free.append(room)


def _taken() -> memoryview:
    """Return room for a chunk that no other thread has."""
    try:
        return _free.pop()
    except IndexError:
        return memoryview(bytearray(_CHUNK))


def is_parsable(text: bytes) -> bool:
    """Say whether ``text`` is of a size and shape to be parsed at all."""
    return len(text) <= MAX_BYTES and not is_repetitive(text)


def is_repetitive(text: bytes) -> bool:
    """Say whether some stretch of ``text`` repeats a small unit over and over."""
    for start in range(0, len(text) - WINDOW + 1, WINDOW):
        stop = start + WINDOW - SAMPLE
        samples = {text[at : at + SAMPLE] for at in range(start, stop, STRIDE)}
        if len(samples) < MIN_DISTINCT:
            return True
    return False


def is_worth_querying(node: Node) -> bool:
    """Say whether ``node`` is not a heap of stray tokens.

    The query cursor looks past every run of anonymous siblings again and
    again, which takes the square of their number.
    """
    return node.child_count < 2000 or node.named_child_count * 10 > node.child_count
