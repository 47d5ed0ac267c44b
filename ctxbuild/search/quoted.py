"""What a query quotes: paths with lines, names in code, messages, flags.

The same few shapes serve stack traces of all common languages: each frame
names a file and a line, and mostly a function. Patterns are linear; what is
found is bounded, whatever the length of the query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from ctxbuild.search.frames import parted
from ctxbuild.search.places import Place, find_places
from ctxbuild.search.spelling import (
    flag_names,
    identifiers,
    key_names,
    spelt_in_code,
    without_flags,
)

_MOST = 200
_MOST_READ = 5000
_MOST_LITERALS = 24
_MOST_SPELT = 40
_MOST_MESSAGES = 40
_LONGEST_PRINTED = 300
_FEW_LINES = 4
_SHORTEST_LITERAL = 10

_DOTTED = re.compile(r"\b[A-Za-z_]\w*(?:(?:\.|::|->|#|/)[A-Za-z_]\w*){1,8}")
_SEPARATOR = re.compile(r"\W+")
_NAME = re.compile(r"[A-Za-z_]\w{2,79}")
_TICKED = re.compile(r"`([^`\n]{2,200})`")
_FENCED = re.compile(r"^[ \t]*```[^\n]*\n(.{0,20000}?)^[ \t]*```", re.DOTALL | re.MULTILINE)
_CALLED = re.compile(r"\b([A-Za-z_]\w{2,79})\(")
_COMPOUND = re.compile(r"[A-Za-z0-9]_[A-Za-z0-9]|[a-z][A-Z]|[A-Z]{2}[a-z]{2}")
# line 3, in f; a.rb:3:in `f'; #3 0x00 in f (; in `f`; at f (; at a.b.C.m(
_FRAME_NAME = re.compile(
    r"(?:(?:, |:\d{1,7}:|\b0x[0-9a-f]{1,16} |#\d{1,4} {1,3})in [`'\"]?|\bin [`'\"]|^[ \t]*at )"
    r"([A-Za-z_$][\w.$:<>#]{0,200})",
    re.MULTILINE,
)
# Quotes open before a word and close after one; an apostrophe does neither.
_QUOTED = re.compile(
    r"(?<!\w)(?:\"(?=\S)([^\"\n]{10,200})\"|'(?=\S)((?:[^'\n]|(?<=\w)'(?=\w)){10,200})'"
    r"|`([^`\n]{10,200})`)(?!\w)"
)
_MESSAGE = re.compile(
    r"(?:(?:Error|Exception|error|panic|[Ww]arning|fatal|FATAL|WARN\w{0,4})[^:\n]{0,40}:"
    r"|^[ \t>]{0,20}(?:[\w$]{1,80}[.:]{1,2}){0,12}[A-Z]{1,40}[a-z]{1,40}[A-Z]\w{1,80}:"
    r"|^E {2,8})[ \t]*([^\n]{10,200})",
    re.MULTILINE,
)
# What languages and systems say by themselves; a repository's templates that say the same differ.
_OF_RUNTIMES = re.compile(
    r"object has no attribute|has no attribute|is not a function|[Cc]annot read propert(?:y|ies) of"
    r"|No such file or directory|object is not \w{1,20}|index out of (?:range|bounds)"
    r"|unexpected keyword argument|required positional arguments?|positional arguments?"
    r"|cannot import name|No module named|is not defined|invalid syntax|Permission denied"
    r"|Connection refused|invalid memory address or nil pointer dereference"
    r"|Object reference not set to an instance of an object|undefined method"
)
# Numbers, paths and quoted values differ from run to run.
_VARIABLE = re.compile(r"(?:\b[^\W\d]{0,40}\d\w{0,80}|[\"'`<>{}\[\]()/\\%=])+")
_TROUBLE = re.compile(
    r"error|fail|fatal|warn|cannot|can't|not |unable|invalid|illegal|unexpected|expected|missing"
    r"|unknown|denied|refused|unsupported|must |conflict|corrupt|abort|overflow|timed? ?out|panic",
    re.IGNORECASE,
)
# Words of prose in a row.
_SENTENCE = re.compile(r"(?<![\w.])[A-Za-z][a-z]+ [a-z]+ [a-z]+(?![\w.(=])")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a query, with the one before it in ``a.b``, ``A::b`` or ``A#b``."""

    name: str
    qualifier: str = ""
    within: Place | None = None
    """The file of the stack frame that has the name, where it may be others'."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that may stand in the code: a piece of a message, a flag, a variable, a key."""

    forms: tuple[str, ...]
    """How it may be spelt, likeliest first; what is in double quotes must be a string."""
    varies: bool = False
    """Whether it is a whole message, of which the code may have a template."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a query quotes, each kind in order of first appearance."""

    places: tuple[Place, ...]
    modules: tuple[tuple[str, ...], ...]
    """Dotted names as segments, which may be a module's path."""
    names: tuple[Name, ...]
    literals: tuple[Literal, ...]


