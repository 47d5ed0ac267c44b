"""Which rules apply, and whether what they found is grave enough to fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from ctxbuild.model import UsageError
from ctxbuild.verify.report import Report, Rule

LEVELS = {"error": 3, "warning": 2, "note": 1}
"""What a rule's weight is called."""
_R = TypeVar("_R", bound=Rule)


def applied(rules: Mapping[str, _R], ignore: Sequence[str]) -> list[_R]:
    """Return rules without those that an ignored name begins.

    Raises:
        UsageError: no rule begins with a name.
    """
    names = [name.strip().upper() for name in ignore]
    for name in names:
        if not name or not any(rule.startswith(name) for rule in rules):
            raise UsageError(f"no rule {name!r}; there are {', '.join(rules)}")
    return [rule for rule in rules.values() if not rule.id.startswith(tuple(names) or ("-",))]


def is_good(report: Report, fail_on: str) -> bool:
    """Whether nothing was found that is as grave as ``error``, ``warning`` or ``note``."""
    weights = {rule.id: rule.weight for rule in report.rules}
    return all(weights[finding.rule] < LEVELS[fail_on] for finding in report.findings)
