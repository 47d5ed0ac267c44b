"""The yardstick itself: children count, exit codes and memory are seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MEASURE = Path(__file__).parents[2] / "benchmarks" / "measure.py"
BURN = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"


def measured(*arguments: str) -> dict:
    done = subprocess.run(
        [sys.executable, str(MEASURE), *arguments], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_cpu_of_a_child_of_the_command_counts() -> None:
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURN!r}])"
    result = measured("--", sys.executable, "-c", parent)
    assert result["cpu"] >= 0.3
    assert result["exit_code"] == 0


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are adopted on Linux only")
def test_cpu_of_a_child_that_nobody_waited_for_counts() -> None:
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BURN!r}])"
    assert measured("--", sys.executable, "-c", parent)["cpu"] >= 0.3


def test_sleeping_costs_wall_time_and_no_cpu() -> None:
    result = measured("--", sys.executable, "-S", "-c", "import time; time.sleep(0.4)")
    assert result["wall"] >= 0.4
    assert result["cpu"] < 0.3


def test_exit_code_and_streams_are_kept() -> None:
    program = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)"
    result = measured("--", sys.executable, "-c", program)
    assert (result["exit_code"], result["stdout"], result["stderr"]) == (7, "out\n", "err\n")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_peak_memory_sums_parent_and_child() -> None:
    hold = "import time; held = b'x' * 60_000_000; time.sleep(0.5)"
    parent = (
        f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {hold!r}]); "
        "held = b'y' * 60_000_000; child.wait()"
    )
    assert 120 <= measured("--memory", "--", sys.executable, "-c", parent)["peak_mb"] < 200
