"""Killed at any moment and run again, a crawl ends as if nothing had happened."""

from __future__ import annotations

import contextlib
import json
import random
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from crawl_child import fingerprint
from faulty_server import FaultyServer, Reply, fast_clock, page, pages, thousand_pages
from loopback import Hands

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.crawl import Options, crawl, journal_path
from ctxbuild.readers.crawl.asking import Asking
from ctxbuild.readers.crawl.journal import Answer, Journal, body_digest

CHILD = Path(__file__).parents[2] / "crawl_child.py"
OPTIONS = Options(delay=0, seconds=100, clock=fast_clock(100))


@pytest.fixture
def server():
    """Serve a site of 60 pages with faults."""
    running = FaultyServer(thousand_pages(60, share=0.05, slow=0.01, busy_for=0))
    yield running
    running.close()


def start(server, journal, concurrency=1):
    arguments = [server.url(), str(journal), "0.2", str(concurrency), "50"]
    return subprocess.Popen(
        [sys.executable, str(CHILD), *arguments], stdout=subprocess.PIPE, text=True
    )


class Death(BaseException):
    """Ends a run where no other exception would."""


@contextlib.contextmanager
def dying_after(answers):
    """End a run when it has recorded so many answers."""
    kept = Asking._keep
    left = [answers]

    def dying(self, call, result):
        if not left[0]:
            raise Death
        left[0] -= 1
        kept(self, call, result)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Asking, "_keep", dying)
        yield


@pytest.mark.parametrize("concurrency", [1, 3])
def test_a_crawl_killed_at_random_moments_ends_with_the_same_bytes(server, tmp_path, concurrency):
    undisturbed = json.loads(start(server, tmp_path / "one", concurrency).communicate()[0])
    assert undisturbed["pages"] == 60
    moments = random.Random(4)
    for _ in range(3):
        child = start(server, tmp_path / "other", concurrency)
        try:
            child.communicate(timeout=moments.uniform(0.3, 0.7))
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
    assert (
        json.loads(start(server, tmp_path / "other", concurrency).communicate()[0]) == undisturbed
    )


@pytest.mark.parametrize("moment", [0, 1, 2, 5, 30, 61, 68])
def test_a_crawl_stopped_after_any_number_of_answers_ends_with_the_same_bytes(
    server, tmp_path, moment
):
    whole = fingerprint(crawl(server.url(), OPTIONS, tmp_path / "one"))
    with dying_after(moment), pytest.raises(Death):
        crawl(server.url(), OPTIONS, tmp_path / "other")
    server.forget()
    assert fingerprint(crawl(server.url(), OPTIONS, tmp_path / "other")) == whole
    got = len([path for path in server.paths(200) if path.startswith("/page")])
    assert got <= 60 - max(0, moment - 12)  # lists and the like are answers too


def test_concurrency_does_not_show_in_the_result(server, tmp_path):
    results = {
        fingerprint(crawl(server.url(), replace(OPTIONS, concurrency=n), tmp_path / str(n)))
        for n in (1, 2, 5)
    }
    assert len(results) == 1


def test_after_a_stop_the_next_run_first_waits(server, tmp_path):
    with dying_after(20), pytest.raises(Death):
        crawl(server.url(), OPTIONS, tmp_path / "j")
    hands = Hands()
    crawl(server.url(), Options(delay=0.5, clock=hands.clock()), tmp_path / "j")
    assert hands.slept[0] > 0.4


def test_two_runs_on_one_journal_are_one_too_many(server, tmp_path):
    found = crawl(server.url(), OPTIONS, tmp_path / "j")
    with pytest.raises(UsageError, match="another run"):
        crawl(server.url(), OPTIONS, tmp_path / "j")
    found.journal.close()
    crawl(server.url(), OPTIONS, tmp_path / "j").journal.close()


def test_after_a_stop_the_next_run_keeps_the_crawl_delay(tmp_path):
    robots = Reply(b"User-agent: *\nCrawl-delay: 7\n", headers={"Content-Type": "text/plain"})
    site = FaultyServer(pages({"/robots.txt": robots, "/": page("S", "/a"), "/a": page("A")}))
    with dying_after(2), pytest.raises(Death):
        crawl(site.url(), OPTIONS, tmp_path / "j")
    hands = Hands()
    assert len(crawl(site.url(), Options(clock=hands.clock()), tmp_path / "j").pages) == 2
    assert min(hands.slept) > 6.9
    site.close()


# The journal


def test_a_journal_gives_back_what_it_was_given(tmp_path):
    journal = Journal(tmp_path / "deep" / "j")
    journal.begin()
    answer = Answer("https://x.example/", 200, digest=body_digest(b"body"), size=4)
    journal.record("page x", answer, b"body")
    journal.close()
    journal = Journal(tmp_path / "deep" / "j")
    assert journal.begin()
    assert journal.answer("page x") == answer
    assert journal.body(answer.digest) == b"body"
    assert journal.answer("page y") is None


def test_a_new_run_keeps_the_old_one_until_it_is_accepted(tmp_path):
    journal = Journal(tmp_path / "j")
    journal.begin()
    journal.record("page x", Answer("x", 200, digest=body_digest(b"old")), b"old")
    journal.finish()
    assert not journal.begin()
    journal.record("page x", Answer("x", 200, digest=body_digest(b"new")), b"new")
    assert journal.answer("page x", journal.finished).digest == body_digest(b"old")
    journal.finish()
    assert journal.answer("page x", 1) is None
    assert journal.body(body_digest(b"new")) == b"new"
    with pytest.raises(CtxbuildError, match="damaged"):
        journal.body(body_digest(b"old"))


@pytest.mark.parametrize("rubbish", [b"no database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_journal_is_set_aside(tmp_path, rubbish):
    path = tmp_path / "j"
    path.write_bytes(rubbish)
    journal = Journal(path)
    assert not journal.begin()
    assert (tmp_path / "j.set-aside").read_bytes() == rubbish


def test_a_damaged_answer_counts_as_not_there(tmp_path):
    journal = Journal(tmp_path / "j")
    journal.begin()
    journal.record("page x", Answer("x", 200))
    journal.close()
    with sqlite3.connect(tmp_path / "j") as connection:
        connection.execute("UPDATE answer SET data = x'00ff'")
    connection.close()
    journal = Journal(tmp_path / "j")
    journal.begin()
    assert journal.answer("page x") is None


def test_a_journal_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written"):
        Journal(tmp_path / "file" / "j")
    with pytest.raises(UsageError, match="cannot be written"):
        Journal(tmp_path)


def test_each_site_has_a_journal_of_its_own(tmp_path):
    starts = ["https://x.example/a", "https://x.example/b", "http://[::1]:8000/"]
    found = [journal_path(tmp_path, start) for start in starts]
    assert len(set(found)) == 3
    assert found[0].name.startswith("x.example-")
    assert journal_path(tmp_path, "https://X.example:443/a#b") == found[0]


def test_a_full_disk_is_named(server, tmp_path, monkeypatch):
    def full(self, key, answer, body=None):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Journal, "record", full)
    with pytest.raises(CtxbuildError, match="disk is full; make room"):
        crawl(server.url(), OPTIONS, tmp_path / "j")
