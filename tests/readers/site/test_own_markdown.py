"""Markdown that a site has itself: links in full, code untouched; names of pages on the web."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.readers.crawl.addresses import address
from ctxbuild.readers.crawl.page_paths import path_of
from ctxbuild.readers.site.own_markdown import body_and_fields, headings, resolved
from ctxbuild.readers.site.targets import ORIGIN, Spot

BASE = "https://k.test/docs/"
SPOT = Spot("guide/a.html", f"{BASE}guide/a.md", BASE)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[a](b.md)", f"[a]({ORIGIN}guide/b.md)"),
        ("[a](/docs/b.md#x)", f"[a]({ORIGIN}b.md#x)"),
        (f"[a]({BASE}b)", f"[a]({ORIGIN}b)"),
        ("[a](/else)", "[a](https://k.test/else)"),
        ("[a](https://o.test/x)", "[a](https://o.test/x)"),
        ("[a](#part)", "[a](#part)"),
        ("![p](p.png)", f"![p]({ORIGIN}guide/p.png)"),
        ("[r]: ../b.md", f"[r]: {ORIGIN}b.md"),
        ("`[a](b.md)` [a](b.md)", f"`[a](b.md)` [a]({ORIGIN}guide/b.md)"),
        ("``x ` [a](b.md)`` `", "``x ` [a](b.md)`` `"),
        ("```\n[a](b.md)\n```\n[a](b.md)", f"```\n[a](b.md)\n```\n[a]({ORIGIN}guide/b.md)"),
        ("~~~ md\n[a](b.md)\n```\n[r]: x\n", "~~~ md\n[a](b.md)\n```\n[r]: x\n"),
    ],
)
def test_links_are_written_in_full_and_code_is_left_alone(text, made):
    assert resolved(text, SPOT)[0] == made


@given(st.text("`[]()<>#~\nab.:/- \\", max_size=60))
def test_text_without_links_stays_as_it_is(text):
    made, found = resolved(text, SPOT)
    assert found or made == text


def test_front_matter_gives_title_and_description():
    text = '---\ntitle: "A page"\ndescription: What it is\nother: 1\n---\n\n# Heading\n'
    assert body_and_fields(text) == (
        "# Heading\n",
        {"title": "A page", "description": "What it is"},
    )
    assert body_and_fields("--- not\n---\n")[1] == {}


def test_headings_in_code_are_none():
    assert headings("# One\n```\n# no\n```\n## Two ##\n") == ["One", "Two"]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (BASE, "index.html"),
        (BASE[:-1], "index.html"),
        (f"{BASE}a/", "a/index.html"),
        (f"{BASE}a", "a.html"),
        (f"{BASE}a.html", "a.html"),
        (f"{BASE}v1.2", "v1.2.html"),
        (f"{BASE}a.md", "a.md"),
        (f"{BASE}p.php?id=3", "p.php?id=3.html"),
        (f"{BASE}?id=3", "index.html?id=3.html"),
        (f"{BASE}gl%C3%BChen", "glühen.html"),
        ("https://k.test/api/", "k.test/api/index.html"),
    ],
)
def test_addresses_become_paths_as_on_a_disk(url, path):
    assert path_of(address(url), BASE) == path
