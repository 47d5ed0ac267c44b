"""The texts of files before and after a past commit."""

from __future__ import annotations

import base64
import hashlib

import pytest
from changed import commits, opened, remove_object
from repositories import commit, repository, write

from ctxbuild.readers.edits import Edit, read_edits

PEM_LINES = [
    base64.b64encode(hashlib.sha512(seed).digest()[:48]).decode() for seed in (b"one", b"two")
]


@pytest.fixture
def repo(tmp_path):
    directory = repository(tmp_path / "repo", {"a.txt": "a\n", "sub/b.txt": "b\n"})
    write(directory, {"a.txt": "A\n"})
    commit(directory, "Change a\n\nBecause of that.\n")
    write(directory, {"sub/b.txt": "B\n", "sub/c.txt": "c\n"})
    commit(directory, "Change b, add c")
    return directory


def test_edits_are_the_texts_of_modified_files(repo):
    ids = [each.id for each in commits(repo)]
    assert list(read_edits(opened(repo), ids)) == [
        Edit(ids[0], "sub/b.txt", "b\n", "B\n"),
        Edit(ids[1], "a.txt", "a\n", "A\n"),
    ]
    assert [edit.path for edit in read_edits(opened(repo / "sub"), ids)] == ["b.txt"]


def test_edits_are_decoded_without_secrets_and_never_binary(repo):
    key = "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n"
    secret, other = PEM_LINES
    write(
        repo,
        {
            "u16": "a\n".encode("utf-16"),
            "bin": b"\0\1",
            "key.pem": key.format("\n".join([secret] * 4)),
        },
    )
    commit(repo)
    write(
        repo,
        {
            "u16": "b\n".encode("utf-16"),
            "bin": b"\0\2",
            "key.pem": key.format("\n".join([other] * 4)),
        },
    )
    tip = commit(repo)
    edits = {edit.path: edit for edit in read_edits(opened(repo), [tip])}
    assert (edits["u16"].old, edits["u16"].new) == ("a\n", "b\n")
    assert "bin" not in edits
    assert secret not in edits["key.pem"].old
    assert other not in edits["key.pem"].new


def test_edits_leave_out_what_is_large_or_too_many(repo):
    write(repo, {"large": "x" * (1 << 20), **{f"m/{i}": "x" for i in range(41)}})
    commit(repo)
    write(repo, {"large": "y" * (1 << 20), "a.txt": "b\n"})
    one = commit(repo)
    write(repo, {f"m/{i}": "y" for i in range(41)})
    many = commit(repo)
    assert [edit.path for edit in read_edits(opened(repo), [one, many])] == ["a.txt"]


def test_edits_of_a_repository_that_lost_blobs_are_those_that_are_left(repo):
    ids = [each.id for each in commits(repo)]
    remove_object(repo, "HEAD~1:sub/b.txt")
    assert [edit.path for edit in read_edits(opened(repo), ids)] == ["a.txt"]
