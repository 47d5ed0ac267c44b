"""Lists of addresses: sitemaps in all their forms, broken and hostile ones, and llms.txt."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.readers.crawl.sitemap import read_llms_txt, read_sitemap

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*urls, space=SPACE):
    rows = "".join(f"<url><loc>\n {url} </loc><lastmod>2026-01-01</lastmod></url>" for url in urls)
    return f"{HEAD}<urlset {space}>{rows}</urlset>".encode()


A, B = "https://x.example/a", "https://x.example/b?c=1&amp;d=2"


@pytest.mark.parametrize("space", [SPACE, "", 'xmlns="urn:other"'])
def test_a_sitemap_names_pages(space):
    found = read_sitemap(urlset(A, B, space=space))
    assert found.pages == [A, "https://x.example/b?c=1&d=2"]
    assert not found.problem


def test_an_index_names_sitemaps():
    body = f"<sitemapindex {SPACE}><sitemap><loc>{A}</loc></sitemap></sitemapindex>".encode()
    assert read_sitemap(body).lists == [A]
    assert read_sitemap(body).pages == []


def test_pictures_and_translations_in_a_sitemap_are_not_pages():
    body = (
        f'<urlset {SPACE} xmlns:i="urn:i" xmlns:x="urn:x"><url><loc>{A}</loc>'
        "<i:image><i:loc>https://x.example/p.png</i:loc></i:image>"
        '<x:link rel="alternate" href="https://x.example/de/"/></url></urlset>'
    )
    assert read_sitemap(body.encode()).pages == [A]


def test_a_packed_sitemap_is_unpacked():
    assert read_sitemap(gzip.compress(urlset(A))).pages == [A]


def test_a_packed_sitemap_that_ends_early_counts_up_to_there():
    body = gzip.compress(urlset(*(f"{A}{n}" for n in range(5000))))
    found = read_sitemap(body[: len(body) * 3 // 4])
    assert 100 < len(found.pages) < 5000
    assert found.problem == "damaged"


def test_a_bomb_is_unpacked_only_so_far():
    body = gzip.compress(b"<urlset>" + b" " * (60 << 20))
    assert read_sitemap(body).problem == "larger than 50 MiB"


def test_a_feed_and_a_list_of_lines_are_lists_too():
    rss = b"<rss><channel><link>https://x.example/</link><item><link>" + A.encode()
    assert read_sitemap(rss + b"</link></item></channel></rss>").pages == [A]
    atom = f'<feed><link href="/"/><entry><link href="{A}"/></entry></feed>'
    assert read_sitemap(atom.encode()).pages == [A]
    assert read_sitemap(f"\ufeff{A}\nno address\n{A}2\n".encode()).pages == [A, f"{A}2"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<!DOCTYPE html><title>x</title>", "a web page instead of a list"),
        (b"", "no address in it"),
        (b"\x00\x01\x02", "no address in it"),
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><urlset><url><loc>&b;</loc></url>',
            "declares entities or a document type",
        ),
        (b'<?xml version="1.0" encoding="no-such"?><urlset/>', "not well-formed"),
    ],
)
def test_what_is_no_list_is_said(body, problem):
    assert read_sitemap(body).problem == problem


def test_a_broken_sitemap_counts_up_to_the_break():
    body = urlset(A) + b"<oops"
    found = read_sitemap(body.replace(b"</urlset>", b"") + b"&&&")
    assert found.pages == [A]
    assert found.problem == "not well-formed"


def test_entries_are_bounded():
    found = read_sitemap(urlset(*(f"{A}{n}" for n in range(50_010))))
    assert len(found.pages) == 50_000
    assert found.problem == "more than 50,000 entries"


def test_deep_nesting_is_no_problem():
    body = b"<urlset>" + b"<a>" * 50_000 + b"<url><loc>https://x.example/</loc></url>"
    assert read_sitemap(body).problem == "not well-formed"


@given(st.binary(max_size=200))
def test_any_bytes_are_some_list(body):
    read_sitemap(body)
    read_sitemap(b"<urlset><url><loc>" + body)
    read_sitemap(b"\x1f\x8b" + body)


def test_llms_txt_names_pages_in_order():
    text = "# Thing\n\n> About\n\n## Docs\n\n- [A](https://x.example/a.md): one\n- [B](</b.md>)\n"
    assert read_llms_txt(text + "- [A](https://x.example/a.md)\n") == [
        "https://x.example/a.md",
        "/b.md",
    ]


@pytest.mark.parametrize(
    "text", ["", "<html><h1># x</h1><a href='/a'>[a](/a)</a>", "no heading [a](/a)"]
)
def test_what_is_no_llms_txt_names_nothing(text):
    assert read_llms_txt(text) == []
