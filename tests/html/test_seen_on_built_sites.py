"""What further sites showed, that nobody had looked at: one small page for each defect."""

from __future__ import annotations

import pytest

from ctxbuild.html import convert, html_to_markdown


def _page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("links", "kept"),
    [(("lake.html", "river.html"), True), (("#lake", "#river"), False)],
    ids=["other pages", "sections"],
)
def test_a_list_under_a_title_of_contents_is_noise_if_it_leads_within_the_page(links, kept):
    items = "".join(f'<li><a href="{link}">Waters</a></li>' for link in links)
    text = html_to_markdown(
        _page(f"<main><h1>Ponds</h1><h2>Table of contents</h2><ul>{items}</ul></main>")
    )
    assert ("Waters" in text) is kept


def test_a_cell_of_blocks_across_a_whole_row_is_said_once():
    rows = (
        "<tr><td>Wade</td><td>slow</td></tr>"
        '<tr><td colspan="2"><p>Defined in Heron.</p><p>Walks.</p></td></tr>'
        "<tr><td>Fly</td><td>fast</td></tr>"
    )
    text = html_to_markdown(_page(f"<main><h1>Heron</h1><table>{rows}</table></main>"))
    assert text.count("Defined in Heron.") == 1
    assert "| Fly | fast |" in text


def test_a_footer_of_a_card_is_content_and_that_of_the_page_is_none():
    card = (
        '<div class="sd-card"><div class="sd-card-body"><p>For beginners.</p></div>'
        '<div class="sd-card-footer"><p><a href="pip.html">Install it</a></p></div></div>'
    )
    text = html_to_markdown(
        _page(f'<main><h1>Kiln</h1>{card}</main><div class="page-footer">Made by us</div>')
    )
    assert "[Install it](pip.html)" in text
    assert "Made by us" not in text


def test_the_title_and_what_opens_a_list_of_cards_stay():
    cards = "".join(
        f'<article><a href="{n}.html"><h2>Part {n}</h2></a></article>' for n in ("a", "b")
    )
    page = _page(
        '<div id="__docusaurus"><div><header><h1>Clay - Basics</h1><p>In five minutes.</p>'
        f"</header><section>{cards}</section></div></div>",
        "<title>Clay - Basics | Kiln</title>",
    )
    text = html_to_markdown(page)
    assert text.startswith("# Clay - Basics\n\nIn five minutes.\n")


def test_a_home_page_is_whole_where_a_part_of_it_is_like_other_pages():
    page = _page(
        '<div class="VPContent"><div class="VPHome"><h1>Kiln</h1><p>Burns clay.</p>'
        '<div class="vp-doc"><h2>Our team</h2><p>Potters.</p></div></div></div>',
        '<meta name="generator" content="VitePress v1.6.4">',
    )
    text = html_to_markdown(page)
    assert "Burns clay." in text
    assert "## Our team" in text


def test_marks_of_a_title_are_words_of_their_own():
    page = _page(
        '<div class="col-content"><div class="tsd-page-title"><h1>Variable HEAT'
        '<code class="tsd-tag">Const</code></h1></div><p>How hot.</p></div>',
        '<meta name="generator" content="typedoc">',
    )
    assert convert(page).markdown.startswith("# Variable HEAT `Const`\n")


def test_a_readme_whose_title_is_a_picture_is_called_as_its_page():
    page = _page(
        '<div class="col-content"><div class="tsd-page-title"><h2>Kiln SDK</h2></div>'
        '<h1><img alt="Kiln icon" src="k.svg"></h1><p>Burns clay.</p></div>',
        '<meta name="generator" content="typedoc">',
    )
    assert convert(page).markdown.startswith("# Kiln SDK\n")
