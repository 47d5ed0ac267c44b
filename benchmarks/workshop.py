"""Where the benchmarks keep their material, and how they prepare it.

Everything that is downloaded or built goes below one directory: the one named
by ``CTXBUILD_BENCH_DIR``, or ``benchmarks/.cache``, which git ignores.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(os.environ.get("CTXBUILD_BENCH_DIR") or Path(__file__).parent / ".cache").absolute()


class BenchmarkError(Exception):
    """A benchmark cannot be run or its result would mean nothing; one line that says why."""


def folder(*parts: str) -> Path:
    """Return a directory below the workshop, made if it is missing."""
    path = ROOT.joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    return path


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a preparing command and return what it printed on standard output.

    Raises:
        BenchmarkError: the program is missing or failed; carries its last lines.

    """
    merged = {**os.environ, **(env or {})}
    try:
        done = subprocess.run(
            list(command), cwd=cwd, env=merged, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise BenchmarkError(f"{command[0]} is not installed, and the benchmark needs it") from None
    if done.returncode != 0:
        words = " ".join(map(str, command))
        last = " / ".join((done.stderr or done.stdout).strip().splitlines()[-4:])
        raise BenchmarkError(f"`{words}` ended with {done.returncode}: {last}")
    return done.stdout


def load() -> str:
    """Return the machine's load averages, as they stand beside every table."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def main(job: Callable[[], int]) -> None:
    """Run a benchmark's job as a program: errors are one line and exit code 2."""
    try:
        sys.exit(job())
    except BenchmarkError as error:
        print(f"{Path(sys.argv[0]).name}: {error}", file=sys.stderr)
        sys.exit(2)
