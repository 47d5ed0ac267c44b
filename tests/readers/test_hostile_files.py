"""Files that are not what they seem: links, pipes, sizes, names, depth, numbers."""

from __future__ import annotations

import hashlib
import os
import resource
import socket
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repositories import commit, git, ids, read, repository, skips, texts, write

from ctxbuild.cache import Cache
from ctxbuild.model import ContentChangedError, Detail
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.entries import is_unsafe
from ctxbuild.readers.repo import RepoOptions, read_repo

ODD_NAMES = [
    b"new\nline.txt",
    b'quote".txt',
    b"apostrophe'.txt",
    b'"><file path="x',
    b"not-utf8-\xff\xfe.txt",
    b"back\\slash.txt",
    b"-rf",
    b"tab\there",
    b" leading and trailing ",
    b"esc\x1b[31m",
    "bidi\u202e.txt".encode(),
    b"x" * 255,
    b"CaSe",
    b"case",
    b"back\\",
    b"..\\up",
]


@pytest.fixture(params=["git", "plain"])
def place(request, tmp_path):
    """Return a directory with one file, in a repository and outside one."""
    root = tmp_path / "root"
    if request.param == "git":
        return repository(root, {"a.txt": "a\n"})
    return write(root, {"a.txt": "a\n"})


def test_links_are_named_with_their_target_and_never_followed(place, tmp_path):
    write(tmp_path, {"outside/secret.txt": "s\n"})
    links = {
        "dangling": "nowhere",
        "loop": "loop",
        "outward": str(tmp_path / "outside/secret.txt"),
        "outward-directory": str(tmp_path / "outside"),
        "inward": "a.txt",
        "control": "x\x1b[31m\n",
    }
    for name, target in links.items():
        (place / name).symlink_to(target)
    corpus = read(place)
    assert ids(corpus) == ["a.txt"]
    found = skips(corpus)
    assert set(found) == set(links)
    assert found["dangling"] == "symlink to nowhere"
    assert found["control"] == "symlink to x\\x1b[31m\\n"


def test_a_directory_that_became_a_link_is_not_read_through(tmp_path):
    write(tmp_path, {"outside/b.txt": "secret\n"})
    repo = repository(tmp_path / "repo", {"sub/b.txt": "b\n"})
    (repo / "sub/b.txt").unlink()
    (repo / "sub").rmdir()
    (repo / "sub").symlink_to(tmp_path / "outside")
    corpus = read(repo)
    assert ids(corpus) == []
    assert skips(corpus)["sub/b.txt"] == "behind a symlink"


def test_pipes_sockets_and_devices_are_named_and_do_not_hang(place, monkeypatch):
    os.mkfifo(place / "fifo")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(place)  # the name of a socket may not be longer than 107 bytes
        server.bind("socket")
        corpus = read(place, files=(b"a.txt", b"fifo", b"socket"))
    assert ids(corpus) == ["a.txt"]
    assert skips(corpus) == {"fifo": "FIFO", "socket": "socket"}


def test_a_fifo_in_the_place_of_a_tracked_file_does_not_hang(tmp_path):
    repo = repository(tmp_path / "repo", {"a.txt": "a\n", "b.txt": "b\n"})
    (repo / "a.txt").unlink()
    os.mkfifo(repo / "a.txt")
    assert skips(read(repo)) == {"a.txt": "FIFO"}


