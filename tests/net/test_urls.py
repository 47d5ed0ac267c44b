"""Addresses of pages: one form for each, tricks refused, logins never shown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ctxbuild.net.errors import RefusedError
from ctxbuild.net.urls import joined, parse_url, shown


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("HTTPS://Docs.Example.ORG", "https://docs.example.org/"),
        ("https://docs.example.org.:443/a/../b", "https://docs.example.org/a/../b"),
        ("http://docs.example.org:80/?q=1#part", "http://docs.example.org/?q=1"),
        ("http://docs.example.org:8080/ä b/%7Ex", "http://docs.example.org:8080/%C3%A4%20b/%7Ex"),
        ("http://a/\\@b", "http://a/%5C@b"),
        ("http://[2606:2800:0:0::1]:81/", "http://[2606:2800::1]:81/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://例え。テスト/", "http://xn--r8jz45g.xn--zckzah/"),
    ],
)
def test_an_address_has_one_form(text, url):
    assert parse_url(text).url == url
    assert parse_url(url).url == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "docs.example.org",
        "//docs.example.org/",
        "file:///etc/passwd",
        "FTP://a.test/",
        "gopher://a.test/",
        "javascript:alert(1)",
        "http:///path",
        "http:a.test",
        "http://user:pass@a.test/",
        "http://user@a.test/",
        "http://good.test@evil.test/",
        "http://good.test\\@evil.test/",
        "http://good.test%40evil.test/",
        "http://%61.test/",
        "http://a.test\\b/",
        "http://a b.test/",
        "http://a.test:0/",
        "http://a.test:99999/",
        "http://a.test:8o/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1/",
        "http://[not-ipv6]/",
        "http://[v1.x]/",
        "http://a.test/\nHost: b",
        "http://a\t.test/",
        "http://a..test/",
        "http://.a.test/",
        "http://" + "a" * 64 + ".test/",
        "http://" + "a." * 200 + "test/",
        "http://a.test/" + "x" * 9000,
        "http://℀.test/",
        "http://\ud800.test/",
        "http://xn--/\u2028",
    ],
)
def test_a_trick_is_refused_in_one_line(text):
    with pytest.raises(RefusedError) as failure:
        parse_url(text)
    assert str(failure.value).isprintable()
    assert len(str(failure.value)) < 400


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("/next", "https://a.test/next"),
        ("next?x#y", "https://a.test/dir/next?x"),
        ("//b.test/z", "https://b.test/z"),
        ("HTTP://b.test", "http://b.test/"),
        ("../ü", "https://a.test/%C3%BC"),
    ],
)
def test_a_reference_is_read_from_where_it_stands(reference, url):
    assert joined(parse_url("https://a.test/dir/page"), reference).url == url


@pytest.mark.parametrize(
    "reference", ["file:///x", "http://[", "http://u@b/", "/a\r\nb", "data:,x"]
)
def test_a_reference_may_not_lead_out_of_the_web(reference):
    with pytest.raises(RefusedError):
        joined(parse_url("https://a.test/"), reference)


@pytest.mark.parametrize(
    "text",
    [
        "https://me:s3cret@a.test/x",
        "https://me:s3cret@a.test",
        "https://me:pa/s3cret@a.test/x",
        "https://s3cret@a.test",
        "https://a.test/x?token=s3cret",
        "https://a.test/x#s3cret",
        "me:s3cret@a.test",
        "//me:s3cret@a.test",
    ],
)
def test_a_credential_is_not_shown(text):
    assert "s3cret" not in shown(text)
    assert "a.test" in shown(text)


@given(st.text())
@example("http://[::1]\x00@")
@example("a://b:c@d@e/@f")
def test_any_text_is_an_address_or_refused(text):
    assert shown(text).isprintable() or not shown(text)
    try:
        target = parse_url(text)
    except RefusedError:
        return
    assert parse_url(target.url) == target
    assert target.url.isascii()
