"""What a query quotes: paths with lines, names in code, messages, flags.

The same few shapes serve stack traces of all common languages: each frame
names a file and a line, and mostly a function. Patterns are linear; what is
found is bounded, whatever the length of the query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_MOST = 200
_MOST_LITERALS = 24
_SHORTEST_LITERAL = 10

# a/b.py:12, a\b.cs:line 12, File "a/b.py", line 12, b.php(12), b.py#L12
_PATH = re.compile(
    r"(?<![\w@+.~/\\-])(?P<path>[\w@+.~/\\-]{0,240}[\w+-]\.[A-Za-z]\w{0,7})\b"
    r"(?:[\"']?(?:, line |:line |:|\(|\#L)(?P<line>\d{1,7}))?"
)
_DOTTED = re.compile(r"\b[A-Za-z_]\w*(?:(?:\.|::|->|#|/)[A-Za-z_]\w*){1,8}")
_NAME = re.compile(r"[A-Za-z_]\w{2,79}")
_TICKED = re.compile(r"`([^`\n]{2,200})`")
_FENCED = re.compile(r"^[ \t]*```[^\n]*\n(.{0,20000}?)^[ \t]*```", re.DOTALL | re.MULTILINE)
_CALLED = re.compile(r"\b([A-Za-z_]\w{2,79})\(")
_COMPOUND = re.compile(r"[A-Za-z0-9]_[A-Za-z0-9]|[a-z][A-Z]")
# in f, at f (, at a.b.C.m(, in `f', #3 0x00 in f (
_FRAME_NAME = re.compile(r"(?:\bin [`'\"]?|\bat )([A-Za-z_$][\w.$:<>#]{0,200})")
_QUOTED = re.compile(r"\"([^\"\n]{10,200})\"|'([^'\n]{10,200})'|`([^`\n]{10,200})`")
_MESSAGE = re.compile(
    r"(?:Error|Exception|error|panic|[Ww]arning|fatal|FATAL|WARN\w{0,4})"
    r"[^:\n]{0,40}:[ \t]*([^\n]{10,200})"
)
# Numbers, paths and quoted values differ from run to run.
_VARIABLE = re.compile(r"[\d\"'`<>{}\[\]()/\\%=]+")
_FLAG = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]{2,40}")


@dataclass(frozen=True, slots=True)
class Place:
    """A path in a query, with the line where one is given, else 0."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a query, with the one before it in ``a.b``, ``A::b`` or ``A#b``."""

    name: str
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a query quotes, each kind in order of first appearance."""

    places: tuple[Place, ...]
    modules: tuple[tuple[str, ...], ...]
    """Dotted names as segments, which may be a module's path."""
    names: tuple[Name, ...]
    literals: tuple[str, ...]
    """Pieces of messages and flags that may stand in the code as they are."""


def find_quoted(text: str) -> Quoted:
    """Return what a query quotes; what is too common to be meant is left to its terms."""
    places = dict.fromkeys(
        Place(found["path"].replace("\\", "/"), int(found["line"] or 0))
        for found in _PATH.finditer(text)
    )
    dotted = dict.fromkeys(tuple(re.split(r"\W+", found[0])) for found in _DOTTED.finditer(text))
    return Quoted(
        tuple(places)[:_MOST],
        tuple(dotted)[:_MOST],
        tuple(_names(text, list(dotted)))[:_MOST],
        tuple(_literals(text))[:_MOST_LITERALS],
    )


def _names(text: str, dotted: list[tuple[str, ...]]) -> dict[Name, None]:
    """Return names that are written as in code: compound, called, in ticks, in a frame."""
    found = {Name(b, a): None for parts in dotted for a, b in pairwise(parts)}
    shown = [*_TICKED.findall(text), *_FENCED.findall(text), *_FRAME_NAME.findall(text)]
    plain = [name for each in shown for name in _NAME.findall(each)]
    plain += _CALLED.findall(text)
    plain += [name for name in _NAME.findall(text) if _COMPOUND.search(name)]
    return {**found, **{Name(name): None for name in plain}}


def _literals(text: str) -> dict[str, None]:
    """Return pieces of at least two words that do not vary, and flags."""
    quoted = ("".join(groups) for groups in _QUOTED.findall(text))
    pieces = [
        piece.strip(" .,:;!?-")
        for message in (*quoted, *_MESSAGE.findall(text))
        for piece in _VARIABLE.split(message)
    ]
    long = (piece for piece in pieces if len(piece) >= _SHORTEST_LITERAL and " " in piece)
    return dict.fromkeys((*long, *_FLAG.findall(text)))
