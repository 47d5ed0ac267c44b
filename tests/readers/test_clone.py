"""Clones: from a named path over git's own protocol, and a login that is never printed."""

from __future__ import annotations

import base64
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from repositories import commit, git, ids, read, repository, revision, texts, write

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers import clone as clone_module
from ctxbuild.readers.clone import Clone
from ctxbuild.readers.locate import Remote

TOKEN = "t0p" + "secret"


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Return the directory that temporary directories are made in."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    return place


@pytest.fixture
def origin(tmp_path):
    return repository(tmp_path / "origin", {"a.txt": "one\n", "sub/b.txt": "b\n"})


def url(path: Path) -> str:
    return f"file://{path}"


def test_a_remote_repository_is_read_at_its_default_branch(origin, temporary):
    write(origin, {"untracked.txt": ""})
    corpus = read(url(origin))
    assert texts(corpus) == {"a.txt": "one\n", "sub/b.txt": "b\n"}
    assert revision(corpus) == git(origin, "rev-parse", "HEAD")
    assert (corpus.sources[0].location, corpus.sources[0].name) == ("origin", "origin")


def test_branch_tag_and_full_commit_id_are_found(origin, temporary):
    first = git(origin, "rev-parse", "HEAD")
    git(origin, "tag", "-a", "v1", "-m", "one")
    git(origin, "checkout", "-q", "-b", "feature/x")
    write(origin, {"a.txt": "two\n"})
    second = commit(origin)
    git(origin, "config", "uploadpack.allowReachableSHA1InWant", "true")
    git(origin, "checkout", "-q", "main")
    for ref, expected in (("v1", first), ("feature/x", second), (second, second), (first, first)):
        assert revision(read(url(origin), ref=ref)) == expected
    assert revision(read(url(origin), ref="refs/heads/feature/x")) == second


def test_an_abbreviated_id_gets_the_remedy(origin, temporary):
    with pytest.raises(UsageError, match="give the full commit id"):
        read(url(origin), ref="abc1234")


@pytest.mark.parametrize("ref", ["nope", "--upload-pack=x", "-x", "a\nb", ""])
def test_a_bad_ref_is_a_usage_error(origin, temporary, ref):
    with pytest.raises(UsageError):
        read(url(origin), ref=ref)


def test_no_temporary_directory_is_left(origin, temporary):
    corpus = read(url(origin))
    assert list(temporary.iterdir())
    del corpus
    assert not list(temporary.iterdir())
    with pytest.raises(CtxbuildError):
        read(url(origin / "missing"))
    assert not list(temporary.iterdir())


def test_an_interrupted_clone_leaves_nothing(origin, temporary, monkeypatch):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(clone_module, "_run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read(url(origin))
    assert not list(temporary.iterdir())


def test_hooks_and_templates_of_the_user_are_not_run(origin, temporary, tmp_path, monkeypatch):
    canary = tmp_path / "canary"
    hooks = write(tmp_path / "template", {"hooks/post-checkout": f"#!/bin/sh\ntouch {canary}\n"})
    (hooks / "hooks/post-checkout").chmod(0o755)
    config = tmp_path / "gitconfig"
    config.write_text(f"[init]\n\ttemplateDir = {hooks}\n[core]\n\thooksPath = {hooks}/hooks\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert ids(read(url(origin))) == ["a.txt", "sub/b.txt"]
    assert not canary.exists()


def test_an_empty_remote_repository_is_an_empty_corpus(tmp_path, temporary):
    repository(tmp_path / "empty", {})
    corpus = read(url(tmp_path / "empty"))
    assert (ids(corpus), revision(corpus)) == ([], "unborn")


def test_a_sha256_repository_is_cloned(tmp_path, temporary):
    made = repository(tmp_path / "r", {"a.txt": "a\n"}, "--object-format=sha256")
    head = git(made, "rev-parse", "HEAD")
    assert revision(read(url(made))) == head


def test_texts_beyond_what_memory_holds_are_read_again_from_the_clone(origin, temporary):
    from ctxbuild.cache import Cache
    from ctxbuild.readers.content import TextStore
    from ctxbuild.readers.repo import RepoOptions, read_repo

    store = TextStore(limit_bytes=0, recent_bytes=0)
    corpus = read_repo(RepoOptions(url(origin), redact=False), Cache.disabled(), store)
    assert texts(corpus) == {"a.txt": "one\n", "sub/b.txt": "b\n"}


class Doorkeeper(BaseHTTPRequestHandler):
    """Asks for a login and writes down what it is given."""

    seen: list[str] = []  # noqa: RUF012

    def do_GET(self):
        self.seen.append(self.headers.get("Authorization", ""))
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="r"')
        self.end_headers()

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def doorkeeper():
    Doorkeeper.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Doorkeeper)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def remote(server, **login) -> Remote:
    return Remote(f"http://127.0.0.1:{server.server_port}/o/n", "http", **login)


def test_a_login_goes_to_the_host_and_nowhere_else(doorkeeper, temporary, monkeypatch):
    calls = []
    run = clone_module.subprocess.run

    def noted(command, **options):
        calls.append(command)
        return run(command, **options)

    monkeypatch.setattr(clone_module.subprocess, "run", noted)
    with pytest.raises(CtxbuildError, match="refused the user name or password") as caught:
        Clone(remote(doorkeeper, username="user", password=TOKEN), None)
    expected = "Basic " + base64.b64encode(f"user:{TOKEN}".encode()).decode()
    assert expected in Doorkeeper.seen
    assert TOKEN not in str(caught.value)
    assert TOKEN not in repr(caught.value.__cause__)
    assert TOKEN not in repr(calls)
    assert not list(temporary.iterdir())


def test_a_login_is_not_stored_by_the_users_helpers(doorkeeper, temporary, tmp_path, monkeypatch):
    log = tmp_path / "log"
    config = tmp_path / "gitconfig"
    config.write_text(f'[credential]\n\thelper = "!cat >> {log}; true"\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    with pytest.raises(CtxbuildError):
        Clone(remote(doorkeeper, username="user", password=TOKEN), None)
    assert not log.exists()
    with pytest.raises(CtxbuildError):
        Clone(remote(doorkeeper), None)
    assert log.exists()  # without a login in the URL, the user's helpers are asked


def test_without_a_login_nobody_is_prompted(doorkeeper, temporary):
    with pytest.raises(CtxbuildError, match="needs a login"):
        Clone(remote(doorkeeper), None)


def test_an_unreachable_host_is_an_error_of_one_line(temporary):
    with pytest.raises(CtxbuildError) as caught:
        Clone(Remote("http://127.0.0.1:1/o/n", "http"), None)
    assert "\n" not in str(caught.value)


def test_a_clone_may_use_one_protocol(origin, temporary):
    with pytest.raises(CtxbuildError, match="protocol that is not allowed"):
        Clone(Remote(url(origin), "https"), None)


def test_two_different_refs_are_a_usage_error(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="give one of them"):
        read("owner/name@v1", ref="v2")


def test_a_user_who_forbids_bare_repositories_can_still_name_one(
    origin, temporary, tmp_path, monkeypatch
):
    config = tmp_path / "gitconfig"
    config.write_text("[safe]\n\tbareRepository = explicit\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert ids(read(url(origin))) == ["a.txt", "sub/b.txt"]
    git(tmp_path, "clone", "-q", "--bare", str(origin), "bare.git")
    assert ids(read(tmp_path / "bare.git")) == ["a.txt", "sub/b.txt"]
