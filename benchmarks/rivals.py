"""The tools that the packing benchmark compares, behind one face: a tree and a question go in.

Tools without a budget of their own are run once for each question and cut at the
budget, which is what their users do. Nothing is installed from here: a
tool that is missing is reported with the command that installs it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import toktok
from bm25_baseline import Bm25, filled, ranked
from measure import measure
from outputs import program
from peers import REPOMIX_VERSIONS
from workshop import BenchmarkError, folder

from ctxbuild import count_tokens

LIMIT = 300.0
"""Seconds of wall time for one run of a tool; over it, the case is missing for that tool."""
_LONGEST_TOKEN = 40
"""Characters; no text of a budget's tokens is longer, runs of blanks apart."""


@dataclass(frozen=True, slots=True)
class Question:
    """A tree at a base with the paths of its files, and what is asked; empty for nothing."""

    tree: Path
    paths: tuple[str, ...]
    query: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool wrote for a budget, and the CPU seconds it took."""

    budget: int
    text: str
    seconds: float


class Tool(Protocol):
    """Something that packs a tree into budgets."""

    @property
    def name(self) -> str:
        """As it stands in tables."""
        ...

    def answers(self, question: Question, budgets: Sequence[int]) -> Iterator[Answer]:
        """Yield a text for each budget, in order.

        Raises:
            BenchmarkError: the tool failed or took too long.

        """
        ...


@dataclass(frozen=True, slots=True)
class Absent:
    """A tool that is not there, and how to get it."""

    name: str
    remedy: str


class Ctxbuild:
    """The command line of this project, with a cache that lasts for the whole benchmark."""

    name = "ctxbuild"

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch

    def answers(self, question: Question, budgets: Sequence[int]) -> Iterator[Answer]:
        """Run ``ctxbuild repo`` for each budget."""
        asked, output = self._scratch / "query.txt", self._scratch / "bundle.md"
        asked.write_text(question.query, encoding="utf-8")
        query = ["--query-file", str(asked)] if question.query else []
        env = {"CTXBUILD_CACHE_DIR": str(self._scratch / "cache")}
        for budget in budgets:
            options = ["--no-config", "-q", "--budget", str(budget), "-o", str(output), *query]
            words = [program(), "repo", ".", *options]
            seconds = _run("ctxbuild", words, question.tree, env)
            yield Answer(budget, _read(output), seconds)


class Baseline:
    """BM25 over functions or over files, in this process."""

    def __init__(self, *, functions: bool) -> None:
        self.name = "BM25 functions" if functions else "BM25 files"
        self._bm25 = Bm25(functions=functions)

    def answers(self, question: Question, budgets: Sequence[int]) -> Iterator[Answer]:
        """Rank once, fill each budget."""
        began = time.process_time()
        units = ranked(self._bm25.read(question.tree, question.paths), question.query)
        spent = time.process_time() - began
        for budget in budgets:
            began = time.process_time()
            text = cut(filled(units, budget), budget)
            yield Answer(budget, text, spent + time.process_time() - began)


class Repomix:
    """Repomix on the whole tree, cut at the budget; it does not know of questions."""

    def __init__(self, command: Sequence[str], scratch: Path, *options: str) -> None:
        self.name = " ".join(("Repomix", *options))
        self._command = (*command, *options)
        self._output = scratch / "repomix.xml"
        self._env = {"REPOMIX_TOKEN_CACHE_PATH": str(scratch / "repomix.json")}

    def answers(self, question: Question, budgets: Sequence[int]) -> Iterator[Answer]:
        """Run once, cut for each budget."""
        words = [*self._command, "--quiet", "--style", "xml", "-o", str(self._output)]
        seconds = _run(self.name, words, question.tree, self._env)
        text = _read(self._output)
        for budget in budgets:
            yield Answer(budget, cut(text, budget), seconds)


class Aider:
    """Aider's repository map, asked by its own Python; it may overshoot, and is then cut."""

    name = "aider map"

    def __init__(self, python: str, scratch: Path) -> None:
        self._python = python
        self._scratch = scratch

    def answers(self, question: Question, budgets: Sequence[int]) -> Iterator[Answer]:
        """Make the maps of all budgets in one process that shares the parsed files."""
        job = {
            "root": str(question.tree),
            "files": [path for path in question.paths if path.isprintable()],
            "query": question.query,
            "budgets": list(budgets),
            "cache": str(self._scratch / "aider-tags"),
        }
        for budget, (text, seconds) in self._asked(job, question.tree).items():
            yield Answer(int(budget), cut(text, int(budget)), seconds)

    def _asked(self, job: Mapping[str, object], tree: Path) -> dict[str, tuple[str, float]]:
        store = folder("peers", "tiktoken")
        env = {**os.environ, "TIKTOKEN_CACHE_DIR": str(store), "PYTHONHASHSEED": "0"}
        script = Path(__file__).with_name("aider_map.py")
        try:
            done = subprocess.run(
                [self._python, str(script)],
                input=json.dumps(job),
                cwd=tree,
                env=env,
                capture_output=True,
                text=True,
                timeout=LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise BenchmarkError(f"aider map was not done after {LIMIT:.0f} s") from None
        if done.returncode != 0:
            raise BenchmarkError(f"aider map failed: {_last_line(done.stderr)}")
        maps: dict[str, tuple[str, float]] = json.loads(done.stdout.rpartition("\n")[2])
        return maps


def tools(names: Sequence[str], scratch: Path, aider: str | None) -> list[Tool | Absent]:
    """Return the tools of the given names, in order; ``bm25`` and ``repomix`` are two each.

    Args:
        names: of ``ctxbuild``, ``bm25``, ``repomix``, ``aider``.
        scratch: a directory for outputs and caches.
        aider: the Python that has aider installed.

    Raises:
        BenchmarkError: there is no tool of such a name.

    """
    makers: dict[str, Callable[[], list[Tool | Absent]]] = {
        "ctxbuild": lambda: [Ctxbuild(scratch)],
        "bm25": lambda: [Baseline(functions=True), Baseline(functions=False)],
        "repomix": lambda: _repomix(scratch),
        "aider": lambda: _aider(scratch, aider),
    }
    unknown = [name for name in names if name not in makers]
    if unknown:
        raise BenchmarkError(f"no tool {unknown[0]!r}; there are {', '.join(makers)}")
    return [tool for name in names for tool in makers[name]()]


def cut(text: str, budget: int) -> str:
    """Return the beginning of a text that has no more o200k tokens than the budget."""
    start = text[: budget * _LONGEST_TOKEN].encode("utf-8", "replace").decode("utf-8")
    kept: str = toktok.truncate(start, budget, "o200k_base")[0]
    while kept and count_tokens(kept) > budget:
        kept = kept[: max(kept.rfind("\n", 0, len(kept) - 1), 0)]
    return kept


def _repomix(scratch: Path) -> list[Tool | Absent]:
    command = _installed_repomix()
    if command is None:
        remedy = "`python benchmarks/peers.py` installs it"
        return [Absent("Repomix", remedy), Absent("Repomix --compress", remedy)]
    return [Repomix(command, scratch), Repomix(command, scratch, "--compress")]


def _installed_repomix() -> tuple[str, ...] | None:
    """Return the command of the newest Repomix that ``peers.py`` installed, or of the path's."""
    node = shutil.which("node")
    for version in REPOMIX_VERSIONS:
        home = folder("peers") / f"repomix-{version}"
        script = home / "node_modules/repomix/bin/repomix.cjs"
        if node is not None and script.exists():
            return node, str(script)
    found = shutil.which("repomix")
    return (found,) if found else None


def _aider(scratch: Path, python: str | None) -> list[Tool | Absent]:
    remedy = "`pip install aider-chat` in an environment of its own, then --aider-python PATH"
    if python is None:
        return [Absent(Aider.name, remedy)]
    check = [python, "-c", "import aider.repomap"]
    try:
        done = subprocess.run(check, capture_output=True, text=True, check=False)
    except OSError as error:
        return [Absent(Aider.name, f"{python}: {error.strerror}; {remedy}")]
    if done.returncode != 0:
        return [Absent(Aider.name, f"{python} cannot import it; {remedy}")]
    return [Aider(python, scratch)]


def _run(name: str, words: Sequence[str], cwd: Path, env: Mapping[str, str]) -> float:
    seen = measure(words, cwd=cwd, env=env, limit=LIMIT)
    if seen.timed_out:
        raise BenchmarkError(f"{name} was not done after {LIMIT:.0f} s")
    if seen.exit_code != 0:
        raise BenchmarkError(f"{name} ended with {seen.exit_code}: {_last_line(seen.stderr)}")
    return seen.cpu


def _read(output: Path) -> str:
    """Return what a tool wrote and take it away, so that the next run cannot be mistaken."""
    text = output.read_bytes().decode("utf-8", "replace")
    output.unlink()
    return text


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1][:300]
