"""Runs of several programs in turn on the same input, and the medians of what they cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from measure import Measurement, measure
from workshop import BenchmarkError

RUN_SECONDS = 900.0
"""A run that takes longer is ended; the slowest expected one takes a minute."""
SAME_SIZE = 0.001
"""Outputs of repeated runs may differ in size by this share, and no more."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One program with the options it runs with.

    ``arguments`` come after ``command`` in every run, ``aloud`` only in the
    first, which is looked at and not timed; ``quiet`` only in the timed ones.
    """

    name: str
    command: tuple[str, ...]
    arguments: tuple[str, ...]
    output: Path
    env: dict[str, str] = field(default_factory=dict)
    aloud: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a contestant cost: medians, the range of CPU time, and peak memory in MB."""

    name: str
    cpu: float
    cpu_range: tuple[float, float]
    wall: float
    peak_mb: float


def rehearse(contestant: Contestant, directory: Path) -> Measurement:
    """Run once, warming the page cache, with memory sampled; the output stays to be looked at.

    Raises:
        BenchmarkError: the run failed or wrote nothing.

    """
    contestant.output.unlink(missing_ok=True)
    words = [*contestant.command, *contestant.arguments, *contestant.aloud]
    seen = measure(words, cwd=directory, env=contestant.env, memory=True, limit=RUN_SECONDS)
    _expect_success(contestant, seen)
    return seen


def alternate(
    contestants: Sequence[Contestant],
    directory: Path,
    runs: int,
    before_round: Callable[[int], None] = lambda _: None,
) -> dict[str, list[Measurement]]:
    """Run all contestants in turn, ``runs`` rounds (ABAB…), and return every run's cost.

    Raises:
        BenchmarkError: a run failed, or its output has another size than the first one's.

    """
    runs_of: dict[str, list[Measurement]] = {contestant.name: [] for contestant in contestants}
    for number in range(runs):
        before_round(number)
        for contestant in contestants:
            expected = contestant.output.stat().st_size
            contestant.output.unlink()
            words = [*contestant.command, *contestant.arguments, *contestant.quiet]
            seen = measure(words, cwd=directory, env=contestant.env, limit=RUN_SECONDS)
            _expect_success(contestant, seen)
            size = contestant.output.stat().st_size
            if abs(size - expected) > SAME_SIZE * expected:
                raise BenchmarkError(f"{contestant.name} wrote {size} bytes, before {expected}")
            runs_of[contestant.name].append(seen)
    return runs_of


def result(name: str, rehearsal: Measurement, runs: Sequence[Measurement]) -> Result:
    """Return the medians of the timed runs, with the memory of the rehearsal."""
    cpu = sorted(run.cpu for run in runs)
    wall = median(run.wall for run in runs)
    return Result(name, median(cpu), (cpu[0], cpu[-1]), wall, rehearsal.peak_mb or 0.0)


def table(results: Sequence[Result]) -> str:
    """Return the results as a Markdown table."""
    rows = [
        f"| {r.name} | {r.cpu:.2f} | {r.cpu_range[0]:.2f}–{r.cpu_range[1]:.2f} "
        f"| {r.wall:.2f} | {r.peak_mb:.0f} |"
        for r in results
    ]
    head = "| | CPU s | range | wall s | peak MB (PSS) |\n|---|---|---|---|---|"
    return "\n".join([head, *rows])


def _expect_success(contestant: Contestant, seen: Measurement) -> None:
    if seen.timed_out:
        raise BenchmarkError(f"{contestant.name} was not done after {RUN_SECONDS:.0f} s")
    if seen.exit_code != 0:
        last = " / ".join((seen.stderr or seen.stdout).strip().splitlines()[-3:])
        raise BenchmarkError(f"{contestant.name} ended with {seen.exit_code}: {last}")
    if not contestant.output.exists():
        raise BenchmarkError(f"{contestant.name} wrote no {contestant.output.name}")
