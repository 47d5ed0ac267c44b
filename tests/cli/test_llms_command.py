"""``ctxbuild llms``: files for sites and repositories, held current, nobody else's touched."""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
import sites

from ctxbuild import count_tokens
from ctxbuild.cli.main import _status
from ctxbuild.formats.llms_reading import read_llms_txt
from ctxbuild.jobs.llms_run import is_docs_address
from ctxbuild.readers.site.folder import without_own_links

LINK = re.compile(r"\]\(([^()\s]+)\)")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def run(*arguments):
    return _status(["llms", "-q", *map(str, arguments)])


def tree(root):
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def built(tmp_path, files):
    return sites.written(tmp_path / "site", files)


GENERATORS = {
    "sphinx": sites.sphinx(),
    "material": sites.material(),
    "mdbook": sites.mdbook(),
    "docbook": sites.docbook(),
}


@pytest.mark.parametrize("name", GENERATORS)
def test_every_link_of_every_file_leads_somewhere(tmp_path, name):
    out = tmp_path / "out"
    assert run(built(tmp_path, GENERATORS[name]), "-o", out) == 0
    listed = read_llms_txt((out / "llms.txt").read_text())
    assert listed.problems == []
    pages = {p for p in tree(out) if p.endswith(".md")}
    assert {unquote(link.url) for link in listed.links()} == pages
    for page in pages:
        for target in LINK.findall((out / page).read_text()):
            path = unquote(target.partition("#")[0])
            if "://" not in target and path:
                assert posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) in pages


def test_links_to_pages_that_are_left_out_lead_to_them_as_they_are(tmp_path):
    files = nav_site()
    files["index.html"] = files["index.html"].replace(
        "<p>", '<p><a href="use/gas.html">Gas</a> and <a href="use/wood.html">wood</a>. ', 1
    )
    out = tmp_path / "out"
    call = [built(tmp_path, files), "-o", out, "--base-url", "https://kiln.example/"]
    assert run(*call, "--exclude", "use/gas.md") == 0
    assert "use/gas.md" not in tree(out)
    text = (out / "index.md").read_text()
    assert "[Gas](https://kiln.example/use/gas.html)" in text
    assert "[wood](https://kiln.example/use/wood.md)" in text


def nav_site():
    bar = (
        '<nav class="md-nav md-nav--primary"><ul><li><a href="{u}index.html">Home</a></li><li>'
        '<label class="md-nav__link"><span>Use it</span></label><nav><ul>'
        '<li><a href="{u}use/wood.html">Wood</a></li><li><a href="{u}use/gas.html">Gas</a></li>'
        '</ul></nav></li><li><a href="{u}changelog.html">Changelog</a></li></ul></nav>'
    )
    own = "<p>{} burns under the kiln in its own way.</p>"
    names = {"index": 0, "use/wood": 1, "use/gas": 1, "changelog": 0}
    return {
        f"{name}.html": sites.page(
            name.title(), own.format(name), "", bar.replace("{u}", "../" * depth)
        )
        for name, depth in names.items()
    }


def test_sections_come_from_the_navigation_and_changes_are_optional(tmp_path):
    assert run(built(tmp_path, nav_site()), "-o", "out", "--base-url", "https://k.example/d") == 0
    listed = read_llms_txt(Path("out/llms.txt").read_text())
    assert listed.title == "Kiln"
    found = {s.title: [link.url for link in s.links] for s in listed.sections}
    assert list(found)[-1] == "Optional"
    assert found["Use it"] == ["https://k.example/d/use/wood.md", "https://k.example/d/use/gas.md"]
    assert found["Optional"] == ["https://k.example/d/changelog.md"]


def test_settings_order_sections_and_descriptions(tmp_path):
    Path("ctxbuild.toml").write_text(
        '[llms]\nsource = "site"\noutput = "out"\nbase-url = "."\nexclude = ["changelog.md"]\n'
        'twins = "html.md"\n[llms.sections]\nFirst = ["use/gas.md"]\n'
        '[llms.descriptions]\n"use/gas.md" = "Use when you burn gas."\n'
        '[llms.sets]\nuse = ["use/*"]\n'
    )
    built(tmp_path, nav_site())
    assert run() == 0
    listed = read_llms_txt(Path("out/llms.txt").read_text())
    first = listed.sections[0]
    assert (first.title, first.links[0].url) == ("First", "use/gas.html.md")
    assert first.links[0].description == "Use when you burn gas."
    assert "changelog" not in Path("out/llms.txt").read_text()
    assert Path("out/llms-use.txt").read_text().count("\nSource: ") == 2


