"""The list of all pages of a site is not read, and nothing else is lost for that."""

import pytest

from ctxbuild.html import convert, html_to_markdown
from ctxbuild.html.parsing import parse

WORDS = "A paragraph of some length that says what the page is about. " * 6
LINKS = "".join(f'<li><a href="p{n}.html">Page {n}</a></li>' for n in range(300))


def page(content: str, inside: str = "") -> str:
    return (
        "<html><head><title>Alpha</title></head><body>"
        f'<nav class="bd-links"><ul>{LINKS}</ul>{inside}</nav>'
        f"<main><h1>Alpha</h1>{content}</main></body></html>"
    )


def test_only_the_size_of_a_navigation_is_kept():
    whole, part = parse(page(f"<p>{WORDS}")), parse(page(f"<p>{WORDS}"), whole=False)

    assert [each.classes for each in part.unread] == [{"bd-links"}]
    assert len(part.order) < 10 < len(whole.order)
    assert part.root.size == pytest.approx(whole.root.size, rel=0.05)


def test_what_is_content_is_read_whatever_its_class():
    html = page(f'<div class="bd-links"><p>{WORDS}</p><p>Kept.</p></div>')

    assert "Kept." in html_to_markdown(html)


def test_a_date_beside_the_links_is_found():
    html = page(f"<p>{WORDS}", '<time datetime="2026-02-03">3 February</time>')

    assert convert(html).metadata.updated == "2026-02-03"
