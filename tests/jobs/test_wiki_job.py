"""Wikis of small repositories: what pages say, what they cite, and what a change rewrites."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from repositories import commit, git, repository, write
from wikis import FILES, page, record, wiki

from ctxbuild.analysis.wiki_steering import Steering, WantedPage
from ctxbuild.claims import lines_digest
from ctxbuild.html.slugs import slugs
from ctxbuild.jobs.wiki import wiki_steering, write_wiki
from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.tokens import counter
from ctxbuild.verify.llms.anchors import markdown_links

HOSTILE = {
    "src/a'\"b.py": "class end:\n    pass\n",
    "src/</script>x.py": "def f():\n    '''</details> `tick` | pipe <script>alert(1)</script>'''\n",
    "src/pa|pe].py": "def g():\n    pass\n",
    "src/\u202egnp.py": "def h():\n    pass\n",
    "src/鴨.py": "def kamo():\n    '''鴨を数える。'''\n",
    "src/[x](y).py": "def i():\n    '''---'''\n",
    "README.md": "# x\n\nthis </details> <!-- is --> ![a](b) ---\n",
}


@pytest.fixture
def ducks(tmp_path):
    return repository(tmp_path / "ducks", FILES)


def test_pages_that_would_be_empty_are_named_among_the_gaps(ducks):
    text = dict(wiki(ducks).files)["gaps.md"]
    assert "Nothing was found that these pages could tell of: Data models" in str(text)


def test_pages_are_numbered_and_nested(ducks):
    pages = wiki(ducks).wiki.pages
    numbers = {each.slug: (each.number, each.parent) for each in pages}
    assert numbers["overview"] == ("1", "")
    assert numbers["components"] == ("4", "")
    assert numbers["src-ducks"] == ("4.1", "components")
    assert numbers["src-ducks-birds"] == ("4.2", "components")
    assert "data-models" not in numbers
    assert numbers["reading-path"] == ("13", "")


def test_components_are_named_by_package_and_module(ducks):
    titles = {each.slug: each.title for each in wiki(ducks).wiki.pages}
    assert titles["src-ducks"] == "ducks"
    assert titles["src-ducks-birds"] == "ducks.birds"


def test_the_name_is_that_of_the_manifest_else_of_the_remote_else_of_the_directory(tmp_path):
    for files, remote, name in (
        (FILES, "https://host.example/o/pond.git", "ducks"),
        ({"a.py": "", "package.json": '{"name": "pond-monorepo"}'}, "git@host.example:o/p", "p"),
        ({"pom.xml": "<project><artifactId>q-parent</artifactId></project>"}, "", "main"),
        ({"go.mod": "module host.example/duck/v3\n", "a.go": "package duck\n"}, "", "duck"),
        ({"a.py": "x = 1\n"}, "../elsewhere", "main"),
    ):
        main = repository(tmp_path / name / "main", files)
        if remote:
            git(main, "remote", "add", "origin", remote)
        made = wiki(main)
        assert made.wiki.name == name
        assert page(made, "overview").count(f"# Overview of {name}\n") == 1


def test_a_component_that_says_nothing_quotes_its_most_central_file_by_name(ducks):
    write(ducks, {"src/ducks/birds/swan.py": '"""Swans hiss at people."""\n\nx = 1\n'})
    assert "| `swan.py`: “Swans hiss at people.” |" in page(wiki(ducks), "components")


def test_tests_and_tools_are_told_from_components(ducks):
    write(ducks, {f"src/ducks/test_helpers/h{n}.py": f"h{n} = 1\n" for n in range(4)})
    overview, components = (page(wiki(ducks), slug) for slug in ("overview", "components"))
    assert "test-helpers" not in overview.partition("```")[0]
    assert "test-helpers" in components.partition("## Beside it: tests")[2]


def test_overview_quotes_and_cites(ducks):
    text = page(wiki(ducks), "overview")
    assert "> Counts ducks\n" in text
    assert "> Ducks counts ducks on ponds and reports them." in text
    assert "Sources: `pyproject.toml:3`, `README.md:3-4`" in text


def test_component_page_lists_definitions_with_their_lines(ducks):
    text = page(wiki(ducks), "src-ducks")
    assert "- `class Pond(Water)` — A pond is a small lake. · members: `fill` " in text
    assert "`src/ducks/pond.py:12-13`" in text
    assert "> Ponds and the water in them." in text
    assert "| [ducks.birds](src-ducks-birds.md) | 1 | `src/ducks/pond.py:5` |" in text


def test_every_claim_of_the_record_holds(ducks):
    for each in record(wiki(ducks))["pages"]:
        for claim in each["claims"]:
            text = (ducks / claim["path"]).read_text()
            assert lines_digest(text, tuple(claim["lines"])) == claim["digest"], claim


def test_every_arrow_has_the_import_that_it_stands_for(ducks):
    edges = [edge for each in record(wiki(ducks))["pages"] for edge in each["edges"]]
    assert edges
    for edge in edges:
        first, last = edge["lines"]
        cited = (ducks / edge["path"]).read_text().split("\n")[first - 1 : last]
        assert any("import" in line or "class" in line for line in cited)


def test_every_source_file_is_cited_by_a_symbol_if_it_has_one(ducks):
    cited = {c["path"] for p in record(wiki(ducks))["pages"] for c in p["claims"] if c["symbol"]}
    sources = {path for path in FILES if path.startswith("src/") and "def " in FILES[path]}
    assert sources <= cited


def test_links_lead_to_pages_and_anchors(ducks):
    made = wiki(ducks)
    names = {name for name, _ in made.files}
    for name, text in made.files:
        if name.endswith(".md"):
            assert {target for _, target in markdown_links(text)} <= names
    bodies = {each.slug: each.body for each in made.wiki.pages}
    for entry in made.wiki.entries:
        titles = [
            line.lstrip("#").strip().replace("`", "")
            for line in bodies[entry.slug].split("\n")
            if line.startswith("#")
        ]
        assert not entry.anchor or entry.anchor in slugs(titles), entry


def test_the_value_for_the_site_is_complete(ducks):
    made = wiki(ducks).wiki
    cited = {(each.path, each.lines): each.text for each in made.cited}
    assert cited["src/ducks/birds/duck.py", (1, 2)] == "class Duck:\n    pass"
    assert {"Pond", "src/ducks/pond.py", "POND_NAME"} <= {entry.name for entry in made.entries}
    for each in made.pages:
        assert each.body.count("```mermaid\n") == len(each.diagrams)


def test_no_page_exceeds_the_budget_and_nothing_is_lost(ducks):
    count = counter("o200k_base").count
    large, small = wiki(ducks), wiki(ducks, budget=1_000)
    assert all(count(text) <= 1_000 for name, text in small.files if name.endswith(".md"))
    assert len(small.wiki.pages) > len(large.wiki.pages)

    def claims(made):
        return {json.dumps(c) for p in record(made)["pages"] for c in p["claims"]}

    assert claims(small) == claims(large)
    slugs_ = [each.slug for each in small.wiki.pages]
    assert len(set(slugs_)) == len(slugs_)
    assert {each.tokens for each in small.wiki.pages} == {
        count(page(small, each.slug)) for each in small.wiki.pages
    }


def test_a_budget_too_small_is_refused(ducks):
    with pytest.raises(UsageError, match="at least"):
        wiki(ducks, budget=100)


def test_same_bytes_again_whatever_the_hash_seed(ducks, tmp_path):
    for seed in ("1", "2"):
        code = "from ctxbuild.cli.main import run; run()"
        subprocess.run(
            [sys.executable, "-c", code, "wiki", str(ducks), "-o", str(tmp_path / seed), "-q"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
    first, second = (written(tmp_path / seed) for seed in "12")
    assert "site/index.html" in first
    assert first == second


def written(root):
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_a_change_rewrites_only_the_pages_it_concerns(ducks, tmp_path):
    output = tmp_path / "wiki"
    write_wiki(wiki(ducks), output)
    before = {path.name: path.read_bytes() for path in output.iterdir()}
    write(ducks, {"src/ducks/birds/swan.py": FILES["src/ducks/birds/swan.py"] + "\n\nX = 1\n"})
    commit(ducks)
    write_wiki(wiki(ducks), output)
    after = {path.name: path.read_bytes() for path in output.iterdir()}
    write_wiki(wiki(ducks), tmp_path / "full")
    assert after == {path.name: path.read_bytes() for path in (tmp_path / "full").iterdir()}
    changed = {name for name in after if before.get(name) != after[name]}
    assert "src-ducks-birds.md" in changed
    assert not changed & {"src-ducks.md", "getting-started.md", "entry-points.md", "tests.md"}


def test_pages_that_are_no_more_are_removed_if_they_are_ours(ducks, tmp_path):
    output = tmp_path / "wiki"
    write_wiki(wiki(ducks), output)
    write(output, {"mine.md": "my own\n"})
    for name in ("duck.py", "swan.py", "__init__.py"):
        (ducks / "src/ducks/birds" / name).unlink()
    commit(ducks)
    write_wiki(wiki(ducks), output)
    assert not (output / "src-ducks-birds.md").exists()
    assert (output / "mine.md").read_text() == "my own\n"


def test_files_of_others_are_not_written_over(ducks, tmp_path):
    output = write(tmp_path / "wiki", {"overview.md": "mine\n"})
    with pytest.raises(CtxbuildError, match="was not written by ctxbuild"):
        write_wiki(wiki(ducks), output)
    other = write(tmp_path / "other", {"wiki.json": "{}"})
    with pytest.raises(CtxbuildError, match="was not written by ctxbuild"):
        write_wiki(wiki(ducks), other)


def test_a_wiki_inside_its_source_stays_as_it_is(ducks):
    output = ducks / "docs" / "wiki"
    output.parent.mkdir()
    made = wiki(ducks, output)
    write_wiki(made, output)
    assert "(../../src/ducks/pond.py#L5)" in page(made, "src-ducks")
    assert write_wiki(wiki(ducks, output), output) == 0
    commit(ducks)
    again = wiki(ducks, output)
    assert page(again, "overview") == page(made, "overview")


def test_pages_bear_the_commit_that_touched_what_they_cite(ducks):
    first = git(ducks, "rev-parse", "HEAD")
    write(ducks, {"NOTES.md": "notes\n"})
    head = commit(ducks)
    made = wiki(ducks)
    assert f'commit: "{first}"' in page(made, "src-ducks-birds")
    assert head not in page(made, "src-ducks-birds")
    assert head in page(made, "index")


def test_unsaved_files_are_told_from_commits(ducks):
    write(ducks, {"src/ducks/birds/swan.py": "class Swan:\n    pass\n"})
    made = wiki(ducks)
    assert "+dirty:" in page(made, "src-ducks-birds")
    assert "+dirty:" not in page(made, "dependencies")


def test_links_to_a_host_name_the_commit(ducks):
    head = git(ducks, "rev-parse", "HEAD")
    made = wiki(ducks, links="https://example.org/{commit}/{path}")
    assert f"](https://example.org/{head}/src/ducks/pond.py#L5)" in page(made, "src-ducks")


def test_hostile_names_stay_names(tmp_path):
    made = wiki(repository(tmp_path / "evil", HOSTILE), links="https://example.org/{path}")
    for each in made.wiki.pages:
        prose = "".join(part for n, part in enumerate(each.body.split("`")) if n % 2 == 0).replace(
            "<details>\n<summary>Relevant source files</summary>", "", 1
        )
        assert not re.search(r"(?<!\\)</?script", prose)
        assert len(re.findall(r"(?<!\\)</details>", prose)) <= 1
        assert "\u202e" not in each.body
    assert "kamo" in page(made, "src")


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": "# Only words\n\nThere is nothing here but words.\n"},
        {"a.py": "x = 1\n"},
        {"data.bin": b"\0\1\2"},
        {"bad.py": "def f(:\n"},
        {"a/x.py": "import b.x\n", "b/x.py": "import a.x\n", "b/__init__.py": ""},
    ],
)
def test_little_repositories_have_the_pages_that_have_something_to_tell(tmp_path, files):
    made = wiki(repository(tmp_path / "little", files))
    found = {each.slug for each in made.wiki.pages}
    assert {"overview", "gaps"} <= found
    has_code = any(name.endswith(".py") for name in files)
    assert ("components" in found) == ("architecture" in found) == has_code


def test_documentation_has_a_page_and_there_are_none_about_code_that_is_not_there(tmp_path):
    files = {
        "README.md": "# Pond life\n\nHow ducks live, in many words.\n",
        "docs/a.md": "---\ntitle: Bread\n---\n\nNo *bread*.\n",
        "docs/b.md": "# `Reeds` and *rushes*\n",
        "docs/deep/c.rst": "Depth\n=====\n\nOf the pond.\n",
        "docs/deep/d.md": "words without a title\n",
    }
    made = wiki(repository(tmp_path / "docs", files))
    slugs = {each.slug for each in made.wiki.pages}
    assert slugs == {"overview", "documents", "history", "gaps", "reading-path"}
    assert "5 documents: see [Documents](documents.md)." in page(made, "overview")
    assert "none of them source files" in page(made, "overview")
    text = page(made, "documents")
    for words in (
        "- Pond life `README.md:1`",
        "- Bread `docs/a.md:2`",
        "- Reeds and rushes `docs/b.md:1`",
        "- Depth `docs/deep/c.rst:1-2`",
        "- `docs/deep/d.md`",
    ):
        assert words in text
    nothing = page(made, "gaps").partition("## Not found")[2]
    assert "Architecture, Components, Public API" in nothing


def test_directories_of_many_documents_are_shown_in_part(tmp_path):
    files = {f"docs/d{at:03}.md": f"# Pond {at}\n" for at in range(60)}
    text = page(wiki(repository(tmp_path / "many", files)), "documents")
    assert text.count("- Pond ") == 50
    assert "10 more documents." in text


def test_what_is_ignored_is_no_setting_and_a_program_of_go_has_its_modules_name(tmp_path):
    files = {
        "go.mod": "module example.org/ponds/pond/v2\n\ngo 1.24\n",
        "main.go": "package main\n\nfunc main() {}\n",
        "cmd/duck/main.go": "package main\n\nfunc main() {}\n",
        ".gitignore": "*.o\n",
        ".dockerignore": "*.o\n",
        "package.json": '{"name": "website"}\n',
    }
    made = wiki(repository(tmp_path / "pond", files))
    assert "`go.mod`, `package.json`." in page(made, "configuration")
    assert "ignore" not in page(made, "configuration")
    assert "- `pond` (program) leads to `main.go`" in page(made, "overview")
    assert "- `cmd/duck` (program)" in page(made, "overview")


def test_a_directory_without_history_has_a_wiki(tmp_path):
    made = wiki(write(tmp_path / "plain", FILES))
    assert "History" in page(made, "gaps").partition("## Not found")[2]
    assert "commit:" not in page(made, "overview")


def test_the_owner_decides_which_pages_there_are(tmp_path):
    steering = {
        "repo_notes": [{"content": "Ducks are birds."}],
        "pages": [
            {"title": "Overview", "purpose": "What ducks are."},
            {"title": "All birds", "purpose": "See src/ducks/birds/.", "parent": "Overview"},
            {"title": "Physics"},
            {"title": ""},
        ],
    }
    files = {**FILES, ".devin/wiki.json": json.dumps(steering)}
    made = wiki(repository(tmp_path / "ducks", files))
    pages = {each.slug: each for each in made.wiki.pages}
    assert set(pages) == {"overview", "src-ducks-birds"}
    assert pages["src-ducks-birds"].parent == "overview"
    assert "- Ducks are birds." in pages["overview"].body
    assert "](components.md)" not in "".join(each.body for each in made.wiki.pages)
    assert any("Physics" in problem for problem in made.problems)
    assert any("no title" in problem for problem in made.problems)


def test_a_broken_steering_file_is_reported_and_ignored(tmp_path):
    files = {**FILES, ".devin/wiki.json": "{pages: nonsense"}
    made = wiki(repository(tmp_path / "ducks", files))
    assert made.problems == (".devin/wiki.json: is no JSON; ignored",)
    assert len(made.wiki.pages) > 10


def test_parents_in_a_circle_are_on_the_first_level(ducks):
    pages = (WantedPage("Overview", parent="Tests"), WantedPage("Tests", parent="Overview"))
    made = wiki(ducks, steering=Steering(pages))
    assert [each.slug for each in made.wiki.pages] == ["overview", "tests"]


def test_settings_of_the_current_directory(tmp_path, ducks):
    write(tmp_path, {"ctxbuild.toml": '[wiki.titles]\n"src/ducks/birds" = "The birds"\n'})
    titles = [each.title for each in wiki(ducks, steering=wiki_steering(tmp_path)).wiki.pages]
    assert "The birds" in titles
    write(tmp_path, {"ctxbuild.toml": "[wiki]\ncolour = 'red'\n"})
    with pytest.raises(UsageError, match="unknown setting 'colour'"):
        wiki_steering(tmp_path)
