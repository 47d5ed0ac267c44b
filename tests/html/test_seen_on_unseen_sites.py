"""What pages of sites showed that nobody had tuned on: one small page for each defect."""

from __future__ import annotations

import pytest

from ctxbuild.html import convert, html_to_markdown


def _page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def test_declarations_without_a_class_are_one_line() -> None:
    page = _page(
        '<div class="contentContainer"><h2 class="title">Class Heron</h2><ul class="blockList">'
        '<li class="blockList"><h4>wade</h4><pre>public&nbsp;void&nbsp;wade(int&nbsp;depth,\n'
        "          int&nbsp;speed)</pre><div>Wades.</div></li></ul></div>"
    )
    assert "`public void wade(int depth, int speed)`" in html_to_markdown(page)


def test_text_between_terms_is_kept() -> None:
    body = (
        '<h1>Reeds</h1><dl>Needs <a href="mud.html">mud</a> and water<dt>wet</dt><dd>Yes.</dd></dl>'
    )
    text = html_to_markdown(_page(body))
    assert "Needs [mud](mud.html) and water\n" in text
    assert "wet\n: Yes." in text


def test_anchors_without_an_address_are_no_links() -> None:
    text = html_to_markdown(_page("<h1>Pike</h1><p>See <a>Lake</a>.</p>"), "https://e.org/pike")
    assert text == "# Pike\n\nSee Lake.\n"


def test_what_stands_in_a_title_and_is_none_is_left_out() -> None:
    page = _page(
        '<div class="header"><div class="headertitle"><div class="title">Ponds'
        '<div class="ingroups"><a href="g.html">Waters</a></div></div></div></div>'
        '<div class="contents"><p>All about ponds and what lives in them.</p></div>',
        '<meta name="generator" content="Doxygen 1.9.4">',
    )
    assert html_to_markdown(page).startswith("# Ponds\n\nAll about")


def test_a_title_above_content_that_has_headings_of_its_level() -> None:
    page = _page(
        '<div class="box"><h1 class="title">std/pond</h1><div id="content"><p>About ponds.</p>'
        "<h1>Types</h1><p>There are many kinds of ponds, and each is described here.</p></div></div>",
        "<title>std/pond</title>",
    )
    assert html_to_markdown(page).startswith("# std/pond\n\nAbout ponds.\n\n## Types\n")


_SECTIONS = "".join(f"<h2 id=s{n}>{name}</h2><p>About {name}.</p>" for n, name in
                    enumerate(("Name", "Synopsis", "Options")))  # fmt: skip


@pytest.mark.parametrize(
    ("links", "kept"),
    [
        ("<li><a href=#s0>Name</a><li><a href=#s1>Synopsis</a><li><a href=#s2>Options</a>", False),
        ("<li><a href=#s0>Name</a><li><a href=#s1>Synopsis</a><li><a href=a>Options</a>", True),
        ("<li><a href=#s0>Who</a><li><a href=#s1>What</a><li><a href=#s2>Why</a>", True),
    ],
)
def test_lists_that_repeat_the_headings_are_noise(links: str, kept: bool) -> None:
    text = html_to_markdown(_page(f"<h1>pond(1)</h1><ul>{links}</ul>{_SECTIONS}"))
    assert ("- [" in text) == kept


def test_menus_are_noise() -> None:
    menu = '<div class="sidemenu"><ul><li><a href="a">Start</a><li><a href="b">News</a></ul></div>'
    page = convert(_page(f"<h1>Pond</h1>{menu}<p>It is deep and still, and nobody swims.</p>"))
    assert page.markdown == "# Pond\n\nIt is deep and still, and nobody swims.\n"
    assert page.dropped["noise"]


def test_tables_of_listings_are_listings() -> None:
    row = "<td><pre>wade()\ndive()</pre><td><pre>wet\nwetter</pre>"
    text = html_to_markdown(_page(f"<h1>P</h1><table><tr><th>code<th>output<tr>{row}</table>"))
    assert "```\nwade()\ndive()\n```" in text
    assert "```\nwet\nwetter\n```" in text


def test_code_that_is_a_space_is_a_space() -> None:
    page = _page("<h1>7<tt>&nbsp;</tt>Wading</h1><p>in<code> </code>mud</p>")
    assert html_to_markdown(page) == "# 7 Wading\n\nin mud\n"


def test_what_a_wiki_says_around_its_pages_is_noise() -> None:
    around = '<div id="siteSub">From Pondopedia</div><div id="contentSub">&lt; Birds</div>'
    after = '<div class="printfooter">Retrieved from here</div><div id="catlinks">Birds</div>'
    body = f'<div id="content"><h1>Heron</h1>{around}<p>It wades all day.</p>{after}</div>'
    assert html_to_markdown(_page(body)) == "# Heron\n\nIt wades all day.\n"


def test_switches_beside_breadcrumbs_are_none() -> None:
    crumbs = (
        '<li><a href="..">Birds</a><li>Heron<li class="wy-breadcrumbs-aside"><a href=s>Source</a>'
    )
    page = convert(_page(f'<ul class="wy-breadcrumbs">{crumbs}</ul><h1>Heron</h1><p>Wades.</p>'))
    assert page.metadata.breadcrumbs == ("Birds", "Heron")
