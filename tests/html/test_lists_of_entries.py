"""Lists of posts, what stands around all pages of a site, and labels: kept or left out."""

from __future__ import annotations

import pytest

from ctxbuild.html import convert, html_to_markdown

ENTRY = (
    "<article><div class=post-meta><h2><a href={0}.html>Heron {0} is out</a></h2>"
    "<span>3 May 2031</span></div><p>Wading in {0} centimetres of water works again.</p></article>"
)


def _page(body: str, title: str = "News | Heron") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def test_entries_keep_titles_and_the_page_its_own() -> None:
    text = html_to_markdown(_page(f"<div>{ENTRY.format(4)}{ENTRY.format(3)}</div>"))
    assert text.startswith("# News\n\n## [Heron 4 is out](4.html)\n\n3 May 2031\n")
    assert "## [Heron 3 is out](3.html)" in text


def test_a_line_about_a_page_is_left_out() -> None:
    body = "<main><h1>News</h1><p class=byline>By somebody</p><p>Herons came back.</p></main>"
    assert html_to_markdown(_page(body)) == "# News\n\nHerons came back.\n"


def test_logo_links_and_footer_of_a_site_are_no_content() -> None:
    around = (
        "<header><h1><a href=/><img src=l.png alt='Heron Logo'></a></h1><ul><li><a href=/v>v4</a>"
        "<li><a href=/code>Code</a></ul></header>{}<footer>Kept by volunteers.</footer>"
    )
    body = (
        "<div><h2>Simple</h2><p>Herons stand on one leg.</p><h2>Quiet</h2><p>They wait.</p></div>"
    )
    text = html_to_markdown(_page(around.format(body), "Heron"))
    assert "Logo" not in text
    assert "Code" not in text
    assert "volunteers" not in text
    assert "## Simple\n\nHerons stand on one leg." in text


def test_a_page_of_few_words_is_its_own_article() -> None:
    menu = "".join(f"<li>Chapter {n} of the book, which is long</li>" for n in range(40))
    body = f"<article><h1>Reeds</h1><p>To be written.</p></article><aside><ul>{menu}</ul></aside>"
    text = html_to_markdown(_page(body, "Reeds | Heron"))
    assert text == "# Reeds\n\nTo be written.\n"


@pytest.mark.parametrize(("label", "stays"), [("C", False), ("C example", True)])
def test_only_the_name_of_a_language_is_a_label_of_code(label: str, stays: bool) -> None:
    body = f"<h1>Fill</h1><p>{label}</p><pre><code class=language-c>fill (lake);</code></pre>"
    text = html_to_markdown(_page(body))
    assert (f"\n{label}\n" in text) is stays
    assert "```c\nfill (lake);\n```" in text


def test_parts_of_a_heading_stay_apart() -> None:
    page = _page("<h1><span class=name>Heron</span><span class=text>Waits for fish</span></h1>")
    assert html_to_markdown(page).startswith("# Heron Waits for fish\n")
    badge = '<h1>A</h1><h2>where filter<span class="version-badge">4.0</span></h2>'
    assert "## where filter 4.0\n" in html_to_markdown(_page(badge))


def test_a_box_is_of_the_kind_that_its_label_names() -> None:
    body = (
        "<h1>A</h1><div class=admonitionblock><table><tr><td class=icon><div class=title>Warning"
        "</div></td><td class=content><p>Deep.</p></td></tr></table></div>"
    )
    assert "> [!WARNING]\n> Deep." in html_to_markdown(_page(body))


def test_a_link_around_a_card_is_on_its_words() -> None:
    body = "<h1>A</h1><a href=e.html><div><img src=e.png alt=E></div><p>Egret</p></a>"
    made = convert(_page(body), "https://a.example/")
    assert "[Egret](https://a.example/e.html)" in made.markdown
