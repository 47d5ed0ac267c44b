"""What came before a revision: messages and paths of commits, the texts they changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from changed import commits, opened, remove_object
from repositories import commit, git, repository, write

from ctxbuild.cache import Cache
from ctxbuild.model import Commit
from ctxbuild.readers import history
from ctxbuild.readers.edits import read_edits
from ctxbuild.readers.history import read_history

GITHUB_TOKEN = "ghp_" + "q7Wd2Zx9Kc4Vb1Nm8Lj5Hg3Fs6Ad0Po2Iu4Y"


def told(found: tuple[Commit, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.message, each.paths) for each in found]


def commit_object(directory: Path, text: bytes) -> str:
    """Store a commit as it stands, valid or not, and return its id."""
    command = ["git", "hash-object", "-t", "commit", "--literally", "-w", "--stdin"]
    done = subprocess.run(command, cwd=directory, input=text, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture
def repo(tmp_path):
    directory = repository(tmp_path / "repo", {"a.txt": "a\n", "sub/b.txt": "b\n"})
    write(directory, {"a.txt": "A\n"})
    commit(directory, "Change a\n\nBecause of that.\n")
    write(directory, {"sub/b.txt": "B\n", "sub/c.txt": "c\n"})
    commit(directory, "Change b, add c")
    return directory


def test_commits_come_newest_first_with_messages_and_paths(repo):
    assert told(commits(repo)) == [
        ("Change b, add c", ("sub/b.txt", "sub/c.txt")),
        ("Change a\n\nBecause of that.", ("a.txt",)),
        ("change", ("a.txt", "sub/b.txt")),
    ]
    assert [each.id for each in commits(repo)] == git(repo, "rev-list", "HEAD").split()


def test_nothing_later_than_the_revision_is_told(repo):
    assert [each.message[:8] for each in commits(repo, "HEAD~1")] == ["Change a", "change"]


def test_a_number_and_an_older_commit_bound_it(repo):
    assert len(commits(repo, most=2)) == 2
    since = git(repo, "rev-parse", "HEAD~2")
    assert [each.message[:8] for each in commits(repo, since=since)] == ["Change b", "Change a"]


def test_paths_are_seen_from_the_directory_that_is_read(repo):
    assert [each.paths for each in commits(repo / "sub")] == [
        ("b.txt", "c.txt"),
        (),
        ("b.txt",),
    ]


def test_a_move_is_what_went_and_what_came_and_a_merge_has_no_paths(repo):
    git(repo, "checkout", "-q", "-b", "side", "HEAD~1")
    git(repo, "mv", "a.txt", "z.txt")
    commit(repo, "Move")
    git(repo, "checkout", "-q", "main")
    git(repo, "merge", "-q", "--no-ff", "-m", "Merge", "side")
    found = dict(told(commits(repo)))
    assert found["Move"] == ("a.txt", "z.txt")
    assert found["Merge"] == ()


def test_a_commit_of_very_many_paths_keeps_only_its_message(repo):
    write(repo, {f"many/{i}.txt": "x" for i in range(201)})
    commit(repo, "Import")
    write(repo, {f"many/{i}.txt": "y" for i in range(200)})
    commit(repo, "Format")
    assert [len(each.paths) for each in commits(repo, most=2)] == [200, 0]


@pytest.mark.parametrize("cached", [False, True])
def test_hostile_names_and_messages_come_through_whole(tmp_path, cached):
    names = [b"new\nline", b"tab\there", b":100644 100644 0 0 M", b"a" * 40, b"\xff\xfe", b" x "]
    directory = repository(tmp_path / "repo", {"start": ""})
    for name in names:
        Path(os.fsdecode(os.path.join(os.fsencode(directory), name))).write_bytes(b"x")
    message = f":100644 100644 {'0' * 40} {'0' * 40} M\n{'a' * 40}\n\n\x1b[31m‮"
    commit(directory, message)
    with Cache.open(tmp_path / "cache") as cache:
        for _ in range(1 + cached):
            (found, _) = commits(directory, cache=cache)
    expected = sorted(names)
    assert [os.fsencode(path) for path in found.paths] == expected
    assert found.message.endswith(f"{'a' * 40}\n\n⟦U+001B⟧[31m⟦U+202E⟧")


def test_messages_that_are_damaged_in_every_way_do_not_mix_up_commits(repo):
    tree = git(repo, "rev-parse", "HEAD^{tree}")
    older = git(repo, "rev-parse", "HEAD~1")
    head = f"tree {tree}\nparent {older}\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n".encode()
    for text in (
        head + b"encoding no-such\n\n\xff\xfe bytes",
        head + b"\nbefore\0:000000 100644 a b A\0path\0" + b"c" * 40 + b"\0x",
        head + b"\n" + b"long " * 200_000,
        head + b"\n",
        head,
    ):
        found = commits(repo, commit_object(repo, text))
        assert len(found) == 3
        assert found[0].paths == ("sub/b.txt", "sub/c.txt")
        assert len(found[0].message) <= 4000
        assert found[1].message == "Change a\n\nBecause of that."


def test_secrets_in_messages_are_taken_out(repo):
    write(repo, {"a.txt": "b\n"})
    commit(repo, f"Use the token\n\nexport GITHUB_TOKEN={GITHUB_TOKEN}")
    assert GITHUB_TOKEN not in commits(repo)[0].message
    assert "[REDACTED:" in commits(repo)[0].message
    assert GITHUB_TOKEN in commits(repo, redact=False)[0].message


def test_what_is_remembered_is_what_was_told(repo, tmp_path, monkeypatch):
    with Cache.open(tmp_path / "cache") as cache:
        first = commits(repo, cache=cache)
        below = commits(repo / "sub", cache=cache)
    asked = []
    monkeypatch.setattr(history, "_answers", lambda _where, these: asked.append(these))
    with Cache.open(tmp_path / "cache") as cache:
        assert commits(repo, cache=cache) == first
        assert commits(repo / "sub", cache=cache) == below
    assert not asked


def test_only_new_commits_are_asked_for(repo, tmp_path, monkeypatch):
    with Cache.open(tmp_path / "cache") as cache:
        commits(repo, "HEAD~1", cache=cache)
    asked: list[str] = []
    answers = history._answers
    monkeypatch.setattr(
        history, "_answers", lambda where, these: asked.extend(these) or answers(where, these)
    )
    with Cache.open(tmp_path / "cache") as cache:
        assert len(commits(repo, cache=cache)) == 3
    assert asked == [git(repo, "rev-parse", "HEAD")]


def test_a_damaged_record_is_read_again(repo, tmp_path):
    with Cache.open(tmp_path / "cache") as cache:
        first = commits(repo, cache=cache)
        keys = [bytes.fromhex(each.id) + b"r" for each in first]
        damage = dict(zip(keys, [b"", b"\x92\x01\x02", b"\xff"], strict=True))
        cache.put_many(history._STAGE, history._VERSION, damage)
        assert commits(repo, cache=cache) == first


def test_the_oldest_commit_of_a_shallow_clone_has_no_paths_and_is_not_remembered(repo, tmp_path):
    git(tmp_path, "clone", "-q", "--depth=2", f"file://{repo}", "shallow")
    with Cache.open(tmp_path / "cache") as cache:
        found = commits(tmp_path / "shallow", cache=cache)
        assert told(found) == [
            ("Change b, add c", ("sub/b.txt", "sub/c.txt")),
            ("Change a\n\nBecause of that.", ()),
        ]
        assert commits(repo, cache=cache)[1].paths == ("a.txt",)


def test_a_bare_repository_has_a_history(repo, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", str(repo), "bare.git")
    assert commits(tmp_path / "bare.git") == commits(repo)


def test_a_repository_of_sha256_has_a_history(tmp_path):
    directory = repository(tmp_path / "repo", {"a": "a"}, "--object-format=sha256")
    assert told(commits(directory)) == [("change", ("a",))]


def test_a_commit_whose_trees_are_missing_keeps_its_message(repo):
    remove_object(repo, "HEAD~1^{tree}")
    notes: list[str] = []
    found = commits(repo, warn=notes.append)
    assert [each.message[:8] for each in found] == ["Change b", "Change a", "change"]
    assert found[2].paths == ("a.txt", "sub/b.txt")
    assert len(notes) == 1


def test_a_history_with_a_missing_commit_ends_there(repo):
    remove_object(repo, "HEAD~1")
    notes: list[str] = []
    found = commits(repo, warn=notes.append)
    assert [each.message for each in found] in ([], ["Change b, add c"])
    assert notes


def test_a_commit_that_is_not_there_has_no_history(repo):
    notes: list[str] = []
    assert read_history(opened(repo), "1" * 40, Cache.disabled(), warn=notes.append) == ()
    assert notes


def test_a_partial_clone_without_trees_tells_messages_and_fetches_nothing(repo, tmp_path):
    git(repo, "config", "uploadpack.allowFilter", "true")
    source = f"file://{repo}"
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=tree:0", source, "part")
    ran = tmp_path / "canary"
    arm(tmp_path / "part", "remote.origin.uploadpack", ran)
    found = commits(tmp_path / "part")
    assert [each.message[:8] for each in found] == ["Change b", "Change a", "change"]
    assert list(read_edits(opened(tmp_path / "part"), [each.id for each in found])) == []
    assert not ran.exists()


def test_without_git_there_is_no_history(repo, monkeypatch):
    where = opened(repo)
    monkeypatch.setenv("PATH", "")
    assert read_history(where, str(where.head), Cache.disabled()) == ()
    assert list(read_edits(where, [str(where.head)])) == []


# Settings of logs and diffs, each with the value that would change or break what is told.


SETTINGS = {
    "log.showSignature": "true",
    "log.showRoot": "false",
    "log.follow": "true",
    "log.mailmap": "true",
    "log.decorate": "full",
    "log.diffMerges": "on",
    "log.date": "no-such",
    "core.notesRef": "refs/notes/commits",
    "notes.displayRef": "*",
    "core.quotePath": "true",
    "core.abbrev": "4",
    "core.commentChar": ":",
    "diff.renames": "copies",
    "diff.relative": "true",
    "diff.noprefix": "true",
    "diff.orderFile": "order",
    "diff.ignoreSubmodules": "all",
    "diff.submodule": "diff",
    "diff.interHunkContext": "9",
    "diff.algorithm": "histogram",
    "format.pretty": "oneline",
    "color.ui": "always",
    "color.diff": "always",
    "i18n.logOutputEncoding": "UTF-16",
    "gc.auto": "1",
}


COMMANDS = (
    "core.fsmonitor",
    "core.pager",
    "pager.diff-tree",
    "pager.rev-list",
    "alias.diff-tree",
    "alias.rev-list",
    "gpg.program",
    "gpg.ssh.program",
    "diff.external",
    "diff.evil.textconv",
    "diff.evil.command",
    "filter.evil.clean",
    "filter.evil.smudge",
    "filter.evil.process",
    "remote.origin.uploadpack",
    "core.sshCommand",
    "core.alternateRefsCommand",
)


SIGNED = """\
tree {tree}
author A <a> 1 +0000
committer A <a> 1 +0000
gpgsig -----BEGIN PGP SIGNATURE-----
 x
 -----END PGP SIGNATURE-----

