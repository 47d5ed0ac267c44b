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


LIST = (
    "# Kiln\n\n> Burns clay.\n\nInstall with make.\n\n## Guide\n\n"
    "- [Fire](https://k.example/x/fire.md#wood): Heat the kiln to a thousand degrees.\n"
    "- [Cool](https://k.example/x/guide/cool.md): Wait two days before you open the door.\n"
)


@pytest.fixture
def site(tmp_path):
    (tmp_path / "guide").mkdir()
    (tmp_path / "fire.md").write_text("# Fire\n\n## Wood\n\n[cool](guide/cool.md)\n")
    (tmp_path / "guide/cool.md").write_text("# Cool\n")
    (tmp_path / "llms.txt").write_text(LIST)
    return tmp_path


def test_a_good_list_is_zero_by_its_file_or_its_directory(site, capsys):
    assert run(site) == run(site / "llms.txt") == 0
    assert capsys.readouterr().out.count("0 findings in 1 file, 2 links") == 2


def test_dead_links_of_lists_and_of_their_pages_are_named_by_line(site, capsys):
    (site / "guide/cool.md").unlink()
    assert run(site / "llms.txt") == 1
    out = capsys.readouterr().out
    assert "llms.txt:10: TARGET-001 there is no guide/cool.md" in out
    assert "fire.md:5: TARGET-001 there is no guide/cool.md" in out
    assert run(site, "--ignore", "target") == 0


@pytest.mark.parametrize("format_", ["json", "sarif", "github"])
def test_findings_have_the_formats_of_lint(site, capsys, format_):
    (site / "llms.txt").write_text(LIST + "prose\n")
    assert run(site, "--report", format_) == 1
    out = capsys.readouterr().out
    assert "FORM-007" in out
    if format_ != "github":
        json.loads(out)


def test_levels_decide_about_the_exit_code(site):
    (site / "llms.txt").write_text(LIST.replace(": Heat the kiln to a thousand degrees", ": Fire"))
    assert run(site) == 0
    assert run(site, "--fail-on", "note") == 1
    (site / "llms.txt").write_text(LIST.replace(": Heat the kiln to a thousand degrees.", ""))
    assert run(site) == 1
    assert run(site, "--fail-on", "error") == 0


def test_twins_are_compared_with_the_pages_beside_them(site, capsys):
    (site / "fire.html").write_text(PAGE)
    assert run(site) == 1
    assert "TWIN-001 compared with fire.html: text recall" in capsys.readouterr().out
    assert run(site, "--no-twins") == 0


def test_wrong_calls_of_lists_are_usage(site, tmp_path):
    assert run(site, "--ignore", "NOPE") == 2
    assert run(site / "none.txt") == 1
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty") == 2
    (tmp_path / "bin.txt").write_bytes(b"\0\1")
    assert run(tmp_path / "bin.txt") == 1


def test_staleness_names_lines_of_both_sides(tmp_path, capsys, monkeypatch):
    from sites import material, written

    monkeypatch.setenv("CTXBUILD_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    pages = written(tmp_path / "site", material())
    out = tmp_path / "out"
    base = ["--base-url", "https://k.example/"]
    assert not _status(["llms", str(pages), "-o", str(out), *base, "-q"])
    assert run(out / "llms.txt", "--against", pages, *base) == 0
    text = (out / "llms.txt").read_text()
    (out / "llms.txt").write_text(text.replace("[Page zoo]", "[Page zebra]"))
    assert run(out / "llms.txt", "--against", pages, *base) == 1
    printed = capsys.readouterr().out
    assert "STALE-001 no longer: - [Page zebra]" in printed
    assert "STALE-002 missing: - [Page zoo]" in printed


def test_links_are_asked_for_on_the_web(site, capsys):
    from loopback import Loopback, answer, redirect

    page = answer(b"<!doctype html><p id=wood>", content_type="text/html")
    web = Loopback({"/x/fire.md": page, "/x/old": redirect("/x/fire.md")})
    try:
        text = LIST.replace("https://k.example", web.url("")) + f"- [O]({web.url('/x/old')}): d\n"
        web.routes["/llms.txt"] = answer(text.encode(), content_type="text/plain")
        assert run(web.url("/llms.txt"), "--online", "--delay", "0") == 1
    finally:
        web.close()
    out = capsys.readouterr().out
    assert "10: TARGET-001" in out
    assert "11: TARGET-008" in out
    assert web.paths().count("/robots.txt") == 1
