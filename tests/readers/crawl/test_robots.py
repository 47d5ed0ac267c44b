"""robots.txt by RFC 9309, and what is made of files that are none."""

from __future__ import annotations

import pytest
from growth import large, linear
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.readers.crawl.robots import AT_LEAST_READ, parse_robots, robots_of


def rules(text):
    return parse_robots(text.encode(), "ctxbuild")


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a", "/ab", False),
        ("User-agent: *\nDisallow: /a/", "/a", True),
        ("User-agent: *\nDisallow: /\nAllow: /docs/", "/docs/x", True),
        ("User-agent: *\nAllow: /docs/\nDisallow: /", "/other", False),
        ("User-agent: *\nDisallow: /x\nAllow: /x", "/x", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /a*z", "/abcz1", False),
        ("User-agent: *\nDisallow: /a*z", "/abc", True),
        ("User-agent: *\nDisallow: *?", "/a?b", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /%7Ea", "/~a/x", False),
        ("User-agent: *\nDisallow: /é", "/%C3%A9x", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: CTXBUILD\nDisallow: /", "/a", False),
        ("User-agent: ctxbuild/9.9\nDisallow: /", "/a", False),
        ("User-agent: ctxbuildbot\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: ctxbuild\nDisallow: /b", "/a", True),
        ("User-agent: ctxbuild\nUser-agent: x\nDisallow: /b", "/b", False),
        ("User-agent: ctxbuild\nDisallow: /a\n\nUser-agent: ctxbuild\nDisallow: /b", "/b", False),
        ("User-agent: *\nCrawl-delay: 1\nDisallow: /b", "/b", False),
        ("\ufeffuser-agent:*\r\ndisallow:/a # why\r\n", "/a", False),
        ("Disallow: /", "/a", True),
        ("User-agent: *\nDisallow /", "/a", False),
        ("User-agent: *\n\n\nDisallow: /a", "/a", False),
    ],
)
def test_rules(text, path, allowed):
    assert rules(text).allows(path) is allowed


def test_sitemaps_delays_and_signals_are_read():
    found = rules(
        "Sitemap: https://x.example/a.xml\nUser-agent: *\nCrawl-delay: 2.5\n"
        "Content-Signal: ai-train=no\nDisallow: /x\nsitemap: /b.xml\n"
    )
    assert found.sitemaps == ("https://x.example/a.xml", "/b.xml")
    assert found.delay == 2.5
    assert found.signals == ("ai-train=no",)


@pytest.mark.parametrize("value", ["-5", "soon", "1e9", "", "NaN", "99999999999"])
def test_a_delay_that_is_none_is_ignored(value):
    assert rules(f"User-agent: *\nCrawl-delay: {value}\n").delay == 0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
def test_a_file_that_is_not_there_allows_all(status):
    assert robots_of(status, b"User-agent: *\nDisallow: /", "ctxbuild").allows("/a")


@pytest.mark.parametrize("status", [0, 429, 500, 502, 503, 599])
def test_a_file_that_cannot_be_had_forbids_all(status):
    found = robots_of(status, b"", "ctxbuild")
    assert not found.allows("/a")
    assert "robots.txt" in found.refused


def test_a_web_page_instead_of_the_file_has_no_rules():
    body = b"\xef\xbb\xbf <!DOCTYPE html><p>User-agent: *\nDisallow: /\n"
    assert robots_of(200, body, "ctxbuild").allows("/a")


def test_rules_within_the_first_500_kib_count_whatever_follows():
    body = b"User-agent: *\nDisallow: /a\n" + b"#" * AT_LEAST_READ + b"\nDisallow: /b\n"
    found = robots_of(200, body, "ctxbuild")
    assert not found.allows("/a")
    assert found.allows("/b")


@linear
def test_hostile_patterns_take_linear_time():
    found = rules("User-agent: *\n" + "Disallow: /" + "a*" * 100_000 + "b\n")
    assert found.allows("/" + large("a"))


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_are_some_rules(body, path):
    assert robots_of(200, body, "ctxbuild").allows("/" + path) in (True, False)
