"""How often lint's rules are right: the tables of docs/lint.md, from labels made by hand.

Every row of a file of labels is a finding in a source that is not ours, judged twice, in the
columns ``a`` and ``b``: 1 where what the rule says it finds is there, 0 where not. The files
``sources*.tsv`` have the sources' versions.

    python benchmarks/lint/precision.py        # the table of each round, the newest first

A round is named by its number. The rules of the third were mended by the labels of the second,
and then measured on findings that nobody had seen; what it does not hold was not changed. The
first, of earlier rules and by one labeller, is in the project's history.
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
    """One finding and what was said of it, twice."""

    rule: str
    source: str
    a: int
    b: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What the labels of one rule come to."""

    findings: int
    sources: int
    a: float
    b: float
    agreement: float
    kappa: float | None

    @property
    def is_right_enough(self) -> bool:
        """Whether the rule may be on by default."""
        return min(self.a, self.b) >= ON_FROM


def rounds() -> list[Path]:
    """Return the files of labels, the newest first."""
    return sorted(HERE.glob("labels-*.tsv"), reverse=True)


def read_labels(path: Path) -> list[Label]:
    """Return all labels, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Label(row["rule"], row["source"], int(row["a"]), int(row["b"])) for row in rows]


def measured(labels: Sequence[Label]) -> Measured:
    """Return precision by both labellings, and how far they agree."""
    count = len(labels)
    a = sum(label.a for label in labels) / count
    b = sum(label.b for label in labels) / count
    agreement = sum(label.a == label.b for label in labels) / count
    sources = len({label.source for label in labels})
    return Measured(count, sources, a, b, agreement, cohens_kappa(a, b, agreement))


def cohens_kappa(a: float, b: float, agreement: float) -> float | None:
    """Return Cohen's kappa of two labellings with two classes (Cohen, 1960).

    ``None`` where both say the same of everything: then chance alone agrees as well.
    """
    chance = a * b + (1 - a) * (1 - b)
    return None if chance == 1 else (agreement - chance) / (1 - chance)


def by_rule(labels: Sequence[Label]) -> dict[str, Measured]:
    """Return what was measured, by rule."""
    rules = sorted({label.rule for label in labels})
    return {rule: measured([each for each in labels if each.rule == rule]) for rule in rules}


def newest() -> dict[str, Measured]:
    """Return what was measured last of each rule."""
    found: dict[str, Measured] = {}
    for path in reversed(rounds()):
        found |= by_rule(read_labels(path))
    return found


def table(labels: Sequence[Label]) -> str:
    """Return the table of the documents."""
    lines = [
        "| rule | findings | sources | right, says a | right, says b | same label | kappa |",
        "|---|---|---|---|---|---|---|",
    ]
    for rule, found in [*by_rule(labels).items(), ("all", measured(labels))]:
        kappa = "–" if found.kappa is None else f"{found.kappa:.2f}"
        lines.append(
            f"| {rule} | {found.findings} | {found.sources} | {found.a:.0%} "
            f"| {found.b:.0%} | {found.agreement:.0%} | {kappa} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print("\n".join(f"{path.name}\n\n{table(read_labels(path))}" for path in rounds()), end="")
