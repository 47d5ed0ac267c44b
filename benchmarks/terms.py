"""Measures terminology: keyphrases, acronyms, definitions, speed.

``python benchmarks/terms.py SNAPSHOT.jsonl[.gz|.xz] [--gold FILE.jsonl …]``

The labels in ``labelled/`` are ours and name arXiv papers; their texts are taken
from a snapshot in our schema. ``--gold`` judges any other set: one JSON object a
line with ``text`` and ``keyphrases``. Micro F1@k: of each text the first k distinct
normal forms of what is ranked, against the set of the gold phrases' normal
forms, summed over all texts; F1 = 2 · hits ÷ (predicted + gold).

*Titles* asks how many of the phrases in a title are among the keyphrases of the abstract
alone. The labels are for development: weights were chosen with both halves of the
labelled abstracts in view, and the acronyms were labelled by correcting what an
earlier version found, so that long forms far from brackets may be missing.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from background_table import opened

from ctxbuild.analysis.terms import (
    definitions,
    field_terms,
    keyphrases,
    named_things,
    normal_form,
    pairs,
    people,
    questions,
)
from ctxbuild.analysis.terms.chunks import chunks
from ctxbuild.analysis.terms.field import text_of
from ctxbuild.model import Paper
from ctxbuild.transforms.tex import accents

LABELLED = Path(__file__).parent / "labelled"
CUTS = (5, 10, 15)
Judged = tuple[str, frozenset[str]]


def papers_in(snapshot: Path) -> list[Paper]:
    """Return the papers of a snapshot in our schema."""
    with opened(snapshot) as file:
        return [
            Paper(
                record["id"],
                accents(record["title"]),
                accents(record["abstract"]),
                tuple(record["authors"]),
                tuple(record["categories"]),
            )
            for record in map(json.loads, file)
        ]


def f1(judged: Sequence[Judged], k: int) -> float:
    """Return micro F1@k in per cent."""
    hits = predicted = gold = 0
    for text, right in judged:
        found = list(dict.fromkeys(map(normal_form, keyphrases(text, k))))[:k]
        hits += len(right.intersection(found))
        predicted += len(found)
        gold += len(right)
    return 200 * hits / (predicted + gold)


def labelled(name: str) -> dict[str, list[str]]:
    """Return our labels by paper."""
    lines = (LABELLED / name).read_text(encoding="utf-8").splitlines()
    split = (line.partition("\t") for line in lines)
    return {paper: [each for each in labels.split("; ") if each] for paper, _, labels in split}


def show_f1(name: str, judged: Sequence[Judged]) -> None:
    figures = "  ".join(f"F1@{k} {f1(judged, k):.1f}" for k in CUTS)
    print(f"{name:<34} {len(judged):>5} texts  {figures}")


def show_labelled(papers: dict[str, Paper]) -> None:
    judged = [
        (text_of(papers[paper]), frozenset(map(normal_form, phrases)))
        for paper, phrases in labelled("keyphrases.tsv").items()
    ]
    half = len(judged) // 2
    show_f1("labelled, first half", judged[:half])
    show_f1("labelled, second half", judged[half:])


def show_titles(papers: Sequence[Paper]) -> None:
    hits = gold = 0
    for paper in papers:
        right = {normal_form(" ".join(chunk)) for chunk in chunks(paper.title)} - {""}
        hits += len(right.intersection(map(normal_form, keyphrases(paper.abstract, 10))))
        gold += len(right)
    print(
        f"title phrases among 10 of abstract {len(papers):>5} texts  recall {100 * hits / gold:.1f}"
    )


def show_acronyms(papers: dict[str, Paper]) -> None:
    hits = found = gold = 0
    for paper, labels in labelled("acronyms.tsv").items():
        right = {(short, _joined(long)) for short, _, long in (x.partition("=") for x in labels)}
        said = {(pair.short, _joined(pair.long)) for pair in pairs(text_of(papers[paper]))}
        hits += len(right & said)
        found += len(said)
        gold += len(right)
    precision, recall = 100 * hits / found, 100 * hits / gold
    print(f"acronym pairs: precision {precision:.1f}, recall {recall:.1f} of {gold}")


def _joined(long: str) -> str:
    return normal_form(long).replace(" ", "")


def show_definitions(papers: Sequence[Paper]) -> None:
    found = definitions(papers)
    verbatim = {paper.name: paper.abstract for paper in papers}
    exact = sum(each.sentence in verbatim[each.paper] for each in found)
    formal = [each for each in found if each.form != "acronym"]
    holding = len({each.paper for each in formal})
    print(
        f"definitions: {len(found)} ({len(formal)} not by acronym), "
        f"in {100 * holding / len(papers):.0f} % of abstracts, {exact} verbatim; "
        f"open questions: {len(questions(papers))}"
    )


def show_speed(papers: Sequence[Paper]) -> None:
    terms = field_terms(papers)
    jobs: dict[str, Callable[[], object]] = {
        "keyphrases": lambda: [keyphrases(text_of(paper)) for paper in papers],
        "acronyms": lambda: [pairs(text_of(paper)) for paper in papers],
        "definitions": lambda: definitions(papers),
        "questions": lambda: questions(papers),
        "named things": lambda: named_things(papers),
        "terms of a field": lambda: field_terms(papers),
        "people": lambda: people(papers, terms),
    }
    for name, job in jobs.items():
        began = time.process_time()
        job()
        print(f"{name:<18} {len(papers) / (time.process_time() - began):>8,.0f} abstracts/s")


def gold_in(file: Path) -> list[Judged]:
    with opened(file) as lines:
        records = [json.loads(line) for line in lines]
    return [(each["text"], frozenset(map(normal_form, each["keyphrases"]))) for each in records]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--gold", type=Path, action="append", default=[])
    asked = parser.parse_args()
    papers = papers_in(asked.snapshot)
    by_id = {paper.id: paper for paper in papers}
    show_labelled(by_id)
    for gold in asked.gold:
        show_f1(gold.stem, gold_in(gold))
    show_titles(papers)
    show_acronyms(by_id)
    show_definitions(papers)
    show_speed(papers)


if __name__ == "__main__":
    main()
