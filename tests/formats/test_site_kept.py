"""Bodies that are remembered: used where all is the same, made anew where anything is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_wiki import sample

from ctxbuild.cache import Cache
from ctxbuild.formats.site import body, kept
from ctxbuild.formats.site.files import single_file, site_files
from ctxbuild.model.wikis import CitedLines, Wiki, WikiPage


@pytest.fixture
def cache(tmp_path):
    with Cache.open(tmp_path / "c") as opened:
        yield opened


def page(slug, text, **more):
    return WikiPage(slug, "1", slug.title(), "", f"# {slug.title()}\n\n{text}\n", 3, **more)


WIKI = Wiki(
    "w",
    "r",
    (
        page("one", "See [two](two.md#part), [gone](gone.md) and `a.py:3-4`, `b.py:7`."),
        page("two", "## Part\n\n`a.py:3-4` and `c.py` and `x:1 y`."),
    ),
    (CitedLines("a.py", (3, 4), "x\ny"),),
)


def test_a_site_is_the_same_with_what_is_remembered(cache):
    for wiki in (sample(), WIKI):
        plain = dict(site_files(wiki))
        assert dict(site_files(wiki, None, cache)) == plain
        assert dict(site_files(wiki, None, cache)) == plain
        assert single_file(wiki, None, cache) == single_file(wiki) == single_file(wiki, None, cache)


def test_what_is_remembered_is_neither_parsed_nor_drawn_again(cache, monkeypatch):
    first = dict(site_files(sample(), None, cache))
    monkeypatch.setattr(kept, "parsed", None)
    monkeypatch.setattr(kept, "body_html", None)
    assert dict(site_files(sample(), None, cache)) == first


CHANGES = {
    "a page that is linked to has other headings": replace(
        WIKI, pages=(WIKI.pages[0], replace(WIKI.pages[1], body="# Two\n\n## Piece\n"))
    ),
    "a page that is linked to is gone": replace(WIKI, pages=WIKI.pages[:1]),
    "a page that is linked to has come": replace(WIKI, pages=(*WIKI.pages, page("gone", "Here."))),
    "a place is cited no more": replace(WIKI, cited=()),
    "another place is cited": replace(WIKI, cited=(*WIKI.cited, CitedLines("b.py", (7, 7), "z"))),
    "cited lines are others": replace(WIKI, cited=(CitedLines("a.py", (3, 4), "other"),)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_body_is_made_anew_when(change, cache):
    dict(site_files(WIKI, None, cache))
    made = dict(site_files(CHANGES[change], None, cache))
    assert made == dict(site_files(CHANGES[change]))
    assert made != dict(site_files(WIKI))


def test_only_pages_that_a_change_concerns_are_made(cache, monkeypatch):
    dict(site_files(WIKI, None, cache))
    slugs = []

    def written(parsed, *rest):
        slugs.append(parsed.page.slug)
        return body.body_html(parsed, *rest)

    monkeypatch.setattr(kept, "body_html", written)
    dict(site_files(CHANGES["another place is cited"], None, cache))
    assert slugs == ["one"]
