"""How much of what a change needs do tools show within a budget? On any repository with history.

Cases come from past commits (``cases.py``): the message is the question, the
parent commit is the tree, and what the commit changed should be in the answer.
Each tool packs the tree for each budget; what it wrote is judged by its lines
alone (``recall.py``) and compared case by case (``paired.py``).

``python benchmarks/packing.py REPO [REPO…] -o rows.jsonl`` prints Markdown. With
``--no-query`` nothing is asked, and the declarations of the names count that README and
docs use.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bases import Bases
from cases import cases_of, head_of
from documented import share_shown, uses_of
from recall import score, target_of
from rivals import Absent, Baseline, Question, Tool, tools
from scoreboard import OURS, Row, report, rows_of
from workshop import BenchmarkError, folder, load, main

from ctxbuild import count_tokens

_BUDGET = re.compile(r"(\d{1,9})([km]?)")
_FACTOR = {"": 1, "k": 1000, "m": 1_000_000}
_NO_NAME = frozenset(("repo", "git", ".git", ""))

Judge = Callable[[str], dict[str, "float | None"]]


@dataclass(frozen=True, slots=True)
class Contest:
    """Which tools meet, at which budgets, over how many cases."""

    tools: tuple[Tool, ...]
    budgets: tuple[int, ...]
    cases: int
    seed: int
    asked: bool


def rows_for(repo: Path, name: str, contest: Contest, scratch: Path) -> Iterator[Row]:
    """Yield what every tool shows of every case of one repository.

    Raises:
        BenchmarkError: there is no repository or no case in it.

    """
    bases = Bases(repo, scratch / "trees" / name)
    yield from (_asked if contest.asked else _unasked)(repo, name, contest, bases)


def _asked(repo: Path, name: str, contest: Contest, bases: Bases) -> Iterator[Row]:
    cases = cases_of(repo, contest.cases, contest.seed)
    if not cases:
        raise BenchmarkError(f"{repo}: no commit of its history makes a case")
    for number, case in enumerate(cases, 1):
        _say(f"{name} {number}/{len(cases)} {case.commit[:10]}")
        paths = bases.move_to(case.base)
        if not all((bases.tree / path).is_file() for path in case.files):
            continue
        target = target_of(case, bases.tree, paths)
        question = Question(bases.tree, tuple(paths), case.query)
        yield from _rows(name, case.commit[:12], contest, question, partial(score, target))


def _unasked(repo: Path, name: str, contest: Contest, bases: Bases) -> Iterator[Row]:
    paths = bases.move_to(head_of(repo))
    uses = uses_of(bases.tree, paths)
    if not uses.weights:
        _say(f"{name}: its documentation uses no name that its sources define")
        return
    _say(f"{name}: {len(uses.weights)} names in {sum(uses.weights.values())} blocks of code")
    question = Question(bases.tree, tuple(paths), "")
    yield from _rows(
        name, "head", contest, question, lambda text: {"documented": share_shown(uses, text)}
    )


def _rows(
    repo: str, case: str, contest: Contest, question: Question, judge: Judge
) -> Iterator[Row]:
    for tool in contest.tools:
        try:
            for answer in tool.answers(question, contest.budgets):
                tokens = count_tokens(answer.text)
                seconds = round(answer.seconds, 3)
                scores = judge(answer.text if tokens <= answer.budget else "")
                yield Row(repo, case, tool.name, answer.budget, tokens, seconds, scores)
        except BenchmarkError as error:
            _say(f"{repo} {case} is missing for {tool.name}: {error}")


def _budgets(text: str) -> tuple[int, ...]:
    found = [_BUDGET.fullmatch(word.strip().lower()) for word in text.split(",")]
    values = sorted(int(match[1]) * _FACTOR[match[2]] for match in found if match)
    if len(values) < len(found) or not values or values[0] < 1:
        raise BenchmarkError(f"--budgets {text!r}: numbers like 2k,8k,32k,128k are wanted")
    return tuple(values)


def _names(repos: Sequence[Path]) -> list[str]:
    """Return a short name for each repository, no two the same."""
    names: list[str] = []
    for repo in repos:
        parts = [part.removesuffix(".git") for part in repo.resolve().parts]
        name = next((part for part in reversed(parts) if part not in _NO_NAME), "repository")
        again = sum(each.partition("~")[0] == name for each in names)
        names.append(f"{name}~{again + 1}" if again else name)
    return names


def _read(path: Path, tool: str = "") -> list[Row]:
    """Return rows of an earlier run; with ``tool``, ours alone and under that name."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = list(rows_of([json.loads(line) for line in lines]))
    except (OSError, ValueError, TypeError) as error:
        raise BenchmarkError(f"{path}: not the rows of an earlier run ({error})") from None
    return [replace(row, tool=tool) for row in rows if row.tool == OURS] if tool else rows


def _run(options: argparse.Namespace, scratch: Path) -> list[Row]:
    """Run the contest, writing each row as it comes; return all rows."""
    budgets = _budgets(options.budgets)
    chosen = tools(options.tools.split(","), scratch, options.aider_python)
    for absent in (tool for tool in chosen if isinstance(tool, Absent)):
        print(f"{absent.name} is absent: {absent.remedy}.\n")
    there = tuple(tool for tool in chosen if not isinstance(tool, Absent))
    if options.no_query:
        there = tuple(tool for tool in there if not isinstance(tool, Baseline))
    contest = Contest(there, budgets, options.cases, options.seed, asked=not options.no_query)
    rows = []
    sink = options.output.open("w", encoding="utf-8") if options.output else None
    with sink or nullcontext():
        for repo, name in zip(options.repo, _names(options.repo), strict=True):
            for row in rows_for(repo, name, contest, scratch):
                rows.append(row)
                if sink:
                    sink.write(json.dumps(row.record()) + "\n")
                    sink.flush()
    return rows


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("repo", nargs="*", type=Path, help="a work tree or a bare repository")
    parser.add_argument("--cases", type=int, default=30, help="of each repository (30)")
    parser.add_argument("--budgets", default="2k,8k,32k,128k", help="o200k tokens (%(default)s)")
    parser.add_argument("--tools", default="ctxbuild,bm25,repomix,aider", help="(%(default)s)")
    parser.add_argument("--aider-python", metavar="PATH", help="the Python that has aider-chat")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other cases")
    parser.add_argument("--no-query", action="store_true", help="ask nothing")
    parser.add_argument("-o", "--output", type=Path, help="every row as a JSON line")
    parser.add_argument("--rows", type=Path, nargs="+", default=[], help="add rows of earlier runs")
    parser.add_argument("--before", type=Path, help="rows whose ctxbuild is the earlier state")
    return parser


def _main() -> int:
    options = _parser().parse_args()
    if options.cases < 1:
        raise BenchmarkError("--cases: at least 1")
    rows = [row for path in options.rows for row in _read(path)]
    if options.repo:
        with tempfile.TemporaryDirectory(dir=folder("packing")) as scratch:
            rows += _run(options, Path(scratch))
        print(f"Load {load()}.\n")
    if options.before:
        rows += _read(options.before, f"{OURS} before")
    if not rows:
        raise BenchmarkError("no rows: name a repository, or --rows FILE of an earlier run")
    print(report(rows))
    return 0


if __name__ == "__main__":
    main(_main)
