"""Both sides of a changed file: kinds, line ends, encodings, secrets, and what has no text."""

from __future__ import annotations

import base64
import hashlib

import pytest
from changed import STAGED, between, changes, script, sides, summary
from repositories import commit, git, repository, write

from ctxbuild.model import ContentChangedError

FILES = {"a.txt": "a\n", "sub/b.txt": "b\n", "sub/c.txt": "c\nc\n"}


@pytest.fixture
def repo(tmp_path):
    return repository(tmp_path / "repo", FILES)


@pytest.mark.parametrize("state", ["commit", "index", "work tree"])
def test_kinds_of_files_that_change_are_told(repo, state):
    (repo / "link").symlink_to("a.txt")
    commit(repo)
    inner = repository(repo / "inner", {"x": "x"})
    for name in ("a.txt", "link"):
        (repo / name).unlink()
    (repo / "a.txt").symlink_to("sub/b.txt")
    (repo / "link").symlink_to("else\nwhere")
    git(repo, "update-index", "--chmod=+x", "sub/b.txt")
    link = git(inner, "rev-parse", "HEAD")
    git(repo, "update-index", "--add", "--cacheinfo", f"160000,{link},inner")
    request = between("HEAD")
    if state != "work tree":
        git(repo, "update-index", "a.txt", "link")
        request = STAGED
    if state == "commit":
        git(repo, "commit", "-qm", "kinds")
        request = between("HEAD~1", "HEAD")
    found = changes(repo, request)
    assert summary(found) == {
        "a.txt": "type",
        "inner": "added",
        "link": "modified",
        "sub/b.txt": "mode",
    }
    told = sides(found)
    assert told["a.txt"] == ("a\n", "symlink to sub/b.txt")
    assert told["link"] == ("symlink to a.txt", "symlink to else\\nwhere")
    assert told["inner"] == (None, f"submodule at {link[:12]}")
    assert [found.files[3].old.mode, found.files[3].new.mode] == ["100644", "100755"]


def test_binary_and_large_files_have_a_reason_instead_of_a_text(repo):
    write(repo, {"bin": b"\0\1", "large": "x" * 3000})
    commit(repo)
    write(repo, {"bin": b"\0\2", "large": "y" * 2000, "sub/c.txt": "c" * 3000})
    assert sides(changes(repo, max_file_bytes=2048)) == {
        "bin": ("binary", "binary"),
        "large": ("larger than 2 KiB", "y" * 2000),
        "sub/c.txt": ("c\nc\n", "larger than 2 KiB"),
    }


def test_a_large_file_of_the_same_size_counts_as_unchanged(repo):
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 4000\n"
    write(repo, {"large": "x" * 3000, "pointed": pointer})
    commit(repo)
    write(repo, {"pointed": "z" * 4000})
    assert summary(changes(repo, max_file_bytes=2048)) == {}


def test_line_ends_that_git_converts_are_no_change_and_do_not_hide_one(repo):
    write(repo, {"a.txt": "a\r\n", "sub/c.txt": "c\r\nd\r\n"})
    assert sides(changes(repo))["a.txt"] == ("a\n", "a\r\n")
    git(repo, "config", "core.autocrlf", "true")
    assert sides(changes(repo)) == {"sub/c.txt": ("c\nc\n", "c\nd\n")}
    git(repo, "config", "--unset", "core.autocrlf")
    write(repo, {".gitattributes": "*.txt text eol=crlf\n"})
    assert sides(changes(repo)) == {
        ".gitattributes": (None, "*.txt text eol=crlf\n"),
        "sub/c.txt": ("c\nc\n", "c\nd\n"),
    }


def test_a_file_that_was_stored_with_crlf_keeps_it(repo):
    write(repo, {"dos.txt": "a\r\nb\r\n"})
    commit(repo)
    git(repo, "config", "core.autocrlf", "true")
    write(repo, {"dos.txt": "a\r\nc\r\n"})
    assert sides(changes(repo)) == {"dos.txt": ("a\r\nb\r\n", "a\r\nc\r\n")}


def test_the_content_behind_a_pointer_is_no_change(repo):
    content = b"large\n" * 10
    oid = hashlib.sha256(content).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 60\n"
    write(repo, {"big.bin": pointer})
    commit(repo)
    write(repo, {"big.bin": content})
    assert summary(changes(repo)) == {}


def test_secrets_are_taken_out_of_both_sides(repo):
    rows = [hashlib.sha512(bytes([i])).digest()[:48] for i in range(8)]
    lines = [base64.b64encode(row).decode() for row in rows]
    key = "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n"
    write(repo, {"k.pem": key.format("\n".join(lines[:4]))})
    commit(repo)
    write(repo, {"k.pem": key.format("\n".join(lines[4:])) + "more\n"})
    shown = str(sides(changes(repo)))
    assert "REDACTED" in shown
    assert not [line for line in lines if line in shown]
    assert lines[0] in str(sides(changes(repo, redact=False)))


def test_both_sides_are_decoded_alike(repo):
    write(repo, {"u16": "ä\n".encode("utf-16"), "esc": "\x1b[0m\n"})
    commit(repo)
    write(repo, {"u16": "ö\n".encode("utf-16"), "esc": "\x1b[1m\n"})
    found = changes(repo)
    assert sides(found) == {
        "esc": ("⟦U+001B⟧[0m\n", "⟦U+001B⟧[1m\n"),
        "u16": ("ä\n", "ö\n"),
    }
    assert [str(each) for each in found.files[1].old.read().transforms] == ["decoded utf-16-le-sig"]


def test_a_file_that_changes_between_comparing_and_reading_is_an_error(repo):
    write(repo, {"a.txt": "A\n"})
    found = changes(repo)
    write(repo, {"a.txt": "B\n"})
    with pytest.raises(ContentChangedError, match=r"a\.txt"):
        sides(found)


def test_moves_prefer_the_same_name_and_never_pair_empty_files(repo):
    write(repo, {"x/one": "same\n", "x/two": "same\n", "x/empty": ""})
    commit(repo)
    for name in ("one", "two", "empty"):
        (repo / "x" / name).unlink()
    write(repo, {"y/two": "same\n", "y/zero": "same\n", "y/empty": ""})
    found = changes(repo)
    assert summary(found) == {
        "x/empty": "deleted",
        "y/empty": "added",
        "y/two": "renamed",
        "y/zero": "renamed",
    }
    assert [each.old.path for each in found.files[2:]] == ["x/two", "x/one"]


def test_missing_objects_are_a_reason_and_not_an_error(repo):
    blob = git(repo, "rev-parse", "HEAD:a.txt")
    write(repo, {"a.txt": "A\n"})
    commit(repo)
    (repo / ".git/objects" / blob[:2] / blob[2:]).unlink()
    told = sides(changes(repo, between("HEAD~1", "HEAD")))
    assert told == {"a.txt": ("missing or damaged in the object store", "A\n")}


def test_a_partial_clone_names_what_it_has_not_and_fetches_nothing(repo, tmp_path):
    write(repo, {"a.txt": "A\n"})
    commit(repo)
    git(repo, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{repo}", "part")
    canary = tmp_path / "canary"
    upload = script(tmp_path / "upload", canary)
    git(tmp_path / "part", "config", "remote.origin.uploadpack", str(upload))
    told = sides(changes(tmp_path / "part", between("HEAD~1", "HEAD")))
    assert told == {"a.txt": ("not in this partial clone", "A\n")}
    assert not canary.exists()
