"""No key of a repository's configuration makes reading it run a command."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from repositories import git, read, repository, write

from ctxbuild.readers.git import OVERRIDES

# Key → how to make git run what it names; nothing where that needs a terminal or a network.
KEYS = {
    "core.fsmonitor": ["status"],
    "core.hooksPath": ["commit", "--allow-empty", "-m", "x"],
    "core.editor": ["commit", "--allow-empty"],
    "core.pager": None,
    "core.askPass": None,
    "core.sshCommand": ["ls-remote", "ssh://example.invalid/x"],
    "core.gitProxy": None,
    "core.alternateRefsCommand": None,
    "sequence.editor": ["rebase", "-i", "--autostash", "HEAD~1"],
    "credential.helper": None,
    "gpg.program": ["commit", "-S", "--allow-empty", "-m", "x"],
    "diff.external": ["diff"],
    "diff.evil.textconv": ["diff", "--no-ext-diff"],
    "diff.evil.command": ["diff"],
    "merge.evil.driver": None,
    "filter.evil.clean": ["add", "evil.txt"],
    "filter.evil.smudge": ["checkout", "--force", "HEAD~1", "--", "evil.txt"],
    "filter.evil.process": ["add", "evil.txt"],
    "remote.origin.uploadpack": ["fetch", "origin"],
    "remote.origin.receivepack": None,
    "remote.origin.vcs": None,
    "uploadpack.packObjectsHook": None,
    "alias.ls-files": None,
    "alias.rev-parse": None,
    "include.path": ["status"],
    "trailer.evil.command": None,
    "interactive.diffFilter": None,
}


def hostile(directory: Path, keys: list[str]) -> Path:
    """Make a repository whose configuration names a command for each key, all leaving a canary."""
    repository(directory, {"evil.txt": "one\n", ".gitattributes": "*.txt filter=evil diff=evil\n"})
    write(directory, {"evil.txt": "two\n"})
    git(directory, "commit", "-qam", "two")
    write(directory, {"evil.txt": "three\n", "new.txt": "new\n"})
    for key in keys:
        arm(directory, key)
    return directory


def canary(directory: Path, key: str) -> Path:
    return directory.parent / f"canary-{key}"


def script(path: Path, target: Path) -> Path:
    path.write_text(f"#!/bin/sh\ntouch '{target}'\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def arm(directory: Path, key: str) -> None:
    command = script(directory.parent / f"run-{key}", canary(directory, key))
    value = str(command)
    if key == "core.hooksPath":
        hooks = directory.parent / "hooks"
        hooks.mkdir()
        for name in ("pre-commit", "post-checkout", "post-index-change", "reference-transaction"):
            script(hooks / name, canary(directory, key))
        value = str(hooks)
    elif key == "include.path":
        included = directory.parent / "included"
        included.write_text(f"[core]\n\tfsmonitor = {command}\n")
        value = str(included)
    elif key == "remote.origin.uploadpack":
        git(directory, "config", "remote.origin.url", f"file://{directory}")
    elif key.startswith("alias."):
        value = f"!{command}"
    git(directory, "config", key, value)


def read_in_every_way(directory: Path) -> None:
    read(directory)
    read(directory, ref="HEAD~1")
    read(directory, files=(b"evil.txt",))
    read(directory / ".git")
    read(directory / "evil.txt")


@pytest.fixture(scope="module")
def armed(tmp_path_factory):
    directory = hostile(tmp_path_factory.mktemp("hostile") / "repo", list(KEYS))
    # A partial clone that misses objects, so that git wants to fetch them.
    git(directory, "config", "extensions.partialClone", "origin")
    git(directory, "config", "remote.origin.promisor", "true")
    os.utime(directory / "evil.txt", (1, 1))
    read_in_every_way(directory)
    bare = directory.parent / "bare"
    bare.mkdir()
    (directory / ".git").rename(bare / "repo.git")
    git(bare / "repo.git", "config", "core.bare", "true")
    read(bare / "repo.git")
    return directory


@pytest.mark.parametrize("key", KEYS)
def test_reading_runs_no_command_of_the_configuration(armed, key):
    assert not canary(armed, key).exists()


@pytest.mark.parametrize("key", [key for key, control in KEYS.items() if control])
def test_the_same_key_does_run_its_command_in_plain_git(tmp_path, key):
    directory = hostile(tmp_path / "repo", [key])
    git(directory, *KEYS[key], check=False)
    assert canary(directory, key).exists()


def test_missing_objects_of_a_partial_clone_are_named_and_not_fetched(tmp_path):
    origin = repository(tmp_path / "origin", {"a.txt": "a\n", "b.txt": "b\n"})
    git(origin, "config", "uploadpack.allowFilter", "true")
    partial = ["clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{origin}", "part"]
    git(tmp_path, *partial)
    ran = tmp_path / "canary"
    upload = script(tmp_path / "upload", ran)
    for key in ("core.sshCommand", "remote.origin.uploadpack"):
        git(tmp_path / "part", "config", key, str(upload))

    corpus = read(tmp_path / "part", ref="HEAD")

    assert [(s.id, s.reason) for s in corpus.skipped] == [
        ("a.txt", "not in this partial clone"),
        ("b.txt", "not in this partial clone"),
    ]
    assert not ran.exists()


def test_inherited_variables_do_not_point_git_elsewhere(tmp_path, monkeypatch):
    other = repository(tmp_path / "other", {"secret.txt": "s\n"})
    ran = tmp_path / "canary"
    directory = repository(tmp_path / "repo", {"a.txt": "a\n"})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(script(tmp_path / "run", ran)))

    assert [d.id for d in read(directory).documents] == ["a.txt"]
    assert not ran.exists()


def test_a_work_tree_that_the_configuration_moves_elsewhere_is_not_read(tmp_path):
    write(tmp_path / "private", {"secret.txt": "s\n"})
    directory = repository(tmp_path / "repo", {"a.txt": "a\n"})
    git(directory, "config", "core.worktree", str(tmp_path / "private"))
    assert [d.id for d in read(directory).documents] == ["a.txt"]


def test_the_users_own_excludes_file_stays_in_force(tmp_path, monkeypatch):
    excludes = tmp_path / "excludes"
    excludes.write_text("*.swp\n")
    config = tmp_path / "gitconfig"
    config.write_text(f"[core]\n\texcludesFile = {excludes}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    directory = repository(tmp_path / "repo", {"a.txt": "a\n"})
    write(directory, {"b.swp": "b\n", "c.txt": "c\n"})
    assert [d.id for d in read(directory).documents] == ["a.txt", "c.txt"]


def test_every_override_is_a_key_with_a_value():
    assert all("=" in override for override in OVERRIDES)
