"""Ten changes of a source: which pages are written again, and which the old wiki is told of.

What is expected is worked out here from ``wiki.json`` and the texts alone.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repositories import commit, git, repository, write
from wikis import FILES, wiki

from ctxbuild.cache import Cache
from ctxbuild.jobs.check_wiki import WikiCheckOptions, check_wiki
from ctxbuild.jobs.site import write_site
from ctxbuild.jobs.wiki import write_wiki

POND, DUCK, SWAN = (f"src/ducks/{name}.py" for name in ("pond", "birds/duck", "birds/swan"))
TOLD = FILES[POND].replace("It is wet.", "It is deep.")
SWIMS = FILES[DUCK] + "\n    def swim(self):\n        pass\n"
PROJECT = {
    **FILES,
    DUCK: SWIMS,
    "src/ducks/dive.py": "import ducks.pond\n\n\ndef dive():\n    pass\n",
}

MUTATIONS: dict[str, dict[str, str | None]] = {
    "rename a symbol": {p: t.replace("Pond", "Lake") for p, t in PROJECT.items() if "Pond" in t},
    "rename a method": {DUCK: SWIMS.replace("swim", "paddle")},
    "move lines": {POND: f"# Copyright\n# of ducks\n\n{FILES[POND]}"},
    "delete a file": {DUCK: None},
    "new file": {"src/ducks/new.py": "def fresh():\n    pass\n"},
    "change a docstring": {POND: TOLD},
    "change an import": {POND: FILES[POND].replace("birds.duck import", "birds.swan import")},
    "rename a file": {SWAN: None, "src/ducks/birds/goose.py": FILES[SWAN]},
    "edit the README": {"README.md": FILES["README.md"].replace("on ponds", "on lakes")},
    "change the manifest": {"pyproject.toml": FILES["pyproject.toml"].replace(">=8", ">=9")},
    "white space only": {POND: FILES[POND].replace("\n", "  \n")},
}
SUMS = frozenset(
    [
        "overview",
        "architecture",
        "components",
        "history",
        "gaps",
        "tests",
        "public-api",
        "glossary",
        "reading-path",
    ]
)
"""Pages that count or order everything, so that what they do not cite can change them."""


@pytest.fixture(params=MUTATIONS)
def mutated(request, tmp_path):
    """Return a source that was changed after its wiki was written, the wiki, and the changes."""
    source = repository(tmp_path / "ducks", PROJECT)
    written(source, tmp_path / "wiki")
    changes = MUTATIONS[request.param]
    for path, text in changes.items():
        if text is None:
            (source / path).unlink()
        else:
            write(source, {path: text})
    commit(source)
    return source, tmp_path / "wiki", changes


def written(source: Path, directory: Path) -> None:
    made = wiki(source)
    write_wiki(made, directory)
    write_site(made.wiki, directory / "site")


def files(directory: Path) -> dict[str, tuple[bytes, int]]:
    """Return bytes of all files, and when they were written."""
    found = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {
        path.relative_to(directory).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in found
    }


def expected(directory: Path, source: Path) -> dict[str, set[str]]:
    """Return what should be told of each page: its claims' lines looked up, nothing else."""
    found: dict[str, set[str]] = {}
    for page in json.loads((directory / "wiki.json").read_text())["pages"]:
        told = {state for claim in page["claims"] if (state := fate(claim, source))}
        if any(not (source / path).exists() for path in (*page["named"], *page["files"])):
            told.add("gone")
        if told:
            found[page["slug"]] = told
    return found


def fate(claim: dict, source: Path) -> str:
    place = source / claim["path"]
    if not place.exists():
        return "gone"
    first, last = claim["lines"]
    before = [line.rstrip() for line in PROJECT[claim["path"]].split("\n")[first - 1 : last]]
    now = [line.rstrip() for line in place.read_text().split("\n")]
    if now[first - 1 : last] != before:
        size = len(before)
        places = [at for at in range(len(now) - size + 1) if now[at : at + size] == before]
        return "moved" if places else "changed"
    target = claim["statement"].partition(" imports ")[2].removesuffix(".")
    if claim["check"] == "import" and not (source / target).exists():
        return "changed"
    return ""


def test_the_pages_that_cite_what_changed_are_told_and_no_others(mutated):
    source, directory, _ = mutated
    report = check_wiki(WikiCheckOptions(directory, str(source)), Cache.disabled())
    told = {row["page"]: row["state"] for row in report.details["pages_checked"]}
    wanted = expected(directory, source)
    assert {page for page, state in told.items() if state != "ok"} == set(wanted)
    for page, states in wanted.items():
        assert told[page] in {*states, "broken"} if "gone" in states else told[page] in states
    by_rule = {f.path.rpartition("/")[2].removesuffix(".md") for f in report.findings}
    assert by_rule - {"facts.json"} == set(wanted)


def test_what_is_written_again_is_what_a_new_directory_would_get(mutated, tmp_path):
    source, directory, changes = mutated
    before, record = files(directory), json.loads((directory / "wiki.json").read_text())
    written(source, directory)
    after = files(directory)
    written(source, tmp_path / "full")
    full = files(tmp_path / "full")
    assert {name: data for name, (data, _) in after.items()} == {
        name: data for name, (data, _) in full.items()
    }
    for name in before.keys() & after.keys():
        same_bytes = before[name][0] == after[name][0]
        assert same_bytes == (before[name][1] == after[name][1]) or name.endswith(".json")
    concerned = {
        page["slug"]
        for pages in (record["pages"], json.loads((directory / "wiki.json").read_text())["pages"])
        for page in pages
        if changes.keys() & known(page)
    }
    for page in record["pages"]:
        for name in (f"{page['slug']}.md", f"site/{page['slug']}.md"):
            if name in after and before[name][0] != after[name][0]:
                assert page["slug"] in concerned | SUMS


