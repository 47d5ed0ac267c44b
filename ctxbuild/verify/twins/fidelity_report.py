"""What comparing twins with their pages came to, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.formats.names import shown_path
from ctxbuild.formats.wording import plural
from ctxbuild.verify.twins.comparing import Fidelity, Measure
from ctxbuild.version import __version__

SCHEMA = 1
"""Version of the JSON report."""

THRESHOLDS = {
    "text recall": 95.0,
    "text precision": 95.0,
    "code": 95.0,
    "tables": 90.0,
    "headings": 90.0,
    "links": 90.0,
}
"""Percent below which a measure fails, by its name. A plain reading cannot tell every label from
content, so that a faithful twin need not reach 100."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A twin, its page, and what comparing them came to."""

    twin: str
    page: str
    fidelity: Fidelity


@dataclass(frozen=True, slots=True)
class FidelityReport:
    """All pairs, what was not compared and why, and how faithful is enough."""

    pairs: Sequence[Pair]
    unread: Sequence[str]
    thresholds: Mapping[str, float]
    shown: int

    def failing(self, pair: Pair) -> list[str]:
        """Return the names of the measures of a pair that are below their thresholds."""
        measures = pair.fidelity.measures
        return [m.name for m in measures if m.percent < self.thresholds[m.name]]

    def totals(self) -> list[Measure]:
        """Return the measures of all pairs together."""
        columns = zip(*(pair.fidelity.measures for pair in self.pairs), strict=True)
        return [
            Measure(column[0].name, sum(m.found for m in column), sum(m.of for m in column))
            for column in columns
        ]

    def is_good(self) -> bool:
        """Whether every twin is faithful enough, and there is one."""
        return bool(self.pairs) and not any(self.failing(pair) for pair in self.pairs)


def as_text(report: FidelityReport) -> str:
    """Return the numbers, and the first differences of each twin that fails or stands alone."""
    lines: list[str] = []
    alone = len(report.pairs) == 1
    failing = [pair for pair in report.pairs if report.failing(pair)]
    for pair in report.pairs if alone else failing:
        lines += [f"{shown_path(pair.twin)} against {shown_path(pair.page)}"]
        lines += _numbers(pair.fidelity.measures, report.thresholds)
        lines += [*_differences(pair, report.shown), ""]
    lines += [f"not compared: {_visible(reason)}" for reason in report.unread]
    if not alone:
        lines += [f"{plural(len(report.pairs), 'twin')} in all"]
        lines += _numbers(report.totals(), {})
    if report.pairs:
        wrong = f"{plural(len(failing), 'twin')} below the thresholds"
        lines.append(wrong if failing else "faithful enough")
    return "\n".join(lines) + "\n"


def _numbers(measures: Sequence[Measure], thresholds: Mapping[str, float]) -> list[str]:
    lines = []
    for measure in measures:
        if measure.of:
            low = measure.percent < thresholds.get(measure.name, 0)
            note = f"  below {thresholds[measure.name]:g} %" if low else ""
            share = int(measure.percent * 10) / 10
            lines.append(
                f"  {measure.name:<15}{share:6.1f} %  {measure.found} of {measure.of}{note}"
            )
        else:
            lines.append(f"  {measure.name:<15}  none on the page")
    return lines


def _differences(pair: Pair, most: int) -> list[str]:
    found = pair.fidelity.differences
    lines = [
        f"  {shown_path(pair.twin)}:{each.line}: {each.rule}: {_visible(each.message)}"
        for each in found[:most]
    ]
    more = len(found) - most
    return [*lines, f"  … {plural(more, 'more difference')}"] if more > 0 else lines


def as_json(report: FidelityReport) -> str:
    """Return everything as JSON; its fields are described in ``docs/check.md``."""
    record = {
        "schema": SCHEMA,
        "tool": {"name": "ctxbuild", "version": __version__, "command": "check"},
        "kind": "twins",
        "good": report.is_good(),
        "thresholds": dict(report.thresholds),
        "totals": _record(report.totals()),
        "twins": [
            {
                "twin": shown_path(pair.twin),
                "page": shown_path(pair.page),
                "failing": report.failing(pair),
                "measures": _record(pair.fidelity.measures),
                "differences": [
                    {"line": each.line, "rule": each.rule, "message": each.message}
                    for each in pair.fidelity.differences
                ],
            }
            for pair in report.pairs
        ],
        "unread": list(report.unread),
    }
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()


def _record(measures: Sequence[Measure]) -> dict[str, dict[str, float]]:
    return {
        m.name: {"percent": round(m.percent, 3), "found": m.found, "of": m.of} for m in measures
    }


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


FIDELITY_REPORTS: dict[str, Callable[[FidelityReport], str]] = {"text": as_text, "json": as_json}
"""Format → its writer."""
