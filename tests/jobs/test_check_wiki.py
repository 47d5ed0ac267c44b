"""A wiki held to its source: what moved, what changed, what is gone, on exactly which pages."""

from __future__ import annotations

import json

import pytest
from repositories import commit, git, repository, write
from wikis import FILES, wiki

from ctxbuild.cache import Cache
from ctxbuild.formats.wiki_record import file_digest
from ctxbuild.jobs.check_wiki import WikiCheckOptions, check_wiki
from ctxbuild.jobs.site import write_site
from ctxbuild.jobs.wiki import WikiOptions, make_wiki, write_wiki
from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.repo import RepoOptions
from ctxbuild.verify import judging

POND = "src/ducks/pond.py"
SWAN = "src/ducks/birds/swan.py"


@pytest.fixture
def made(tmp_path):
    """Return a source and its wiki beside it."""
    source = repository(tmp_path / "ducks", FILES)
    write_wiki(wiki(source), tmp_path / "wiki")
    return source, tmp_path / "wiki"


def check(made, against="", fix=False, source=None):
    origin, directory = made
    options = WikiCheckOptions(directory, str(origin) if source is None else source, against, fix)
    return check_wiki(options, Cache.disabled())


def is_good(report):
    return judging.is_good(report, "warning")


def found(report):
    return {(f.path.rpartition("/")[2], f.rule) for f in report.findings if f.rule < "WIKI-011"}


def citing(directory, path):
    """Return the pages that cite lines of a file, by the record."""
    pages = json.loads((directory / "wiki.json").read_text())["pages"]
    return {f"{p['slug']}.md" for p in pages if any(c["path"] == path for c in p["claims"])}


def test_a_wiki_just_written_holds(made):
    report = check(made)
    assert is_good(report)
    assert report.numbers["claims"] > 30


def test_a_deleted_file_is_told_on_exactly_the_pages_that_cite_or_name_it(made):
    (made[0] / SWAN).unlink()
    cited = {(name, "WIKI-001") for name in citing(made[1], SWAN)}
    assert found(check(made)) == cited | {("history.md", "WIKI-007")}
    assert "swan.py" in (made[1] / "history.md").read_text()


def test_moved_lines_are_told_and_mended(made):
    write(made[0], {SWAN: "# one\n\n" + FILES[SWAN]})
    report = check(made)
    assert found(report) == {(name, "WIKI-003") for name in citing(made[1], SWAN)}
    assert "make again" not in report.closing
    assert is_good(check(made, fix=True))
    assert is_good(check(made))
    assert f"`{SWAN}:6-7`" in (made[1] / "src-ducks-birds.md").read_text()


def test_a_renamed_symbol_is_told_where_it_is_cited(made):
    write(made[0], {SWAN: FILES[SWAN].replace("Swan", "Goose")})
    report = check(made)
    assert ("src-ducks-birds.md", "WIKI-002") in found(report)
    assert "src-ducks-birds" in report.closing
    assert {name for name, _ in found(report)} <= citing(made[1], SWAN)


def test_changed_lines_stay_after_mending(made):
    text = "# one\n" + FILES[POND].replace("class Water:", "class Brine:")
    write(made[0], {POND: text})
    rules = {rule for _, rule in found(check(made, fix=True))}
    assert "WIKI-002" in rules


def test_a_line_that_does_not_concern_a_page_is_no_finding(made):
    write(made[0], {SWAN: FILES[SWAN] + "\n\ndef sing():\n    pass\n", "NOTES.md": "new\n"})
    assert is_good(check(made))


def test_a_page_changed_by_hand_is_told(made):
    page = made[1] / "overview.md"
    page.write_text(page.read_text() + "\nDucks fly. See [more](nowhere.md).\n")
    assert {("overview.md", "WIKI-005"), ("overview.md", "WIKI-007")} == found(check(made))
    (made[1] / "history.md").unlink()
    assert ("history.md", "WIKI-005") in found(check(made))


def test_an_arrow_that_nobody_found_is_told(made):
    page = made[1] / "architecture.md"
    page.write_text(page.read_text().replace("    n1 -->", "    n2 --> n1\n    n1 -->", 1))
    assert ("architecture.md", "WIKI-006") in found(check(made))


def test_lines_at_a_place_of_another_definition_are_told(made):
    path = made[1] / "wiki.json"
    path.write_text(path.read_text().replace('"symbol": "Swan"', '"symbol": "Heron"'))
    assert ("src-ducks-birds.md", "WIKI-004") in found(check(made))


