"""Titles that are names in parts, with a label above them or a site before them."""

from __future__ import annotations

from ctxbuild.html import convert

PAGE = """<html><head><title>{title}</title></head><body>
<section id="main" class="content">{top}
<section><h4 id="description">Description</h4><p>Rings the bell in the tower once.</p></section>
</section></body></html>"""
NAME = """<header><h3>Method</h3><h1><a href="index.html">Bell</a><span class="sep"></span>ring</h1>
</header>"""


def test_a_label_above_the_title_is_a_line_below_it():
    text = convert(PAGE.format(title="Bell.ring", top=NAME)).markdown
    assert text.startswith("# [Bell](index.html).ring\n\nMethod\n")


def test_a_library_and_its_version_are_no_part_of_a_title():
    page = convert(PAGE.format(title="Bell &ndash; 4.0: Casting bells", top=""))
    assert page.metadata.title == "Casting bells"


def test_further_headings_of_the_first_level_stand_below_the_title():
    more = NAME + "<h1>Sizes</h1><p>Bells have many sizes.</p>"
    text = convert(PAGE.format(title="Bell.ring", top=more)).markdown
    assert [line for line in text.splitlines() if line.startswith(("# ", "## "))] == [
        "# [Bell](index.html).ring",
        "## Sizes",
    ]
