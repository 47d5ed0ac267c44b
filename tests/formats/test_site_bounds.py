"""Sites of wikis of thousands of pages: what every page bears, and what is loaded with it."""

from __future__ import annotations

from ctxbuild.formats.site import kept
from ctxbuild.formats.site.files import site_files
from ctxbuild.formats.site.search_index import _MOST_IN_ALL, _within
from ctxbuild.model.wikis import Wiki, WikiPage


def many(count):
    tops = [WikiPage("all", "1", "All", "", "# All\n", 1)]
    parts = (
        WikiPage(f"p{n}", f"1.{n}", f"Part {n}", "", f"# Part {n}\n", 1, parent="all")
        for n in range(count)
    )
    return Wiki("w", "", (*tops, *parts))


def test_a_branch_of_thousands_is_shown_around_its_page():
    files = dict(site_files(many(1_000)))
    assert max(len(data) for name, data in files.items() if name.endswith(".html")) < 40_000
    tree = files["p500.html"].decode().split("<nav")[1]
    for slug in ("p430", "p500", "p560"):
        assert f'href="{slug}.html"' in tree
    assert 'href="p3.html"' not in tree
    assert "850 more, which the search finds" in tree
    assert 'href="p999.html"' in files["p999.html"].decode().split("<nav")[1]
    assert 'href="p0.html"' in files["p0.html"].decode().split("<nav")[1]


def test_pages_whose_syntax_did_not_wait_are_the_same(monkeypatch):
    whole = dict(site_files(many(30)))
    monkeypatch.setattr(kept, "_MOST_TOKENS", 3)
    assert dict(site_files(many(30))) == whole


def test_texts_that_are_searched_are_bounded_together():
    rows = [(n, "", "section", f"s{n}", "word " * 400) for n in range(5_000)]
    found = _within(rows)
    assert sum(len(row[4]) for row in found) <= _MOST_IN_ALL
    assert [row[:4] for row in found] == [row[:4] for row in rows]
    assert _within(rows[:100]) == rows[:100]
