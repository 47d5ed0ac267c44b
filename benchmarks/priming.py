"""Measures priming bundles: how much of a field's new abstracts their words cover.

``python benchmarks/priming.py DEV.jsonl.gz BACKGROUND.jsonl.xz [--held-out] [--budgets 2500 5000]``

No language model is involved, and coverage is not answer quality. Per domain (a
primary category), sorted by id: *test* is the newest 200 papers, *build* 300 of those before
them, which is all that the builder sees besides the table in the package; *ref* are other
papers that list the domain, up to 1,500; *background* 12,000 that do not.

The terms of a test abstract are its candidates (n-grams, n ≤ 4, within maximal chunks) in two
papers of *ref* at least and with odds of at least 5 there against *background*, less those
that stand within another one. COV is the mean share of them among the n-grams, n ≤ 6, of
the bundle.
GCOV takes n-grams only from runs of at least eight words that stand, in order, in the title
or abstract of a paper whose id is in the same paragraph or list item. DISC is COV less the mean
COV on the other domains' tests.

Development domains are those of ``part`` = ``domain``; weights were chosen on them. The
held-out ones are drawn from the background snapshot, whose abstracts are also in the table of the
package. So the candidates of all their test abstracts are taken off the table's counts before
anything is built: what is left is the table of the other abstracts, but for frequencies above 32
being known to 5 % only.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from background_table import opened

from ctxbuild.analysis.priming.passages import covered
from ctxbuild.analysis.priming.worth import parts_of
from ctxbuild.analysis.terms.background import background
from ctxbuild.analysis.terms.field import field_terms, text_of
from ctxbuild.analysis.terms.grams import candidates
from ctxbuild.analysis.terms.splitting import sentences
from ctxbuild.analysis.terms.words import normal_parts
from ctxbuild.formats.primer import document
from ctxbuild.jobs.primer import PrimeOptions, make_primer
from ctxbuild.model import Paper
from ctxbuild.model.primers import Domain
from ctxbuild.tokens import counter
from ctxbuild.transforms.formulas import plain
from ctxbuild.transforms.tex import accents

HELD_OUT = ("cs.CR", "cs.RO", "gr-qc", "math.PR", "q-bio.PE", "stat.AP")
"""Chosen by size and archive alone, before anything was measured on them."""
TESTS, BUILD, MOST_REF, BACKGROUND, OTHERS = 200, 300, 1_500, 12_000, 1_000
_WORD = re.compile(r"[a-z0-9]+")
_RUN = 8


@dataclass(frozen=True, slots=True)
class Split:
    """A domain's papers: what is built from, and the terms of each test abstract."""

    name: str
    build: list[Paper]
    tests: list[set[str]]
    unseen: list[Paper]
    """The test abstracts."""


def snapshot(path: Path) -> list[tuple[Paper, str]]:
    """Return the papers of a snapshot, each with its part; TeX accents folded."""
    with opened(path) as file:
        return [
            (
                Paper(
                    record["id"],
                    accents(record["title"]),
                    accents(record["abstract"]),
                    tuple(record.get("authors", ())),
                    tuple(record["categories"]),
                ),
                record.get("part", ""),
            )
            for record in map(json.loads, file)
        ]


def stems(text: str) -> list[str]:
    return [part for word in _WORD.findall(plain(text).lower()) for part in normal_parts(word)]


def grams(words: Sequence[str], longest: int = 6) -> set[str]:
    return {
        " ".join(words[start:stop])
        for start in range(len(words))
        for stop in range(start + 1, min(start + longest, len(words)) + 1)
    }


def split(
    name: str, own: Sequence[Paper], others: Sequence[Paper], common: Counter[str], size: int
) -> Split:
    """Return a domain's split; ``common`` is the document frequencies over ``size`` papers."""
    ordered = sorted(own, key=lambda paper: paper.id)
    build = random.Random(0).sample(ordered[:-TESTS], BUILD)
    used = {paper.id for paper in build}
    ref = [paper for paper in ordered[:-TESTS] if paper.id not in used]
    ref += [paper for paper in others if name in paper.categories]
    ref = ref[:MOST_REF]
    held = Counter(term for paper in ref for term in candidates(text_of(paper)))
    tests = []
    for paper in ordered[-TESTS:]:
        terms = {
            term
            for term in candidates(text_of(paper))
            if held[term] >= 2 and (held[term] + 0.5) / len(ref) >= 5 * (common[term] + 0.5) / size
        }
        tests.append(terms - {part for term in terms for part in parts_of(term)})
    return Split(name, build, [terms for terms in tests if terms], ordered[-TESTS:])


def forget(papers: Iterable[Paper]) -> None:
    """Take papers off the counts of the package's table; what one paper is left with is dropped."""
    counts = background().frequencies
    assert isinstance(counts, dict)
    held = Counter(term for paper in papers for term in candidates(text_of(paper)))
    for term, count in held.items():
        key = zlib.crc32(term.encode())
        left = counts.get(key, 0) - count
        if left > 1:
            counts[key] = left
        else:
            counts.pop(key, None)


def splits(dev: Path, rest: Path, *, held_out: bool) -> list[Split]:
    """Return the splits of the development domains or of the held-out ones."""
    others = [paper for paper, _ in snapshot(rest)]
    domains: dict[str, list[Paper]] = {}
    if held_out:
        for paper in others:
            if paper.category in HELD_OUT:
                domains.setdefault(paper.category, []).append(paper)
    else:
        for paper, part in snapshot(dev):
            if part == "domain":
                domains.setdefault(paper.category, []).append(paper)
    found = []
    for name, own in sorted(domains.items()):
        strange = [paper for paper in others if name not in paper.categories]
        drawn = random.Random(0).sample(strange, min(BACKGROUND, len(strange)))
        frequency = Counter(term for paper in drawn for term in candidates(text_of(paper)))
        outside = [] if not held_out else [p for p in others if p.category != name]
        found.append(split(name, own, outside or others, frequency, len(drawn)))
    return found