def test_an_unknown_setting_is_named_with_the_nearest(tmp_path, capsys):
    Path("ctxbuild.toml").write_text("[llms]\nbase_urll = 'x'\n")
    assert run("site") == 2
    assert "base_urll" in (said := capsys.readouterr().err)
    assert "did you mean base-url?" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("name", "form"), [("b.md", "Markdown"), ("b.rst", "plain text")])
def test_pages_of_other_forms_are_not_called_markdown(tmp_path, capsys, name, form):
    docs = tmp_path / "pond/docs"
    docs.mkdir(parents=True)
    for each, bird in zip(
        ("a.md", name, "c.md", "d.md"), ("Duck", "Swan", "Hern", "Coot"), strict=True
    ):
        (docs / each).write_text(f"{bird}\n====\n\nThe {bird} swims on ponds in all weathers.\n")
    assert run(tmp_path / "pond", "-o", "-", "--base-url", ".") == 0
    assert f"Every link leads to a page as {form};" in capsys.readouterr().out


def test_a_table_of_no_command_is_named_with_the_nearest(tmp_path, capsys):
    Path("ctxbuild.toml").write_text("[llm]\nbase-url = 'x'\n")
    assert run("site") == 2
    assert "unknown table [llm]; did you mean [llms]?" in capsys.readouterr().err


def test_two_runs_are_the_same_and_a_changed_page_changes_its_own_lines(tmp_path):
    root = built(tmp_path, nav_site())
    assert run(root, "-o", "one") == run(root, "-o", "two") == 0
    assert tree(Path("one")) == tree(Path("two"))
    page = root / "use/wood.html"
    page.write_text(
        page.read_text().replace("<p>use/wood burns", "<p>Wood is a fuel of old kilns that burns")
    )
    assert run(root, "-o", "two") == 0
    one, two = tree(Path("one")), tree(Path("two"))
    changed = {name for name in one if one[name] != two[name]}
    assert changed == {"use/wood.md", "llms.txt", "llms-full.txt", "ctxbuild-docs.json"}
    old, new = (set(each["llms.txt"].splitlines()) for each in (one, two))
    assert {line.split(b"]")[0] for line in old ^ new} == {b"- [Use/Wood"}


def test_check_writes_nothing_and_fails_when_a_file_is_not_current(tmp_path, capsys):
    root = built(tmp_path, nav_site())
    assert run(root, "-o", "out") == 0
    assert run(root, "-o", "out", "--check") == 0
    Path("out/llms.txt").write_text("# old\n")
    assert run(root, "-o", "out", "--check") == 1
    assert "not current: llms.txt" in capsys.readouterr().err
    assert Path("out/llms.txt").read_text() == "# old\n"


def test_files_beside_the_pages_with_relations_that_are_added_once(tmp_path):
    root = built(tmp_path, nav_site())
    assert run(root, "-o", root, "--relations") == 0
    once = tree(root)
    page = once["use/wood.html"].decode()
    assert 'rel="alternate" type="text/markdown" href="wood.md"' in page
    assert 'rel="describedby" href="../llms.txt"' in page
    assert run(root, "-o", root, "--relations") == 0
    assert tree(root) == once


@pytest.mark.parametrize("start", ["<title>Ducks</title>\n", "<title>Ducks</title><body>\n"])
def test_pages_without_an_end_of_their_head_have_relations_in_it(tmp_path, start):
    site = tmp_path / "short"
    site.mkdir()
    page = f"<!doctype html>{start}<main><h1>Ducks</h1><p>Ducks swim on ponds in all weathers.</p>"
    (site / "index.html").write_text(page)
    assert run(site, "-o", site, "--relations") == 0
    once = (site / "index.html").read_text()
    assert 0 < once.index("</title>") < once.index('rel="alternate"') < once.index("<main>")
    assert ("<body>" not in start) or once.index('rel="describedby"') < once.index("<body>")
    assert run(site, "-o", site, "--relations") == 0
    assert (site / "index.html").read_text() == once
    assert without_own_links(once.encode()).decode() == page


