"""What the crawl sees in a page: links, canonical address, and whether two pages are one."""

from __future__ import annotations

import pytest
from growth import linear
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.readers.crawl.kinds import foreign, kind_of, text_of
from ctxbuild.readers.crawl.look import likeness, look_at, look_at_markdown, sketch

URL = "https://x.example/docs/a.html"


def test_links_are_in_full_and_in_order():
    found = look_at(
        "<a href=b.html>b</a><a href='/c#x'>c</a><a href=//y.example/d>d</a><area href=e>"
        "<iframe src=f></iframe><a href=b.html>again</a>",
        URL,
    )
    assert found.links == (
        "https://x.example/docs/b.html",
        "https://x.example/c",
        "https://y.example/d",
        "https://x.example/docs/e",
        "https://x.example/docs/f",
    )


@pytest.mark.parametrize(
    "link",
    [
        *("#part", "javascript:void(0)", "data:text/html,x", "mailto:x@y.example", "tel:1"),
        *("java\nscript:alert(1)", "vbscript:x", "https://u:p@x.example/", "http://[", " "),
        "x" * 5000,
    ],
)
def test_what_leads_to_no_page_is_no_link(link):
    assert look_at(f'<a href="{link}">x</a>', URL).links == ()


def test_links_that_visitors_like_us_should_not_follow_are_left():
    assert (
        look_at("<a rel='nofollow noopener' href=b>b</a><a download href=c>c</a>", URL).links == ()
    )
    assert not look_at("<meta name=ROBOTS content='noindex, nofollow'><a href=b>b</a>", URL).follow


@pytest.mark.parametrize(
    ("base", "link"),
    [
        ("/other/", "https://x.example/other/b"),
        ("https://y.example/", "https://y.example/b"),
        ("javascript:alert(1)", "https://x.example/docs/b"),
        ("http://[", "https://x.example/docs/b"),
        ("", "https://x.example/docs/b"),
    ],
)
def test_the_base_of_a_page_counts_where_it_is_one(base, link):
    assert look_at(f"<base href='{base}'><a href=b>b</a>", URL).links == (link,)


def test_what_a_page_says_of_itself():
    found = look_at(
        "<html lang=de><title> A\n page </title><link rel=canonical href=/docs/b>"
        "<link rel=alternate type=text/markdown href=a.md>"
        "<meta name=generator content='Maker 1'><meta http-equiv=Refresh content='0; URL=\"c\"'>",
        URL,
    )
    assert (found.title, found.language, found.generator) == ("A page", "de", "Maker 1")
    assert found.canonical == "https://x.example/docs/b"
    assert found.twin == "https://x.example/docs/a.md"
    assert found.onward == "https://x.example/docs/c"


def test_a_page_that_reloads_after_minutes_sends_nobody_on():
    assert look_at("<meta http-equiv=refresh content='300;url=/x'>", URL).onward == ""


@pytest.mark.parametrize(
    ("html", "hollow"),
    [
        ("<div id=root></div><script src=x></script>", True),
        ("<p>You need to enable JavaScript to run this app.</p><script src=x></script>", True),
        ("<script src=x></script>", True),
        ("<div id=root><p>" + "Real words. " * 40 + "</div><script src=x></script>", False),
        ("<p>Short page.</p><script src=x></script>", False),
        ("<p></p>", False),
    ],
)
def test_pages_whose_content_comes_from_scripts_are_recognised(html, hollow):
    assert look_at(html, URL).hollow is hollow


def test_copies_of_a_page_have_one_digest():
    text = "<title>T</title><p>Words at {}.</p><script>{}</script>"
    one = look_at(text.format("/docs/a.html", 1), URL)
    other = look_at(text.format("/docs/b.html", 2), "https://x.example/docs/b.html")
    assert one.digest == other.digest
    assert one.digest != look_at(text.format("x", 1), URL).digest


def test_likeness_sees_through_numbers_and_not_through_words():
    words = "on page {} of the calendar for month {} there is not much to be seen " * 3
    one, other = sketch(words.format(*range(6))), sketch(words.format(*range(10, 16)))
    assert likeness(one, other) == 1
    assert (
        likeness(one, sketch("an altogether different text about the care of old apple trees"))
        < 0.1
    )
    assert likeness(one, ()) == 0


def test_links_of_markdown_are_links():
    found = look_at_markdown("# Title\n\n[b](b.md) and [c](</c> 'x') ![p](p.png)\n", URL)
    assert found.links[:2] == ("https://x.example/docs/b.md", "https://x.example/c")
    assert found.title == "Title"


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(html):
    look_at(html, URL)
    look_at(f"<a href='{html}'><base href='{html}'>", URL)
    look_at_markdown(html, URL)


@linear
@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000 + "<a href=b>b</a>",
        "<table>" + "<tr>" + "<td>x" * 200_000 + "</table><a href=b>b</a>",
        "<a href=b>b</a>" * 100_000,
        "<meta http-equiv=refresh content='" + "0" * 100_000 + "'><a href=b>",
        "<a href=b>" + "<b><i>" * 20_000,
    ],
)
def test_hostile_mark_up_takes_little_time(html):
    assert look_at(html, URL).links == ("https://x.example/docs/b",)


# What a body is


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        (b"\xef\xbb\xbfa\xc3\xa9", "text/html; charset=latin-1", "aé"),
        ("aé".encode("utf-16"), "text/html", "aé"),
        (b"a\xe9", "text/html; charset=ISO-8859-1", "aé"),
        (b"a\xc3\xa9", "text/html; charset=ISO-8859-1", "aé"),
        (b"a\xe9\x80", "text/html; charset=ISO-8859-1", "aé€"),
        (b"<meta charset=windows-1251>\xef\xf0", "text/html", "<meta charset=windows-1251>пр"),
        (b"<meta charset=utf-16>a", "text/html", "<meta charset=utf-16>a"),
        (b"a\xc3\xa9", "text/html; charset=no-such-thing", "aé"),
        (b"a\xc3\xa9", "text/html; charset=hex", "aé"),
        (b"a\xc3\xa9", "text/html; charset=utf-7", "aé"),
        (b"\x93\xfa\x96\x7b", "text/html; charset=Shift_JIS", "日本"),
        (b"caf\xe9 cr\xe8me", "text/html; charset=utf-8", "café crème"),
    ],
)
def test_a_page_is_read_in_its_encoding_whatever_it_says(body, header, text):
    assert text_of(body, header)[0] == text


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"PK\x03\x04", "an archive"),
        (b"ab\x00cd", "a binary file"),
        (b"<html>", ""),
        ("<html>".encode("utf-16"), ""),
        (b"", ""),
    ],
)
def test_what_is_no_text_is_recognised(body, what):
    assert foreign(body) == what


@pytest.mark.parametrize(
    ("body", "header", "kind"),
    [
        (b"<html>", "text/html; charset=x", "html"),
        (b"<!doctype html>", "text/plain", "html"),
        (b"<p class=x>", "", "html"),
        (b"# Title", "text/markdown", "markdown"),
        (b"# Title", "text/plain", "text"),
        (b"{}", "application/json", "other"),
        (b"<?xml?>", "application/xhtml+xml", "html"),
    ],
)
def test_the_kind_of_a_page(body, header, kind):
    assert kind_of(body, header) == kind
