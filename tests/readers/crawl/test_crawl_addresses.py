"""One identity for the many spellings of a page's address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.net.errors import RefusedError
from ctxbuild.net.urls import parse_url
from ctxbuild.readers.crawl.addresses import address
from ctxbuild.readers.crawl.scope import scope

BASE = parse_url("https://docs.example/guide/start.html")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://docs.example/a", "https://DOCS.example:443/a#part"),
        ("https://docs.example/a", "https://docs.example/a/"),
        ("https://docs.example/a", "https://docs.example/a/index.html"),
        ("https://docs.example", "https://docs.example/index.htm"),
        ("https://docs.example/%7Ea/b", "https://docs.example/~a/b"),
        ("https://docs.example/%c3%a9", "https://docs.example/é"),
        ("https://docs.example/a//b", "https://docs.example/a/b"),
        ("https://docs.example/a/../b", "https://docs.example/b"),
        ("https://docs.example/a?x=1&y=2", "https://docs.example/a?y=2&x=1"),
        ("https://docs.example/a", "https://docs.example/a?utm_source=mail&gclid=1"),
        ("https://docs.example/a", "https://docs.example/a;jsessionid=0AF3"),
        ("https://docs.example/a?p=2", "https://docs.example/a?PHPSESSID=abc&p=2"),
        ("https://docs.example/a", "https://docs.example/a?"),
        ("https://docs.example/100%25", "https://docs.example/100%"),
    ],
)
def test_spellings_of_one_page_have_one_identity(one, other):
    assert address(one, BASE).identity == address(other, BASE).identity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://docs.example/a", "https://docs.example/A"),
        ("https://docs.example/a", "https://docs.example/a?x=1"),
        ("https://docs.example/a", "https://docs.example:8443/a"),
        ("https://docs.example/a%2Fb", "https://docs.example/a/b"),
        ("https://docs.example/a", "https://docs.example/a.html"),
        ("https://docs.example/a?x=1", "https://docs.example/a?x=1&x=2"),
    ],
)
def test_different_pages_stay_apart(one, other):
    assert address(one).identity != address(other).identity


def test_a_page_is_asked_for_as_it_was_spelled():
    assert address("/b/index.html?utm_source=x&q=1#y", BASE).url == (
        "https://docs.example/b/index.html?q=1"
    )


def test_a_safe_page_leads_to_safe_neighbours():
    assert address("http://docs.example/b", BASE).url == "https://docs.example/b"
    assert address("http://other.example/b", BASE).url == "http://other.example/b"


@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "file:///etc/passwd"),
        *("https://me:secret@docs.example/", "ftp://docs.example/", "x" * 3000, "http://[x/"),
    ],
)
def test_what_is_no_page_is_refused(link):
    with pytest.raises(RefusedError):
        address(link, BASE)


@given(st.text(st.characters(max_codepoint=0x2FFF), max_size=60))
def test_an_identity_is_its_own_identity(path):
    try:
        found = address(f"https://docs.example/{path}")
    except RefusedError:
        return
    assert address(found.identity).identity == found.identity
    assert address(found.url).identity == found.identity


@pytest.mark.parametrize(
    ("start", "page", "belongs"),
    [
        ("https://x.example/docs/", "https://x.example/docs/a/b", True),
        ("https://x.example/docs/", "https://x.example/docs", True),
        ("https://x.example/docs", "https://x.example/docs/a", True),
        ("https://x.example/docs/index.html", "https://x.example/docs/a", True),
        ("https://x.example/docs/index.html", "https://x.example/blog/a", False),
        ("https://x.example/docs/", "https://x.example/docs2/a", False),
        ("https://x.example/docs/", "https://x.example/docs/../a", False),
        ("https://x.example/docs/", "https://www.x.example/docs/a", False),
        ("https://x.example/docs/", "https://x.example:8443/docs/a", False),
        ("https://x.example/docs/", "http://x.example/docs/a", False),
        ("https://x.example/", "https://x.example/anything?q=1", True),
    ],
)
def test_the_scope_is_the_directory_of_the_start(start, page, belongs):
    assert (address(page) in scope([address(start)])) is belongs


def test_a_scope_may_have_several_directories():
    both = scope([address("https://x.example/a/"), address("https://y.example/b/")])
    assert address("https://y.example/b/c") in both
    assert address("https://y.example/a/c") not in both