Signed
"""


def arm(directory: Path, key: str, canary: Path) -> None:
    """Make a key of the configuration run a command that leaves a canary."""
    script = canary.with_name("run-" + canary.name)
    script.write_text(f"#!/bin/sh\ntouch '{canary}'\n")
    script.chmod(0o755)
    git(directory, "config", key, f"!{script}" if key.startswith("alias.") else str(script))


def test_no_setting_of_a_repository_runs_a_command_or_changes_the_answer(repo, tmp_path):
    write(repo, {".gitattributes": "*.txt diff=evil filter=evil\n", "order": "sub/c.txt\n"})
    commit(repo, "Attributes")
    tree, parent = git(repo, "rev-parse", "HEAD^{tree}"), git(repo, "rev-parse", "HEAD")
    signed = SIGNED.format(tree=f"{tree}\nparent {parent}")
    git(repo, "reset", "-q", "--soft", commit_object(repo, signed.encode()))
    git(repo, "notes", "add", "-m", "a note", "HEAD")
    plain = commits(repo)
    edits = list(read_edits(opened(repo), [each.id for each in plain]))
    for key in COMMANDS:
        arm(repo, key, tmp_path / f"canary-{key}")
    for key, value in SETTINGS.items():
        git(repo, "config", key, value)

    assert commits(repo) == plain
    assert list(read_edits(opened(repo), [each.id for each in plain])) == edits
    assert [edit.path for edit in edits] == ["sub/b.txt", "a.txt"]
    assert not list(tmp_path.glob("canary-*"))


def test_signatures_would_be_checked_by_gits_own_log(repo, tmp_path):
    signed = SIGNED.format(tree=git(repo, "rev-parse", "HEAD^{tree}"))
    tip = commit_object(repo, signed.encode())
    arm(repo, "gpg.program", tmp_path / "canary")
    git(repo, "-c", "log.showSignature=true", "log", "-1", tip, check=False)
    assert (tmp_path / "canary").exists()


def test_a_long_history_is_read_no_further_than_asked(tmp_path):
    stream = b"".join(
        b"commit refs/heads/main\ncommitter A <a> %d +0000\ndata 2\nm\n"
        b"M 100644 inline f\ndata 5\n%5d\n" % (1_000_000_000 + i, i)
        for i in range(2000)
    )
    git(tmp_path, "init", "-q", "long")
    fast = ["git", "fast-import", "--quiet"]
    subprocess.run(fast, cwd=tmp_path / "long", input=stream, check=True)
    found = commits(tmp_path / "long", most=500)
    assert len(found) == 500
    assert {each.paths for each in found} == {("f",)}
    shutil.rmtree(tmp_path / "long")
