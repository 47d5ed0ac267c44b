"""Descriptions: the author's first, else the page's own words, never junk, never twice."""

from __future__ import annotations

import pytest

from ctxbuild.analysis import telling_sentences
from ctxbuild.analysis.descriptions import Described, describe
from ctxbuild.analysis.page_kinds import kind_of
from ctxbuild.analysis.page_titles import Titled, page_titles, site_title
from ctxbuild.analysis.sentences import paragraphs, plain_text, sentences
from ctxbuild.analysis.telling_sentences import best_first, is_informative, offered


def line(title, text, **more):
    return describe([Described(title, text, **more)])[0]


def test_the_author_wins_unless_it_is_junk_or_of_the_whole_site():
    text = "# Fire\n\nA kiln burns clay at high heat.\n"
    assert line("Fire", text, author="How hot each glaze wants it.").origin == "author"
    for junk in ("import Tabs from '@theme/Tabs'", "Fire", "<b>Fire</b>", "Cut off in the mid..."):
        assert line("Fire", text, author=junk).text == "A kiln burns clay at high heat."
    pages = [Described("A", text, author="Kiln docs for all potters."), Described("B", text)]
    pages.append(Described("C", text, author="Kiln docs for all potters."))
    assert "author" not in {each.origin for each in describe(pages)}


def test_what_a_generator_says_of_every_page_is_not_its_author():
    text = "# kiln.Fire\n\nA fire burns clay at high heat.\n"
    said = line("kiln.Fire", text, author="API documentation for the `Fire` struct of `kiln`.")
    assert said.text == "A fire burns clay at high heat."


def test_what_settings_say_of_a_page_is_taken_as_it_is():
    assert line("Fire", "Some text.", author="Fire", certain=True).text == "Fire"


@pytest.mark.parametrize(
    "before",
    [
        "Welcome to the documentation of the whole kiln project!",
        "![a badge of the build](x.png)\n\n| a | b |\n|---|---|\n| one | two |",
        "> [!NOTE]\n> This callout stands before everything else here.",
        "```\ncode that is no sentence at all, really\n```",
        "import Thing from './thing';",
        "New in version 2.0 of the wonderful kiln.",
    ],
)
def test_what_says_nothing_of_the_page_is_passed_over(before):
    text = f"# Fire\n\n{before}\n\nFire is a chapter about burning **clay** in a [kiln](k.md).\n"
    assert line("Fire", text).text == "Fire is a chapter about burning clay in a kiln."


def test_no_two_pages_read_alike():
    text = "The kiln burns clay pots at high heat."
    other = f"{text}\n\nIts other chapter explains glazes and colours."
    first, second = describe([Described("A", text), Described("B", other)])
    assert first.text == text
    assert second.text == "Its other chapter explains glazes and colours."


def test_headings_tell_what_sentences_do_not():
    found = line("Fire", "# Fire\n\nRead on.\n", headings=("Wood ovens", "Gas burners", "Overview"))
    assert found.text == "Covers Wood ovens, Gas burners."


def test_long_sentences_end_at_a_clause_or_after_24_words():
    long = "Clay is " + "very " * 40 + "soft."
    assert len(line("T", long).text.split()) == 24
    assert line("T", long).text.endswith("…")


def test_informative_means_three_words_that_the_title_has_not():
    assert not is_informative("This page is about the fire.", "Fire")
    assert is_informative("Burns clay pots in wood ovens.", "Fire")


def test_mark_up_goes_and_abbreviations_end_no_sentence():
    assert plain_text("**A** `b<c>` [d](e_(f)) ![g](h) {doc}`i <j>` :ref:`k` &amp; l[^1]") == (
        "A b<c> d i k & l"
    )
    assert (
        plain_text("Lit by hand. {: .fs-6 } [Buy](b){:.btn}, `{: x}`") == "Lit by hand. Buy, {: x}"
    )
    assert plain_text("the **f**riendly **i**nteractive shell") == "the friendly interactive shell"
    assert sentences("Use e.g. this. Then that.") == ["Use e.g. this.", "Then that."]
    assert [p for p in paragraphs("Title\n=====\n\ntext\n\n- item\n  goes on\n") if p] == ["text"]


