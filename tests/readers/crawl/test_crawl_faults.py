"""Crawls of sites whose connections misbehave: what passes is got, what lasts is named."""

from __future__ import annotations

import gzip
import random
from collections import Counter
from pathlib import Path

import pytest
from faulty_server import Reply, fast_clock, page, thousand_pages
from loopback import Hands

from ctxbuild.model import CtxbuildError
from ctxbuild.readers.crawl import Options, crawl

HTML = {"Content-Type": "text/html"}
SPEED = 100
SOON = 60
"""Seconds of that clock, for what is to end by them; all else has time on a busy machine too."""


def around(fault, times=10**9):
    """Return a site of three pages of which one is answered by a fault, for a while."""

    def site(asked):
        tree = {"/": page("S", "/a", "/b"), "/a": page("A", "/c"), "/b": page("B"), "/c": page("C")}
        if asked.path == "/a" and asked.times <= times:
            return fault
        return tree.get(asked.path, Reply(status=404))

    return site


def read(server, **options):
    options.setdefault("delay", 0)
    options.setdefault("clock", fast_clock(SPEED))
    options.setdefault("seconds", 3000)
    return crawl(server.url(), Options(**options))


def outcome(server, found):
    paths = [each.url.removeprefix(server.url("")) for each in found.pages]
    return paths, {each.url.removeprefix(server.url("")): each.reason for each in found.skipped}


BODY = page("A", "/c").body

PASSING = [
    *(Reply(status=status) for status in (408, 429, 500, 502, 503, 504, 520)),
    Reply(status=429, headers={"Retry-After": "20"}),
    Reply(status=503, headers={"Retry-After": "-5"}),
    Reply(fault="reset"),
    Reply(BODY, fault="reset inside"),
    Reply(BODY, fault="short"),
    Reply(BODY, fault="garbled chunks"),
    Reply(BODY, fault="no http"),
    Reply(gzip.compress(BODY)[:-20], headers={"Content-Encoding": "gzip"}),
]


@pytest.mark.parametrize("fault", PASSING, ids=lambda reply: reply.fault or str(reply.status))
def test_what_passes_is_waited_for(serve, fault):
    server = serve(around(fault, times=2))
    paths, skipped = outcome(server, read(server))
    assert paths == ["/", "/a", "/b", "/c"]
    assert not skipped
    assert Counter(server.paths(200))["/a"] <= 3


LASTING = [
    (Reply(status=500), "status 500"),
    (Reply(fault="reset"), "connection broke|ended early"),
    (Reply(BODY, fault="short"), "ended early"),
    (Reply(BODY, fault="garbled chunks"), "ended early"),
    (Reply(fault="no http"), "ended early"),
    (Reply(fault="drip"), "in time"),
    (Reply(fault="drip headers"), "in time"),
    (Reply(status=403), "closed to us"),
    (Reply(status=402), "paid"),
    (Reply(b"x", headers={"Content-Encoding": "br"}), "compression"),
    (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), "damaged"),
    (Reply(b"", status=304), "nothing has changed"),
]


@pytest.mark.parametrize(("fault", "reason"), LASTING, ids=lambda value: str(value)[:40])
def test_what_lasts_is_named_and_the_rest_is_read(serve, fault, reason):
    server = serve(around(fault))
    seconds = {"seconds": SOON} if reason == "in time" else {}
    paths, skipped = outcome(server, read(server, **seconds))
    assert paths == ["/", "/b"]
    assert any(words in skipped["/a"] for words in reason.split("|"))
    assert server.paths().count("/a") <= 6


def test_silence_ends_in_time(serve):
    server = serve(around(Reply(fault="silence")))
    paths, skipped = outcome(server, read(server, seconds=0.4, clock=Options().clock))
    assert paths == ["/", "/b"]
    assert "in time" in skipped["/a"]


def test_a_body_longer_than_its_length_is_cut_there(serve):
    server = serve(around(Reply(BODY + b" " * len(BODY), headers=HTML, fault="long")))
    assert outcome(server, read(server))[0] == ["/", "/a", "/b", "/c"]


def test_a_bomb_is_left_packed(serve):
    bomb = gzip.compress(b" " * (20 << 20))
    server = serve(around(Reply(bomb, headers={**HTML, "Content-Encoding": "gzip"})))
    paths, skipped = outcome(server, read(server))
    assert paths == ["/", "/b"]
    assert "200-fold" in skipped["/a"]