def test_with_a_directive_pages_themselves_lead_to_the_list_out_of_sight(tmp_path):
    root = built(tmp_path, nav_site())
    before = (root / "use/wood.html").read_bytes()
    assert run(root, "-o", root, "--relations", "--directive") == 0
    once = tree(root)
    assert 'tabindex="-1" href="../llms.txt">' in once["use/wood.html"].decode()
    assert 'href="./llms.txt">' in once["index.html"].decode()
    assert "tabindex" not in once["use/wood.md"].decode()
    assert run(root, "-o", root, "--relations", "--directive") == 0
    assert tree(root) == once
    assert without_own_links(once["use/wood.html"]) == before


@pytest.mark.parametrize("name", ["llms.txt", "use/wood.md"])
def test_a_file_of_somebody_else_is_never_written_over(tmp_path, capsys, name):
    root = built(tmp_path, {**nav_site(), name: "mine\n"})
    assert run(root, "-o", root) == 1
    assert "was not written by ctxbuild" in capsys.readouterr().err
    assert (root / name).read_text() == "mine\n"
    assert not (root / "index.md").exists()


def test_a_repository_keeps_its_documents_whatever_a_record_says(tmp_path):
    docs = {f"docs/{name}.md": f"# {name}\n\nAbout {name} and its use.\n" for name in "abcdef"}
    root = sites.written(tmp_path / "repo", {**docs, "README.md": "# Kiln\n\nBurns clay.\n"})
    before = tree(root)
    assert run(root, "-o", root, "--base-url", ".") == 0
    assert set(tree(root)) - set(before) == {"llms.txt", "llms-full.txt"}
    record = {"files": [{"path": name, "digest": "00"} for name in docs], "pages": []}
    (root / "ctxbuild-docs.json").write_text(json.dumps(record))
    assert run(root, "-o", root, "--base-url", ".", "--exclude", "docs/a.md") == 0
    record = {"pages": [{"path": name} for name in docs]}
    (root / "ctxbuild-docs.json").write_text(json.dumps(record))
    assert run(root, "-o", root, "--base-url", ".", "--exclude", "docs/b.md") == 0
    assert {name: data for name, data in tree(root).items() if name in before} == before


def test_pages_that_are_gone_take_their_markdown_with_them(tmp_path):
    root = built(tmp_path, nav_site())
    assert run(root, "-o", root) == run(root, "-o", "out") == 0
    (root / "use/gas.md").write_text("changed by hand\n")
    for name in ("use/gas.html", "use/wood.html"):
        (root / name).unlink()
    assert run(root, "-o", root) == run(root, "-o", "out") == 0
    assert not (root / "use/wood.md").exists()
    assert (root / "use/gas.md").read_text() == "changed by hand\n"
    assert not Path("out/use").exists()


def test_relations_need_the_site_itself(tmp_path):
    assert run(built(tmp_path, nav_site()), "-o", "out", "--relations") == 2


def test_a_budget_moves_pages_to_the_file_of_their_directory(tmp_path):
    files = {f"api/p{n:03}.html": sites.page(f"Page {n} of many") for n in range(80)}
    files |= {"index.html": sites.page("Kiln"), "install.html": sites.page("Installing")}
    root = built(tmp_path, files)
    assert run(root, "-o", "out", "--budget", "700") == 0
    text = Path("out/llms.txt").read_text()
    assert count_tokens(text) <= 700
    assert "(install.md)" in text
    assert "(api/llms.txt)" in text
    record = json.loads(Path("out/ctxbuild-docs.json").read_text())
    assert {page["path"] for page in record["pages"]} == {
        f"{name.removesuffix('.html')}.md" for name in files
    }
    assert all(page["listed_in"] or page["left_out"] for page in record["pages"])
    assert run(root, "-o", "small", "--budget", "20") == 1


def test_a_full_text_keeps_its_budget(tmp_path):
    assert run(built(tmp_path, nav_site()), "-o", "out", "--full-budget", "120") == 0
    text = Path("out/llms-full.txt").read_text()
    assert count_tokens(text) <= 120
    assert "Source: " in text