def test_a_revision_says_how_stale_a_wiki_is(tmp_path):
    source = repository(tmp_path / "ducks", FILES)
    directory = source / "wiki"
    write_wiki(wiki(source, directory), directory)
    first = commit(source)
    write(source, {SWAN: FILES[SWAN].replace("Swan", "Goose")})
    commit(source)
    assert is_good(check((source, directory), first))
    assert not is_good(check((source, directory), "HEAD"))
    assert not is_good(check((source, directory), ""))
    git(source, "checkout", "-q", first)
    assert is_good(check((source, directory), ""))


def test_what_cannot_be_checked_is_one_line(made, tmp_path):
    with pytest.raises(UsageError, match="name its source with --source"):
        check(made, source="")
    good = (made[1] / "wiki.json").read_text()
    bad = {
        "{": "is no JSON",
        "[" * 100_000: "is no JSON",
        "[]": "is no record of a wiki",
        '{"ctxbuild": "wiki", "schema": "ctxbuild-wiki/0"}': "another version",
        good.replace('"slug": "overview"', '"slug": "../../x"'): "lies elsewhere",
        good.replace('"path": "index.md"', '"path": "/etc/passwd"'): "lies elsewhere",
        good.replace('"slug": "history"', '"slug": "overview"'): "two pages of one name",
        good.replace('"lines": [3, 3]', '"lines": [3]'): "lines are no two numbers",
        good.replace('"budget": 5500', '"budget": "much"'): "budget is missing or no number",
        good.replace('"check": "quoted"', '"check": "guessed"'): "checked in an unknown way",
        good.replace('"o200k_base"', '"o1"'): "unknown encoding",
        good.replace('"pages": [', '"pages": [3, '): "not complete",
    }
    for text, reason in bad.items():
        assert text != good
        write(tmp_path / "bad", {"wiki.json": text})
        with pytest.raises(CtxbuildError, match=reason):
            check((made[0], tmp_path / "bad"))


def test_a_module_whose_file_an_attribute_names_is_cited_with_it(tmp_path):
    files = {
        "Cargo.toml": '[package]\nname = "pond"\n',
        "src/lib.rs": '#[cfg(unix)]\n#[path = "deep.rs"]\nmod water;\n',
        "src/deep.rs": "pub fn dive() {}\n",
    }
    source = repository(tmp_path / "pond", files)
    write_wiki(wiki(source), tmp_path / "wiki")
    assert is_good(check((source, tmp_path / "wiki")))
    assert "`src/lib.rs:2-3`" in (tmp_path / "wiki" / "root.md").read_text()


def test_a_wiki_of_another_repository_is_refused(made, tmp_path):
    files = {"geese.py": "def honk():\n    pass\n", "README.md": "# Geese\n"}
    other = repository(tmp_path / "geese", files)
    with pytest.raises(UsageError, match=r"1 of [0-9]+ files that it cites are in geese"):
        check((other, made[1]))


def test_numbers_that_lie_outside_of_files_are_told(made):
    path = made[1] / "wiki.json"
    record = path.read_text()
    for lines in ("[0, 3]", "[5, 3]", "[-4, -2]", "[3, 999999999]"):
        path.write_text(record.replace('"lines": [3, 3]', f'"lines": {lines}'))
        rules = {rule for _, rule in found(check(made))}
        assert rules & {"WIKI-002", "WIKI-003"}


HOSTILE = {
    "src/a'\"b.py": "class end:\n    pass\n",
    "src/</script>x.py": "def f():\n    '''</details> `tick` | pipe'''\n",
    "src/pa|pe].py": "import src.end\n\n\ndef g():\n    pass\n",
    "src/end.py": "class direction:\n    pass\n\n\nclass Below(direction):\n    pass\n",
    "src/\u202egnp.py": "def h():\n    pass\n",
    "src/\udcff\udcfe.py": "def bytes_of_no_text():\n    pass\n",
    "src/100%25#L3.py": "def k():\n    pass\n",
    "src/鴨.py": "def kamo():\n    '''鴨を数える。'''\n",
    "src/[x](y).py": "def i():\n    '''---'''\n",
}


@pytest.mark.parametrize(
    "links", ["", "https://example.org/{commit}/{path}", "../source/{path}"], ids=str.__len__
)
def test_hostile_names_can_be_checked_and_mended(tmp_path, links):
    source = repository(tmp_path / "source", HOSTILE)
    directory = tmp_path / "wiki"
    write_wiki(wiki(source, links=links), directory)
    assert not check((source, directory)).findings
    write(source, {name: f"\n\n{text}" for name, text in HOSTILE.items()})
    report = check((source, directory), fix=True)
    assert report.numbers["mended"] >= 3
    assert is_good(report)
    assert is_good(check((source, directory)))


