"""How often lint's rules are right: the table of docs/lint.md, from labels made by hand.

Every row of ``labels.tsv`` is a finding in a source that is not ours (``sources.tsv`` has
their versions), judged twice: 1 where what the rule says it finds is there, 0 where not.

    python benchmarks/lint/precision.py
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ON_FROM = 0.8
"""A rule that is right less often is off by default."""


@dataclass(frozen=True, slots=True)
class Label:
    """One finding and what was said of it, first and second."""

    rule: str
    source: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What the labels of one rule come to."""

    findings: int
    sources: int
    first: float
    second: float
    agreement: float
    kappa: float | None

    @property
    def is_right_enough(self) -> bool:
        """Whether the rule may be on by default."""
        return min(self.first, self.second) >= ON_FROM


def read_labels(path: Path = HERE / "labels.tsv") -> list[Label]:
    """Return all labels, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Label(row["rule"], row["source"], int(row["first"]), int(row["second"])) for row in rows
        ]


def measured(labels: Sequence[Label]) -> Measured:
    """Return precision by both passes, and how far they agree."""
    count = len(labels)
    first = sum(label.first for label in labels) / count
    second = sum(label.second for label in labels) / count
    agreement = sum(label.first == label.second for label in labels) / count
    return Measured(
        count,
        len({label.source for label in labels}),
        first,
        second,
        agreement,
        cohens_kappa(first, second, agreement),
    )


def cohens_kappa(first: float, second: float, agreement: float) -> float | None:
    """Return Cohen's kappa of two labellings with two classes (Cohen, 1960).

    ``None`` where both say the same of everything: then chance alone agrees as well.
    """
    chance = first * second + (1 - first) * (1 - second)
    return None if chance == 1 else (agreement - chance) / (1 - chance)


def by_rule(labels: Sequence[Label]) -> dict[str, Measured]:
    """Return what was measured, by rule."""
    rules = sorted({label.rule for label in labels})
    return {rule: measured([each for each in labels if each.rule == rule]) for rule in rules}


def table(labels: Sequence[Label]) -> str:
    """Return the table of the documents."""
    lines = [
        "| rule | findings | sources | right, first pass | second pass | same label | kappa |",
        "|---|---|---|---|---|---|---|",
    ]
    for rule, found in [*by_rule(labels).items(), ("all", measured(labels))]:
        kappa = "–" if found.kappa is None else f"{found.kappa:.2f}"
        lines.append(
            f"| {rule} | {found.findings} | {found.sources} | {found.first:.0%} "
            f"| {found.second:.0%} | {found.agreement:.0%} | {kappa} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(table(read_labels()), end="")
