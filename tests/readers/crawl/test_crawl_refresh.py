"""The next run: what changed is read again, what is gone goes, what cannot be had now stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crawl_child import fingerprint
from faulty_server import MISSING, FaultyServer, Reply, fast_clock, page, pages

from ctxbuild.readers.crawl import Options, crawl
from ctxbuild.readers.crawl.asking import Asking

OPTIONS = Options(delay=0, clock=fast_clock(50))
NAMES = [f"/{name}" for name in "abcdefgh"]


@pytest.fixture
def tree():
    """Return the pages of a site, to be changed between runs."""
    return {"/": page("S", *NAMES)} | {name: page(f"Page {name}") for name in NAMES}


@pytest.fixture
def server(tree):
    running = FaultyServer(pages(tree))
    yield running
    running.close()


@pytest.fixture
def run(server, tmp_path):
    """Read the site into one journal, and return what another one would hold, by path."""

    def read(**options):
        found = crawl(server.url(), replace(OPTIONS, **options), tmp_path / "j")
        found.journal.close()
        return found

    return read


def paths(server, found):
    return [each.url.removeprefix(server.url("")) for each in found.pages]


def with_tags(tree):
    """Give every page a tag, and answer 304 to those who know it."""

    def tagged(reply):
        tag = f'"{len(reply.body)}-{sum(reply.body)}"'

        def answer(asked):
            if asked.headers.get("if-none-match") == tag:
                return Reply(status=304)
            return Reply(reply.body, headers={**reply.headers, "ETag": tag})

        return answer

    return {path: tagged(reply) for path, reply in tree.items()}


def test_pages_that_did_not_change_are_not_sent_again(server, tree, run, tmp_path):
    fixed = dict(tree)
    tree.update(with_tags(fixed))
    first = run()
    server.forget()
    changed = page("Page /b", text="Altogether new words")
    tree.update(with_tags({**fixed, "/b": changed}))
    second = run()
    assert sorted(server.paths(304)) == sorted(["/", *NAMES[:1], *NAMES[2:]])
    assert [path for path in server.paths(200) if path != "/robots.txt"] == ["/b"]
    assert [page.digest for page in first.pages if not page.url.endswith("/b")] == [
        page.digest for page in second.pages if not page.url.endswith("/b")
    ]
    assert second.pages[2].digest != first.pages[2].digest


def test_dates_serve_where_there_are_no_tags(server, tree, run):
    date = "Sun, 01 Nov 2026 00:00:00 GMT"

    def dated(reply):
        def answer(asked):
            known = asked.headers.get("if-modified-since") == date
            headers = {**reply.headers, "Last-Modified": date}
            return Reply(status=304) if known else Reply(reply.body, headers=headers)

        return answer

    tree.update({path: dated(reply) for path, reply in tree.items()})
    run()
    server.forget()
    assert len(run().pages) == 9
    assert len(server.paths(304)) == 9


def test_the_same_site_gives_the_same_bytes_again(server, tmp_path):
    prints = []
    for _ in range(3):
        found = crawl(server.url(), OPTIONS, tmp_path / "j")
        prints.append(fingerprint(found))
        found.journal.close()
    found = crawl(server.url(), replace(OPTIONS, refresh=False), tmp_path / "j")
    assert {*prints, fingerprint(found)} == {prints[0]}


def test_without_refresh_nothing_is_asked(server, run):
    first = run()
    server.forget()
    assert run(refresh=False).pages == first.pages
    assert server.paths() == []


@pytest.mark.parametrize("fault", [Reply(status=503), Reply(fault="reset"), Reply(status=500)])
def test_a_page_that_cannot_be_had_now_stays_as_it_was(server, tree, run, fault):
    first = run()
    tree["/b"] = fault
    found = run()
    assert [page.digest for page in found.pages] == [page.digest for page in first.pages]
    assert [page.url for page in found.pages if page.stale] == [server.url("/b")]
    assert any("last run" in note for note in found.notes)
    tree["/b"] = page("Page /b", text="Back again")
    assert not any(page.stale for page in run().pages)


def test_a_server_that_is_down_loses_nothing(server, tree, run):
    first = run()
    site = server.site
    server.site = lambda asked: Reply(fault="reset")
    found = run()
    assert found.pages == first.pages
    assert any("not brought up to date" in note for note in found.notes)
    server.site = site
    tree["/b"] = page("B", text="News")
    assert run().pages[2].digest != first.pages[2].digest


def test_a_server_that_goes_down_half_way_loses_nothing(server, tree, run):
    first = run()
    site = server.site
    server.site = lambda asked: Reply(status=503) if asked.path > "/c" else site(asked)
    found = run()
    assert [page.digest for page in found.pages] == [page.digest for page in first.pages]


def test_pages_that_are_gone_go_and_are_named(server, tree, run):
    run()
    del tree["/b"]
    found = run()
    assert server.url("/b") not in [page.url for page in found.pages]
    assert any(server.url("/b") in note for note in found.notes)
    assert any(each.url == server.url("/b") for each in found.skipped)


def test_a_page_that_nothing_leads_to_any_more_is_asked_for_before_it_goes(server, tree, run):
    run()
    tree["/"] = page("S", *NAMES[1:])
    assert server.url("/a") in [page.url for page in run().pages]
    del tree["/a"]
    assert server.url("/a") not in [page.url for page in run().pages]


@pytest.mark.parametrize("wreck", ["all gone", "login", "half", "error page"])
def test_a_refresh_that_loses_much_is_refused_unless_allowed(server, tree, run, wreck):
    first = run()
    if wreck == "all gone":
        for path in tree:
            tree[path] = MISSING
    elif wreck == "login":
        for path in tree:
            tree[path] = page("Please log in", text="Members only")
    elif wreck == "error page":
        server.site = lambda asked: page("Page not found", text="Sorry")
    else:
        for path in NAMES[:5]:
            del tree[path]
    found = run()
    assert found.pages == first.pages
    assert any("not brought up to date" in note for note in found.notes)
    if wreck == "half":
        assert len(run(allow_shrink=True).pages) == 4
        assert len(run().pages) == 4


def test_a_refresh_killed_and_resumed_is_the_same_refresh(server, tree, tmp_path, monkeypatch):
    for name in ("one", "other"):
        crawl(server.url(), OPTIONS, tmp_path / name).journal.close()
    tree["/c"] = page("C", "/new", text="Changed")
    tree["/new"] = page("New")
    whole = fingerprint(crawl(server.url(), OPTIONS, tmp_path / "one"))
    kept = Asking._keep
    left = [6]

    class Death(BaseException):
        pass

    def dying(self, call, result):
        left[0] -= 1
        if not left[0]:
            raise Death
        kept(self, call, result)

    monkeypatch.setattr(Asking, "_keep", dying)
    with pytest.raises(Death):
        crawl(server.url(), OPTIONS, tmp_path / "other")
    monkeypatch.undo()
    assert fingerprint(crawl(server.url(), OPTIONS, tmp_path / "other")) == whole
