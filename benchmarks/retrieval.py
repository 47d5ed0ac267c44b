"""Does the search find the file that holds the answer? Against BM25 three times.

Questions come from a repository's history and documents (``questions.py``). What is
compared is the place of the first file that answers (its reciprocal: MRR), among source
files without tests for all: our search as agents ask it, BM25 over the full text of
files, BM25 over path, names, signatures and documentation, and both fused by reciprocal
rank (Cormack, Clarke and Buettcher, 2009). Differences are paired by question.

``python benchmarks/retrieval.py REPO [REPO…] --each 20 -o rows.jsonl`` prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bases import Bases
from bm25_baseline import Bm25, Unit, ranked, terms_of
from cases import is_source
from paired import Interval, difference, mean_of
from questions import Asking, questions_of
from workshop import BenchmarkError, main

from ctxbuild.cache import Cache
from ctxbuild.jobs.many import ManyOptions, asked_sources
from ctxbuild.jobs.served.answers import answered
from ctxbuild.jobs.served.listing import likely_files
from ctxbuild.jobs.served.source import Served, prepared
from ctxbuild.jobs.web import WebOptions
from ctxbuild.languages.outline import outline
from ctxbuild.languages.table import language_of

OURS = "ctxbuild"
FUSION = 60
"""The constant of reciprocal rank fusion, as its authors set it."""
DEEPEST = 100
"""A file that comes later is not found."""
KINDS = ("subject", "paragraph")

Row = dict[str, Any]


class Baselines:
    """BM25 over the source files of a tree, by their text, by their names, and fused."""

    def __init__(self, tree: Path, paths: Sequence[str]) -> None:
        self._texts = Bm25(functions=False).read(tree, paths)
        self._names = [_named(unit) for unit in self._texts]

    def files(self, query: str) -> dict[str, list[str]]:
        """Return files, best first, by the name of the baseline."""
        text = [unit.path for unit in ranked(self._texts, query)]
        names = [unit.path for unit in ranked(self._names, query)]
        return {"BM25 text": text, "BM25 names and docs": names, "both, fused": _fused(text, names)}


def _named(unit: Unit) -> Unit:
    """Return a file as its path, the names and signatures in it and their documentation."""
    language = language_of(unit.path, unit.text[:4000]).name
    symbols = outline(unit.text.encode("utf-8", "replace"), language).symbols
    told = " ".join(f"{each.qualified_name} {each.signature} {each.doc}" for each in symbols)
    terms = Counter(terms_of(told))
    terms.update(terms_of(unit.path))
    return Unit(unit.path, 1, told, terms, terms.total())


def _fused(*rankings: Sequence[str]) -> list[str]:
    scores: dict[str, float] = {}
    for ranking in rankings:
        for place, path in enumerate(ranking, 1):
            scores[path] = scores.get(path, 0.0) + 1 / (FUSION + place)
    return sorted(scores, key=lambda path: (-scores[path], path))


def rows_for(repo: Path, each: int, seed: int, scratch: Path) -> Iterator[Row]:
    """Yield a row for each question to a repository.

    Raises:
        BenchmarkError: there is no repository, or nothing to ask it.

    """
    name = repo.parent.name if repo.name in ("repo", ".git") else repo.name
    bases = Bases(repo, scratch / name)
    paths, asked = questions_of(repo, bases, each, seed)
    baselines = Baselines(bases.tree, paths)
    with Cache.open(scratch / "cache") as cache:
        source = asked_sources(ManyOptions((str(bases.tree),)))[0]
        served = prepared(source, WebOptions(), cache, _silent)
        for question in asked:
            began = time.process_time()
            found = _ours(served, question)
            spent = time.process_time() - began
            rankings = {OURS: found, **baselines.files(question.text)}
            ranks = {tool: _rank(files, question) for tool, files in rankings.items()}
            yield {
                "repo": name,
                "kind": question.kind,
                "question": question.name,
                "text": question.text,
                "answers": sorted(question.answers),
                "ranks": ranks,
                "seconds": round(spent, 4),
            }


def _ours(served: Served, question: Asking) -> list[str]:
    documents = served.corpus.documents
    found = (documents[number].path for number in likely_files(answered(served, question.text)))
    return [path for path in found if is_source(path)]


def _rank(files: Sequence[str], question: Asking) -> int:
    """Return the place of the first file that answers, 0 where it is not found."""
    places = (n for n, path in enumerate(files[:DEEPEST], 1) if path in question.answers)
    return next(places, 0)


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


def report(rows: Sequence[Row]) -> str:
    """Return the tables of all kinds of questions, in Markdown."""
    tools = list(rows[0]["ranks"])
    out = [f"{len(rows)} questions to {len({row['repo'] for row in rows})} repositories.\n"]
    for kind in (*KINDS, "all"):
        chosen = [row for row in rows if kind in (row["kind"], "all")]
        if not chosen:
            continue
        out.append(f"### {kind} ({len(chosen)})\n")
        out.append("| | MRR | first | in 5 | in 10 | ours minus it |\n|---|---|---|---|---|---|")
        ours = _reciprocal(chosen, OURS)
        for tool in tools:
            theirs = _reciprocal(chosen, tool)
            mean = mean_of(theirs)
            ranks = [row["ranks"][tool] for row in chosen]
            near = [sum(0 < rank <= k for rank in ranks) / len(ranks) for k in (1, 5, 10)]
            cells = " | ".join(f"{100 * share:.1f}" for share in near)
            gain = "" if tool == OURS else _shown(difference(ours, theirs))
            out.append(f"| {tool} | {_shown(mean)} | {cells} | {gain} |")
        out.append("")
    seconds = statistics.median(row["seconds"] for row in rows)
    out.append(f"Median CPU of one search: {1000 * seconds:.0f} ms.")
    return "\n".join(out)


def _reciprocal(rows: Sequence[Row], tool: str) -> dict[tuple[str, str], float]:
    return {
        (row["repo"], f"{row['kind']} {row['question']}"): 1 / row["ranks"][tool]
        if row["ranks"][tool]
        else 0.0
        for row in rows
    }


def _shown(found: Interval | None) -> str:
    if found is None:
        return "-"
    return f"{100 * found.mean:.1f} ({100 * found.low:.1f} to {100 * found.high:.1f})"


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("repo", nargs="*", type=Path, help="a work tree or a bare repository")
    parser.add_argument("--each", type=int, default=20, help="questions of each kind (20)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=Path, help="report on rows that were written before")
    parser.add_argument("-o", "--output", type=Path, help="write the rows as JSON lines")
    options = parser.parse_args()
    if options.rows:
        rows = [json.loads(line) for line in options.rows.read_text().splitlines()]
    else:
        rows = []
        with tempfile.TemporaryDirectory() as scratch:
            for repo in options.repo:
                print(repo, file=sys.stderr)
                try:
                    rows += rows_for(repo, options.each, options.seed, Path(scratch))
                except BenchmarkError as error:
                    print(f"{repo}: {error}", file=sys.stderr)
    if not rows:
        raise BenchmarkError("no repository, or nothing to ask")
    if options.output:
        options.output.write_text("".join(json.dumps(row) + "\n" for row in rows))
    print(report(rows))
    return 0


if __name__ == "__main__":
    main(_main)
