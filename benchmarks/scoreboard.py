"""Rows of the packing benchmark as Markdown tables, and where ctxbuild loses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median

from paired import FEW, Interval, Key, difference, mean_of

OURS = "ctxbuild"
NAMES = {
    "file": "Files: share of changed files of which something is shown",
    "signature": "Signatures: share of changed functions whose declaration is shown",
    "body": "Bodies: share of changed functions with at least 60 % of their body",
    "all": "All bodies: share of cases with every changed function's body",
    "edited": "Edited lines: share of changed lines, at any level",
    "documented": "Documented names: share, by use, of which the declaration is shown",
}


@dataclass(frozen=True, slots=True)
class Row:
    """What one tool showed of one case at one budget.

    ``tokens`` are o200k tokens of the text as judged, ``seconds`` are of CPU time.
    """

    repo: str
    case: str
    tool: str
    budget: int
    tokens: int
    seconds: float
    scores: dict[str, float | None] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether the text is over budget, and so shows nothing."""
        return self.tokens > self.budget

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        return asdict(self)


def report(rows: Sequence[Row], ours: str = OURS) -> str:
    """Return all tables: means, differences, losses, cost."""
    tools = list(dict.fromkeys(row.tool for row in rows))
    budgets = sorted({row.budget for row in rows})
    measures = [name for name in NAMES if any(row.scores.get(name) is not None for row in rows)]
    parts = [_cases(rows)]
    parts += [_means(rows, name, tools, budgets) for name in measures]
    others = [tool for tool in tools if tool != ours]
    if ours in tools and others:
        parts += [_differences(rows, name, ours, others, budgets) for name in measures]
        parts.append(_losses(rows, measures, ours, others, budgets))
    parts.append(_cost(rows, tools, budgets))
    return "\n\n".join(parts) + "\n"


def _cases(rows: Sequence[Row]) -> str:
    repos: dict[str, set[str]] = {}
    for row in rows:
        repos.setdefault(row.repo, set()).add(row.case)
    listed = ", ".join(f"{repo} {len(cases)}" for repo, cases in sorted(repos.items()))
    total = sum(map(len, repos.values()))
    return (
        f"{total} cases from {len(repos)} repositories: {listed}. Percent; in brackets the 95 % "
        f"interval, bootstrapped over {_drawn(len(repos))}."
    )


def _drawn(repos: int) -> str:
    if repos == 1:
        return "cases of this one repository"
    return "repositories and their cases" if repos < FEW else "repositories"


def _means(rows: Sequence[Row], measure: str, tools: Sequence[str], budgets: Sequence[int]) -> str:
    lines = []
    for tool in tools:
        found = [mean_of(_values(rows, tool, budget, measure)) for budget in budgets]
        cases = max((each.cases for each in found if each), default=0)
        lines.append(_line([tool, str(cases), *map(_share, found)]))
    return _table(f"### {NAMES[measure]}", ["", "cases", *map(_short, budgets)], lines)


def _differences(
    rows: Sequence[Row], measure: str, ours: str, others: Sequence[str], budgets: Sequence[int]
) -> str:
    lines = [
        _line([tool, *(_points(_gap(rows, ours, tool, budget, measure)) for budget in budgets)])
        for tool in others
    ]
    title = f"### {measure}: {ours} minus the other, points, paired by case"
    return _table(title, ["", *map(_short, budgets)], lines)


def _losses(
    rows: Sequence[Row],
    measures: Sequence[str],
    ours: str,
    others: Sequence[str],
    budgets: Sequence[int],
) -> str:
    lines = []
    for measure in measures:
        for tool in others:
            for budget in budgets:
                gap = _gap(rows, ours, tool, budget, measure)
                if gap is not None and gap.mean < 0:
                    sure = "yes" if gap.high < 0 else "no"
                    lines.append(_line([measure, tool, _short(budget), _points(gap), sure]))
    title = f"### Where {ours} shows less"
    if not lines:
        return f"{title}\n\nNowhere in these cases."
    return _table(title, ["measure", "than", "budget", "points", "whole interval below 0"], lines)


def _cost(rows: Sequence[Row], tools: Sequence[str], budgets: Sequence[int]) -> str:
    lines = []
    for tool in tools:
        cells = []
        for budget in budgets:
            those = [row for row in rows if (row.tool, row.budget) == (tool, budget)]
            if not those:
                cells.append("–")
                continue
            used = sum(min(row.tokens / budget, 1.0) for row in those) / len(those)
            over = sum(row.over for row in those)
            seconds = median(row.seconds for row in those)
            cells.append(f"{100 * used:.1f} % / {over} / {seconds:.2f} s")
        lines.append(_line([tool, *cells]))
    title = "### Budget used / cases over budget / median CPU seconds"
    return _table(title, ["", *map(_short, budgets)], lines)


def _values(rows: Sequence[Row], tool: str, budget: int, measure: str) -> dict[Key, float]:
    """Return a measure by case; over budget it is 0."""
    found: dict[Key, float] = {}
    for row in rows:
        value = row.scores.get(measure)
        if (row.tool, row.budget) == (tool, budget) and value is not None:
            found[row.repo, row.case] = 0.0 if row.over else value
    return found


def _gap(rows: Sequence[Row], ours: str, tool: str, budget: int, measure: str) -> Interval | None:
    mine: Mapping[Key, float] = _values(rows, ours, budget, measure)
    return difference(mine, _values(rows, tool, budget, measure))


def _table(title: str, head: Sequence[str], lines: Sequence[str]) -> str:
    rule = "|" + "---|" * len(head)
    return "\n".join([title, "", _line(head), rule, *lines])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _share(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * interval.mean:.1f} [{low:.0f}–{high:.0f}]"


def _points(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    ends = " to ".join(_signed(100 * end, 1) for end in (interval.low, interval.high))
    return f"{_signed(100 * interval.mean, 1)} [{ends}]"


def _signed(value: float, digits: int) -> str:
    text = f"{abs(value):.{digits}f}"
    sign = "" if not float(text) else "+" if value > 0 else "−"
    return sign + text


def _short(budget: int) -> str:
    return f"{budget // 1000}k" if budget % 1000 == 0 else str(budget)


def rows_of(records: Sequence[Mapping[str, object]]) -> Iterator[Row]:
    """Yield the rows that :meth:`Row.record` gave."""
    for record in records:
        yield Row(**record)  # type: ignore[arg-type]
