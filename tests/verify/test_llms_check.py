"""What is found in an llms.txt of anybody's, by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llms_txt.core import parse_llms_file

from ctxbuild.formats.llms_strict import read_strictly
from ctxbuild.verify.llms.anchors import anchors, is_html, markdown_links
from ctxbuild.verify.llms.form import form_findings, parser_findings, size_findings
from ctxbuild.verify.llms.listing import Listing
from ctxbuild.verify.llms.rules import BY_CODE, LLMS_RULES
from ctxbuild.verify.llms.targets import (
    Goal,
    goal_of,
    guessed_base,
    page_findings,
    target_findings,
    twin_of,
)
from ctxbuild.verify.llms.words import word_findings

GOOD = "# Kiln\n\n> Burns clay.\n\nInstall with `pip install kiln`.\n\n## Guide\n\n"
LINES = st.sampled_from(
    "# T|# T #|##|## S|## S|### H|> q|> q2|||text|- [a](b)|- [a](b): d|* [a](b)|- [a]b](c)|#x"
    "|- [a](b(c)): d|- [a](b) - d|- none|-[a](b):d|  - [x](y):  z |- [a](<b c>): d|#  T  "
    "|- [a] [b](c)|- [](x) - [b](c)| # T|- [a](b)\r".split("|")
)


@given(st.lists(LINES, max_size=9).map("\n".join))
def test_strict_reading_is_that_of_the_official_parser(text):
    ours = read_strictly(text)
    try:
        official = parse_llms_file(text)
    except (TypeError, AttributeError):
        assert ours.stops
        return
    assert not ours.stops
    assert (official["title"], official["summary"]) == (ours.title, ours.summary)
    theirs = {
        name: [(link["title"], link["url"], link.get("desc")) for link in links]
        for name, links in official["sections"].items()
    }
    assert theirs == {
        name: [(link.title, link.url, link.description) for link in links]
        for name, links in ours.sections.items()
    }


class Folder:
    def __init__(self, **files):
        self.files = {name.replace("__", "/").replace("_", "."): t for name, t in files.items()}

    def find(self, path):
        names = (path, f"{path}index.html", f"{path}.html", f"{path}/index.html")
        return next((name.lstrip("/") for name in names if name.lstrip("/") in self.files), None)

    def anchors(self, name):
        return anchors(self.files[name])

    def text(self, name):
        return self.files[name]


def rules(findings):
    return [(finding.line, finding.rule) for finding in findings]


def test_a_good_file_has_no_findings():
    text = GOOD + "- [Fire](https://k.example/fire.md): Heat the kiln to a thousand degrees.\n"
    listing = Listing.of("llms.txt", text)
    found = [*form_findings(listing), *parser_findings(listing), *word_findings(listing)]
    files = Folder(fire_md="# Fire")
    found += target_findings(listing, "", "https://k.example/", files)
    assert not [*found, *size_findings(listing, len, 1000, "x")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# K\n\n> q\n\n## S\n\n- [a](b): c\n", (1, "finds no summary")),
        ("# K\n\n> q\n> r\n\nText.\n\n## S\n\n- [a](b): c\n", (1, "only the first line")),
        ("# K\n\nText.\n\n## S\n\nprose\n", (7, "stops here")),
        ("# K\n## S\n- [a](b)\n", (1, "finds no title")),
        (GOOD + "- [a](b) - c\n", (9, "1 description")),
        (GOOD + "- [a](b_(c)): d\n", (9, "1 link target")),
    ],
)
def test_what_the_official_parser_loses_is_said(text, expected):
    findings = list(parser_findings(Listing.of("x", text)))
    assert findings[0].line == expected[0]
    assert expected[1] in findings[0].message


def test_descriptions_have_to_help():
    lines = (
        "- [Install](a.md)",
        "- [Install](b.md): How to install.",
        "- [Tabs](c.md): import Tabs from '@theme/Tabs'",
        "- [D](d.md): Kiln burns clay at night.",
        "- [E](e.md): Kiln burns clay at night.",
        f"- [F](f.md): {'clay kiln fire wood ' * 20}",
        "- [日本](g.md): 粘土を焼く窯です",
    )
    assert rules(word_findings(Listing.of("x", GOOD + "\n".join(lines)))) == [
        (9, "TEXT-001"),
        (10, "TEXT-002"),
        (11, "TEXT-003"),
        (13, "TEXT-004"),
        (14, "TEXT-005"),
    ]


def test_links_lead_to_files_and_places():
    files = Folder(a_md="# A\n\n> ## In a Quote\n", b__index_html="<p id=x>", b_md="# B", c_html="")
    lines = (
        "- [A](https://k.example/x/a.md#in-a-quote): d",
        "- [A2](https://k.example/x/a.md#gone): d",
        "- [B](https://k.example/x/b/): d",
        "- [C](https://k.example/x/c): d",
        "- [D](https://k.example/x/d.md): d",
        "- [D](e.md): d",
        "- [B](https://k.example/x/b/): d",
        "- [Elsewhere](https://k.example/y/): d",
    )
    listing = Listing.of("x", GOOD + "\n".join(lines))
    assert guessed_base([link.url for link in listing.found.links()], files) == (
        "https://k.example/x/"
    )
    assert sorted(rules(target_findings(listing, "", "https://k.example/x/", files))) == [
        (10, "TARGET-002"),
        (11, "TARGET-004"),
        (13, "TARGET-001"),
        (14, "TARGET-001"),
        (14, "TARGET-003"),
        (14, "TARGET-006"),
        (15, "TARGET-005"),
    ]
    assert twin_of("b/", files) == "b.md"


@pytest.mark.parametrize(
    ("url", "goal"),
    [
        ("b.md#x%20y", Goal("guide/b.md", "x y")),
        ("../b.md", Goal("b.md")),
        ("../../b.md", Goal("../b.md")),
        ("/x/b.md?q", Goal("b.md")),
        ("/y/b.md", Goal(None)),
        ("mailto:a@b.example", Goal(None)),
        ("//k.example/x/b.md", Goal("b.md")),
        ("https://k.example/x", Goal("")),
        ("", Goal("guide/")),
    ],
)
def test_what_links_mean(url, goal):
    assert goal_of(url, "guide/", "https://k.example/x/") == goal


def test_links_of_pages_are_found_with_their_lines():
    text = "---\ntitle: x\n---\n\n# A\n\n[b](b.md) `[no](no.md)`\n\n- x [c](#a) and [d](#b)\n"
    files = Folder(guide__a_md=text)
    assert list(markdown_links(text)) == [(7, "b.md"), (9, "#a"), (9, "#b")]
    assert rules(page_findings("g", "guide/a.md", "", files)) == [
        (7, "TARGET-001"),
        (9, "TARGET-002"),
    ]
    assert is_html("\ufeff\n<!-- x --><!DOCTYPE html>")
    assert not is_html("<p>text of Markdown</p>")


def test_every_problem_of_the_reader_has_a_rule_and_every_rule_an_example():
    text = (
        "\ufeffx\r\n# A\n# B\n## S\n## S\n* none\n- [a [b]](<c> 'd') - e\n- [f](g(h)) [i](j)\n```\n"
    )
    listing = Listing.of("x", text)
    assert {problem.code for problem in listing.found.problems} <= set(BY_CODE)
    assert list(form_findings(listing))
    assert all(rule.good and rule.why and rule.weight in (1, 2, 3) for rule in LLMS_RULES.values())


@given(st.text(max_size=300))
def test_no_text_is_too_bad_to_check(text):
    listing = Listing.of("x", text)
    files = Folder()
    list(form_findings(listing))
    list(parser_findings(listing))
    list(word_findings(listing))
    list(target_findings(listing, "", guessed_base([text], files), files))


@pytest.mark.parametrize("text", ["#" * 50_000, "- [" * 20_000, "# a\n" * 5000, "- [a](" * 9000])
def test_long_texts_take_no_long_time(text):
    listing = Listing.of("x", text)
    list(parser_findings(listing))
    list(word_findings(listing))