@pytest.mark.parametrize(
    ("title", "path", "kind"),
    [
        ("Changelog", "changes.md", "release notes"),
        ("2.4.1", "x/2.4.1.md", "release notes"),
        ("Install Kiln", "install.md", "install"),
        ("First fire", "tutorial/first.md", "tutorial"),
        ("kiln.fire.Burner", "api/kiln.fire.md", "generated reference"),
        ("Start", "fr/start.md", "translation"),
        ("Start", "v1.2/start.md", "old version"),
        ("Contributing", "about/contributing.md", "project"),
        ("News", "news.md", "release notes"),
        ("Detecting changes", "changes/detecting.md", "page"),
        ("May", "blog/may.md", "blog"),
        ("Blog", "plugins/blog/index.md", "reference"),
        ("Two kilns", "tutorials/blogs/two.md", "tutorial"),
        ("Privacy", "plugins/privacy.md", "reference"),
        ("Kiln Community Edition (CE)", "deploy.md", "page"),
        ("Agents", "agents.md", "page"),
        ("Agents", "AGENTS.md", "project"),
        ("Security", "security.md", "page"),
        ("Security", "SECURITY.md", "project"),
        ("Apache License 2.0", "apache.md", "legal"),
        ("Start", "da/start.md", "translation"),
        ("Start", "2018-edition/start.md", "old version"),
        ("Kiln.Fire:is-lit", "property.Fire.is-lit.md", "generated reference"),
        ("Glazes", "glazes.md", "page"),
    ],
)
def test_kinds_of_pages(title, path, kind):
    assert kind_of(title, path).name == kind


def test_titles_tell_pages_apart_and_the_main_page_keeps_its_own():
    pages = [
        Titled("Models", "", "a.md", ("Guide",)),
        Titled("Models", "", "b.md", ("Tutorial",)),
        Titled("Fire", "", "c.md"),
        Titled("Fire", "", "old/c.md", ("Old",), rank=0),
    ]
    assert page_titles(pages) == ["Guide: Models", "Tutorial: Models", "Fire", "Old: Fire"]


@pytest.mark.parametrize(
    ("candidates", "title"),
    [
        (("", "Kiln 2.1 documentation"), "Kiln"),
        (("Welcome to Kiln’s documentation!",), "Kiln"),
        (("Home", "kiln"), "kiln"),
        (("Kiln - burns clay",), "Kiln"),
        (("Just the Docs",), "Just the Docs"),
    ],
)
def test_titles_of_sites(candidates, title):
    assert site_title(*candidates) == title


def test_declarations_are_listed_by_name_and_never_a_sentence():
    api = "# API\n\n`kiln.fire(heat: int) → int`\n\n**Raises:** **KeyError** – no such kiln.\n"
    api += "\n`class kiln.Glaze(name)`\n\n`drain()`\n"
    assert line("API", api).text == "Documents kiln.fire, kiln.Glaze, drain."
    c = "# Lakes\n\nint lake_fill (struct lake *lake, int depth)\n\nLakes hold water for herons.\n"
    assert line("Lakes", c).text == "Lakes hold water for herons."


def test_what_all_of_a_name_share_does_not_tell_them_apart():
    paths = ("conf/colour/index.html", "conf/default/index.html")
    assert page_titles([Titled("Default", "", path) for path in paths]) == [
        "Default (Colour)",
        "Default (Default)",
    ]


def test_a_generic_title_of_a_navigation_is_no_better_than_the_pages_own():
    assert page_titles([Titled("Getting started", "Start", "a.md")]) == ["Getting started"]


def test_an_aside_before_the_verb_and_words_that_lead_to_a_list_are_left_out():
    text = "# Heron\n\nHeron - _**means a bird🐦 of lakes**_ - is a small router for waders.\n"
    assert line("Heron", text).text == "Heron is a small router for waders."
    text = "# Kiln\n\nkiln is a quick package for building ovens of clay featuring:\n\n* heat\n"
    assert line("Kiln", text).text == "kiln is a quick package for building ovens of clay."
    for junk in ("Much more content coming soon!", "Open the page at the posted link (i.e. - )"):
        said = line("Kiln", f"# Kiln\n\n{junk}\n\nGlazes melt on hot clay within hours.\n")
        assert said.text == "Glazes melt on hot clay within hours."


def test_sentences_come_best_first_and_no_more_are_judged_than_needed(monkeypatch):
    lines = (
        "We like to begin with a long story about the weather.",
        "Kilns is a tool that burns clay pots in wood ovens.",
        "Glazes made of ash and feldspar melt above twelve hundred degrees.",
        "Potters stack shelves, bricks and pots with great care every autumn.",
    )
    ranked = list(best_first("Kilns", lines))
    assert ranked == sorted(ranked, key=lambda each: -each[0])
    assert {line for _, line in ranked} == set(lines)

    judged = []
    telling = telling_sentences._telling
    monkeypatch.setattr(
        telling_sentences, "_telling", lambda *each: judged.append(each[0]) or telling(*each)
    )
    assert next(best_first("Kilns", lines)) == ranked[0]
    assert judged == list(lines[:2])


def test_where_links_lead_changes_no_sentence():
    text = "# Kilns\n\nImport [clay]({}) pots into ![](i.png) ovens of `wood` [\\[1\\]]({}).\n"
    places = ("a.md", "https://example.org/?a=b", "../x#y")
    found = {offered(text.format(place, place)) for place in places}
    assert found == {("Import clay pots into ovens of wood [1].",)}
