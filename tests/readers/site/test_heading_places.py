"""Ids of a page lead to the heading that they stand under, or that they announce."""

from __future__ import annotations

from ctxbuild.html import Anchor
from ctxbuild.readers.site.heading_places import heading_places

HEADINGS = (Anchor(1, "Kiln", ""), Anchor(2, "Fire & heat", ""), Anchor(2, "Glaze", "glaze"))


def test_ids_before_a_heading_without_text_between_are_its_own():
    html = (
        '<h1>Kiln</h1><p id="top">Words.</p><section id="fire"><span id="old"></span>'
        '<h2>Fire &amp; heat<a href="#fire">¶</a></h2><dl><dt id="f">f()</dt></dl></section>'
        "<div><h2 id='glaze'>Glaze</h2><p><a name=blue></a>Blue.</p></div>"
    )
    expected = {"top": 0, "fire": 1, "old": 1, "f": 1, "glaze": 2, "blue": 2}
    assert heading_places(html, HEADINGS) == expected


def test_an_id_behind_which_text_stands_belongs_to_what_is_above():
    html = '<h1>Kiln</h1><p id="a">Words.</p><h2>Fire &amp; heat</h2>'
    assert heading_places(html, HEADINGS) == {"a": 0}


def test_mark_up_without_end_takes_no_time():
    html = "<h2" * 50_000 + "<a id=x " * 50_000 + "<h2>" * 20_000
    assert heading_places(html, HEADINGS) == {}