def known(page: dict) -> set[str]:
    """Return the files that a page cites, names, or says are imported."""
    imported = {c["statement"].partition(" imports ")[2].removesuffix(".") for c in page["claims"]}
    return {*page["files"], *page["named"], *(each["path"] for each in page["sources"]), *imported}


def test_mending_moved_lines_leaves_everything_else(tmp_path):
    source = repository(tmp_path / "ducks", PROJECT)
    directory = tmp_path / "wiki"
    write_wiki(wiki(source), directory)
    before = files(directory)
    write(source, MUTATIONS["move lines"])
    commit(source)
    report = check_wiki(WikiCheckOptions(directory, str(source), fix=True), Cache.disabled())
    assert {finding.rule for finding in report.findings} == {"WIKI-011"}
    write_wiki(wiki(source), tmp_path / "full")
    after, full = files(directory), files(tmp_path / "full")
    changed = {name for name in after if after[name] != before[name]}
    assert report.numbers["mended"] == len(changed - {"wiki.json"}) > 5
    for name in changed - {"wiki.json", "reading-path.md", "src-ducks.md", "overview.md"}:
        assert after[name][0] == full[name][0]
    ours, theirs = (json.loads(each["wiki.json"][0])["pages"] for each in (after, full))
    for mine, other in zip(ours, theirs, strict=True):
        assert mine["claims"] == other["claims"]
        assert mine["edges"] == other["edges"]
        assert mine["inputs"] == other["inputs"]
        assert mine["commit"] == other["commit"]


def test_mending_goes_by_the_links_of_a_host_as_well(tmp_path):
    source = repository(tmp_path / "ducks", PROJECT)
    directory = tmp_path / "wiki"
    links = "https://git.example.org/{commit}/{path}"
    write_wiki(wiki(source, links=links), directory)
    old = git(source, "rev-parse", "HEAD")
    write(source, MUTATIONS["move lines"])
    new = commit(source)
    options = WikiCheckOptions(directory, str(source), fix=True)
    assert check_wiki(options, Cache.disabled()).numbers["mended"] > 5
    text = (directory / "src-ducks.md").read_text()
    assert f"https://git.example.org/{new}/{POND}#L8)" in text
    assert old not in text
    assert not check_wiki(options, Cache.disabled()).numbers["mended"]


def test_pages_on_which_more_is_wrong_are_not_mended(tmp_path):
    source = repository(tmp_path / "ducks", PROJECT)
    directory = tmp_path / "wiki"
    write_wiki(wiki(source), directory)
    before = files(directory)
    write(source, {POND: f"# new\n{TOLD}"})
    (directory / "gaps.md").write_text((directory / "gaps.md").read_text() + "By hand.\n")
    options = WikiCheckOptions(directory, str(source), fix=True)
    report = check_wiki(options, Cache.disabled())
    after = files(directory)
    assert {"src-ducks", "gaps"} <= set(report.details["rebuild"])
    assert after["src-ducks.md"] == before["src-ducks.md"]
    assert after["gaps.md"][0].endswith(b"By hand.\n")
    assert after["configuration.md"] != before["configuration.md"]


def test_of_the_same_lines_in_two_places_the_right_one_is_taken(tmp_path):
    twice = "\n\n".join(f"class {n}:\n    def run(self):\n        pass\n" for n in "AB")
    source = repository(tmp_path / "two", {"two.py": twice})
    directory = tmp_path / "wiki"
    write_wiki(wiki(source), directory)
    write(source, {"two.py": f"import os\n\n\n{twice}"})
    report = check_wiki(WikiCheckOptions(directory, str(source), fix=True), Cache.disabled())
    assert not report.details["rebuild"]
    pages = json.loads((directory / "wiki.json").read_text())["pages"]
    lines = {c["symbol"]: c["lines"] for p in pages for c in p["claims"] if c["symbol"]}
    assert lines["A"][0] == 4
    assert lines["B"][0] == 9
    assert lines.get("A.run", [5])[0] == 5
    assert lines.get("B.run", [10])[0] == 10


def test_how_stale_a_wiki_is(tmp_path):
    source = repository(tmp_path / "ducks", PROJECT)
    directory = tmp_path / "wiki"
    write_wiki(wiki(source), directory)
    for name in ("move lines", "delete a file"):
        for path, text in MUTATIONS[name].items():
            write(source, {path: text}) if text is not None else (source / path).unlink()
        commit(source)
    report = check_wiki(WikiCheckOptions(directory, str(source), "HEAD"), Cache.disabled())
    numbers = report.numbers
    assert numbers["behind"] == 2
    assert (
        numbers["same"] + numbers["moved"] + numbers["changed"] + numbers["gone"]
        == (numbers["claims"])
    )
    assert min(numbers["moved"], numbers["changed"], numbers["gone"]) > 0
    assert "2 commits behind" in report.closing
