"""A tree that no rival survives: Debian's Linux source, 1.3 GB in 78,000 files.

``python benchmarks/xl.py`` packs it at ``--budget 128k`` as a plain directory
and as a git repository, without cache, and prints wall time, CPU and peak
memory, which have to stay within 4 minutes and 1 GB. ``--peers`` runs Repomix
and Gitingest on the same trees under the same limit of time, told to ignore
``.gitignore``: the kernel's own makes both of them write an empty digest and
exit 0. The page cache is warmed by reading the tree first.
"""

from __future__ import annotations

import argparse
import os
import re
from dataclasses import dataclass
from pathlib import Path

from measure import Measurement, measure
from outputs import count, program
from peers import gitingest, repomix
from trees import CORPORA, Corpus, build, describe
from workshop import folder, load, main

BUDGET = 128_000
SECONDS = 240.0
PEAK_MB = 1000.0
_COMPLAINT = re.compile("exceeds|out of memory|No such|Error: ")
"""What the line of a failed run that says why most likely holds."""


@dataclass(frozen=True, slots=True)
class Job:
    """One command on one tree."""

    name: str
    command: tuple[str, ...]
    output: Path
    env: dict[str, str]


def _jobs(peers: bool) -> list[Job]:
    store = folder("outputs")
    ours, theirs, others = (
        store / f"xl-{name}" for name in ("ctxbuild.md", "repomix.xml", "gitingest.txt")
    )
    options = ("--budget", str(BUDGET), "--no-cache", "-o", str(ours))
    jobs = [Job("ctxbuild", (program(), "repo", ".", *options), ours, {})]
    if peers:
        first, second = repomix(), gitingest()
        jobs += [
            Job(
                f"{first.name} {first.version}",
                (*first.command, ".", "--no-gitignore", "--output", str(theirs)),
                theirs,
                {**first.env, "REPOMIX_TOKEN_CACHE": "0"},
            ),
            Job(
                f"{second.name} {second.version}",
                (*second.command, ".", "--include-gitignored", "--output", str(others)),
                others,
                second.env,
            ),
        ]
    return jobs


def _read_all(root: Path) -> None:
    """Bring every file into the page cache, as far as it fits."""
    for directory, _, names in os.walk(root):
        for name in names:
            path = Path(directory, name)
            if path.is_file() and not path.is_symlink():
                path.read_bytes()


def _row(corpus: Corpus, job: Job, seen: Measurement) -> str:
    peak = seen.peak_mb or 0.0
    return (
        f"| {corpus.name} | {job.name} | {seen.wall:.1f} | {seen.cpu:.1f} | {peak:.0f} "
        f"| {_ending(job, seen)} |"
    )


def _ending(job: Job, seen: Measurement) -> str:
    """Return in words how a run ended."""
    if seen.timed_out:
        return f"not done after {SECONDS:.0f} s"
    if seen.exit_code != 0:
        lines = (seen.stderr + seen.stdout).strip().splitlines() or ["no message"]
        told = next((line for line in lines if _COMPLAINT.search(line)), lines[-1])
        return f"exit {seen.exit_code}: {told.strip()[:120]}"
    if not job.output.exists():
        return "exit 0, no output"
    return f"{count(job.output.read_text(encoding='utf-8')):,} tokens"


def _good(seen: Measurement, job: Job) -> bool:
    """Return whether our own run kept its promises."""
    return (
        not seen.timed_out
        and seen.exit_code == 0
        and seen.wall <= SECONDS
        and (seen.peak_mb or 0.0) <= PEAK_MB
        and 0.97 * BUDGET <= count(job.output.read_text(encoding="utf-8")) <= BUDGET
    )


def _main() -> int:
    parser = argparse.ArgumentParser(description="The Linux source tree at --budget 128k.")
    trees = [name for name, corpus in CORPORA.items() if corpus.kind == "xl"]
    parser.add_argument("--corpus", nargs="+", choices=trees, default=trees)
    parser.add_argument("--peers", action="store_true", help="run the rivals as well")
    options = parser.parse_args()
    met = True
    print(f"Load at the start: {load()}. Targets: {SECONDS:.0f} s wall, {PEAK_MB:.0f} MB.\n")
    for corpus in (CORPORA[name] for name in options.corpus):
        print(f"{corpus.name}: {describe(build(corpus))}\n", flush=True)
        _read_all(corpus.path)
        print(
            "| tree | program | wall s | CPU s | peak MB (PSS) | ended |\n|---|---|---|---|---|---|"
        )
        for job in _jobs(options.peers):
            job.output.unlink(missing_ok=True)
            seen = measure(job.command, cwd=corpus.path, env=job.env, memory=True, limit=SECONDS)
            print(_row(corpus, job, seen), flush=True)
            met = met and (job.name != "ctxbuild" or _good(seen, job))
        print()
    print(f"Load at the end: {load()}.")
    return 0 if met else 1


if __name__ == "__main__":
    main(_main)