def find_quoted(text: str) -> Quoted:
    """Return what a query quotes; what is too common to be meant is left to its terms."""
    own, frames = parted(text)
    places = dict.fromkeys([*islice(find_places(own), _MOST_READ), *frames])
    names = [*islice(_framed(frames), _MOST), *islice(_names(own), _MOST)]
    return Quoted(
        tuple(place for place in places if place.path)[:_MOST],
        tuple(dict.fromkeys(_dotted(own)))[:_MOST],
        tuple(names),
        tuple(_literals(own)),
    )


def _framed(frames: Mapping[Place, str]) -> Iterator[Name]:
    """Yield the names in frames of packages, with the files that they are in."""
    for place, lines in frames.items():
        if place.path:
            for name in _names(lines):
                yield replace(name, within=place)


def _dotted(text: str) -> list[tuple[str, ...]]:
    return [tuple(_SEPARATOR.split(found)) for found in dict.fromkeys(_DOTTED.findall(text))]


def _qualified(text: str) -> Iterator[Name]:
    """Yield the names with one before them; what slashes part are directories."""
    for found in dict.fromkeys(_DOTTED.findall(text)):
        for part in found.split("/"):
            for before, name in pairwise(_SEPARATOR.split(part)):
                yield Name(name, before)


def _names(text: str) -> dict[Name, None]:
    """Return names that are written as in code: compound, called, in ticks, in a frame."""
    found = dict.fromkeys(_qualified(text))
    shown = [*_TICKED.findall(text), *_FENCED.findall(text), *_FRAME_NAME.findall(text)]
    plain = [name for each in shown for name in _NAME.findall(without_flags(each))]
    plain += _CALLED.findall(text)
    plain += [name for name in _NAME.findall(text) if _COMPOUND.search(name)]
    spelt = dict.fromkeys((*flag_names(text), *key_names(text)))
    plain += [form for name in spelt for form in identifiers(name)]
    return {**found, **{Name(name): None for name in plain}}


def _literals(text: str) -> Iterator[Literal]:
    """Yield pieces of at least two words that do not vary, flags and the like, and messages."""
    quoted = ["".join(groups) for groups in _QUOTED.findall(text)]
    title = text.lstrip().partition("\n")[0]
    said = [*quoted, *_MESSAGE.findall(text)]
    told = [part for message in said for part in _OF_RUNTIMES.split(message)]
    pieces = (piece.strip(" .,:;!?-") for message in told for piece in _VARIABLE.split(message))
    long = (piece for piece in pieces if len(piece) >= _SHORTEST_LITERAL and " " in piece)
    for each in islice(dict.fromkeys(long), _MOST_LITERALS):
        yield Literal((each,))
    for forms in islice(dict.fromkeys(spelt_in_code(text)), _MOST_SPELT):
        yield Literal(forms)
    whole = [*_OF_RUNTIMES.split(title), *told, *_printed(text)]
    for message in islice(dict.fromkeys(whole), _MOST_MESSAGES):
        yield Literal((message,), varies=True)


def _printed(text: str) -> Iterator[str]:
    """Yield lines of blocks that read like messages: of long ones those that tell of trouble."""
    for block in _FENCED.findall(text):
        lines = block.split("\n")
        for line in lines:
            if not _SHORTEST_LITERAL < len(line) < _LONGEST_PRINTED:
                continue
            if _SENTENCE.search(line) and (len(lines) <= _FEW_LINES or _TROUBLE.search(line)):
                yield line.strip()
