"""``ctxbuild check``: what it prints and how it exits."""

from __future__ import annotations

import json
import os

import pytest

from ctxbuild.cli.main import _status

PAGE = "<main><h1>Kiln</h1><p>It is hot in there, so wear gloves and stand back.</p></main>"
TWIN = "# Kiln\n\nIt is hot in there, so wear gloves and stand back.\n"


@pytest.fixture
def twin(tmp_path):
    (tmp_path / "a.md").write_text(TWIN)
    (tmp_path / "a.html").write_text(PAGE)
    return tmp_path / "a.md"


def run(*arguments):
    return _status(["check", *map(str, arguments)])


def test_a_faithful_twin_is_zero_and_prints_its_numbers(twin, capsys):
    assert run(twin, "--against-html", twin.with_suffix(".html")) == 0
    out = capsys.readouterr().out
    assert "text recall     100.0 %  12 of 12" in out
    assert out.endswith("faithful enough\n")


def test_a_loss_is_one_and_names_the_line(twin, capsys):
    twin.write_text(TWIN.replace("so wear gloves and", "and"))
    assert run(twin, "--against-html", twin.with_suffix(".html")) == 1
    out = capsys.readouterr().out
    assert "below 95 %" in out
    assert "a.md:3: text-lost" in out


def test_thresholds_decide(twin):
    twin.write_text(TWIN.replace("so wear gloves and", "and"))
    page = ["--against-html", twin.with_suffix(".html")]
    assert run(twin, *page, "--threshold", "text=50") == 0
    assert run(twin, *page, "--threshold", "10", "--threshold", "text=99") == 1
    for wrong in ("text=101", "kiln=5", "x", "nan"):
        assert run(twin, *page, "--threshold", wrong) == 2


def test_json_says_everything(twin, capsys):
    twin.write_text("Kiln\n")
    assert run(twin, "--against-html", twin.with_suffix(".html"), "--format", "json") == 1
    record = json.loads(capsys.readouterr().out)
    assert record["schema"] == 1
    assert record["kind"] == "twins"
    assert record["good"] is False
    (only,) = record["twins"]
    assert "text recall" in only["failing"]
    assert only["measures"]["headings"] == {"percent": 0.0, "found": 0, "of": 1}
    assert {each["rule"] for each in only["differences"]} == {"text-lost", "heading-lost"}


def test_a_tree_is_compared_page_by_page(tmp_path, capsys):
    site, tree = tmp_path / "site", tmp_path / "tree"
    for page, name in (
        ("index.html", "README.md"),
        ("b/index.html", "b.md"),
        ("c.html", "c.html.md"),
    ):
        (site / page).parent.mkdir(parents=True, exist_ok=True)
        (site / page).write_text(PAGE)
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(TWIN)
    (tree / "lonely.md").write_text(TWIN)
    assert run(tree, "--against-html", site) == 0
    out = capsys.readouterr().out
    assert "3 twins in all" in out
    assert "lonely.md: there is no page of that name" in out
    (tree / "b.md").write_text("# Kiln\n")
    assert run(tree, "--against-html", site) == 1
    out = capsys.readouterr().out
    assert "1 twin below the thresholds" in out
    assert out.count("against") == 1


def test_mistakes_in_the_call_are_named(twin, tmp_path, capsys):
    assert run(twin) == 2
    assert "--against-html" in capsys.readouterr().err
    assert run(twin, "--against-html", tmp_path) == 2
    assert run(tmp_path, "--against-html", twin) == 2
    assert run(twin, "--against-html", twin.with_suffix(".html"), "--content", "#x") == 2


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
def test_files_that_are_neither_are_one_line(twin, data, capsys):
    twin.with_suffix(".html").write_bytes(data)
    assert run(twin, "--against-html", twin.with_suffix(".html")) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert run(twin, "--against-html", twin.parent / "none.html") == 1
    assert "No such file" in capsys.readouterr().err


def test_a_pipe_is_not_waited_for(twin):
    os.mkfifo(twin.parent / "p.html")
    assert run(twin, "--against-html", twin.parent / "p.html") == 1
