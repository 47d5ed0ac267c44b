"""Whether the commands that facts list work: each is run, in a clone that is thrown away.

    python benchmarks/commands.py --run SOURCE [--seconds N] [--tool NAME ...] [--skip WORD ...]

**This carries out what a repository says, with your rights**: it does nothing without ``--run``;
use a machine that may be lost. SOURCE is cloned, facts name its commands to install, build, test,
lint and run, and these are run in that order, in one clone with one new virtual environment in
front of the path, each for at most N seconds (300). ``--tool`` is installed into it beforehand, for
what a project expects everybody to have. A command to run that is still running after 20 seconds
works. Commands that hold a WORD of ``--skip`` are not run, and counted as the sandbox's.

Prints one row for each command: works, sandbox (the output shows that the network or a program
is missing: see ``_SANDBOX``), or failed, to be judged by a person.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from ctxbuild.analysis.facts.commands import Command
from ctxbuild.cache import Cache
from ctxbuild.jobs.facts import FactsOptions, facts_of
from ctxbuild.readers.repo import RepoOptions

_TASKS = ("install", "build", "test", "lint", "run")
_ALIVE = 20
"""Seconds after which a server counts as started."""
_SANDBOX = (
    ("no network", r"resolve host|Name or service not known|ENOTFOUND|no such host|EAI_AGAIN"),
    ("no network", r"unable to access 'https|Network is unreachable|Temporary failure in name"),
    ("no such program", r"command not found|No such command|CMAKE_MAKE_PROGRAM|not a full path"),
    ("no such program", r"No CMAKE_\w+_COMPILER|make(?:\[\d\])?: \w+: No such file"),
)


def main(arguments: list[str]) -> int:
    """Run the commands of one repository and return an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--tool", action="append", default=[])
    parser.add_argument("--skip", action="append", default=[])
    options = parser.parse_args(arguments)
    if not options.run:
        print("nothing was run: --run carries out what the repository says", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        clone = Path(scratch) / "clone"
        subprocess.run(["git", "clone", "-q", "--", options.source, clone], check=True)
        environment = _environment(Path(scratch), options.tool)
        verdicts = Counter(
            _tried(command, clone, environment, options) for command in _commands(clone)
        )
    print(f"\n{options.source}: {dict(sorted(verdicts.items()))}")
    return 0


def _commands(clone: Path) -> list[Command]:
    options = FactsOptions(RepoOptions(str(clone)))
    _, facts = facts_of(options, Cache.disabled(), lambda *_: None)
    return [command for command in facts.commands if command.task in _TASKS]


def _environment(scratch: Path, tools: list[str]) -> dict[str, str]:
    home, place = scratch / "home", scratch / "venv"
    home.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--upgrade-deps", place], check=True)
    if tools:
        subprocess.run([place / "bin" / "pip", "install", "-q", *tools], check=True)
    path = f"{place / 'bin'}:{os.environ['PATH']}"
    return {**os.environ, "HOME": str(home), "PATH": path, "VIRTUAL_ENV": str(place)}


def _tried(
    command: Command, clone: Path, environment: dict[str, str], options: argparse.Namespace
) -> str:
    """Run a command, print its row, and return the verdict."""
    started = time.perf_counter()
    if any(word in command.line for word in options.skip):
        code, output = 0, ""
        verdict, why = "sandbox", "not run here"
    else:
        limit = _ALIVE if command.task == "run" else options.seconds
        code, output = _run(command.line, clone, environment, limit)
        verdict, why = _judged(command, code, output)
    took = time.perf_counter() - started
    print(f"| {command.task} | `{command.line}` | {verdict} | {why} | {took:.0f} s |", flush=True)
    if verdict == "failed":
        print("\n".join(f"    {line[:160]}" for line in output.strip().split("\n")[-12:]))
    return verdict


def _judged(command: Command, code: int | None, output: str) -> tuple[str, str]:
    if code == 0:
        return "works", ""
    if code is None:
        return ("works", "keeps running") if command.task == "run" else ("sandbox", "time limit")
    found = (why for why, pattern in _SANDBOX if re.search(pattern, output))
    why = next(found, "")
    return ("sandbox", why) if why else ("failed", f"exit {code}")


def _run(
    line: str, clone: Path, environment: dict[str, str], seconds: int
) -> tuple[int | None, str]:
    """Return exit code and output; no code where the time ran out and its group was ended."""
    with tempfile.TemporaryFile() as sink:
        process = subprocess.Popen(
            ["bash", "-c", line],
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code: int | None = process.wait(seconds)
        except subprocess.TimeoutExpired:
            code = None
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        sink.seek(0)
        return code, sink.read()[-200_000:].decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
