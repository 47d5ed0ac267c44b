"""The revision says what was read: a commit, a commit with changes, or just files."""

from __future__ import annotations

import hashlib
import re

import pytest
from repositories import commit, git, read, repository, revision, write

from ctxbuild.cache import Cache
from ctxbuild.readers.checkout import git_blob_id

FILES = {"a.txt": "a\n", "sub/b.txt": "b\n", "sub/c.txt": "c\n"}


@pytest.fixture
def repo(tmp_path):
    return repository(tmp_path / "repo", FILES)


def head(repo):
    return git(repo, "rev-parse", "HEAD")


def test_a_clean_work_tree_is_its_commit(repo):
    assert revision(read(repo)) == head(repo)


@pytest.mark.parametrize(
    "change",
    [
        lambda repo: write(repo, {"a.txt": "changed\n"}),
        lambda repo: write(repo, {"new.txt": "new\n"}),
        lambda repo: (repo / "a.txt").unlink(),
        lambda repo: git(repo, "rm", "-q", "--cached", "a.txt") or (repo / "a.txt").unlink(),
        lambda repo: (repo / "a.txt").unlink() or (repo / "a.txt").symlink_to("sub/b.txt"),
        lambda repo: write(repo, {"a.txt": "staged\n"}) and git(repo, "add", "a.txt"),
    ],
    ids=["modified", "untracked", "deleted", "removed", "became a link", "staged"],
)
def test_every_change_makes_it_dirty(repo, change):
    change(repo)
    assert re.fullmatch(head(repo) + r"\+dirty:[0-9a-f]{12}", revision(read(repo)))


def test_the_digest_depends_on_the_changes_and_nothing_else(repo, tmp_path):
    write(repo, {"a.txt": "changed\n"})
    one = revision(read(repo))
    git(repo, "add", "a.txt")
    assert revision(read(repo)) == one
    write(repo, {"a.txt": "changed again\n"})
    assert revision(read(repo)) != one


def test_a_touched_file_with_the_same_bytes_is_clean(repo):
    write(repo, FILES)
    assert revision(read(repo)) == head(repo)


def test_changes_outside_the_part_that_is_read_do_not_count(repo):
    write(repo, {"a.txt": "changed\n", "new.txt": ""})
    assert revision(read(repo / "sub")) == head(repo)
    assert revision(read(repo, include=("sub/",))) == head(repo)
    assert revision(read(repo, exclude=("*.txt", "!sub/*"))) == head(repo)
    assert revision(read(repo, files=(b"sub/b.txt",))) == head(repo)
    assert "+dirty" in revision(read(repo, files=(b"sub/b.txt", b"a.txt")))


def test_line_ends_that_gits_settings_explain_are_no_change(repo):
    write(repo, {"a.txt": "a\r\n"})
    assert "+dirty" in revision(read(repo))
    git(repo, "config", "core.autocrlf", "true")
    assert revision(read(repo)) == head(repo)
    git(repo, "config", "--unset", "core.autocrlf")
    write(repo, {".gitattributes": "*.txt text eol=crlf\n"})
    git(repo, "add", ".gitattributes")
    git(repo, "commit", "-qm", "attributes")
    write(repo, {"a.txt": "a\r\n"})
    assert revision(read(repo)) == head(repo)


def test_the_content_of_a_large_file_whose_pointer_is_committed_is_no_change(repo):
    content = b"large\n" * 10
    digest = hashlib.sha256(content).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 60\n"
    write(repo, {"large.bin": pointer})
    commit(repo)
    write(repo, {"large.bin": content})
    assert revision(read(repo)) == head(repo)


def test_a_symlink_and_a_moved_submodule_are_compared_too(repo, tmp_path):
    (repo / "link").symlink_to("a.txt")
    commit(repo)
    assert revision(read(repo)) == head(repo)
    (repo / "link").unlink()
    (repo / "link").symlink_to("elsewhere")
    assert "+dirty" in revision(read(repo))


def test_the_executable_bit_alone_is_no_change(repo):
    (repo / "a.txt").chmod(0o755)
    assert revision(read(repo)) == head(repo)


def test_the_cache_does_not_change_the_answer(repo, tmp_path):
    for content in ("a\n", "changed\n", "a\n"):
        write(repo, {"a.txt": content})
        with Cache.open(tmp_path / "cache") as cache:
            assert revision(read(repo, cache=cache)) == revision(read(repo))


def test_our_own_output_does_not_make_it_dirty(repo):
    write(repo, {"bundle.md": "<!-- ctxbuild: bundle -->\n"})
    assert revision(read(repo)) == head(repo)


def test_outside_git_it_is_a_digest_of_all_files(tmp_path):
    one = revision(read(write(tmp_path / "one", FILES)))
    assert re.fullmatch(r"files:[0-9a-f]{12}", one)
    assert revision(read(write(tmp_path / "two", FILES))) == one
    assert revision(read(write(tmp_path / "two", {"a.txt": "other\n"}))) != one


@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_blob_ids_are_gits(tmp_path, kind):
    repo = repository(tmp_path / kind, {"x": "x\n"}, f"--object-format={kind}")
    assert git_blob_id(b"x\n", kind) == git(repo, "rev-parse", "HEAD:x")
