"""Packs for a change: the diff, what changed, and what that concerns."""

import json
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from repositories import commit, git, repository, write

from ctxbuild.cache import Cache
from ctxbuild.formats.bundle import parse_bundle, pieces
from ctxbuild.formats.manifest import manifest
from ctxbuild.jobs.bundle import BundleOptions, count_repo, plan_counted
from ctxbuild.jobs.many import ManyOptions, count_many
from ctxbuild.model import CtxbuildError, Detail, Plan, UsageError
from ctxbuild.readers.change_request import change_request
from ctxbuild.readers.source import RepoOptions
from ctxbuild.tokens import counter

FILLER = "".join(
    f"def unrelated_{n}(value):\n    total = value * {n} + {n}\n    return total - {n} * 3\n\n\n"
    for n in range(60)
)
STORE = '''def load(path):
    """Read a store."""
    with open(path) as stream:
        return stream.read().splitlines()


def evict(store, limit):
    """Drop what is beyond the limit."""
    while len(store) > limit:
        store.pop()
    return store
'''
FILES = {
    "store.py": STORE + "\n\n" + FILLER,
    "service.py": "from store import evict\n\n\ndef shrink(store):\n"
    "    kept = evict(store, 10)\n    return sorted(kept)\n\n\n" + FILLER,
    "other.py": FILLER,
    "tests/test_store.py": "from store import evict\n\n\ndef test_evicts():\n"
    "    assert evict([1, 2, 3], 2) == [1, 2]\n\n\n" + FILLER,
    "old.py": "LEFT_BEHIND = 1\n\n\ndef forgotten_helper():\n    return LEFT_BEHIND\n",
    "user.py": "from old import forgotten_helper\n\n\ndef still_uses():\n"
    "    return forgotten_helper() + 1\n\n\n" + FILLER,
}
CHANGED = STORE.replace("store.pop()", "store.pop(0)")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = repository(tmp_path / "project", FILES)
    write(root, {"store.py": CHANGED + "\n\n" + FILLER})
    commit(root, "Evict the oldest entry first")
    return root


def planned(root: Path, budget: int | None = 2500, query: str = "", **asked) -> Plan:
    request = change_request(**asked)
    options = BundleOptions(RepoOptions(str(root)), budget, query=query, change=request)
    with Cache.disabled() as cache:
        return plan_counted(count_repo(options, cache), options, cache)


def text_of(plan: Plan) -> str:
    return "".join(pieces(plan))


def block(text: str, path: str) -> str:
    return text.partition(f"## {path} (")[2].partition("\n## ")[0]


def test_the_diff_comes_first_and_says_what_the_change_is_about(project) -> None:
    text = text_of(planned(project, diff="HEAD~1..HEAD"))
    first = text.partition("\n## Map")[2].partition("\n## ")[2]
    assert first.startswith("changes.diff")
    assert "-        store.pop()\n+        store.pop(0)\n" in text
    assert "Evict the oldest entry first" in text
    assert "1 file, +1 -1 lines, 1 hunk\n" in text


def test_the_changed_symbol_its_caller_and_its_test_are_shown_under_a_tight_budget(project) -> None:
    plan = planned(project, diff="HEAD~1..HEAD")
    text = text_of(plan)
    assert "store.pop(0)\n    return store" in block(text, "store.py")
    assert "def shrink(store)" in block(text, "service.py")
    assert "def test_evicts()" in block(text, "tests/test_store.py")
    assert not block(text, "other.py")
    assert counter("o200k_base").count(text) == plan.tokens <= 2500


def test_what_still_mentions_something_removed_is_shown(project) -> None:
    (project / "old.py").unlink()
    commit(project, "Remove the old helper")
    text = text_of(planned(project, diff="HEAD~1..HEAD"))
    assert "-def forgotten_helper():" in text
    assert "def still_uses()" in block(text, "user.py")