def test_pages_called_like_our_files_and_hostile_names(tmp_path):
    files = {
        "index.html": sites.page("Kiln"),
        "llms.txt/index.html": sites.page("About lists"),
        "a (b) [c].html": sites.page("Arrays [1] *x* _y_"),
        "no-title.html": "<p>" + "Words without any title at all stand here. " * 9,
        "broken.html": "<html><body><h1>Broken<p>It never ends well for this page at all, "
        "whatever the parser does with its tags.",
    }
    assert run(built(tmp_path, files), "-o", "out") == 0
    listed = read_llms_txt(Path("out/llms.txt").read_text())
    assert listed.problems == []
    assert {unquote(link.url) for link in listed.links()} == {
        p for p in tree(Path("out")) if p.endswith(".md")
    }


def test_a_repository_with_a_navigation_and_one_with_a_readme_alone(tmp_path, capsysbinary):
    docs = {
        "mkdocs.yml": "site_name: Kiln\nnav:\n  - Start: index.md\n  - Use:\n    - use/fire.md\n",
        "docs/index.md": "# Kiln\n\nKiln is a program that burns clay.\n",
        "docs/use/fire.md": "---\ndescription: How hot each glaze wants its fire.\n---\n# Fire\n",
        "README.md": "# Kiln\n\nBurns clay.\n",
        "CHANGELOG.md": "# Changes\n\n- one thing that became better\n",
    }
    sites.written(tmp_path / "repo", docs)
    assert run("repo", "-o", "-", "--base-url", ".") == 0
    listed = read_llms_txt(capsysbinary.readouterr().out.decode())
    described = {link.url: link.description for link in listed.links()}
    assert described["docs/use/fire.md"] == "How hot each glaze wants its fire."
    assert listed.sections[-1].links[0].url == "CHANGELOG.md"
    readme = "# Kiln\n\n## Install\n\n```\npip install kiln\n```\n\n" + "Kiln needs a chimney. " * 9
    code = {"README.md": readme, "kiln.py": '"""Burns clay at a heat that glazes want."""\n'}
    sites.written(tmp_path / "small", code)
    assert run("small", "-o", "-", "--base-url", "https://k.example/") == 0
    text = capsysbinary.readouterr().out.decode()
    assert "(https://k.example/README.md#install)" in text
    assert "[kiln.py](https://k.example/kiln.py): Burns clay at a heat that glazes want." in text
    assert "Install with `pip install kiln`." in text


@pytest.mark.parametrize(
    ("source", "is_site"),
    [
        ("https://docs.kiln.example/", True),
        ("https://kiln.github.io/", True),
        ("https://github.com/kiln/kiln", False),
        ("https://kiln.example/kiln.git", False),
        ("docs:https://github.com/kiln/kiln", True),
        ("kiln/kiln", False),
    ],
)
def test_addresses_of_sites_and_of_repositories(source, is_site):
    assert is_docs_address(source) == is_site


def test_init_writes_what_is_missing_and_nothing_else(tmp_path):
    sites.written(tmp_path, {"site/index.html": sites.page("Kiln"), "ctxbuild.toml": "# mine\n"})
    assert _status(["init", str(tmp_path)]) == 0
    assert (tmp_path / "ctxbuild.toml").read_text() == "# mine\n"
    assert "mode: check" in (tmp_path / ".github/workflows/llms-txt.yml").read_text()
    (tmp_path / "ctxbuild.toml").unlink()
    assert _status(["init", str(tmp_path)]) == 0
    assert 'source = "site"' in (tmp_path / "ctxbuild.toml").read_text()
    assert run() == 0


def test_the_result_says_what_changed_before_it_was_written(tmp_path):
    site = built(tmp_path, GENERATORS["material"])
    result = tmp_path / "result.json"
    assert run(site, "-o", tmp_path / "out", "--result", result) == 0
    first = json.loads(result.read_text())
    assert first["changed"] == first["files"]
    assert first["tokens"]["llms.txt"] == count_tokens((tmp_path / "out/llms.txt").read_text())
    assert run(site, "-o", tmp_path / "out", "--check", "--result", result) == 0
    assert json.loads(result.read_text())["changed"] == []
    (tmp_path / "out/llms.txt").write_text("stale")
    assert run(site, "-o", tmp_path / "out", "--check", "--result", result) == 1
    assert json.loads(result.read_text())["changed"] == ["llms.txt"]


def in_git(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / ".git").mkdir(parents=True)
    return root


