"""One pass over a source: documents, what reduces them, batches, cache, notes."""

from __future__ import annotations

import hashlib

import pytest
from repositories import commit, git, ids, read, repository, revision, skips, texts, write

from ctxbuild.cache import Cache
from ctxbuild.markers import OWN_OUTPUT_MARKERS
from ctxbuild.model import Detail
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import RepoOptions, read_repo

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
LFS = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"
FILES = {
    "README.md": "# Read me\n",
    "crlf.py": b"a = 1\r\nb = 2  \r\n",
    "image.png": PNG,
    "latin.txt": "caf\xe9 au lait, s'il vous pla\xeet\n".encode("latin-1"),
    "package-lock.json": '{"name": "x"}\n',
    "run.sh": "#!/bin/sh\necho\n",
    "utf16.txt": "\ufeffwide\n".encode("utf-16-le"),
    "weights.bin": LFS,
}


@pytest.fixture
def repo(tmp_path):
    root = repository(tmp_path / "repo", {})
    write(root, FILES)
    (root / "run.sh").chmod(0o755)
    commit(root)
    return root


def by_id(corpus):
    return {document.id: document for document in corpus.documents}


@pytest.mark.parametrize("ref", [None, "HEAD"])
def test_documents_say_what_they_are(repo, ref):
    corpus = read(repo, ref=ref)
    found = by_id(corpus)
    assert ids(corpus) == sorted(FILES)
    assert (found["README.md"].role, found["README.md"].kind) == ("readme", "prose")
    assert (found["crlf.py"].kind, found["crlf.py"].language) == ("code", "python")
    assert found["crlf.py"].text() == "a = 1\r\nb = 2  \r\n"
    assert found["crlf.py"].lines == 2
    assert found["crlf.py"].transforms == ()
    assert found["run.sh"].executable
    assert not found["crlf.py"].executable
    assert [str(t) for t in found["utf16.txt"].transforms] == ["decoded utf-16-le-sig"]
    assert found["utf16.txt"].text() == "wide\n"
    assert found["utf16.txt"].size == 5
    assert "café au lait" in found["latin.txt"].text()
    raw = FILES["latin.txt"]
    assert found["latin.txt"].digest == hashlib.blake2b(raw, digest_size=20).hexdigest()


def test_rules_reduce_files_and_all_lifts_them(repo):
    found = by_id(read(repo))
    assert (found["package-lock.json"].ceiling, found["package-lock.json"].reduced) == (
        Detail.NAME,
        "lock file",
    )
    assert (found["image.png"].content, found["image.png"].reduced) == (None, "binary")
    assert found["image.png"].size == len(PNG)
    lifted = by_id(read(repo, everything=True))
    assert lifted["package-lock.json"].ceiling is Detail.FULL
    assert lifted["package-lock.json"].reduced == ""
    assert lifted["image.png"].ceiling is Detail.NAME


def test_a_large_file_pointer_is_shown_for_what_it_is(repo):
    corpus = read(repo)
    pointer = by_id(corpus)["weights.bin"]
    assert (pointer.role, pointer.reduced) == ("data", "Git LFS pointer")
    assert any("1 Git LFS pointer" in note for note in corpus.notes)


@pytest.mark.parametrize("marker", OWN_OUTPUT_MARKERS)
def test_our_own_outputs_are_left_out_by_their_marker(repo, marker):
    write(repo, {"bundle": marker + b" ...\n", "talks-about.md": b"see " + marker})
    corpus = read(repo)
    assert skips(corpus) == {"bundle": "ctxbuild output"}
    assert "talks-about.md" in ids(corpus)


def test_secrets_are_hidden_unless_told_otherwise(repo):
    token = "ghp_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
    write(repo, {".env": f"API_TOKEN={token}\n"})
    assert token not in texts(read(repo, redact=True))[".env"]
    assert token in texts(read(repo, redact=False))[".env"]


def test_the_observer_sees_every_text_once_while_it_is_in_memory(tmp_path, monkeypatch):
    files = {f"{i:03}.txt": f"{i}\n" * 1000 for i in range(600)}
    root = write(tmp_path / "r", files)
    seen = []
    store = TextStore(limit_bytes=100_000)

    def observe(batch):
        monkeypatch.setattr("ctxbuild.readers.disk.Disk.again", None)
        seen.extend((d.id, d.text()) for d in batch)
        monkeypatch.undo()

    progress = []
    options = RepoOptions(str(root), redact=False)
    read_repo(options, Cache.disabled(), store, lambda *a: progress.append(a), observe)
    assert dict(seen) == files
    assert len(seen) == 600
    assert progress[-1] == ("read", 600, 600)
    assert store.held_bytes <= 100_000


def test_a_warm_cache_gives_the_same_corpus(repo, tmp_path):
    write(repo, {".env": "PASSWORD=hunter2hunter2\n", "bidi.txt": "a\u202eb\n"})
    for redact in (True, False):
        cold = read(repo, redact=redact)
        for _ in range(2):
            with Cache.open(tmp_path / "cache") as cache:
                warm = read(repo, redact=redact, cache=cache)
            assert texts(warm) == texts(cold)
            assert [(d.id, d.lines, d.transforms, d.size) for d in warm.documents] == [
                (d.id, d.lines, d.transforms, d.size) for d in cold.documents
            ]
            assert revision(warm) == revision(cold)


def test_a_warm_cache_is_used(repo, tmp_path, monkeypatch):
    with Cache.open(tmp_path / "cache") as cache:
        read(repo, cache=cache)
    monkeypatch.setattr("ctxbuild.readers.documents.normalise", None)
    with Cache.open(tmp_path / "cache") as cache:
        assert ids(read(repo, cache=cache)) == sorted(FILES)


def test_a_cache_of_nonsense_changes_nothing(repo, tmp_path):
    class Nonsense(Cache):
        def get_many(self, stage, version, keys):
            return dict.fromkeys(keys, self.value)

    cold = texts(read(repo, include=("*.py", "*.md")))
    for value in (b"", b"T", b"T\0\0\0\1\0nonsense", b"\xff" * 30):
        cache = Nonsense.disabled()
        cache.value = value
        assert texts(read(repo, include=("*.py", "*.md"), cache=cache)) == cold


def test_the_same_tree_elsewhere_gives_the_same_corpus(tmp_path):
    one = read(write(tmp_path / "x/same", FILES))
    two = read(write(tmp_path / "y/same", dict(reversed(FILES.items()))))
    assert texts(one) == texts(two)
    assert one.sources == two.sources
    assert str(tmp_path) not in repr((one.sources, one.skipped, one.notes))


def test_reading_changes_nothing_in_the_repository(repo):
    write(repo, {"README.md": "# Changed\n"})
    before = {p: p.stat().st_mtime_ns for p in (repo / ".git").rglob("*")}
    read(repo)
    read(repo, ref="HEAD")
    assert {p: p.stat().st_mtime_ns for p in (repo / ".git").rglob("*")} == before


def test_replace_refs_do_not_change_what_a_commit_holds(repo):
    old = git(repo, "rev-parse", "HEAD:README.md")
    other = git(repo, "hash-object", "-w", "run.sh")
    git(repo, "replace", old, other)
    assert texts(read(repo, ref="HEAD"))["README.md"] == "# Read me\n"


def test_an_empty_directory_is_an_empty_corpus(tmp_path):
    corpus = read(tmp_path)
    assert (corpus.documents, corpus.skipped) == ((), ())
