"""Findings of all rules in sources that are not ours, drawn evenly, to be labelled.

    python benchmarks/lint/sample.py places.tsv drawn/

``places.tsv`` has a row for each source: its name, its version, where it lies, and, if not
all rules are meant, which, separated by commas. For each a file in ``drawn/`` holds up to 10
findings of every rule with what stands around them; a row that has its file already is left
alone. ``sheet.py`` makes sheets for labellers of them.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from context import context

from ctxbuild.cache import Cache
from ctxbuild.jobs.lint import LintOptions, lint
from ctxbuild.model import CtxbuildError
from ctxbuild.readers.source import RepoOptions
from ctxbuild.verify.findings import Finding

SEED = "second round"
MOST_OF_A_SOURCE = 10


def rank(*parts: object) -> bytes:
    """Return what draws are ordered by: chance, but the same every time."""
    return sha256(repr((SEED, *parts)).encode("utf-8", "replace")).digest()


def drawn(source: str, findings: Iterable[Finding]) -> list[Finding]:
    """Return the sample of one source."""
    taken: Counter[str] = Counter()
    chosen = []
    for finding in sorted(findings, key=lambda each: rank(source, each)):
        taken[finding.rule] += 1
        if taken[finding.rule] <= MOST_OF_A_SOURCE:
            chosen.append(finding)
    return chosen


def draw(source: str, version: str, location: str, rules: str = "all") -> list[str]:
    """Return the sample of one source as lines of JSON."""
    with Cache.open() as cache:
        options = LintOptions(RepoOptions(location), tuple(rules.split(",")))
        corpus, result = lint(options, cache, lambda *_: None)
        found = Counter(each.rule for each in result.findings)
        return [
            json.dumps(
                {"source": source, "version": version}
                | asdict(each)
                | {
                    "found": found[each.rule],
                    "context": context(each, corpus, cache, location),
                },
                ensure_ascii=False,
            )
            for each in drawn(source, result.findings)
        ]


def main(places: Path, directory: Path) -> None:
    """Draw from all sources that were not drawn from before."""
    for row in places.read_text(encoding="utf-8").splitlines():
        source, version, location, *rules = row.split("\t")
        target = directory / f"{'.'.join([source.replace('/', '+'), *rules])}.jsonl"
        if target.exists():
            continue
        try:
            lines = draw(source, version, location, *rules)
        except CtxbuildError as error:
            print(f"{source}: {error}", file=sys.stderr)
            continue
        target.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
