"""``ctxbuild arxiv`` and papers in ``ctxbuild pack``, as a user calls them."""

from __future__ import annotations

import json

import pytest
from arxiv_server import ducks, serve

from ctxbuild.cli.main import _status
from ctxbuild.model import Paper
from ctxbuild.readers.arxiv.records import line_of


@pytest.fixture
def papers(tmp_path, monkeypatch):
    monkeypatch.setenv("CTXBUILD_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "papers.jsonl"
    lines = (
        Paper(f"2601.{n:05}", f"On duck {n}", "Ducks float. " * 20, ("Ada",), ("cs.CL",), 1)
        for n in range(1, 31)
    )
    path.write_bytes(b"".join(map(line_of, lines)))
    return path


@pytest.mark.parametrize("format_", ["md", "xml", "json"])
def test_a_bundle_keeps_its_budget_and_the_manifest_says_how_to_draw_again(papers, format_):
    call = f"arxiv --snapshot {papers} --sample 20 --seed 3 --budget 1200 --format {format_}"
    assert _status([*call.split(), "-o", "out", "--manifest", "m.json", "-q"]) == 0
    record = json.loads(papers.with_name("m.json").read_text())
    assert record["tokens"] <= 1200
    assert record["sources"][0]["recipe"]["seed"] == "3"
    assert "On duck" in papers.with_name("out").read_text()


def test_json_lines_can_be_read_again(papers):
    assert _status(f"arxiv --snapshot {papers} --limit 4 --jsonl few.jsonl -q".split()) == 0
    again = papers.with_name("few.jsonl")
    assert len(again.read_text().splitlines()) == 4
    assert (
        _status(["arxiv", "--snapshot", "few.jsonl", "--limit", "4", "--jsonl", "more.jsonl", "-q"])
        == 0
    )
    assert papers.with_name("more.jsonl").read_bytes() == again.read_bytes()


def test_papers_stand_beside_files_under_one_budget(papers):
    (papers.parent / "app").mkdir()
    (papers.parent / "app" / "a.py").write_text("def f():\n    return 1\n")
    assert (
        _status(["pack", "app", "arxiv:papers.jsonl", "--budget", "3000", "-o", "out.md", "-q"])
        == 0
    )
    text = papers.with_name("out.md").read_text()
    assert "## app/a.py" in text
    assert "## arxiv-papers.jsonl/2601.00030v1.md" in text


def test_a_server_is_asked(papers, capsysbinary):
    site, _ = serve(ducks(3))
    try:
        assert _status(["arxiv", "2601.00002", "--server", site.url(), "-q"]) == 0
    finally:
        site.close()
    assert b"# On duck number 2" in capsysbinary.readouterr().out


@pytest.mark.parametrize(
    ("call", "status", "message"),
    [
        ("arxiv", 2, "nothing is asked for"),
        ("arxiv 1901.0001", 2, "perhaps 1901.00010"),
        ("arxiv --category cs.CX", 2, "did you mean"),
        ("arxiv --month 2999-01 --sample 3", 2, "future"),
        ("arxiv --snapshot papers.jsonl --category math.AP", 1, "no paper is left"),
        ("arxiv --snapshot papers.jsonl --category math.AP --jsonl x", 1, "no paper is left"),
    ],
)
def test_mistakes_are_one_line(papers, capsys, call, status, message):
    assert _status(call.split()) == status
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
