"""ctxbuild against its rivals and against the floor, on the same files, in one run.

``python benchmarks/speed.py`` installs the rivals, builds the corpora, and
prints Markdown: for each corpus three experiments, then the ratios with the
targets they have to meet. Exit code 1 says that a target was missed, 2 that a
comparison would have been unfair or could not be run (and why).

- *whole*: everything, cold, with exact counts: ``--budget none`` against
  Repomix (secret scan on, its default; token cache off), Gitingest and the floor.
- *reduced*: ``--budget 128k`` against ``repomix --compress``, both cold.
- *warm*: everything again after one file changed, both with their caches.

Programs run alternately (ABAB…) after one rehearsal each, in which the page
cache gets warm, memory is sampled, and the output is checked.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from contest import Contestant, Result, alternate, rehearse, result, table
from measure import Measurement
from outputs import (
    Written,
    count,
    expect_files,
    expect_totals,
    manifest_files,
    program,
    read_back,
)
from peers import Peer, gitingest, repomix
from trees import CORPORA, Corpus, build, describe, paths
from workshop import BenchmarkError, folder, load, main, run

BUDGET = 128_000
FLOOR = Path(__file__).with_name("floor.py")
NO_TOKEN_CACHE = {"REPOMIX_TOKEN_CACHE": "0"}
"""Repomix then neither reads nor writes its counts; its compiled code stays cached."""


@dataclass(frozen=True, slots=True)
class Field:
    """The rivals, what runs beside them, and how often."""

    repomix: Peer
    gitingest: Peer
    runs: int
    ours: bool
    """False leaves ctxbuild out: peers and floor alone, no ratios to targets."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure to reach: ``ours`` over ``theirs`` at most ``target``."""

    corpus: str
    what: str
    value: float
    target: float

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.value <= self.target


WHOLE_TARGETS = {"code": 1 / 4, "data": 1 / 5, "go": 1 / 4}
"""Against Repomix, by kind of corpus; Gitingest is 1/3 and the floor 2 everywhere."""
REDUCED_TARGETS = {"code": 1 / 2, "data": 1 / 2, "go": 2 / 3}
PEAK_MB = 300.0


def whole(corpus: Corpus, field: Field) -> Iterator[Ratio]:
    """Pack everything, cold."""
    contestants = [
        _floor(corpus),
        _repomix(corpus, field.repomix, "whole"),
        _gitingest(corpus, field.gitingest),
    ]
    if field.ours:
        contestants.insert(0, _ctxbuild(corpus, "whole", "--budget", "none", "--no-cache"))
    results, written = _contest(corpus, contestants, field.runs)
    print(f"### {corpus.name}: everything, cold\n\n{table(list(results.values()))}\n")
    print(_totals(written) + "\n", flush=True)
    if field.ours:
        ours = results["ctxbuild"]
        others = (("Repomix", WHOLE_TARGETS[corpus.kind]), ("Gitingest", 1 / 3), ("floor", 2.0))
        for name, target in others:
            value = ours.cpu / results[name].cpu
            yield Ratio(corpus.name, f"CPU, everything, cold ÷ {name}", value, target)
        yield Ratio(corpus.name, "peak MB, everything, cold", ours.peak_mb, PEAK_MB)


def reduced(corpus: Corpus, field: Field) -> Iterator[Ratio]:
    """Pack into a budget, cold, with outlines and ranking."""
    theirs = _repomix(corpus, field.repomix, "reduced", "--compress")
    contestants = [theirs]
    record = folder("outputs") / f"{corpus.name}-reduced.json"
    if field.ours:
        ours = _ctxbuild(corpus, "reduced", "--budget", str(BUDGET), "--no-cache")
        contestants.insert(0, _with_manifest(ours, record))
    seen = {c.name: rehearse(c, corpus.path) for c in contestants}
    listed = read_back(theirs, _said(seen[theirs.name])).files
    expect_files(theirs.name, listed, paths(corpus))
    if field.ours:
        expect_files("ctxbuild's manifest", manifest_files(record), listed)
        _expect_budget(contestants[0])
    runs = alternate(contestants, corpus.path, field.runs)
    results = {name: result(name, seen[name], runs[name]) for name in runs}
    print(f"### {corpus.name}: reduced, cold\n\n{table(list(results.values()))}\n", flush=True)
    if field.ours:
        value = results["ctxbuild"].cpu / results[theirs.name].cpu
        target = REDUCED_TARGETS[corpus.kind]
        yield Ratio(corpus.name, "CPU, 128k, cold ÷ repomix --compress", value, target)


