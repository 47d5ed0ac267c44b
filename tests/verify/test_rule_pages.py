"""``docs/lint/`` is what the table says."""

from __future__ import annotations

from pathlib import Path

from ctxbuild.cli.main import _status
from ctxbuild.verify.lint.rule_pages import rule_pages
from ctxbuild.verify.lint.table import RULES

DOCS = Path(__file__).parents[2] / "docs" / "lint"


def test_the_pages_in_the_repository_are_current():
    there = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert there == rule_pages(), "run: ctxbuild lint --write-rules docs/lint"


def test_the_command_writes_them(tmp_path):
    assert _status(["lint", "--write-rules", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == set(rule_pages())


def test_every_rule_says_why_and_shows_how():
    for rule in RULES.values():
        assert rule.why.endswith(".")
        assert rule.bad != rule.good
        assert rule.weight in (1, 2, 3)