def test_a_diagram_that_is_not_the_records_is_told(made):
    page, record = made[1] / "src-ducks-birds.md", made[1] / "wiki.json"
    text, rows = page.read_text(), record.read_text()
    for before, after in (
        ("Swan", "Goose"),
        ("classDiagram", "graph TD"),
        ("n2 --|> n1", "n1 --|> n2"),
        ("    n2 --|> n1\n", ""),
    ):
        fence = text[text.index("```mermaid\nclass") :].partition("```\n")[0]
        assert before in fence
        page.write_text(text.replace(fence, fence.replace(before, after)))
        assert ("src-ducks-birds.md", "WIKI-006") in found(check(made))
    page.write_text(text)
    record.write_text(rows.replace('"from": "Swan", "to": "Duck"', '"from": "Duck", "to": "Swan"'))
    assert ("src-ducks-birds.md", "WIKI-006") in found(check(made))


def test_an_arrow_turned_round_on_page_and_record_is_told(made):
    page, record = made[1] / "architecture.md", made[1] / "wiki.json"
    text = page.read_text()
    assert "    n1 -->|" in text or "    n1 --> n2" in text
    page.write_text(text.replace("    n1 --> n2", "    n2 --> n1"))
    rows = record.read_text()
    turned = rows.replace(
        '"from": "ducks", "to": "ducks.birds"', '"from": "ducks.birds", "to": "ducks"'
    )
    assert turned != rows
    record.write_text(turned)
    faults = [f for f in check(made).findings if f.path.endswith("architecture.md")]
    assert any("speaks of something else" in f.message for f in faults)


def test_lists_that_do_not_name_a_page_are_told(made):
    for name in ("index.md", "llms.txt"):
        path = made[1] / name
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "glossary.md" not in line))
    assert {("index.md", "WIKI-010"), ("llms.txt", "WIKI-010")} <= found(check(made))


def test_a_site_with_dead_links_or_of_other_pages_is_told(made):
    write_site(wiki(made[0]).wiki, made[1] / "site")
    assert not check(made).findings
    page = made[1] / "site" / "overview.html"
    page.write_text(page.read_text().replace('href="glossary.html"', 'href="glosary.html"'))
    (made[1] / "site" / "history.md").unlink()
    rules = {(f.path.rpartition("site/")[2], f.rule) for f in check(made).findings}
    assert {("overview.html", "WIKI-007"), ("overview.html", "WIKI-005")} <= rules
    assert ("history.md", "WIKI-005") in rules


def test_a_site_of_which_anything_was_changed_is_told(made):
    write_site(wiki(made[0]).wiki, made[1] / "site")
    changed = ["data/overview.js", "overview.html", "search-index.js", "style.css"]
    for name in changed:
        path = made[1] / "site" / name
        path.write_text(path.read_text().replace("e", "3", 1))
    told = [f.path.rpartition("site/")[2] for f in check(made).findings if f.rule == "WIKI-005"]
    assert sorted(told) == changed


def test_copies_of_pages_that_no_record_names_are_told_and_files_of_others_are_not(made):
    write_site(wiki(made[0]).wiki, made[1] / "site")
    for name in ("overview.md", "site/overview.html"):
        copy = made[1] / name.replace("overview", "overview (copy)")
        copy.write_text((made[1] / name).read_text())
    (made[1] / "README.md").write_text("# Ours\n")
    assert [(f.path.removeprefix(f"{made[1]}/"), f.rule) for f in check(made).findings] == [
        ("overview (copy).md", "WIKI-013"),
        ("site/overview (copy).html", "WIKI-013"),
    ]


@pytest.mark.parametrize("lie", [f"{SWAN}:3-4", f"{POND}:1", "src/ducks/goose.py:4-5"])
def test_places_without_a_claim_are_told_though_the_record_has_the_digest_of_the_page(made, lie):
    page, record = made[1] / "src-ducks-birds.md", made[1] / "wiki.json"
    before = page.read_text()
    page.write_text(before.replace(f"`{SWAN}:4-5`", f"`{lie}`"))
    digests = [file_digest(text) for text in (before, page.read_text())]
    record.write_text(record.read_text().replace(*digests))
    assert {("src-ducks-birds.md", "WIKI-010")} == found(check(made))


def test_code_that_looks_like_a_place_is_none(made):
    readme = "# Ducks\n\nDucks at `localhost:8080` and `swan:3`.\n"
    write(made[0], {"README.md": readme})
    write_wiki(wiki(made[0]), made[1])
    assert is_good(check(made))


def test_what_is_narrowed_is_checked_alike(tmp_path):
    source = repository(tmp_path / "ducks", FILES)
    options = WikiOptions(RepoOptions(str(source), exclude=("src/ducks/birds/",)))
    write_wiki(make_wiki(options, Cache.disabled(), lambda *_: None), tmp_path / "wiki")
    assert not check((source, tmp_path / "wiki")).findings
