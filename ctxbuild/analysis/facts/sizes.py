"""Languages and size: files and lines, by language and by what files are for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material


@dataclass(frozen=True, slots=True)
class LanguageSize:
    """How much of a language there is; ``source_lines`` are those of source files alone."""

    language: str
    files: int
    lines: int
    source_lines: int


def find_sizes(material: Material) -> tuple[LanguageSize, ...]:
    """Return the languages, that with the most lines of source first."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for index, document in enumerate(material.documents):
        if document.kind == "binary" or (not material.is_own(index) and document.role != "test"):
            continue
        row = counts[document.language or "text"]
        row[0] += 1
        row[1] += document.lines
        row[2] += document.lines if document.role == "source" else 0
    rows = (LanguageSize(name, *row) for name, row in counts.items())
    return tuple(sorted(rows, key=lambda row: (-row.source_lines, -row.lines, row.language)))
