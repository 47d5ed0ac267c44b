"""Error pages that only a part of a site sends, near copies, and ``X-Robots-Tag``."""

from __future__ import annotations

import pytest
from faulty_server import FaultyServer, Reply, page, pages
from loopback import Hands

from ctxbuild.readers.crawl import Options, crawl
from ctxbuild.readers.crawl.owners_word import allows_links, directives


@pytest.fixture
def read():
    servers = []

    def crawled(site, path="/"):
        server = FaultyServer(site if callable(site) else pages(site))
        servers.append(server)
        found = crawl(server.url(path), Options(delay=0, clock=Hands().clock()))
        return server, found

    yield crawled
    for server in servers:
        server.close()


def paths(server, found):
    return [each.url.removeprefix(server.url("")) for each in found.pages]


def test_error_pages_of_one_directory_are_recognised(read):
    known = pages({"/": page("Start", "/wiki/a", "/wiki/b", "/wiki/c"), "/wiki/c": page("C")})

    def site(asked):
        if asked.path.startswith("/wiki/") and asked.path != "/wiki/c":
            around = " ".join(f"{a}{b} is a word" for a in "abcdefgh" for b in "stuvw")
            return page("Wiki", text=f"There is no article {asked.path[6:]} here. {around}")
        return known(asked)

    server, found = read(site)
    assert paths(server, found) == ["/", "/wiki/c"]
    reasons = {each.reason for each in found.skipped if "/wiki/" in each.url}
    assert reasons == {"an error page, though its status is 200"}


def test_short_pages_with_one_title_are_pages_where_the_directory_knows_what_is_missing(read):
    tree = {"/": page("Start", "/x/a", "/x/b")}
    tree |= {f"/x/{name}": page("Note", text=f"Of {name * 9}.") for name in "ab"}
    server, found = read(tree)
    assert paths(server, found) == ["/", "/x/a", "/x/b"]


def test_near_copies_are_read_and_reported(read):
    words = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300))
    tree = {"/": page("Start", "/a", "/b", "/c")}
    tree |= {"/a": page("A", text=words), "/b": page("A", text=f"{words} and one more")}
    tree |= {"/c": page("C", text=" ".join(reversed(words.split())))}
    server, found = read(tree)
    assert paths(server, found) == ["/", "/a", "/b", "/c"]
    notes = [note for note in found.notes if "nearly the same" in note]
    assert notes == [
        f"1 page says nearly the same as another, for one {server.url('/b')} as {server.url('/a')}"
    ]


def test_a_header_that_forbids_to_follow_links_is_obeyed_and_one_against_models_is_noted(read):
    start = page("Start", "/a")
    shut = page("A", "/b")
    tree = {
        "/": Reply(start.body, headers={**start.headers, "X-Robots-Tag": "noai"}),
        "/a": Reply(shut.body, headers={**shut.headers, "X-Robots-Tag": "noindex, nofollow"}),
        "/b": page("B"),
    }
    server, found = read(tree)
    assert paths(server, found) == ["/", "/a"]
    assert any("not for artificial intelligence" in note for note in found.notes)


@pytest.mark.parametrize(
    ("header", "allowed"),
    [
        ("", True),
        ("noindex", True),
        ("nofollow", False),
        ("None", False),
        ("otherbot: nofollow", True),
        ("otherbot: noindex, nofollow", True),
        ("ctxbuild: nofollow", False),
        ("*: nofollow", False),
        ("unavailable_after: 25 Jun 2010 15:00:00 PST, nofollow", False),
    ],
)
def test_directives_are_those_for_us(header, allowed):
    assert allows_links(header) is allowed


def test_directives_with_values_are_named_without_them():
    assert directives("max-snippet: 20, noarchive") == {"max-snippet", "noarchive"}
