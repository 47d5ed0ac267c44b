"""What it costs to ask for help: ``ctxbuild --help`` against ``python -c "import click"``.

``python benchmarks/startup.py [--runs 30]`` runs both alternately after a
rehearsal and prints the medians of CPU time and their ratio, which has to be
at most 2.5. Exit code 1 says that it is more.
"""

from __future__ import annotations

import argparse
import sys
from statistics import median

from measure import measure
from outputs import program
from workshop import BenchmarkError, load, main

TARGET = 2.5
"""Most CPU of ``--help`` in units of an import of click."""
FEWEST_RUNS = 20
"""A run takes some 50 ms; fewer runs leave the median to chance."""


def _cpu(command: list[str]) -> float:
    seen = measure(command)
    if seen.exit_code != 0:
        raise BenchmarkError(f"`{' '.join(command)}` ended with {seen.exit_code}: {seen.stderr}")
    return seen.cpu


def _main() -> int:
    parser = argparse.ArgumentParser(description="The cost of ctxbuild --help.")
    parser.add_argument("--runs", type=int, default=30)
    runs = max(FEWEST_RUNS, parser.parse_args().runs)
    commands = {
        "`ctxbuild --help`": [program(), "--help"],
        '`python -c "import click"`': [sys.executable, "-c", "import click"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            seconds = _cpu(command)
            if number:
                times[name].append(seconds)
    print(f"Medians of {runs}. Load: {load()}.\n\n| | CPU ms | range |\n|---|---|---|")
    for name, all_seconds in times.items():
        low, middle, high = (1000 * f(all_seconds) for f in (min, median, max))
        print(f"| {name} | {middle:.0f} | {low:.0f}–{high:.0f} |")
    ours, theirs = (median(all_seconds) for all_seconds in times.values())
    ratio = ours / theirs
    print(f"\nRatio {ratio:.2f}, target ≤ {TARGET}: {'met' if ratio <= TARGET else 'MISSED'}.")
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    main(_main)
