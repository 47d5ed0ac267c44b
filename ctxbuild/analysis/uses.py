"""How often a repository's own documents use each name: what its authors show to newcomers.

Only code counts: blocks, inline code and examples in doc comments, not prose,
in which ``get`` and ``option`` are words. Uses are counted by documents, with
more of the same in one document worth ever less.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ctxbuild.model import Document, Role

# What one document that uses a name says of it, by what the document is for.
_ROLE_WEIGHTS: dict[Role, float] = {"readme": 6.0, "docs": 2.0, "example": 1.5, "source": 0.7}
# Pages for newcomers, and pages that tell of what was.
_TEACHING = re.compile(
    r"quick-?start|getting[-_ ]?started|tutorial|usage|guide|intro|basic|first|overview|cookbook"
    r"|how-?to|examples?|recipes",
    re.IGNORECASE,
)
_TEACHING_FACTOR = 1.5
_PAST = re.compile(
    r"(?:^|/)(?:change(?:s|log)|history|news|releases?|migrat\w*|upgrad\w*|licen[cs]es?|contributing"
    r"|blog|adr|rfcs?)(?=[-_./]|$)",
    re.IGNORECASE,
)
_PAST_FACTOR = 0.1
# Longer ones are lists, not lessons.
_MOST_BYTES = 300_000

_WORD = re.compile(rb"[A-Za-z_]\w+")
_PAIR = re.compile(rb"(?<!\w)([A-Za-z_]\w*+)(?:\([^()\n]{0,60}\))?(?:\.|::|->|#)(?=([A-Za-z_]\w+))")
_INLINE = re.compile(rb"`([^`\n]{2,120})`")
_DIRECTIVE = re.compile(rb"^(?:\.\. (?:auto\w+|py:\w+|function|class|method)::|:::)([^\n]*)", re.M)
_INDENTED = re.compile(rb"^(?: {3,}|\t)([^\n]*)", re.MULTILINE)
_FENCED = re.compile(rb"^[ \t>]*(```|~~~)", re.MULTILINE)
_BLOCK_EDGE = re.compile(rb"^----+[ \t]*$", re.MULTILINE)
_DOCTEST = re.compile(rb"^[ \t]*(?:>>>|\.\.\.) ([^\n]*)", re.MULTILINE)
_COMMENT = re.compile(rb"^[ \t]*(?://[/!]|/?\*\*?|#)[ \t]?([^\n]*)", re.MULTILINE)


@dataclass(slots=True)
class Uses:
    """Weighted uses of names: anywhere in code, and after a receiver."""

    names: dict[bytes, float] = field(default_factory=dict)
    """Every use of a word, as name or as member."""
    members: dict[bytes, float] = field(default_factory=dict)
    """Uses as a member of anything: ``x.name``, ``x::name``, ``x->name``."""
    pairs: dict[bytes, dict[bytes, float]] = field(default_factory=dict)
    """Uses as a member, by receiver in lower case."""


def document_weight(document: Document) -> float:
    """Return what a use in a document is worth; 0 where uses say nothing."""
    if document.content is None or document.size > _MOST_BYTES:
        return 0.0
    weight = _ROLE_WEIGHTS.get(document.role, 0.0)
    if document.kind == "data" or not weight:
        return 0.0
    if document.role == "readme" and "/" in document.front:
        weight = _ROLE_WEIGHTS["docs"]
    if document.kind == "prose":
        if _PAST.search(document.path):
            weight *= _PAST_FACTOR
        elif _TEACHING.search(document.path):
            weight *= _TEACHING_FACTOR
    return weight


def shown_code(data: bytes, document: Document) -> bytes:
    """Return the code that a document shows its reader: examples, not its own workings."""
    if document.kind != "prose":
        return data if document.role == "example" else _examples(data)
    parts = _INLINE.findall(data)
    if document.language in {"rst", "text"}:
        parts += _INDENTED.findall(data)
        parts += _DIRECTIVE.findall(data)
    elif document.language == "asciidoc":
        parts += _BLOCK_EDGE.split(data)[1::2]
    else:
        parts += _fenced(data)
        parts += _DIRECTIVE.findall(data)
    return b"\n".join(parts)


def _fenced(data: bytes) -> list[bytes]:
    """Return what stands between fences; the mark that opened a block closes it."""
    blocks: list[bytes] = []
    opened: tuple[bytes, int] | None = None
    for match in _FENCED.finditer(data):
        if opened is None:
            opened = match[1], data.find(b"\n", match.end())
        elif match[1] == opened[0]:
            blocks.append(data[opened[1] : match.start()])
            opened = None
    return blocks


def _examples(data: bytes) -> bytes:
    """Return the examples in the doc comments of a source file."""
    parts = _DOCTEST.findall(data) if b">>> " in data else []
    if b"```" in data:
        parts += _fenced(b"\n".join(_COMMENT.findall(data)))
    return b"\n".join(parts)


def count_uses(texts: Iterable[tuple[float, bytes]], wanted: Collection[bytes]) -> Uses:
    """Count how texts use names.

    Args:
        texts: code with the weight of its document.
        wanted: the names of interest; others are not counted.

    """
    uses = Uses()
    for weight, data in texts:
        if not data:
            continue
        found = Counter(_WORD.findall(data))
        if found.keys().isdisjoint(wanted):
            continue
        _add(uses.names, found, weight, wanted)
        members: dict[bytes, int] = {}
        for (receiver, name), number in Counter(_PAIR.findall(data)).items():
            if name in wanted:
                members[name] = members.get(name, 0) + number
                receivers = uses.pairs.setdefault(name, {})
                key = receiver.lower()
                receivers[key] = receivers.get(key, 0.0) + weight * _more(number)
        _add(uses.members, members, weight, wanted)
    return uses


def _add(
    totals: dict[bytes, float], found: Mapping[bytes, int], weight: float, wanted: Collection[bytes]
) -> None:
    for name, number in found.items():
        if name in wanted:
            totals[name] = totals.get(name, 0.0) + weight * _more(number)


def _more(number: int) -> float:
    return 1.0 + 0.5 * math.log(number)
