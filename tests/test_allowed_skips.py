"""A skipped test is a light that nobody looked at: it fails the run unless it is listed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import unlisted

SKIPPED = ["t.py::test_there[beos]", "t.py::test_there[plan9]", "t.py::test_later"]
SUITE = """
import pytest

@pytest.mark.parametrize("system", ["beos", "plan9"])
def test_there(system): pytest.skip("no such system here")

@pytest.mark.xfail
def test_later(): assert False
"""


@pytest.mark.parametrize(
    ("allowed", "left"),
    [
        ("", SKIPPED),
        ("# t.py::* # a remark\n\n", SKIPPED),
        ("t.py::test_there[beos] # no such system\n", SKIPPED[1:]),
        ("t.py::test_there[*] # no such systems\n", SKIPPED[2:]),
        ("t.py::test_there # the name alone\nt.py::test_late? # soon\n", SKIPPED[:2]),
        ("t.py::* # all of it\n", []),
    ],
)
def test_only_what_a_pattern_names_may_be_skipped(allowed, left):
    assert unlisted(SKIPPED, allowed) == left


@pytest.mark.parametrize("line", ["t.py::*", "t.py::* #", "t.py::* #  "])
def test_a_pattern_needs_a_reason(line):
    with pytest.raises(ValueError, match="gives no reason"):
        unlisted(SKIPPED, line)


def run(directory: Path, allowed: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(Path(__file__).with_name("conftest.py"), directory)
    (directory / "test_it.py").write_text(SUITE)
    (directory / "allowed-skips.txt").write_text(allowed)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=directory,
        env={
            **{name: value for name, value in os.environ.items() if "PYTEST" not in name},
            "PYTHONPATH": str(Path(__file__).parent),  # for what conftest.py imports
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_green_run_with_unlisted_skips_fails_and_names_them(tmp_path):
    done = run(tmp_path, "test_it.py::test_there[beos] # no such system\n")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    names = "test_it.py::test_there[plan9], test_it.py::test_later"
    assert f"skipped, and not in allowed-skips.txt: {names}\n" in done.stdout


@pytest.mark.full
@pytest.mark.parametrize("processes", ["0", "2"])
def test_listed_skips_pass_and_others_fail_in_any_number_of_processes(tmp_path, processes):
    assert run(tmp_path, "test_it.py::* # here\n", "-n", processes).returncode == 0
    assert run(tmp_path, "", "-n", processes).returncode == pytest.ExitCode.TESTS_FAILED
