"""Sheets for labellers spread the rules, and labels are joined whole or not at all."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def scripts():
    sys.path.insert(0, str(ROOT / "benchmarks" / "lint"))
    try:
        import join
        import sheet
    finally:
        sys.path.pop(0)
    return sheet, join


def finding(number, rule):
    return {
        "source": f"o/{number % 7}",
        "version": "1",
        "path": "a.md",
        "line": number,
        "rule": rule,
        "message": "m",
        "excerpt": "an\texcerpt",
        "context": "",
    }


def test_a_sheet_holds_a_hundred_of_a_rule_in_an_order_of_its_own(scripts):
    sheet, _ = scripts
    rows = [finding(number, rule) for number in range(150) for rule in ("A", "B")]
    chosen = sheet.apart(sheet.chosen(rows))
    assert chosen == sheet.apart(sheet.chosen(reversed(rows)))
    assert [row["rule"] for row in chosen].count("A") == 100
    assert len({row["id"] for row in chosen}) == 200
    pairs = itertools.pairwise(chosen)
    assert not any(first["rule"] == second["rule"] for first, second in pairs)
    assert [row["line"] for row in chosen] != sorted(row["line"] for row in chosen)


def test_a_part_holds_a_hundred_and_fifty(scripts, tmp_path):
    sheet, _ = scripts
    rows = sheet.apart([finding(number, "A") for number in range(160)])
    sheet.write(rows, tmp_path)
    parts = [len((tmp_path / f"sheet-0{n}.jsonl").read_text().splitlines()) for n in (1, 2)]
    assert parts == [150, 10]
    assert "version" not in json.loads((tmp_path / "sheet.jsonl").read_text().splitlines()[0])
    assert (tmp_path / "sources.tsv").read_text().splitlines()[:2] == ["source\tversion", "o/0\t1"]


@pytest.fixture
def sheets(scripts, tmp_path):
    sheet, _ = scripts
    sheet.write(sheet.apart([finding(1, "A"), finding(2, "A")]), tmp_path)
    return tmp_path


def joined(scripts, directory, a, b):
    (directory / "a.tsv").write_text(a)
    (directory / "b.tsv").write_text(b)
    return scripts[1].joined(*(directory / name for name in ("sheet.jsonl", "a.tsv", "b.tsv")))


def test_labels_of_both_stand_beside_the_finding(scripts, sheets):
    rows = joined(scripts, sheets, "0001\t1\tso\n0002\t0\n", "0002\t1\tno\n0001\t1\tyes\n")
    assert [row.split("\t")[5:] for row in rows] == [
        ["excerpt", "a", "b", "why_a", "why_b"],
        ["an excerpt", "1", "1", "so", "yes"],
        ["an excerpt", "0", "1", "", "no"],
    ]


@pytest.mark.parametrize("labels", ["0001\t1\n", "0001\t1\n0002\tyes\n", "0001\t1\n0001\t0\n"])
def test_labels_that_are_not_whole_are_refused(scripts, sheets, labels):
    with pytest.raises(SystemExit):
        joined(scripts, sheets, labels, "0001\t1\n0002\t1\n")