def rubbish(seed):
    """Return a site of 30 pages whose links, heads and headers are drawn from what can go wrong."""
    draw = random.Random(seed)
    odd = [
        *("", "#", "?", "//", "///", "/%", "/%zz", "/\\x", "/\u202e", "/a b", "/" + "x" * 2500),
        *(
            "http://",
            "http://[",
            "https://a:b@c/",
            "//10.0.0.1/",
            "/..//../%2e%2e/",
            "/;jsessionid=1",
        ),
        *(
            "/a?&&=&",
            "/?" + "a=1&" * 300,
            "javascript:x",
            "data:,x",
            "/\0",
            "/é",
            "/a.md",
            "/a.html.md",
        ),
        *(
            "/" + "x" * 1990,
            "/" + "y" * 1995 + ".md",
            "http://127.0.0.1:99999/",
            "mailto:",
            "/p1/../p2",
        ),
    ]
    heads = [
        "<base href='{}'>",
        "<link rel=canonical href='{}'>",
        "<link rel=alternate type=text/markdown href='{}'>",
        "<meta http-equiv=refresh content='0;url={}'>",
        "<meta name=robots content='{}'>",
    ]
    places = [*odd, *(f"/p{n}" for n in range(30))]

    def answer(asked):
        if asked.path == "/robots.txt":
            return Reply(
                bytes(draw.choices(range(256), k=200)), headers={"Content-Type": "text/plain"}
            )
        kind = draw.random()
        odd_headers = {
            "Content-Type": draw.choice(["", "x", "text/html;charset=\xff", "text/html"])
        }
        if kind < 0.1:
            return Reply(
                status=draw.choice([301, 302, 308]),
                headers={
                    "Location": draw.choice(places)
                    .encode("ascii", "replace")
                    .decode()
                    .replace("\0", "")
                },
            )
        if kind < 0.2:
            return Reply(bytes(draw.choices(range(256), k=300)), headers=odd_headers)
        if kind < 0.25:
            return Reply(b"x", draw.choice([203, 206, 300, 304, 418, 499, 599, 999]))
        head = "".join(draw.choice(heads).format(draw.choice(places)) for _ in range(2))
        links = [draw.choice(places) for _ in range(8)]
        reply = page(f"T{draw.random()}", *links, f"/p{draw.randrange(30)}", head=head)
        return Reply(reply.body, headers=odd_headers if kind < 0.4 else reply.headers)

    first = page("Start", *places)
    return lambda asked: first if asked.path == "/" else answer(asked)


@pytest.mark.parametrize("seed", range(5))
def test_a_site_of_rubbish_is_read_without_failing(serve, seed):
    server = serve(rubbish(seed))
    found = read(server, clock=Hands().clock(), most_pages=150)
    assert found.pages[0].url == server.url()
    assert all(each.reason for each in found.skipped)


@pytest.mark.full
def test_a_page_of_50_mb_is_named_and_one_of_30_read(serve):
    def site(asked):
        sizes = {"/big": 50_000_000, "/large": 30_000_000}
        if asked.path in sizes:
            return Reply(b"<p>word</p>\n" * (sizes[asked.path] // 12), headers=HTML)
        return page("S", "/big", "/large") if asked.path == "/" else Reply(status=404)

    server = serve(site)
    paths, skipped = outcome(server, read(server, clock=Options().clock, seconds=120))
    assert paths == ["/", "/large"]
    assert "larger than" in skipped["/big"]


def test_retry_after_is_kept(serve):
    server = serve(around(Reply(status=429, headers={"Retry-After": "40"}), times=1))
    hands = Hands()
    found = read(server, clock=hands.clock())
    assert len(found.pages) == 4
    assert max(hands.slept) >= 39


def test_a_site_that_wants_rest_for_hours_gets_it(serve, tmp_path):
    server = serve(around(Reply(status=429, headers={"Retry-After": "7200"}), times=1))
    journal = Path(tmp_path, "j")
    hands = Hands()
    options = Options(delay=0, clock=hands.clock())
    with pytest.raises(CtxbuildError, match="120 minutes"):
        crawl(server.url(), options, journal)
    asked = len(server.visits)
    with pytest.raises(CtxbuildError, match="minutes"):
        crawl(server.url(), options, journal)
    assert len(server.visits) == asked
    hands.seconds += 7300
    assert len(crawl(server.url(), options, journal).pages) == 4


def test_a_site_that_goes_down_ends_the_run_and_the_next_goes_on(serve, tmp_path):
    down = [False]
    site = thousand_pages(80, share=0)

    def falling(asked):
        if asked.path == "/page-40.html":
            down[0] = True
        return Reply(fault="reset") if down[0] else site(asked)

    server = serve(falling)
    options = Options(delay=0, seconds=3000, clock=fast_clock(SPEED))
    journal = Path(tmp_path, "j")
    with pytest.raises(CtxbuildError, match="run again"):
        crawl(server.url(), options, journal)
    assert len(server.visits) < 80
    server.site = site
    before = set(server.paths(200))
    server.forget()
    found = crawl(server.url(), options, journal)
    assert len(found.pages) == 80
    assert not before & set(server.paths())


def test_many_broken_pages_in_a_row_are_not_taken_for_a_site_that_is_down(serve):
    def site(asked):
        if asked.path.startswith("/x"):
            return Reply(status=500)
        return (
            page("S", *(f"/x{n}" for n in range(20)), "/a")
            if asked.path in "/a"
            else Reply(status=404)
        )

    server = serve(site)
    paths, skipped = outcome(server, read(server))
    assert paths[0] == "/"
    assert len(skipped) == 20


def test_every_reachable_page_of_a_faulty_site_is_got_exactly_once(serve):
    server = serve(thousand_pages(120, share=0.05, slow=0.01, busy_for=1))
    found = read(server, delay=0.5)
    assert len(found.pages) == 120
    assert len({each.url for each in found.pages}) == 120
    got = Counter(path for path in server.paths(200) if path.startswith("/page"))
    assert set(got.values()) == {1}
    assert server.most_at_once == 1
    assert min(server.pauses()) >= 0.5 / SPEED - 0.002


def test_an_answer_that_lies_about_the_future_is_asked_for_again_without_its_date(serve, tmp_path):
    dates = {
        "Last-Modified": "Tue, 01 Jan 2058 00:00:00 GMT",
        "Date": "Sun, 01 Nov 2026 00:00:00 GMT",
    }
    server = serve({"/": Reply(page("S").body, headers={**HTML, **dates})})
    for _ in range(2):
        crawl(server.url(), Options(delay=0), Path(tmp_path, "j")).journal.close()
    assert server.paths(304) == []
