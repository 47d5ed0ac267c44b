"""The sheet and the labels of two labellers → the rows that ``precision.py`` counts.

    python benchmarks/lint/join.py sheet.jsonl a.tsv b.tsv > benchmarks/lint/labels-N.tsv

A labeller's file has a row for each finding: its id, 1 or 0, and in few words why. Rows
that are missing, or that say something else, are named, and nothing is written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

COLUMNS = ("id", "rule", "source", "path", "line", "excerpt", "a", "b", "why_a", "why_b")
EXCERPT = 80
"""Characters of a finding that are kept: to be found again, not to be read."""

Labels = dict[str, tuple[str, str]]


def labels_of(path: Path) -> Labels:
    """Return what one labeller said: id → label and reason.

    Raises:
        SystemExit: a row is not of the form, or there are two of one finding.
    """
    labels: Labels = {}
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not row.strip() or row.startswith("id\t"):
            continue
        name, label, why = [*row.split("\t", 2), "", ""][:3]
        if label not in ("0", "1") or name in labels:
            raise SystemExit(f"{path}:{number}: write id, 1 or 0 and why, once for each finding")
        labels[name] = label, _line(why)
    return labels


def joined(sheet: Path, first: Path, second: Path) -> list[str]:
    """Return the rows, with their heading.

    Raises:
        SystemExit: somebody did not label every finding.
    """
    rows = [json.loads(line) for line in sheet.read_text(encoding="utf-8").split("\n") if line]
    both = [labels_of(first), labels_of(second)]
    for path, labels in zip((first, second), both, strict=True):
        missing = [row["id"] for row in rows if row["id"] not in labels]
        if missing:
            raise SystemExit(f"{path}: no label of {len(missing)} findings: {missing[:9]}")
    return ["\t".join(COLUMNS), *sorted(_row(row, *both) for row in rows)]


def _row(row: dict[str, str], first: Labels, second: Labels) -> str:
    (a, why_a), (b, why_b) = first[row["id"]], second[row["id"]]
    told = (row["id"], row["rule"], row["source"], _line(row["path"]), str(row["line"]))
    return "\t".join((*told, _line(row["excerpt"])[:EXCERPT], a, b, why_a, why_b))


def _line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    print("\n".join(joined(*map(Path, sys.argv[1:4]))))