def test_staged_and_unstaged_changes_are_told_apart(project) -> None:
    write(project, {"other.py": "STAGED = 1\n" + FILLER})
    git(project, "add", "other.py")
    write(project, {"service.py": "UNSTAGED = 1\n" + FILES["service.py"]})
    staged = block(text_of(planned(project, staged=True)), "changes.diff")
    both = block(text_of(planned(project, diff="HEAD")), "changes.diff")
    assert "+STAGED = 1" in staged
    assert "UNSTAGED" not in staged
    assert "+UNSTAGED = 1" in both


def test_changed_since_starts_where_the_branches_parted(project) -> None:
    git(project, "checkout", "--quiet", "-b", "topic", "HEAD~1")
    write(project, {"service.py": FILES["service.py"].replace("10", "20")})
    commit(project, "Keep twenty")
    text = text_of(planned(project, changed_since="main"))
    assert "+    kept = evict(store, 20)" in text
    assert "store.pop(0)" not in block(text, "changes.diff")


def test_a_range_reads_the_corpus_at_its_end(project) -> None:
    write(project, {"later.py": "LATER = 1\n"})
    commit(project, "Later")
    plan = planned(project, diff="HEAD~2..HEAD~1")
    assert "later.py" not in {document.id for document in plan.corpus.documents}


def test_the_diff_applies_to_the_base(project, tmp_path) -> None:
    text = text_of(planned(project, None, diff="HEAD~1..HEAD"))
    found = {file.path: file.text for file in parse_bundle(text)}
    base = tmp_path / "base"
    subprocess.run(["git", "clone", "--quiet", str(project), str(base)], check=True)
    git(base, "checkout", "--quiet", "HEAD~1")
    (tmp_path / "a.diff").write_text(found["changes.diff"])
    git(base, "apply", str(tmp_path / "a.diff"))
    assert (base / "store.py").read_text() == (project / "store.py").read_text()


def test_secrets_in_removed_lines_stay_hidden(project) -> None:
    secret = "ghp_" + "Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7c"
    write(project, {"config.py": f'TOKEN = "{secret}"\n'})
    commit(project, "Add")
    write(project, {"config.py": "TOKEN = None\n"})
    commit(project, "Remove")
    assert secret not in text_of(planned(project, None, diff="HEAD~1..HEAD"))


def test_binary_files_renames_and_lock_files_are_told_in_a_line(project) -> None:
    write(project, {"logo.png": b"\x89PNG\r\n\x1a\n\0\0", "uv.lock": "a\nb\n"})
    git(project, "mv", "other.py", "another.py")
    commit(project, "Move")
    diff = block(text_of(planned(project, 6000, diff="HEAD~1..HEAD")), "changes.diff")
    assert "added logo.png (binary)" in diff
    assert "added uv.lock +2 -0 (lock, not shown)" in diff
    assert "rename from other.py" in diff


def test_nothing_changed_is_a_note_and_no_failure(project) -> None:
    plan = planned(project, staged=True)
    assert "--staged: nothing changed" in plan.corpus.notes
    assert all(document.role != "change" for document in plan.corpus.documents)


def test_hunks_of_data_come_after_hunks_of_code(project) -> None:
    table = "TABLE = '" + "0123456789abcdef " * 300 + "'\n"
    write(project, {"a_table.py": table, "store.py": STORE + "\n\n" + FILLER})
    commit(project, "A table, and the newest entry first again")
    text = text_of(planned(project, 1500, diff="HEAD~1..HEAD"))
    assert "+        store.pop()" in text
    assert "0123456789abcdef" not in text


def test_a_diff_larger_than_the_budget_is_shown_by_hunks(project) -> None:
    lines = FILLER.replace("total", "sum_of")
    write(project, {"service.py": lines, "other.py": lines, "user.py": lines})
    commit(project, "Rename")
    plan = planned(project, 1500, diff="HEAD~1..HEAD")
    text = text_of(plan)
    diff = next(i for i in plan.items if plan.corpus.documents[i.document].role == "change")
    assert diff.detail in (Detail.ELIDED, Detail.EXCERPT, Detail.SIGNATURES)
    assert "… " in block(text, "changes.diff")
    assert counter("o200k_base").count(text) <= 1500


