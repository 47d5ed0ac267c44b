"""What is written reads the same by the official parser, by CommonMark and by our reader."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llms_txt.core import parse_llms_file
from markdown_it import MarkdownIt

from ctxbuild.formats.llms_full import full_text, page_text
from ctxbuild.formats.llms_reading import read_llms_txt
from ctxbuild.formats.llms_txt import address_of, description_text, llms_text, title_text
from ctxbuild.model import PageEntry, PageList, PageSection

WORDS = st.text(
    st.sampled_from("ab C1 .,:;-_*`[]()<>&#!|~$%\\/'\"=+é漢\u2028\t\r\n\x00\u200b"), max_size=40
)
PATHS = st.text(st.sampled_from("ab c()[]#?%é&+~._-"), min_size=1, max_size=20)


def listing(entries, title="Kiln", summary="Burns clay."):
    sections = (PageSection("Guide", tuple(entries)), PageSection("Optional", tuple(entries[:1])))
    return PageList("", title, summary, ("Install with `pip install kiln`.",), sections)


@given(title=WORDS, summary=WORDS, name=WORDS, path=PATHS, about=WORDS)
def test_every_reader_finds_the_same(title, summary, name, path, about):
    entry = PageEntry(name, path.replace("#", ""), about)
    text = llms_text(listing([entry], title, summary or "x"), "https://kiln.example/x/")
    ours = read_llms_txt(text)
    official = parse_llms_file(text)
    assert not [p for p in ours.problems if p.code != "no-summary"]
    assert official["title"].strip() == ours.title
    found = [(link.title, link.url, link.description or None) for link in ours.links()]
    theirs = [
        (link["title"], link["url"], link.get("desc"))
        for links in official["sections"].values()
        for link in links
    ]
    assert found == theirs
    assert found[0][0] == title_text(name)
    assert (found[0][2] or "") == description_text(about)


@given(name=WORDS, about=WORDS)
def test_commonmark_shows_the_words(name, about):
    text = llms_text(listing([PageEntry(name, "a.md", about)]))
    items = [t for t in MarkdownIt().parse(text) if t.type == "inline" and "](" in t.content]
    shown = "".join(
        f"`{c.content}`" if c.type == "code_inline" else c.content for c in items[0].children
    )
    tail = description_text(about)
    assert shown == title_text(name) + (f": {tail}" if tail else "")


def test_addresses_are_relative_to_the_file_or_absolute():
    assert (
        address_of("guide/a b.md", "", "https://k.example/x/")
        == "https://k.example/x/guide/a%20b.md"
    )
    assert address_of("guide/a(1).md#fire-it", "guide/", "") == "a%281%29.md#fire-it"
    assert address_of("b.md", "guide/deep/", "") == "../../b.md"


def test_pages_of_the_full_text_move_below_their_title():
    page = page_text(
        "Fire", "https://k.example/fire", "# Fire\n\nText.\n\n## Wood\n\n```\n# no\n```\n"
    )
    assert page.startswith("## Fire\n\nSource: https://k.example/fire\n\nText.\n\n### Wood\n")
    assert "\n# no\n" in page
    whole = full_text("Kiln", "Burns clay.", [page, page])
    assert len(re.findall(r"^# ", whole.replace("# no", ""), re.M)) == 1


BAD = (
    '\ufeff# A\r\n\r\n> b\r\n\r\n## S\r\n\r\nprose\r\n* [t](u) - d\r\n### H\r\n- [x](<y z> "t")\r\n'
    "- none\r\n## S\r\n- [a [b]](c_(d)): e [f](g)\r\n```\n## no\n```\n# Second\n"
)


def test_files_of_others_are_understood_and_their_faults_named_by_line():
    found = read_llms_txt(BAD)
    assert (found.title, found.summary) == ("A", "b")
    assert [(link.title, link.url) for link in found.links()] == [
        ("t", "u"), ("x", "y z"), ("a [b]", "c_(d)"),
    ]  # fmt: skip
    codes = {(problem.line, problem.code) for problem in found.problems}
    assert {(1, "bom"), (1, "crlf"), (7, "no-link"), (8, "bullet"), (8, "separator")} <= codes
    assert {(9, "heading"), (10, "link-form"), (12, "same-section"), (13, "bracket")} <= codes


@pytest.mark.parametrize("text", ["", "\ufeff", "##", "- [" * 10_000, "[" * 50_000, "# a\n" * 9999])
def test_no_text_is_too_bad_to_read(text):
    assert read_llms_txt(text).problems


def test_a_list_without_any_section_is_a_list_all_the_same():
    found = read_llms_txt("# Kiln\n\n> Burns clay.\n\n- [Fire](fire.md): Hot.\n\n- no link\n")
    assert [(link.title, link.url, link.line) for link in found.links()] == [("Fire", "fire.md", 5)]
    assert [problem.code for problem in found.problems] == ["no-links"]


def test_links_of_the_opening_belong_to_no_section():
    found = read_llms_txt(
        "# Kiln\n\n> Clay.\n\n- [Code](code.md)\n\n## Guide\n\n- [Fire](fire.md)\n"
    )
    assert [link.url for link in found.links()] == ["fire.md"]


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ("Declared as names: string[].", "Declared as names: string[]."),
        ("A [link](x) is none.", "A [link] (x) is none."),
        ("Of Map<Key, List<Pot>> alone.", "Of `Map<Key, List<Pot>>` alone."),
        ("Is (heat<T>(clay)) hot.", "Is (`heat<T>(clay)`) hot."),
        ("Where a < b and c > d.", "Where a < b and c > d."),
    ],
)
def test_brackets_and_types_are_told_whole(told, line):
    assert description_text(told) == line