def coverage(tests: Iterable[set[str]], known: set[str]) -> float:
    shares = [len(terms & known) / len(terms) for terms in tests]
    return 100 * sum(shares) / max(len(shares), 1)


def grounded(text: str, build: Mapping[str, Paper]) -> set[str]:
    """Return the n-grams of runs of eight words that the papers named beside them hold."""
    found: set[str] = set()
    heading = ""
    for block in re.split(r"\n(?=[-#])|\n\n", text):
        heading = block if block.startswith("#") else heading
        ids = [name for name in re.findall(r"\[([^\][]+)\]", block) for name in name.split(", ")]
        for name in ids:
            if name in build:
                found |= _runs(block, build[name])
    return found


def _runs(block: str, paper: Paper) -> set[str]:
    words = _WORD.findall(plain(block).lower())
    source: set[tuple[str, ...]] = set()
    for part in (paper.title, paper.abstract):
        said = _WORD.findall(plain(part).lower())
        source |= {tuple(said[i : i + _RUN]) for i in range(len(said) - _RUN + 1)}
    inside = [False] * len(words)
    for i in range(len(words) - _RUN + 1):
        if tuple(words[i : i + _RUN]) in source:
            inside[i : i + _RUN] = [True] * _RUN
    found: set[str] = set()
    run: list[str] = []
    for word, kept in [*zip(words, inside, strict=True), ("", False)]:
        if kept:
            run += normal_parts(word)
        elif run:
            found |= grams(run)
            run = []
    return found


def build(domain: Split, budget: int, level: str = "newcomer") -> str:
    """Return the product's bundle of a domain."""
    about = Domain(domain.name, "benchmark, seed 0", len(domain.build))
    options = PrimeOptions(level=level, budget=budget)  # type: ignore[arg-type]
    return document(make_primer(domain.build, about, options))


def raw(domain: Split, budget: int) -> str:
    """Return whole abstracts with their ids, in random order: a baseline."""
    count, parts, spent = counter("o200k_base"), [], 0
    for paper in random.Random(1).sample(domain.build, len(domain.build)):
        text = f"- {paper.title}. {paper.abstract} [{paper.id}]\n"
        spent += count.count(text)
        if spent > budget:
            break
        parts.append(text)
    return "".join(parts)


def listed(domain: Split, budget: int) -> str:
    """Return terms by papers × ln odds: a baseline that is grounded in nothing."""
    count, parts, spent = counter("o200k_base"), [], 0
    for term in field_terms(domain.build):
        spent += count.count(f", {term.text}")
        if spent > budget:
            break
        parts.append(term.text)
    return ", ".join(parts)


def mixed(domain: Split, budget: int) -> str:
    """Return whole sentences chosen greedily by new score per token, and a fifth of terms."""
    count = counter("o200k_base")
    score = {term.normal: term.score for term in field_terms(domain.build)}
    options = [
        (line, count.count(line), covered(line, score))
        for paper in domain.build
        for said in sentences(paper.abstract)
        if 8 <= len(said.split()) <= 60
        for line in [f'- "{plain(said)}" [{paper.id}]\n']
    ]
    parts, spent, known = [], 0, set[str]()
    while options:
        options.sort(key=lambda each: -sum(score[term] for term in each[2] - known) / each[1])
        line, cost, terms = options.pop(0)
        if spent + cost > 0.8 * budget:
            break
        parts.append(line)
        spent += cost
        known |= terms
    return "".join(parts) + listed(domain, budget - spent)


BUILDERS = {
    "raw abstracts": raw,
    "term list": listed,
    "four fifths sentences": mixed,
    "ctxbuild prime": build,
}


def judge(found: Sequence[Split], budget: int, builder: str) -> None:
    rows = []
    for domain in found:
        started = time.perf_counter()
        text = BUILDERS[builder](domain, budget)
        seconds = time.perf_counter() - started
        known = grams(stems(text))
        own = coverage(domain.tests, known)
        away = [coverage(other.tests, known) for other in found if other is not domain]
        sure = coverage(domain.tests, grounded(text, {paper.id: paper for paper in domain.build}))
        tokens = counter("o200k_base").count(text)
        rows.append((own, sure, own - sum(away) / max(len(away), 1), tokens, seconds))
        print(
            f"  {domain.name:<12} {own:5.1f} / {sure:5.1f} / {rows[-1][2]:5.1f}"
            f"  {tokens:>6} tokens  {seconds:4.1f} s"
        )
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    print(f"{builder} {budget}: COV {means[0]:.1f} / GCOV {means[1]:.1f} / DISC {means[2]:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dev", type=Path)
    parser.add_argument("background", type=Path)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--budgets", type=int, nargs="+", default=[1_000, 2_500, 5_000])
    parser.add_argument("--builders", nargs="+", default=list(BUILDERS), choices=list(BUILDERS))
    asked = parser.parse_args()
    found = splits(asked.dev, asked.background, held_out=asked.held_out)
    if asked.held_out:
        forget(paper for domain in found for paper in domain.unseen)
    for builder in asked.builders:
        for budget in asked.budgets:
            judge(found, budget, builder)


if __name__ == "__main__":
    main()
