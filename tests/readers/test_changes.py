"""What changed between two states: commits, the index, the work tree; no program of theirs runs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from changed import STAGED, between, changes, script, sides, summary
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import commit, git, repository, write

from ctxbuild.analysis.differ import diff_lines, split_lines
from ctxbuild.analysis.unified import FileHeader, unified
from ctxbuild.model import UsageError
from ctxbuild.readers.change_request import change_request

FILES = {"a.txt": "a\n", "sub/b.txt": "b\n", "sub/c.txt": "c\nc\n"}


@pytest.fixture
def repo(tmp_path):
    return repository(tmp_path / "repo", FILES)


def change_everything(repo: Path) -> None:
    write(repo, {"a.txt": "A\n", "new.txt": "new\n", "sub/deep/b2.txt": "b\n"})
    (repo / "sub/b.txt").unlink()
    (repo / "sub/c.txt").unlink()


EVERYTHING = {
    "a.txt": "modified",
    "new.txt": "added",
    "sub/c.txt": "deleted",
    "sub/deep/b2.txt": "renamed",
}


@pytest.mark.parametrize("state", ["commit", "index", "work tree"])
def test_the_same_change_looks_the_same_in_every_state(repo, state):
    change_everything(repo)
    request = between("HEAD")
    if state == "index":
        git(repo, "add", "--all")
        request = STAGED
    elif state == "commit":
        commit(repo)
        request = between("HEAD~1", "HEAD")
    found = changes(repo, request)
    assert summary(found) == EVERYTHING
    assert sides(found) == {
        "a.txt": ("a\n", "A\n"),
        "new.txt": (None, "new\n"),
        "sub/c.txt": ("c\nc\n", None),
        "sub/deep/b2.txt": ("b\n", "b\n"),
    }
    assert found.files[3].old.path == "sub/b.txt"
    head = git(repo, "rev-parse", "HEAD") if state == "commit" else state
    assert (found.head, found.notes, found.skipped) == (head, (), ())


def test_a_clean_work_tree_has_no_changes(repo):
    found = changes(repo)
    assert (found.files, found.base) == ((), git(repo, "rev-parse", "HEAD"))


def test_the_index_and_the_work_tree_are_told_apart(repo):
    write(repo, {"a.txt": "staged\n"})
    git(repo, "add", "a.txt")
    write(repo, {"a.txt": "later\n", "sub/b.txt": "not staged\n"})
    assert sides(changes(repo, STAGED)) == {"a.txt": ("a\n", "staged\n")}
    assert sides(changes(repo))["a.txt"] == ("a\n", "later\n")


def test_before_the_first_commit_everything_staged_is_new(tmp_path):
    directory = repository(tmp_path / "repo", {})
    write(directory, FILES)
    git(directory, "add", "--all")
    found = changes(directory, STAGED)
    assert set(summary(found).values()) == {"added"}
    assert (found.base, len(found.files)) == ("", 3)


def test_ignored_files_and_our_own_output_are_no_change(repo):
    write(repo, {".gitignore": "*.log\n", "x.log": "x", "out.md": "<!-- ctxbuild: bundle -->\n"})
    assert summary(changes(repo)) == {".gitignore": "added"}


def test_only_the_directory_that_is_read_counts(repo):
    change_everything(repo)
    assert summary(changes(repo / "sub")) == {"c.txt": "deleted", "deep/b2.txt": "renamed"}
    commit(repo)
    assert summary(changes(repo / "sub", between("HEAD~1", "HEAD"))) == {
        "c.txt": "deleted",
        "deep/b2.txt": "renamed",
    }


def test_a_directory_that_the_base_did_not_have_is_all_new(repo):
    write(repo, {"fresh/x.txt": "x\n"})
    assert summary(changes(repo / "fresh")) == {"x.txt": "added"}


def test_paths_that_are_not_wanted_do_not_count(repo):
    change_everything(repo)
    for request in (between("HEAD"), STAGED):
        found = changes(repo, request, wanted=lambda path: path.startswith(b"sub/"))
        assert set(summary(found)) == {"sub/c.txt", "sub/deep/b2.txt"}
        git(repo, "add", "--all")


def branch_off(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "feature")
    write(repo, {"feature.txt": "f\n"})
    commit(repo, "feature")
    git(repo, "checkout", "-q", "main")
    write(repo, {"a.txt": "moved on\n"})
    commit(repo, "main")
    git(repo, "checkout", "-q", "feature")


def test_a_merge_base_leaves_out_what_happened_on_the_other_branch(repo):
    branch_off(repo)
    assert summary(changes(repo, change_request(diff="main...feature"))) == {"feature.txt": "added"}
    assert summary(changes(repo, change_request("main"))) == {"feature.txt": "added"}
    assert set(summary(changes(repo, change_request(diff="main..feature")))) == {
        "a.txt",
        "feature.txt",
    }


def test_what_is_not_committed_yet_came_since_as_well(repo):
    branch_off(repo)
    write(repo, {"sub/b.txt": "B\n"})
    assert set(summary(changes(repo, change_request("main")))) == {"feature.txt", "sub/b.txt"}
    assert set(summary(changes(repo, change_request("main", ref="HEAD")))) == {"feature.txt"}


def test_histories_without_a_common_commit_are_refused(repo):
    git(repo, "checkout", "-q", "--orphan", "other")
    commit(repo, "of its own")
    with pytest.raises(UsageError, match=r"--diff main: no commit in common.*A\.\.B"):
        changes(repo, change_request(diff="main...other"))


@pytest.mark.parametrize(
    "asked", [{"changed_since": "v9"}, {"diff": "v9..HEAD"}, {"diff": "HEAD...v9"}, {"diff": "v9"}]
)
def test_a_revision_that_is_not_there_is_named(repo, asked):
    with pytest.raises(UsageError, match=r"^--[a-z-]+ v9: no such commit"):
        changes(repo, change_request(**asked))


def test_a_shallow_clone_is_told_how_to_get_more(repo, tmp_path):
    branch_off(repo)
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{repo}", "shallow")
    with pytest.raises(UsageError, match=r"git fetch --deepen"):
        changes(tmp_path / "shallow", between("HEAD~3", "HEAD"))
    with pytest.raises(UsageError, match=r"git fetch --deepen"):
        changes(tmp_path / "shallow", change_request("origin/main"))
    direct = changes(tmp_path / "shallow", change_request(diff="origin/main..HEAD"))
    assert direct.notes == ("shallow clone: only part of the history is here",)
    assert set(summary(direct)) == {"a.txt", "feature.txt"}


def test_a_bare_repository_compares_commits_and_has_no_index(repo, tmp_path):
    change_everything(repo)
    commit(repo)
    git(tmp_path, "clone", "-q", "--bare", str(repo), "bare.git")
    bare = tmp_path / "bare.git"
    assert summary(changes(bare, change_request("HEAD~1"))) == EVERYTHING
    with pytest.raises(UsageError, match="no work tree"):
        changes(bare, STAGED)


def test_files_of_a_sparse_checkout_are_not_taken_for_deleted(repo):
    git(repo, "sparse-checkout", "set", "--no-cone", "/a.txt")
    assert not (repo / "sub/b.txt").exists()
    assert summary(changes(repo)) == {}


def test_unmerged_paths_are_noted(repo):
    branch_off(repo)
    write(repo, {"a.txt": "otherwise\n"})
    commit(repo)
    git(repo, "merge", "-q", "main", check=False)
    found = changes(repo, STAGED)
    assert found.notes == ("1 unmerged paths are left out; finish the merge to see them",)
    assert sides(changes(repo))["a.txt"][1].startswith("<<<<<<<")


def test_hostile_names_come_through_whole(repo):
    names = [b"new\nline", b"tab\there", b":100644 100644 0 0 M", b"\xff\xfe", b" x ", b"-rf"]
    for name in names:
        Path(os.fsdecode(os.path.join(os.fsencode(repo), name))).write_bytes(b"x\n")
    found = [changes(repo)]
    git(repo, "add", "--all")
    found.append(changes(repo, STAGED))
    commit(repo)
    found.append(changes(repo, between("HEAD~1", "HEAD")))
    for each in found:
        assert [os.fsencode(change.path) for change in each.files] == sorted(names)


COMMANDS = {
    "core.fsmonitor": ["status"],
    "diff.external": ["diff", "HEAD"],
    "diff.evil.textconv": ["diff", "--no-ext-diff", "HEAD"],
    "diff.evil.command": ["diff", "HEAD"],
    "filter.evil.clean": ["diff", "HEAD"],
    "filter.evil.process": ["diff", "HEAD"],
}


def hostile(directory: Path, keys: list[str]) -> Path:
    """Make a repository, changed and staged, whose configuration names a command for each key."""
    repository(directory, {"e.txt": "one\n", ".gitattributes": "*.txt filter=evil diff=evil\n"})
    inner = repository(directory / "inner", {"e.txt": "one\n"})
    git(directory, "add", "inner")
    git(directory, "commit", "-qm", "submodule")
    write(inner, {"e.txt": "two\n"})
    write(directory, {"e.txt": "two\n"})
    git(directory, "add", "e.txt")
    write(directory, {"e.txt": "three\n"})
    for key in keys:
        command = script(directory.parent / f"run-{key}", directory.parent / f"canary-{key}")
        for where in (directory, inner):
            git(where, "config", key, str(command))
    os.utime(directory / "e.txt", (1, 1))
    os.utime(inner / "e.txt", (1, 1))
    return directory


def test_no_key_of_the_configuration_runs_a_command(tmp_path):
    directory = hostile(tmp_path / "repo", list(COMMANDS))
    options = {"diff.relative": "true", "diff.ignoreSubmodules": "none", "diff.renames": "copies"}
    for key, value in {**options, "diff.submodule": "diff", "submodule.recurse": "true"}.items():
        git(directory, "config", key, value)
    assert sides(changes(directory)) == {"e.txt": ("one\n", "three\n")}
    assert sides(changes(directory, STAGED)) == {"e.txt": ("one\n", "two\n")}
    found = changes(directory, between("HEAD~1", "HEAD"))
    assert summary(found) == {"inner": "added"}
    assert not list(tmp_path.glob("canary-*"))


@pytest.mark.parametrize("key", COMMANDS)
def test_the_same_key_does_run_its_command_in_plain_git(tmp_path, key):
    directory = hostile(tmp_path / "repo", [key])
    git(directory, *COMMANDS[key], check=False)
    assert (tmp_path / f"canary-{key}").exists()


CONTENT = st.text(alphabet="ab\n", max_size=12).map(str.encode)


TREES = st.dictionaries(st.sampled_from(["a", "b c", "d/e", "d/f", "ü"]), CONTENT, max_size=5)


@settings(max_examples=15)
@given(TREES, TREES)
def test_git_applies_the_diff_of_a_work_tree(tmp_path_factory, before, after):
    directory = repository(tmp_path_factory.mktemp("apply") / "repo", {"keep": "x", **before})
    for name in before.keys() - after.keys():
        (directory / name).unlink()
    write(directory, after)
    patch = "".join(as_patch(each) for each in changes(directory).files)
    other = directory.parent / "other"
    git(directory.parent, "clone", "-q", str(directory), "other")
    if patch:
        command = ["git", "apply", "--whitespace=nowarn", "-"]
        subprocess.run(command, cwd=other, input=patch.encode(), check=True)
    names = {path.relative_to(other).as_posix() for path in other.rglob("*") if path.is_file()}
    found = {name: (other / name).read_bytes() for name in names if not name.startswith(".git/")}
    assert found == {"keep": b"x", **after}


def as_patch(change) -> str:
    old, new = change.old, change.new
    header = FileHeader(
        old.path if old else None,
        new.path if new else None,
        old.mode if old else "",
        new.mode if new else "",
    )
    before, after = (split_lines((each and each.read().text) or "") for each in (old, new))
    return unified(header, diff_lines(before, after), before, after)
