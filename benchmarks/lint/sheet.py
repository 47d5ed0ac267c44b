"""Samples of many sources → sheets for two labellers who do not know of each other.

    python benchmarks/lint/sheet.py drawn/ sheets/

Writes ``sheet.jsonl`` with up to 100 findings of each rule, in an order in which neighbours
are not of one rule or source, ``sheet-01.jsonl`` and so on with 150 each, and
``sources.tsv``. A labeller writes ``id<TAB>1|0<TAB>why``, and sees nobody else's labels.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sample import rank

MOST = 100
OF_A_PART = 150
SHOWN = ("id", "rule", "message", "source", "path", "line", "excerpt", "context")

Row = dict[str, Any]


def chosen(rows: Iterable[Row]) -> list[Row]:
    """Return up to 100 findings of each rule, all in an order by chance."""
    ordered = sorted(rows, key=lambda row: rank(*_place(row), row["excerpt"]))
    taken: Counter[str] = Counter()
    kept = []
    for row in ordered:
        taken[row["rule"]] += 1
        if taken[row["rule"]] <= MOST:
            kept.append(row)
    return kept


def apart(rows: Sequence[Row]) -> list[Row]:
    """Return rows so that each rule is spread over the whole, and give them ids."""
    of_rule: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_rule[row["rule"]].append(row)
    spread = [
        ((number + rank(rule)[0] / 256) / len(found), rule, row)
        for rule, found in of_rule.items()
        for number, row in enumerate(found)
    ]
    spread.sort(key=lambda each: each[:2])
    return [row | {"id": f"{number:04}"} for number, (_, _, row) in enumerate(spread, 1)]


def write(rows: Sequence[Row], directory: Path) -> None:
    """Write the sheets and the list of sources."""
    lines = [
        json.dumps({name: row[name] for name in SHOWN}, ensure_ascii=False) + "\n" for row in rows
    ]
    _write(directory / "sheet.jsonl", lines)
    for part, first in enumerate(range(0, len(lines), OF_A_PART), 1):
        _write(directory / f"sheet-{part:02}.jsonl", lines[first : first + OF_A_PART])
    sources = sorted({(row["source"], row["version"]) for row in rows})
    _write(
        directory / "sources.tsv",
        ["source\tversion\n", *(f"{name}\t{version}\n" for name, version in sources)],
    )


def _place(row: Row) -> tuple[Any, ...]:
    return row["source"], row["rule"], row["path"], row["line"], row["message"]


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(lines), encoding="utf-8", errors="replace")


def main(drawn: Path, directory: Path) -> None:
    """Make the sheets of all samples in a directory."""
    rows = [
        json.loads(line)
        for path in sorted(drawn.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line
    ]
    write(apart(chosen(rows)), directory)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
