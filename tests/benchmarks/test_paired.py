"""Paired differences: their means, their intervals, and the tables made of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from paired import difference, mean_of
from scoreboard import Row, report, rows_of

Values = dict[tuple[str, str], float]


def test_a_difference_is_taken_case_by_case_over_cases_that_both_have() -> None:
    ours = {("a", "1"): 1.0, ("a", "2"): 0.5, ("b", "3"): 1.0}
    theirs = {("a", "1"): 0.5, ("a", "2"): 0.0, ("c", "9"): 1.0}
    found = difference(ours, theirs)
    assert found is not None
    assert (found.mean, found.low, found.high, found.cases) == (0.5, 0.5, 0.5, 2)


def test_without_common_cases_there_is_no_difference() -> None:
    assert difference({("a", "1"): 1.0}, {("b", "1"): 1.0}) is None
    assert mean_of({}) is None


MANY = [f"repo {number}" for number in range(12)]


def test_repositories_that_agree_within_and_differ_between_widen_the_interval() -> None:
    apart = {(repo, str(n)): float(repo in MANY[:3]) for repo in MANY for n in range(24)}
    mixed = {(repo, str(n)): float(n % 4 == 0) for repo in MANY for n in range(24)}
    wide, narrow = mean_of(apart), mean_of(mixed)
    assert wide is not None
    assert narrow is not None
    assert wide.mean == narrow.mean == pytest.approx(0.25)
    assert wide.high - wide.low > 0.4
    assert narrow.high == narrow.low


def test_few_repositories_that_agree_leave_the_doubt_of_their_cases() -> None:
    found = mean_of({(repo, str(n)): float(n % 4 == 0) for repo in "ab" for n in range(24)})
    assert found is not None
    # The normal approximation of 48 independent cases gives ± 0.12.
    assert 0.2 < found.high - found.low < 0.3


def test_the_interval_of_one_repository_is_over_its_cases() -> None:
    found = mean_of({("a", str(n)): float(n % 2) for n in range(100)})
    assert found is not None
    # The normal approximation gives 0.5 ± 1.96 × 0.05.
    assert found.low == pytest.approx(0.40, abs=0.02)
    assert found.high == pytest.approx(0.60, abs=0.02)


KEYS = st.tuples(st.sampled_from("abc"), st.sampled_from("1234"))


@given(st.dictionaries(KEYS, st.floats(-1, 1), min_size=1))
def test_the_interval_holds_the_extremes_of_no_more_than_the_data(values: Values) -> None:
    found = mean_of(values)
    assert found is not None
    assert found == mean_of(dict(reversed(values.items())))
    least, most = min(values.values()), max(values.values())
    assert least - 1e-9 <= found.low <= found.high <= most + 1e-9


def row(tool: str, case: str, body: float | None, tokens: int = 900, repo: str = "r") -> Row:
    return Row(repo, case, tool, 1000, tokens, 0.5, {"body": body})


def test_a_text_over_budget_counts_as_nothing_shown() -> None:
    text = report([row("ctxbuild", "1", 1.0), row("ctxbuild", "2", 1.0, tokens=1001)])
    assert "| ctxbuild | 2 | 50.0 [0–100] |" in text
    assert "| ctxbuild | 95.0 % / 1 / 0.50 s |" in text


def test_losses_are_listed_and_say_whether_they_are_sure() -> None:
    rows = [row("ctxbuild", str(n), 0.2) for n in range(4)]
    rows += [row("other", str(n), 0.5) for n in range(4)]
    rows += [row("third", str(n), 0.1) for n in range(4)]
    losses = report(rows).partition("### Where ctxbuild shows less")[2].partition("###")[0]
    assert "| body | other | 1k | −30.0 [−30.0 to −30.0] | yes |" in losses
    assert "third" not in losses


def test_a_tool_that_answered_nothing_has_a_dash_and_no_zero() -> None:
    rows = [row("ctxbuild", "1", 1.0), Row("r", "1", "other", 2000, 10, 0.1, {"body": 1.0})]
    assert "| other | 1 | – | 100.0 [100–100] |" in report(rows)


def test_rows_survive_being_written_and_read() -> None:
    rows = [row("ctxbuild", "1", 1.0), row("other", "2", None)]
    again = list(rows_of([json.loads(json.dumps(each.record())) for each in rows]))
    assert again == rows
