"""How often lint's rules are right: the tables of docs/lint.md, from labels made by hand.

Every row of a file of labels is a finding in a source that is not ours, judged twice, in the
columns ``a`` and ``b``: 1 where what the rule says it finds is there, 0 where not. The files
``sources*.tsv`` have the sources' versions.

    python benchmarks/lint/precision.py                                # each rule, measured last
    python benchmarks/lint/precision.py benchmarks/lint/labels-2.tsv   # one round

A round is named by its number, a rule measured again in each after which it was mended. The
first, by one labeller, is in the project's history.
"""

from __future__ import annotations

import csv
import sys
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
    round: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What the labels of one rule come to; ``rounds`` are those that they are of."""

    rounds: tuple[int, ...]
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
    """Return the files of labels, the oldest first."""
    return sorted(HERE.glob("labels-*.tsv"))


def read_labels(path: Path) -> list[Label]:
    """Return all labels, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        number = int(path.stem.partition("-")[2])
        return [
            Label(row["rule"], row["source"], int(row["a"]), int(row["b"]), number) for row in rows
        ]


def measured(labels: Sequence[Label]) -> Measured:
    """Return precision by both labellings, and how far they agree."""
    count = len(labels)
    a = sum(label.a for label in labels) / count
    b = sum(label.b for label in labels) / count
    agreement = sum(label.a == label.b for label in labels) / count
    sources = len({label.source for label in labels})
    numbers = tuple(sorted({label.round for label in labels}))
    return Measured(numbers, count, sources, a, b, agreement, cohens_kappa(a, b, agreement))


def cohens_kappa(a: float, b: float, agreement: float) -> float | None:
    """Return Cohen's kappa of two labellings with two classes (Cohen, 1960).

    ``None`` where both say the same of everything: then chance alone agrees as well.
    """
    chance = a * b + (1 - a) * (1 - b)
    return None if chance == 1 else (agreement - chance) / (1 - chance)


def newest() -> list[Label]:
    """Return the labels of each rule's newest round."""
    found: dict[str, list[Label]] = {}
    for path in rounds():
        labels = read_labels(path)
        found |= {rule: [each for each in labels if each.rule == rule] for rule in _rules(labels)}
    return [label for rule in sorted(found) for label in found[rule]]


def _rules(labels: Sequence[Label]) -> list[str]:
    return sorted({label.rule for label in labels})


def by_rule(labels: Sequence[Label]) -> dict[str, Measured]:
    """Return what was measured, by rule."""
    return {r: measured([each for each in labels if each.rule == r]) for r in _rules(labels)}


COLUMNS = ("rule", "round", "findings", "sources", "right, says a", "b", "same label", "kappa")


def table(labels: Sequence[Label]) -> str:
    """Return the table of the documents."""
    rows: list[Sequence[str]] = [COLUMNS, ["---"] * len(COLUMNS)]
    rows += (_row(*each) for each in [*by_rule(labels).items(), ("all", measured(labels))])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(rule: str, found: Measured) -> Sequence[str]:
    shares = (f"{share:.0%}" for share in (found.a, found.b, found.agreement))
    kappa = "–" if found.kappa is None else f"{found.kappa:.2f}"
    rounds = ", ".join(map(str, found.rounds))
    return (rule, rounds, str(found.findings), str(found.sources), *shares, kappa)


if __name__ == "__main__":
    print(table(read_labels(Path(sys.argv[1])) if len(sys.argv) > 1 else newest()), end="")
