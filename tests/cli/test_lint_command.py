"""``ctxbuild lint``: what it prints and how it exits."""

from __future__ import annotations

import json

import pytest
import sites

from ctxbuild.cli.main import _status

BAD = "# Kiln\n\nSee [here](https://kiln.test).\n"


@pytest.fixture
def source(tmp_path):
    (tmp_path / "page.md").write_text(BAD)
    (tmp_path / "good.md").write_text("# Glaze\n\nIt is blue.\n")
    return tmp_path


def run(*arguments):
    return _status(["lint", "-q", "--no-cache", *map(str, arguments)])


def test_findings_make_it_exit_with_one(source, capsys):
    assert run(source) == 1
    assert "page.md:3: LINK-001" in capsys.readouterr().out


def test_nothing_found_is_zero(source):
    assert run(source, "--exclude", "page.md") == 0
    assert run(source, "--ignore", "LINK") == 0
    assert run(source, "--select", "GUI-001,CODE") == 0


def test_a_score_may_be_good_enough(source, capsys):
    assert run(source, "--select", "LINK-001", "--fail-under", "50") == 0
    assert run(source, "--select", "LINK-001", "--fail-under", "51") == 1
    assert "score 50" in capsys.readouterr().out


def test_an_unknown_rule_is_named(source, capsys):
    assert run(source, "--select", "GIU-001") == 2
    assert "no rule 'GIU-001'; there are GUI-001" in capsys.readouterr().err


def test_a_report_goes_to_a_file(source, tmp_path_factory):
    target = tmp_path_factory.mktemp("out") / "lint.sarif"
    assert run(source, "--format", "sarif", "-o", target) == 1
    assert json.loads(target.read_text())["runs"][0]["results"][0]["ruleId"] == "LINK-001"


def test_two_runs_say_the_same(source, capsys):
    run(source, "--report", "json")
    first = capsys.readouterr().out
    run(source, "--report", "json")
    assert capsys.readouterr().out == first


def test_a_built_site_is_linted_page_by_page(tmp_path, capsys):
    empty = '<html><body><div id="root"></div><script src="app.js"></script></body></html>'
    body = "<p>Click the <strong>Save</strong> button now.</p>"
    files = {"index.html": sites.page("Kiln", body), "app.html": empty}
    root = sites.written(tmp_path / "site", files)
    assert run(root, "--select", "GUI-001,JS-001") == 1
    out = capsys.readouterr().out
    assert "index.md:" in out
    assert "app.html:1: JS-001" in out


def test_rules_can_be_listed_and_explained(capsys):
    assert _status(["lint", "--list"]) == 0
    assert "GUI-001" in capsys.readouterr().out
    assert _status(["lint", "--explain", "gui-001"]) == 0
    assert capsys.readouterr().out.startswith("# GUI-001: ")


def test_text_that_is_no_text_is_passed_over(tmp_path):
    (tmp_path / "a.md").write_bytes(b"\xff\xfe\x00\x00 \x80")
    (tmp_path / "b.md").write_bytes(b"")
    assert run(tmp_path) == 0