@pytest.mark.parametrize("budget", [700, 1000, 1500, 3000, 8000])
def test_never_over_the_budget_and_mostly_used(project, budget: int) -> None:
    plan = planned(project, budget, diff="HEAD~1..HEAD", query="why is the newest evicted?")
    assert counter("o200k_base").count(text_of(plan)) == plan.tokens
    assert 0.97 * budget <= plan.tokens <= budget


def test_the_manifest_names_the_change_and_why(project) -> None:
    request = change_request(diff="HEAD~1..HEAD")
    options = BundleOptions(RepoOptions(str(project)), 2500, change=request)
    record = json.loads(manifest(planned(project, diff="HEAD~1..HEAD"), options.recorded()))
    assert record["options"]["change"]["base"] == "HEAD~1"
    by_path = {item["path"]: item for item in record["items"]}
    assert by_path["changes.diff"]["role"] == "change"
    assert by_path["service.py"]["signals"][0][0].startswith("calls what changed")


def test_a_name_that_is_taken_is_left_to_its_file(project) -> None:
    write(project, {"changes.diff": "mine\n"})
    commit(project, "Mine")
    plan = planned(project, None, diff="HEAD~1..HEAD")
    assert [d.id for d in plan.corpus.documents if d.role == "change"] == ["1changes.diff"]


@pytest.mark.parametrize("asked", [{"diff": "nope..HEAD"}, {"changed_since": "nope"}])
def test_a_revision_that_is_not_there_is_an_error_that_names_it(project, asked) -> None:
    with pytest.raises(UsageError, match="nope: no such commit"):
        planned(project, **asked)


def test_without_history_there_is_nothing_to_compare_with(tmp_path) -> None:
    write(tmp_path, {"a.py": "x = 1\n"})
    with pytest.raises(CtxbuildError, match="no git history"):
        planned(tmp_path, staged=True)


def test_the_same_change_gives_the_same_bytes(project) -> None:
    once, again = (text_of(planned(project, diff="HEAD~1..HEAD")) for _ in range(2))
    assert once == again


def large(project: Path) -> Path:
    """Rename a thing in forty files, change one by hand, and touch data and a lock file."""
    pages = {
        f"pkg{n % 4}/mod{n}.py": f"import old_name\n\n\nold_name.call({n})\n" for n in range(40)
    }
    write(project, {**pages, "uv.lock": "a\n" * 50})
    commit(project, "Modules")
    changed = {path: text.replace("old_name", "new_name") for path, text in pages.items()}
    by_hand = CHANGED.replace("limit:", "limit and store:") + "\n\n" + FILLER
    write(project, {**changed, "store.py": by_hand, "uv.lock": "b\n" * 50})
    commit(project, "Rename, and spare what is empty")
    return project


def test_a_large_change_lists_all_files_before_the_hunks(project) -> None:
    diff = block(text_of(planned(large(project), 3000, diff="HEAD~1..HEAD")), "changes.diff")
    lists, _, hunks = diff.partition("\ndiff --git ")
    assert "  pkg3/ 10 files +20 -20\n" in lists
    assert lists.count("  modified ") == 42
    assert "  modified uv.lock +50 -50 (lock, not shown)\n" in lists
    assert "+    while len(store) > limit and store:" in hunks
    assert "uv.lock" not in hunks


def test_what_is_done_everywhere_comes_after_what_is_done_once(project) -> None:
    diff = block(text_of(planned(large(project), 2000, diff="HEAD~1..HEAD")), "changes.diff")
    assert "+    while len(store) > limit and store:" in diff
    assert diff.count("-old_name.call(") < 20
    assert " hunks" in diff.rpartition("… ")[2]


