"""What one command costs: CPU seconds, wall seconds and peak memory, descendants included.

CPU time is what the kernel reports when the command is reaped (``wait4``),
which holds every descendant that was waited for. On Linux orphans are adopted
and reaped as well, so that work handed to a background process counts.

Memory is the sum of proportional set sizes (PSS, a page shared by n processes
counts 1/n in each) over the process tree, sampled from ``/proc``. Sampling
takes the measured process's memory map lock for a moment: time and memory
are best taken in different runs.

As a program: ``python benchmarks/measure.py [--memory] -- COMMAND…`` prints JSON.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

SAMPLE_SECONDS = 0.05
"""Between two looks at memory; peaks shorter than this can be missed."""
ORPHAN_SECONDS = 5.0
"""How long descendants may outlive the command before they are ended."""
_PR_SET_CHILD_SUBREAPER = 36
"""Linux ``prctl`` option, from ``linux/prctl.h``."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of a command; times in seconds, memory in MB (10⁶ bytes)."""

    cpu: float
    wall: float
    peak_mb: float | None
    exit_code: int
    timed_out: bool
    stdout: str
    stderr: str


def measure(
    command: Sequence[str | os.PathLike[str]],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    memory: bool = False,
    limit: float | None = None,
) -> Measurement:
    """Run a command and return what it cost.

    Args:
        command: program and arguments.
        cwd: where it runs.
        env: variables added to this process's own.
        memory: whether to sample memory (Linux); it disturbs the times a little.
        limit: seconds of wall time after which the command and its session are killed.

    """
    _adopt_orphans()
    merged = {**os.environ, **(env or {})}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        child = subprocess.Popen(
            list(command),
            cwd=cwd,
            env=merged,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        peak, timed_out = _watch(child.pid, memory=memory, limit=limit)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        cpu = _seconds(usage) + sum(_reap(pid) for pid in _orphans(child.pid))
        written = [_all_of(stream) for stream in (out, err)]
    return Measurement(cpu, wall, peak, child.returncode, timed_out, *written)


def _watch(pid: int, *, memory: bool, limit: float | None) -> tuple[float | None, bool]:
    """Wait for the end of a process; return peak memory in MB and whether it was killed."""
    if not hasattr(os, "pidfd_open"):
        return None, False
    handle = os.pidfd_open(pid)
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    deadline = time.monotonic() + limit if limit is not None else None
    peak = 0
    timed_out = False
    while not poll.poll(SAMPLE_SECONDS * 1000 if memory or limit is not None else None):
        if memory:
            peak = max(peak, sum(map(_pss, tree(pid))))
        if deadline is not None and time.monotonic() > deadline and not timed_out:
            timed_out = True
            os.killpg(pid, signal.SIGKILL)
    os.close(handle)
    return (peak / 1e6 if memory else None), timed_out


def tree(root: int) -> list[int]:
    """Return the process ids of a process and its descendants, and of its session (Linux)."""
    parents: dict[int, tuple[int, int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_bytes().rpartition(b")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = (int(fields[1]), int(fields[3]))
    found = {root} | {pid for pid, (_, session) in parents.items() if session == root}
    grown = True
    while grown:
        more = {pid for pid, (parent, _) in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return sorted(found)


def _pss(pid: int) -> int:
    """Return a process's proportional set size in bytes, 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_bytes().split(b"\n")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(b"Pss:")), 0)


def _adopt_orphans() -> None:
    """Become the parent of descendants whose own parent has ended (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _orphans(session: int) -> list[int]:
    """Return the processes that the ended command left behind."""
    if sys.platform != "linux":
        return []
    return [pid for pid in tree(session) if pid != session]


def _reap(pid: int) -> float:
    """Wait for an adopted process, end it when it takes too long, return its CPU seconds."""
    deadline = time.monotonic() + ORPHAN_SECONDS
    try:
        while True:
            done, _, usage = os.wait4(pid, os.WNOHANG)
            if done:
                return _seconds(usage)
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(SAMPLE_SECONDS)
    except (ChildProcessError, ProcessLookupError):
        return 0.0


def _seconds(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def _all_of(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", errors="replace")


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--memory", action="store_true", help="sample peak memory as well")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    print(json.dumps(asdict(measure(options.command, memory=options.memory)), indent=1))


if __name__ == "__main__":
    _main()
