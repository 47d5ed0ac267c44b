"""``ctxbuild docs``: bundles, trees of Markdown, one page."""

from __future__ import annotations

import json
import re

import pytest
import sites

from ctxbuild import count_tokens
from ctxbuild.cli.main import _status


@pytest.fixture
def site(tmp_path):
    return sites.written(tmp_path / "site", sites.sphinx())


def run(*arguments):
    return _status(["docs", "-q", *map(str, arguments)])


def test_a_bundle_has_the_pages_in_the_order_of_the_site(site, tmp_path):
    assert run(site, "-o", tmp_path / "b.md", "--manifest", tmp_path / "m.json") == 0
    headings = re.findall(r"^## (\S+\.md) \(full", (tmp_path / "b.md").read_text(), re.M)
    order = ["index.md", "zeta.md", "guide/index.md", "guide/second.md", "guide/first.md"]
    assert headings == [*order, "api.md"]
    record = json.loads((tmp_path / "m.json").read_text())
    assert record["sources"][0]["kind"] == "docs"
    assert record["items"][-1]["title"] == "Zeta First"


def test_order_by_path_can_be_asked_for(site, tmp_path):
    assert run(site, "-o", tmp_path / "b.md", "--order", "path") == 0
    headings = re.findall(r"^## (\S+\.md) \(full", (tmp_path / "b.md").read_text(), re.M)
    assert headings == ["index.md", *sorted(set(headings) - {"index.md"})]


def test_a_bundle_keeps_its_budget(tmp_path):
    files = {f"p{n}.html": sites.page(f"Page {n}", "<p>More.</p>" * 200) for n in range(20)}
    root = sites.written(tmp_path / "site", files)
    assert run(root, "-o", tmp_path / "b.md", "--budget", "3000") == 0
    assert 2900 <= count_tokens((tmp_path / "b.md").read_text()) <= 3000


def test_a_question_picks_sections(tmp_path):
    filler = "".join(f"<h2>Topic {n}</h2><p>{'Plain words. ' * 60}</p>" for n in range(30))
    body = f"{filler}<h2>Glaze recipes</h2><p>Cobalt makes it blue.</p>{filler}"
    files = {"index.html": sites.page("Kiln"), "long.html": sites.page("Long", body)}
    root = sites.written(tmp_path / "site", files)
    asked = ("--budget", "1500", "--query", "cobalt glaze recipes")
    assert run(root, "-o", tmp_path / "b.md", *asked) == 0
    assert "Cobalt makes it blue." in (tmp_path / "b.md").read_text()


def test_a_tree_has_front_matter_and_links_that_hold(site, tmp_path):
    out = tmp_path / "twins"
    assert run(site, "-o", f"{out}/") == 0
    text = (out / "guide/first.md").read_text()
    assert text.startswith('---\ntitle: "The First"\nbreadcrumbs: ["guide/index"]\n---\n\n# The')
    for path in out.rglob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
            assert (path.parent / link).is_file(), (path, link)
    index = json.loads((out / "ctxbuild-docs.json").read_text())
    assert [page["path"] for page in index["pages"]][:2] == ["index.md", "zeta.md"]


def test_a_tree_is_renewed_and_nothing_else_is_touched(site, tmp_path):
    out = tmp_path / "twins"
    assert run(site, "-o", f"{out}/") == 0
    (out / "mine.md").write_text("mine")
    stamp = (out / "zeta.md").stat().st_mtime_ns
    (site / "api.html").unlink()
    (site / "guide/first.html").write_text(sites.page("Changed"))
    assert run(site, "-o", f"{out}/") == 0
    assert (out / "mine.md").read_text() == "mine"
    assert (out / "zeta.md").stat().st_mtime_ns == stamp
    assert "# Changed" in (out / "guide/first.md").read_text()
    assert not (out / "api.md").exists()


def test_a_directory_of_other_files_is_refused(site, tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/file").write_text("x")
    assert run(site, "-o", tmp_path / "mine") == 2
    assert "did not write" in capsys.readouterr().err
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["file"]


def test_an_index_cannot_make_us_remove_files_elsewhere(site, tmp_path):
    out = tmp_path / "twins"
    assert run(site, "-o", f"{out}/") == 0
    victim = tmp_path / "victim.md"
    victim.write_text("x")
    pages = [{"path": "../victim.md"}, {"path": str(victim)}, {"path": 3}]
    (out / "ctxbuild-docs.json").write_text(json.dumps({"pages": pages}))
    assert run(site, "-o", f"{out}/") == 0
    assert victim.exists()


def test_one_page_is_printed_as_markdown(site, capfdbinary):
    assert run(site / "zeta.html", "-o", "-") == 0
    printed = capfdbinary.readouterr().out.decode()
    assert printed.startswith("# Zeta First\n")


def test_front_matter_takes_any_title(tmp_path):
    title = '"quoted": \\ # \u2028 \u200b \u202e é 🎉 - {x}'
    markup = title.replace("&", "&amp;").replace("<", "&lt;")
    root = sites.written(tmp_path / "site", {"index.html": sites.page(markup)})
    assert run(root, "-o", f"{tmp_path / 'out'}/") == 0
    line = (tmp_path / "out/index.md").read_text().split("\n")[1]
    assert line.isprintable()
    value = line.removeprefix("title: ")
    # Without characters beyond the basic plane that need escapes, such scalars are JSON too.
    assert json.loads(value).startswith('"quoted": \\ #')


def test_what_is_no_site_is_one_line(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty") == 1
    assert run(tmp_path / "missing") == 2
    assert run(sites.written(tmp_path / "s", sites.sphinx()), "--versions", "9") == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("ctxbuild: ") for line in lines)


def test_pack_takes_a_site_beside_a_repository(site, tmp_path):
    repo = sites.written(tmp_path / "app", {"app.py": "def fire():\n    return 1\n"})
    out = tmp_path / "b.md"
    assert _status(["pack", "-q", str(repo), str(site), "-o", str(out)]) == 0
    text = out.read_text()
    assert "## app/app.py (full" in text
    assert "## site/guide/first.md (full" in text
    assert text.index("## site/zeta.md") < text.index("## site/guide/index.md")
