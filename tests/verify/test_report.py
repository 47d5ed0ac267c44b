"""Findings as text, JSON, SARIF and commands for GitHub's runners."""

from __future__ import annotations

import json
import re

import pytest

from ctxbuild.verify.findings import Finding
from ctxbuild.verify.lint.table import RULES
from ctxbuild.verify.report import REPORTS, Report

PATHS = ["docs/a b.md", "c:d,e.md", "ünï\udcff.md", "x\n::error::y.md", "100%.md"]
NUMBERS = {"score": 90, "pages": 5, "modules": 0, "suppressed": 1}
CLOSING = " in 5 pages; score 90"


def written(format_, paths=PATHS):
    findings = [Finding(path, 3, "GUI-001", "a step, 100 % by hand\nno", "Click") for path in paths]
    return REPORTS[format_](
        Report("lint", findings, tuple(RULES.values()), NUMBERS, ("b: gone",), CLOSING)
    )


@pytest.fixture
def sarif():
    return json.loads(written("sarif"))


def test_text_has_one_line_for_each_finding():
    lines = written("text").splitlines()
    assert lines[0] == "docs/a b.md:3: GUI-001 a step, 100 % by hand\\nno"
    assert sum(": GUI-001 " in line for line in lines) == len(PATHS)
    assert lines[-1] == "5 findings in 5 pages; score 90"


def test_json_says_everything():
    record = json.loads(written("json"))
    assert record["schema"] == 1
    assert record["score"] == 90
    assert record["findings"][0]["path"] == "docs/a b.md"
    assert record["unread"] == ["b: gone"]


def test_sarif_has_what_the_standard_requires(sarif):
    # SARIF 2.1.0: sections 3.13 (log), 3.14 (run), 3.19 (tool component), 3.27 (result).
    assert sarif["version"] == "2.1.0"
    assert set(sarif) <= {"$schema", "version", "runs", "properties"}
    (run,) = sarif["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "ctxbuild"
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    assert run["invocations"][0]["executionSuccessful"] is True


def test_sarif_results_point_at_rules_and_lines(sarif):
    (run,) = sarif["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["region"]["startLine"] >= 1
        # RFC 3986: no scheme, no space, nothing unescaped that a reference cannot hold.
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", physical["artifactLocation"]["uri"])


def test_github_commands_cannot_be_broken_out_of():
    lines = written("github").splitlines()
    assert len(lines) == len(PATHS)
    assert all(line.startswith("::error file=") for line in lines)
    assert lines[1].startswith("::error file=c%3Ad%2Ce.md,line=3,title=GUI-001::")
    assert lines[4].startswith("::error file=100%25.md")


@pytest.mark.parametrize("format_", sorted(REPORTS))
def test_reports_can_be_written_whatever_paths_hold(format_):
    written(format_).encode()
    assert written(format_, []) is not None
