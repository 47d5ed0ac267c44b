"""When files were last changed on the main line."""

from __future__ import annotations

import os

from repositories import commit, git, repository, write

from ctxbuild.readers.git import repository_at
from ctxbuild.readers.touches import read_touches


def touches(directory, *paths):
    found = repository_at(os.fsencode(directory))
    return read_touches(found, found.head, paths)


def test_the_newest_commit_of_each_file(tmp_path):
    source = repository(tmp_path / "r", {"a": "1", "b": "1"})
    first = git(source, "rev-parse", "HEAD")
    write(source, {"a": "2"})
    second = commit(source)
    found = touches(source, "a", "b", "nowhere")
    assert {path: (t.commit, t.age) for path, t in found.items()} == {
        "a": (second, 0),
        "b": (first, 1),
    }
    assert found["a"].day == "2026-01-01"


def test_a_merge_touches_what_it_brings_in(tmp_path):
    source = repository(tmp_path / "r", {"a": "1", "b": "1"})
    git(source, "checkout", "-q", "-b", "side")
    write(source, {"a": "2"})
    commit(source)
    git(source, "checkout", "-q", "main")
    write(source, {"b": "2"})
    commit(source)
    git(source, "merge", "-q", "--no-edit", "side")
    found = touches(source, "a", "b")
    assert found["a"].commit == git(source, "rev-parse", "HEAD")
    assert git(source, "show", f"{found['a'].commit}:b") == "2"


def test_paths_are_those_below_the_directory(tmp_path):
    source = repository(tmp_path / "r", {"in/a": "1", "a": "1"})
    assert set(touches(source / "in", "a", "in/a")) == {"a"}


def test_the_last_commit_of_a_shallow_clone_says_nothing(tmp_path):
    source = repository(tmp_path / "r", {"a": "1", "b": "1"})
    write(source, {"a": "2"})
    commit(source)
    write(source, {"a": "3"})
    commit(source)
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{source}", "shallow")
    assert set(touches(tmp_path / "shallow", "a", "b")) == {"a"}