def warm(corpus: Corpus, field: Field) -> Iterator[Ratio]:
    """Pack everything again after one file changed."""
    caches = folder("caches") / corpus.name
    shutil.rmtree(caches, ignore_errors=True)
    caches.mkdir()
    env = {"REPOMIX_TOKEN_CACHE_PATH": str(caches / "repomix.json")}
    contestants = [_repomix(corpus, field.repomix, "warm", env=env)]
    if field.ours:
        ours = {"CTXBUILD_CACHE_DIR": str(caches / "ctxbuild")}
        contestants.insert(0, _ctxbuild(corpus, "warm", "--budget", "none", env=ours))
    with _edits(corpus) as edit:
        for contestant in contestants:
            rehearse(contestant, corpus.path)  # fills the caches
        edit(-1)
        seen = {c.name: rehearse(c, corpus.path) for c in contestants}
        runs = alternate(contestants, corpus.path, field.runs, edit)
        for contestant in contestants:
            _expect_edit(contestant, field.runs - 1)
    results = {name: result(name, seen[name], runs[name]) for name in runs}
    title = f"### {corpus.name}: everything, warm, one file changed"
    print(f"{title}\n\n{table(list(results.values()))}\n", flush=True)
    if field.ours:
        value = results["ctxbuild"].cpu / results["Repomix"].cpu
        yield Ratio(corpus.name, "CPU, everything, warm ÷ Repomix warm", value, 1 / 3)


EXPERIMENTS: dict[str, Callable[[Corpus, Field], Iterator[Ratio]]] = {
    "whole": whole,
    "reduced": reduced,
    "warm": warm,
}


def _contest(
    corpus: Corpus, contestants: Sequence[Contestant], runs: int
) -> tuple[dict[str, Result], dict[str, Written]]:
    """Rehearse, check files and totals, then run for time."""
    seen = {c.name: rehearse(c, corpus.path) for c in contestants}
    written = {c.name: read_back(c, _said(seen[c.name])) for c in contestants}
    files = paths(corpus)
    for name, one in written.items():
        expect_files(name, one.files, files)
    # The floor has next to no headers, so its total is below the others' by design.
    expect_totals({name: one for name, one in written.items() if name != "floor"})
    timed = alternate(contestants, corpus.path, runs)
    return {name: result(name, seen[name], timed[name]) for name in timed}, written


def _said(seen: Measurement) -> str:
    return f"{seen.stdout}\n{seen.stderr}"


def _totals(written: dict[str, Written]) -> str:
    parts = (f"{name} {one.counted:,} (says {one.reported:,})" for name, one in written.items())
    files = len(next(iter(written.values())).files)
    return f"Same {files:,} files in every output. Tokens of the outputs: {', '.join(parts)}."


def _output(corpus: Corpus, experiment: str, name: str) -> Path:
    return folder("outputs") / f"{corpus.name}-{experiment}-{name}"


def _ctxbuild(
    corpus: Corpus, experiment: str, *arguments: str, env: dict[str, str] | None = None
) -> Contestant:
    output = _output(corpus, experiment, "ctxbuild.md")
    options = ("--all", "--encoding", "o200k_base", "-o", str(output))
    command = (program(), "repo", ".")
    return Contestant(
        "ctxbuild", command, (*options, *arguments), output, env or {}, quiet=("--quiet",)
    )


def _with_manifest(ours: Contestant, manifest: Path) -> Contestant:
    aloud = ("--manifest", str(manifest))
    return Contestant(
        ours.name, ours.command, ours.arguments, ours.output, ours.env, aloud, ours.quiet
    )


