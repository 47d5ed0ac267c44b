"""The file set of a repository is git's own; GitPython is the oracle."""

from __future__ import annotations

import git as gitpython
import pytest
from repositories import commit, git, ids, read, repository, revision, skips, texts, write

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.git import git_environment, repository_at, resolve
from ctxbuild.readers.objects import BlobReader, blob_sizes, stream_blobs

FILES = {
    "README.md": "# Read me\n",
    "src/a.py": "a = 1\n",
    "src/deep/b.py": "b = 2\n",
    "empty": "",
    "name with spaces.txt": "x\n",
}


@pytest.fixture
def repo(tmp_path):
    return repository(tmp_path / "repo", FILES)


def test_files_and_contents_agree_with_gitpython(repo):
    write(repo, {"untracked.py": "u = 1\n", "src/ignored.log": "x", ".gitignore": "*.log\n"})
    oracle = gitpython.Repo(repo)
    expected = {blob.path: blob.data_stream.read().decode() for blob in oracle.tree().traverse()
                if blob.type == "blob"}  # fmt: skip
    assert texts(read(repo, ref="HEAD")) == expected
    tracked = {path for path, _stage in oracle.index.entries}
    assert set(ids(read(repo))) == tracked | set(oracle.untracked_files)


def test_ids_are_sorted_by_their_bytes(repo):
    write(repo, {"a.b/c": "1", "a/c": "2", "é": "3", "Z": "4"})
    found = ids(read(repo))
    assert found == sorted(found, key=str.encode)


def test_nested_ignore_files_negation_and_info_exclude_hold(repo):
    write(repo, {".gitignore": "*.log\n!keep.log\nout/\n", "src/.gitignore": "*.tmp\n!*.log\n"})
    write(repo, {"x.log": "", "keep.log": "", "out/y": "", "src/z.tmp": "", "src/z.log": ""})
    (repo / ".git/info/exclude").write_text("private*\n")
    write(repo, {"private.txt": ""})
    new = set(ids(read(repo))) - set(FILES)
    assert new == {".gitignore", "keep.log", "src/.gitignore", "src/z.log"}


def test_a_tracked_file_stays_in_although_it_is_ignored(repo):
    write(repo, {".gitignore": "*.py\n", "src/new.py": ""})
    assert "src/a.py" in ids(read(repo))
    assert "src/new.py" not in ids(read(repo))


def test_a_subdirectory_is_a_source_of_its_own_with_ids_relative_to_it(repo):
    write(repo, {".gitignore": "*.log\n", "src/x.log": ""})
    corpus = read(repo / "src")
    assert ids(corpus) == ["a.py", "deep/b.py"]
    assert corpus.sources[0].location == "src"
    assert ids(read(repo / "src", ref="HEAD")) == ["a.py", "deep/b.py"]


def test_a_directory_that_the_repository_ignores_is_read_as_it_is(repo):
    write(repo, {".gitignore": "build/\n", "build/x.py": "x = 1\n"})
    corpus = read(repo / "build")
    assert ids(corpus) == ["x.py"]
    assert any("ignored by the repository" in note for note in corpus.notes)


def test_a_single_file_is_a_corpus_of_one(repo):
    corpus = read(repo / "src/a.py")
    assert ids(corpus) == ["a.py"]
    assert revision(corpus) == git(repo, "rev-parse", "HEAD")


def test_a_commit_is_read_without_a_checkout(repo):
    first = git(repo, "rev-parse", "HEAD")
    write(repo, {"src/a.py": "a = 2\n"})
    git(repo, "tag", "-a", "v1", "-m", "one")
    commit(repo)
    write(repo, {"src/a.py": "a = 3\n"})
    old = read(repo, ref="v1")
    assert texts(old)["src/a.py"] == "a = 1\n"
    assert revision(old) == first
    assert texts(read(repo, ref="main"))["src/a.py"] == "a = 2\n"


def test_a_bare_repository_is_read_at_its_head(repo, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", str(repo), "bare.git")
    corpus = read(tmp_path / "bare.git")
    assert texts(corpus) == texts(read(repo))
    assert revision(corpus) == git(repo, "rev-parse", "HEAD")


def test_a_sha256_repository_is_read_and_found_clean(tmp_path):
    repo = repository(tmp_path / "r", {"a.txt": "a\n"}, "--object-format=sha256")
    corpus = read(repo)
    assert revision(corpus) == git(repo, "rev-parse", "HEAD")
    assert len(revision(corpus)) == 64


def test_a_linked_work_tree_is_read(repo, tmp_path):
    git(repo, "worktree", "add", "-q", str(tmp_path / "linked"))
    assert ids(read(tmp_path / "linked")) == ids(read(repo))


def test_an_unmerged_path_appears_once(repo):
    git(repo, "checkout", "-q", "-b", "other")
    write(repo, {"src/a.py": "a = 2\n"})
    commit(repo)
    git(repo, "checkout", "-q", "main")
    write(repo, {"src/a.py": "a = 3\n"})
    commit(repo)
    git(repo, "merge", "other", check=False)
    corpus = read(repo)
    assert ids(corpus).count("src/a.py") == 1
    assert "<<<<<<<" in texts(corpus)["src/a.py"]


def test_a_submodule_is_named_with_its_commit_and_not_read(repo, tmp_path):
    inner = repository(tmp_path / "inner", {"x.txt": "x\n"})
    git(repo, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "sub")
    commit(repo)
    at = git(inner, "rev-parse", "HEAD")[:12]
    for corpus in (read(repo), read(repo, ref="HEAD")):
        assert skips(corpus) == {"sub": f"submodule at {at}"}
        assert not any(i.startswith("sub/") for i in ids(corpus))


def test_a_nested_repository_is_named_and_not_read(repo):
    repository(repo / "nested", {"x.txt": "x\n"})
    corpus = read(repo)
    assert skips(corpus) == {"nested/": "nested repository"}
    assert ids(corpus) == sorted(FILES)


def test_a_sparse_checkout_names_what_is_absent(repo):
    git(repo, "sparse-checkout", "set", "--no-cone", "src")
    corpus = read(repo)
    assert ids(corpus) == ["src/a.py", "src/deep/b.py"]
    assert skips(corpus)["README.md"] == "not in this sparse checkout"
    assert revision(corpus) == git(repo, "rev-parse", "HEAD")
    assert any("sparse" in note for note in corpus.notes)


def test_a_shallow_clone_says_so(repo, tmp_path):
    commit(repo)
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repo}", "shallow")
    assert any("shallow" in note for note in read(tmp_path / "shallow").notes)


