"""Findings of all rules in sources that you name, drawn evenly, to be labelled.

    python benchmarks/lint/sample.py SOURCE… > sample.tsv

At most 100 for each rule and 15 of one source, in an order that depends on what was found
alone. Fill the last two columns: 1 where what the rule says it finds is there, else 0.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from hashlib import sha256

from ctxbuild.cache import Cache
from ctxbuild.jobs.lint import LintOptions, lint
from ctxbuild.readers.source import RepoOptions
from ctxbuild.verify.findings import Finding

MOST = 100
MOST_OF_A_SOURCE = 15
EXCERPT = 80


def found_in(location: str) -> tuple[str, tuple[Finding, ...]]:
    """Return a source's name and everything that any rule finds in it."""
    with Cache.open() as cache:
        options = LintOptions(RepoOptions(location), ("all",))
        corpus, result = lint(options, cache, lambda *_: None)
    return corpus.sources[0].name, result.findings


def drawn(found: list[tuple[str, Finding]]) -> list[tuple[str, Finding]]:
    """Return the sample of one rule."""
    found.sort(key=lambda each: sha256(repr(each).encode("utf-8", "replace")).digest())
    of_source: Counter[str] = Counter()
    chosen = []
    for source, finding in found:
        of_source[source] += 1
        if of_source[source] <= MOST_OF_A_SOURCE:
            chosen.append((source, finding))
    return chosen[:MOST]


def main(locations: list[str]) -> None:
    """Print the sample of several sources."""
    by_rule: dict[str, list[tuple[str, Finding]]] = defaultdict(list)
    for location in locations:
        name, findings = found_in(location)
        for finding in findings:
            by_rule[finding.rule].append((name, finding))
    print("rule\tsource\tpath\tline\texcerpt\tfirst\tsecond")
    for rule in sorted(by_rule):
        for name, each in drawn(by_rule[rule]):
            excerpt = " ".join(each.excerpt.split())[:EXCERPT]
            print(f"{rule}\t{name}\t{each.path}\t{each.line}\t{excerpt}\t\t")


if __name__ == "__main__":
    main(sys.argv[1:])
