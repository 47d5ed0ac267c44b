"""Comments that say that something is left to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class Marker:
    """A ``TODO``, ``FIXME``, ``XXX`` or ``HACK``, with what follows on its line."""

    word: str
    text: str
    path: str
    claim: Claim


_MARKER = re.compile(
    r"(?:#|//|/\*|\*|--|;|%|<!--)[^\n\w]{0,40}\b(TODO|FIXME|XXX|HACK)\b([^\n]{0,200})"
)
_WORDS = ("TODO", "FIXME", "XXX", "HACK")
_MOST = 2000


def find_markers(material: Material) -> tuple[Marker, ...]:
    """Return the markers of source and test files, in document order."""
    found: list[Marker] = []
    for index, document in enumerate(material.documents):
        if document.kind != "code" or document.role not in {"source", "test", "config"}:
            continue
        if not any(word in material.text(index) for word in _WORDS):
            continue
        for number, line in enumerate(material.lines(index), 1):
            match = _MARKER.search(line) if len(line) < _LONGEST else None
            if match:
                words = match[2].removesuffix("*/").strip(" :-.")
                claim = material.claim(
                    index, "Something is left to do.", (number, number), "quoted", match[1]
                )
                found.append(Marker(match[1], " ".join(words.split()), document.path, claim))
    return tuple(found[:_MOST])


_LONGEST = 2000
"""Characters; a longer line is no work of a person."""