PROSE = {
    "start/first.md": "# First fire\n\nLight a small fire of dry wood before anything else.\n",
    "start/clay.md": "# Clay\n\nKnead the clay until it holds no air at all.\n",
    "deep/er/glaze.md": "# Glaze\n\nGlaze is ground glass that melts over the pot.\n",
    "README.md": "# Website\n\nRun make serve to build this site on your machine.\n",
    "404.md": "# Page not found\n\nThere is nothing here, go back to the start page.\n",
}


def test_all_prose_of_a_directory_without_code_is_documentation(tmp_path, capsys):
    root = in_git(tmp_path / "kiln", {f"pages/{name}": text for name, text in PROSE.items()})
    assert run(root / "pages", "--base-url", ".") == 0
    urls = {link.url for link in read_llms_txt(capsys.readouterr().out).links()}
    assert urls == {"README.md", "start/first.md", "start/clay.md", "deep/er/glaze.md"}


def test_the_readme_of_a_directory_of_documents_is_not_its_home(tmp_path, capsys):
    root = in_git(tmp_path / "kiln", {f"docs/{name}": text for name, text in PROSE.items()})
    assert run(root / "docs", "--base-url", ".") == 0
    text = capsys.readouterr().out
    assert "> Run make serve" not in text
    assert {link.url for link in read_llms_txt(text).links()} >= {"README.md", "start/clay.md"}


def test_a_go_module_names_its_project(tmp_path, capsys):
    module = {
        "go.mod": "module example.org/pots/kiln/v2\n\ngo 1.22\n",
        "README.md": "Pots come out of it hard and glazed.\n\n```sh\ngo get kiln # (1)!\n```\n",
    }
    assert run(in_git(tmp_path / "checkout", {**PROSE, **module}), "--base-url", ".") == 0
    text = capsys.readouterr().out
    assert text.startswith("# kiln\n")
    assert "Install with `go get kiln`." in text


def test_the_result_counts_links_that_lead_nowhere(tmp_path):
    page = '<title>{0}</title><main><h1>{0}</h1><p>Read all of <a href="{1}">it</a>.</p></main>'
    site = {
        "index.html": page.format("Kiln", "fire.html"),
        "fire.html": page.format("Fire", "x.html"),
    }
    result = tmp_path / "result.json"
    assert run(built(tmp_path, site), "-o", "out", "--result", result) == 0
    assert json.loads(result.read_text())["broken_links"] == 1


def test_an_address_with_blanks_and_parentheses_stays_one(tmp_path):
    page = '<title>{0}</title><main><h1>{0}</h1><p>Read of <a href="{1}">it</a>.</p></main>'
    files = {"index.html": page.format("Kiln", "fire.html"), "fire.html": page.format("Fire", "/")}
    built(tmp_path, files)
    assert run("site", "-o", "out", "--base-url", "https://kiln.example/a (b)/") == 0
    assert "](https://kiln.example/a%20%28b%29/fire.md)" in Path("out/index.md").read_text()
    assert 'url: "https://kiln.example/a%20%28b%29/' in Path("out/fire.md").read_text()


def test_what_a_navigation_computes_is_said_and_the_rest_used(tmp_path, capsys):
    bar = "[{ text: 'Use', items: [{ text: 'Fire it', link: '/fire' }, ...made()] }]"
    settings = f"export default {{ title: 'Kiln', themeConfig: {{ sidebar: {bar} }} }}\n"
    page = "# {}\n\nKilns of brick and fibre hold heat for days on end.\n"
    files = {".vitepress/config.mts": settings, "clay.md": page.format("Clay")}
    files |= {f"{name}.md": page.format(name) for name in ("fire", "glaze", "wood")}
    for name, text in files.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert _status(["llms", "docs", "--base-url", ".", "-o", "-"]) == 0
    out, err = capsys.readouterr()
    assert "part of the navigation in config.mts is computed" in err
    assert out.startswith("# Kiln\n")
    assert "[Fire it](fire.md)" in out
    assert "[Clay](clay.md)" in out


def test_init_reads_the_sources_where_a_workflow_would_find_no_site(tmp_path):
    sites.written(tmp_path, {"site/index.html": sites.page("Kiln"), ".gitignore": "site/\n"})
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert _status(["init", str(tmp_path)]) == 0
    config = (tmp_path / "ctxbuild.toml").read_text()
    assert 'source = "."\noutput = "."\n# source = "site" ' in config