def _repomix(
    corpus: Corpus,
    peer: Peer,
    experiment: str,
    *arguments: str,
    env: dict[str, str] | None = None,
) -> Contestant:
    output = _output(corpus, experiment, "repomix.xml")
    name = " ".join(("Repomix", *arguments))
    options = (".", "--style", "xml", "--output", str(output), *arguments)
    extra = NO_TOKEN_CACHE if env is None else env
    return Contestant(name, peer.command, options, output, dict(extra), quiet=("--quiet",))


def _gitingest(corpus: Corpus, peer: Peer) -> Contestant:
    output = _output(corpus, "whole", "gitingest.txt")
    return Contestant("Gitingest", peer.command, (".", "--output", str(output)), output, peer.env)


def _floor(corpus: Corpus) -> Contestant:
    output = _output(corpus, "whole", "floor.txt")
    return Contestant("floor", (sys.executable, str(FLOOR)), (".", str(output)), output)


def _expect_budget(ours: Contestant) -> None:
    tokens = count(ours.output.read_text(encoding="utf-8"))
    if not 0.97 * BUDGET <= tokens <= BUDGET:
        raise BenchmarkError(f"ctxbuild wrote {tokens:,} tokens into a budget of {BUDGET:,}")


@contextmanager
def _edits(corpus: Corpus) -> Iterator[Callable[[int], None]]:
    """Yield what changes one file before each round; the file is as before afterwards."""
    path = corpus.path / corpus.edited
    before = path.read_bytes()
    try:
        yield lambda number: _edit(path, before, number)
    finally:
        path.write_bytes(before)


def _edit(path: Path, before: bytes, number: int) -> None:
    path.write_bytes(before + f"\n{_mark(number)}\n".encode())


def _mark(number: int) -> str:
    return f"benchmark edit number {number}"


def _expect_edit(contestant: Contestant, number: int) -> None:
    if _mark(number) not in contestant.output.read_text(encoding="utf-8"):
        raise BenchmarkError(f"{contestant.name} wrote an outdated text from its cache")


def _verdicts(ratios: Sequence[Ratio]) -> str:
    rows = [
        f"| {r.corpus} | {r.what} | {r.value:.3g} | ≤ {r.target:.3g} | {'yes' if r.met else 'NO'} |"
        for r in ratios
    ]
    return "\n".join(
        ["| corpus | what | measured | target | met |", "|---|---|---|---|---|", *rows]
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="ctxbuild against its rivals and the floor.")
    small = [name for name, corpus in CORPORA.items() if corpus.kind != "xl"]
    parser.add_argument("--corpus", nargs="+", choices=small, default=small)
    parser.add_argument("--experiment", nargs="+", choices=EXPERIMENTS, default=list(EXPERIMENTS))
    parser.add_argument("--runs", type=int, default=5, help="timed runs of each program")
    parser.add_argument("--quick", action="store_true", help="one timed run: a trial, no result")
    parser.add_argument("--peers-only", action="store_true", help="leave ctxbuild out")
    return parser.parse_args()


def _main() -> int:
    options = _options()
    runs = 1 if options.quick else options.runs
    field = Field(repomix(), gitingest(), runs, not options.peers_only)
    ours = f"{run([program(), '--version']).strip()}; " if field.ours else ""
    peers = [f"{p.name} {p.version} ({p.runtime})" for p in (field.repomix, field.gitingest)]
    print(f"{ours}{'; '.join(peers)}. Medians of {runs}. Load at the start: {load()}.\n")
    ratios: list[Ratio] = []
    unfair: list[str] = []
    for corpus in (CORPORA[name] for name in options.corpus):
        print(f"## {corpus.name}\n\n{describe(build(corpus))}\n", flush=True)
        for name in options.experiment:
            try:
                ratios += EXPERIMENTS[name](corpus, field)
            except BenchmarkError as error:
                unfair.append(f"{corpus.name} {name}")
                print(f"No result: {error}\n", flush=True)
    if ratios:
        print(f"## Ratios\n\n{_verdicts(ratios)}\n")
    print(f"Load at the end: {load()}.")
    if unfair:
        raise BenchmarkError(f"no result for {', '.join(unfair)}; the reasons stand above")
    return 0 if all(ratio.met for ratio in ratios) else 1


if __name__ == "__main__":
    main(_main)