@pytest.mark.parametrize("budget", [900, 1500, 3000, 6000])
def test_no_hunk_is_a_header_alone_but_where_the_budget_ends(project, budget: int) -> None:
    diff = block(text_of(planned(large(project), budget, diff="HEAD~1..HEAD")), "changes.diff")
    rows = diff.split("\n")
    bare = [a for a, b in pairwise(rows) if a[:3] == "@@ " and b[:1] not in " +-"]
    assert len(bare) <= 1


@pytest.mark.parametrize("name", ["settings.yaml", "notes.txt", "config.ini"])
def test_of_a_text_without_definitions_the_changed_place_is_shown(project, name: str) -> None:
    rows = [f"key_{n}: value {n}\n" for n in range(400)]
    write(project, {name: "".join(rows)})
    commit(project, "Settings")
    rows[300] = "key_300: changed\n"
    write(project, {name: "".join(rows)})
    commit(project, "Change one")
    shown = block(text_of(planned(project, 750, diff="HEAD~1..HEAD")), name)
    assert "key_300: changed" in shown
    assert "key_295: value 295" in shown


def test_past_commits_to_the_same_lines_are_named_and_others_are_not(project) -> None:
    write(project, {"store.py": CHANGED.replace("splitlines()", "split()") + "\n\n" + FILLER})
    commit(project, "Split at blanks")
    write(project, {"store.py": STORE + "\n\n" + FILLER})
    commit(project, "As it was")
    diff = block(text_of(planned(project, 4000, diff="HEAD~1..HEAD")), "changes.diff")
    earlier = diff.partition("Earlier commits to the same places:\n")[2].partition("\n\n")[0]
    assert "Evict the oldest entry first (wrote 1 of the removed lines" in earlier
    assert "Split at blanks (wrote 1 of the removed lines" in earlier


def many(*sources: str) -> Plan:
    bundle = BundleOptions(budget=3000)
    with Cache.disabled() as cache:
        counted = count_many(ManyOptions(sources, bundle=bundle), cache, lambda *_: None)
        return plan_counted(counted, bundle, cache)


def test_one_of_several_sources_may_be_a_change(project, tmp_path) -> None:
    write(tmp_path / "other", {"use.py": "from store import evict\n\n\nevict([], 1)\n"})
    text = text_of(many(f"{project}@HEAD~1..HEAD", str(tmp_path / "other")))
    assert "+        store.pop(0)" in block(text, "project/changes.diff")
    assert "store.pop(0)\n    return store" in block(text, "project/store.py")


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("{0}@nope..HEAD", "{0}", "range nope: no such commit"),
        ("{0}@HEAD~1..HEAD", "{0}/tests@HEAD~1..HEAD", "one change in a bundle"),
        ("owner/name@v1..v2", "{0}", "clone it with its history"),
    ],
)
def test_ranges_that_cannot_be_had_name_the_remedy(project, first, second, message) -> None:
    with pytest.raises(UsageError, match=message):
        many(first.format(project), second.format(project))


def test_before_the_first_commit_all_that_is_staged_is_the_change(tmp_path) -> None:
    root = write(repository(tmp_path / "new", {}), {"a.py": "x = 1\n"})
    git(root, "add", "a.py")
    text = text_of(planned(root, staged=True))
    assert "Change --staged: nothing to index, 1 file, +1 -0 lines, 1 hunk\n" in text


def test_a_patch_of_a_dependency_is_shown_and_a_new_lock_file_is_counted(tmp_path) -> None:
    root = repository(tmp_path / "app", {"deps/lua/lua.c": "int a;\n", "go.sum": "a\n"})
    write(root, {"deps/lua/lua.c": "int b;\n", "go.sum": "b\n"})
    text = text_of(planned(root, diff="HEAD"))
    assert "-int a;\n+int b;\n" in text
    assert "modified go.sum +1 -1 (lock, not shown)" in text