def test_an_empty_repository_and_one_without_a_commit(tmp_path):
    empty = repository(tmp_path / "empty", {})
    assert (ids(read(empty)), revision(read(empty))) == ([], "unborn")
    write(empty, {"a.txt": "a\n"})
    assert ids(read(empty)) == ["a.txt"]
    assert revision(read(empty)).startswith("unborn+dirty:")
    bare = repository(tmp_path / "bare", {}, "--bare")
    assert (ids(read(bare)), revision(read(bare))) == ([], "unborn")


@pytest.mark.parametrize("ref", ["nope", "-x", "--upload-pack=x", "", "a\nb", "HEAD:README.md"])
def test_a_bad_revision_is_a_usage_error_of_one_line(repo, ref):
    with pytest.raises(UsageError) as caught:
        read(repo, ref=ref)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("--ref")


def test_a_ref_outside_a_repository_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="not in a git repository"):
        read(tmp_path, ref="HEAD")


def test_branch_tag_and_abbreviated_id_resolve_to_the_commit(repo):
    found = repository_at(str(repo).encode())
    head = git(repo, "rev-parse", "HEAD")
    git(repo, "tag", "v1")
    assert {resolve(found, name) for name in ("main", "v1", head[:8], "HEAD")} == {head}


def test_a_damaged_object_costs_that_file_alone(repo):
    bad = git(repo, "rev-parse", "HEAD:src/a.py")
    path = repo / ".git/objects" / bad[:2] / bad[2:]
    path.chmod(0o644)
    path.write_bytes(b"damaged")
    corpus = read(repo, ref="HEAD")
    assert skips(corpus) == {"src/a.py": "missing or damaged in the object store"}
    assert ids(corpus) == sorted(set(FILES) - {"src/a.py"})


def test_a_damaged_index_is_an_error_of_one_line(repo):
    (repo / ".git/index").write_bytes(b"damaged index")
    with pytest.raises(CtxbuildError, match="index is damaged") as caught:
        read(repo)
    assert "\n" not in str(caught.value)


def test_a_repository_of_somebody_else_is_refused_with_the_remedy(repo, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr(
        "ctxbuild.readers.git._KEPT", frozenset({"GIT_TEST_ASSUME_DIFFERENT_OWNER"})
    )
    with pytest.raises(CtxbuildError, match=r"safe\.directory") as caught:
        read(repo)
    assert "\n" not in str(caught.value)


def test_without_git_a_repository_is_an_error_and_a_plain_directory_is_read(
    repo, tmp_path, monkeypatch
):
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(CtxbuildError, match="git is not installed"):
        read(repo)
    plain = write(tmp_path / "plain", {"a.txt": "a\n"})
    assert ids(read(plain)) == ["a.txt"]


def test_a_broken_git_directory_falls_back_to_a_plain_one_and_says_so(tmp_path):
    plain = write(tmp_path / "plain", {"a.txt": "a\n", ".git/config": "x"})
    corpus = read(plain)
    assert ids(corpus) == ["a.txt"]
    assert any("no usable repository" in note for note in corpus.notes)


def test_blobs_stream_in_the_order_asked_for_and_absent_ones_are_none(repo):
    found = repository_at(str(repo).encode())
    present = git(repo, "rev-parse", "HEAD:src/a.py")
    tree = git(repo, "rev-parse", "HEAD:src")
    absent = "0" * 40
    assert list(stream_blobs(found, [absent, present, tree, present])) == [
        (absent, None),
        (present, b"a = 1\n"),
        (tree, None),
        (present, b"a = 1\n"),
    ]
    assert blob_sizes(found, [absent, present, tree]) == {present: 6}


def test_the_blob_reader_answers_again_after_a_damaged_object(repo):
    found = repository_at(str(repo).encode())
    bad, good = (git(repo, "rev-parse", f"HEAD:{p}") for p in ("src/a.py", "src/deep/b.py"))
    path = repo / ".git/objects" / bad[:2] / bad[2:]
    path.chmod(0o644)
    path.write_bytes(b"damaged")
    blobs = BlobReader(found)
    for name in (bad, "f" * 40, "HEAD:src", "HEAD:a\nb"):
        with pytest.raises(FileNotFoundError):
            blobs.read(name)
    assert blobs.read(good) == b"b = 2\n"


def test_large_blobs_do_not_block(tmp_path):
    repo = repository(tmp_path / "r", {f"{i}.txt": f"{i}\n" * 200_000 for i in range(5)})
    assert [len(t) for t in texts(read(repo, ref="HEAD")).values()] == [400_000] * 5


def test_local_calls_may_use_no_protocol():
    assert git_environment()["GIT_ALLOW_PROTOCOL"] == "none"