def test_a_file_of_300_mb_is_named_and_not_read(place):
    with open(place / "huge.txt", "wb") as stream:
        stream.truncate(300 << 20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    corpus = read(place)
    document = next(d for d in corpus.documents if d.id == "huge.txt")
    assert (document.size, document.content) == (300 << 20, None)
    assert (document.ceiling, document.reduced) == (Detail.NAME, "larger than 16 MiB")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 << 10


def test_the_limit_on_size_can_be_moved(place):
    write(place, {"b.txt": "b" * 100})
    small = read(place, max_file_bytes=99)
    assert {d.id: d.reduced for d in small.documents} == {
        "a.txt": "",
        "b.txt": "larger than 99 bytes",
    }
    assert "b.txt" in texts(read(place, max_file_bytes=100))


def test_the_limit_holds_for_objects_too(tmp_path):
    repo = repository(tmp_path / "r", {"a.txt": "a\n", "b.txt": "b" * 100})
    corpus = read(repo, ref="HEAD", max_file_bytes=99)
    assert {d.id: d.reduced for d in corpus.documents}["b.txt"] == "larger than 99 bytes"


@pytest.mark.parametrize("how", ["work tree", "commit", "plain"])
def test_odd_names_are_read_and_their_ids_are_their_bytes(tmp_path, how):
    root = tmp_path / "root"
    root.mkdir()
    for name in ODD_NAMES:
        with open(os.path.join(os.fsencode(root), name), "wb") as stream:
            stream.write(b"x\n")
    if how != "plain":
        repository(root, {})
        commit(root)
    corpus = read(root, ref="HEAD" if how == "commit" else None)
    found = [i.encode("utf-8", "surrogateescape") for i in ids(corpus)]
    assert found == sorted(ODD_NAMES)
    assert set(texts(corpus).values()) == {"x\n"}


def test_400_levels_of_directories_are_fine(tmp_path):
    root = tmp_path / "root"
    deep = root / "/".join(["d"] * 400)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("a\n")
    expected = ["d/" * 400 + "a.txt"]
    assert ids(read(root)) == expected
    repository(root, {})
    assert ids(read(root)) == expected
    commit(root)
    assert ids(read(root, ref="HEAD")) == expected


def many_files(root, count):
    root.mkdir()
    for number in range(count):
        with open(f"{root}/{number:06}.txt", "w") as stream:
            stream.write("x\n")
    return root


def test_5000_files_in_one_directory_are_fine(tmp_path):
    root = many_files(tmp_path / "root", 5000)
    assert len(read(root).documents) == 5000
    repository(root, {})
    assert len(read(root).documents) == 5000


@pytest.mark.full
def test_100000_files_in_one_directory_are_fine(tmp_path):
    root = many_files(tmp_path / "root", 100_000)
    assert len(read(root).documents) == 100_000
    repository(root, {})
    assert len(read(root).documents) == 100_000


def test_the_git_directory_is_never_read(place, tmp_path):
    repository(place / "inner", {"x.txt": "x\n"})
    write(place, {"sub/.git/config": "[core]\n"})
    write(place, {"gitfile/.git": "gitdir: elsewhere\n", "gitfile/y.txt": "y\n"})
    asked = (b".git/config", b"inner/.git/HEAD", b"sub/.GIT/config", b"a.txt")
    assert not any(".git" in i for i in ids(read(place)))
    assert ids(read(place, files=asked)) == ["a.txt"]


def test_a_list_of_files_reads_nothing_outside_the_root(place, tmp_path):
    write(tmp_path, {"secret.txt": "s\n"})
    outside = (
        b"../secret.txt",
        bytes(tmp_path / "secret.txt"),
        b"x/../../secret.txt",
        b"/dev/zero",
    )
    corpus = read(place, files=outside)
    assert ids(corpus) == []
    assert set(skips(corpus).values()) == {"outside the source"}


def index_entry(repo, path: str) -> None:
    """Put a path into the index that git would refuse, by patching one of the same length."""
    placeholder = "q" * len(path)
    blob = git(repo, "hash-object", "-w", "a.txt")
    git(repo, "update-index", "--add", "--cacheinfo", f"100644,{blob},{placeholder}")
    index = repo / ".git/index"
    data = index.read_bytes()[:-20].replace(placeholder.encode(), path.encode())
    index.write_bytes(data + hashlib.sha1(data).digest())


def test_a_path_in_the_index_that_leads_out_is_not_opened(tmp_path):
    write(tmp_path, {"secret.txt": "s\n"})
    repo = repository(tmp_path / "repo", {"a.txt": "a\n"})
    index_entry(repo, "../secret.txt")
    assert "../secret.txt" in git(repo, "ls-files")
    corpus = read(repo)
    assert skips(corpus) == {"../secret.txt": "unsafe path"}
    assert ids(corpus) == ["a.txt"]


@pytest.mark.parametrize(
    ("path", "unsafe"),
    [
        (b"a/b.txt", False), (b"../a", True), (b"a/../b", True), (b"/a", True), (b"a//b", True),
        (b"a/.", True), (b".git/config", True), (b"a/.GIT/x", True), (b"a/.git", True),
        (b".gitignore", False), (b"a/.github/x", False), (b"..a/b..", False), (b"a/", True),
        (b"", True), (b"a\\..\\b", False), (b"x.git/y", False),
    ],
)  # fmt: skip
def test_unsafe_paths(path, unsafe):
    assert is_unsafe(path) is unsafe


def test_a_file_that_changes_after_it_was_read_is_noticed(place):
    store = TextStore(limit_bytes=0, recent_bytes=0)
    corpus = read_repo(RepoOptions(str(place), redact=False), Cache.disabled(), store)
    assert corpus.documents[0].text() == "a\n"
    write(place, {"a.txt": "b\n"})
    with pytest.raises(ContentChangedError, match=r"a\.txt"):
        corpus.documents[0].text()
    (place / "a.txt").unlink()
    with pytest.raises(ContentChangedError):
        corpus.documents[0].text()


def test_a_file_that_cannot_be_read_is_named(place, monkeypatch):
    from ctxbuild.readers import disk

    def denied(path, flags):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(disk.os, "open", denied)  # root may read everything
    assert skips(read(place)) == {"a.txt": "not readable: permission denied"}


def test_reading_as_another_user_names_what_is_not_readable(place):
    if os.getuid() != 0:
        (place / "a.txt").chmod(0)
        assert skips(read(place)) == {"a.txt": "not readable: permission denied"}


def test_a_file_that_grows_while_it_is_read_stays_within_the_limit(tmp_path):
    from ctxbuild.readers.disk import Disk
    from ctxbuild.readers.entries import Oversized

    (tmp_path / "a.txt").write_bytes(b"x" * 100)
    disk = Disk(os.fsencode(tmp_path), 150)
    descriptor = os.open(tmp_path / "a.txt", os.O_RDONLY)
    try:
        assert disk._drain(descriptor, 50) == b"x" * 100
        os.lseek(descriptor, 0, 0)
        disk = Disk(os.fsencode(tmp_path), 60)
        assert isinstance(disk._drain(descriptor, 50), Oversized)
    finally:
        os.close(descriptor)


def test_a_git_tree_with_a_path_that_leads_out_is_named_and_not_read(tmp_path):
    repo = repository(tmp_path / "repo", {"a.txt": "a\n"})
    blob = git(repo, "rev-parse", "HEAD:a.txt")
    rows = b"".join(
        b"100644 %b\0%b" % (name, bytes.fromhex(blob)) for name in (b"..", b".git", b"ok.txt")
    )
    made = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
        cwd=repo, input=rows, capture_output=True, check=True,
    )  # fmt: skip
    tree = made.stdout.decode().strip()
    head = git(repo, "commit-tree", tree, "-m", "x")
    corpus = read(repo, ref=head)
    assert ids(corpus) == ["ok.txt"]
    assert skips(corpus) == {"..": "unsafe path", ".git": "unsafe path"}


NAMES = st.binary(min_size=1, max_size=20).filter(
    lambda n: not {b"/"[0], 0} & set(n) and n not in {b".", b".."} and n.lower() != b".git"
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, st.binary(max_size=50), max_size=5))
def test_any_names_and_contents_are_read_or_named(tmp_path_factory, files):
    root = os.fsencode(tmp_path_factory.mktemp("any"))
    for name, content in files.items():
        with open(os.path.join(root, name), "wb") as stream:
            stream.write(content)
    corpus = read(os.fsdecode(root))
    skipped = {s.id.encode("utf-8", "surrogateescape") for s in corpus.skipped}
    found = {i.encode("utf-8", "surrogateescape") for i in ids(corpus)}
    ignored = {name for name in files if b".gitignore" in files}
    assert set(files) - ignored <= found | skipped
