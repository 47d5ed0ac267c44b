"""Names for every file system, addresses of headings, inventories and other lists."""

from __future__ import annotations

import zlib
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.html.slugs import slugs
from ctxbuild.readers.page_lists import (
    read_inventory,
    read_search_index,
    read_sitemap_locations,
)
from ctxbuild.readers.site.navigation import NavTree
from ctxbuild.readers.site.page_names import twin_names
from ctxbuild.readers.site.targets import PageFinder, Spot, address_of, joined, within
from ctxbuild.readers.site.twin_links import Links

_PARTS = st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=12)
_PATHS = st.lists(_PARTS, min_size=1, max_size=4).map("/".join)


@given(st.lists(_PATHS, unique=True, max_size=12))
def test_names_of_any_paths_are_safe_and_differ(paths):
    names = twin_names(paths)
    folded = [name.casefold() for name in names.values()]
    assert len(set(folded)) == len(paths)
    files = set(folded)
    for name in names.values():
        parts = name.split("/")
        assert all(part not in ("", ".", "..") and len(part.encode()) <= 255 for part in parts)
        assert not set(name) & set('<>:"|?*\\\0')
        assert not any(part.endswith((".", " ")) for part in parts)
        assert "/".join(parts[:-1]).casefold() not in files
        name.encode()


def test_names_keep_what_is_safe():
    paths = ["guide/a.html", "über/x.htm", "A.html", "a.html", "b.md/c.html", "b.html", "x"]
    expected = ["guide/a.md", "über/x.md", "A.md", "a-2.md", "b.md_/c.md", "b.md", "x.md"]
    assert list(twin_names(paths).values()) == expected


def test_a_path_of_many_levels_gets_a_name_that_can_be_written():
    deep = "/".join("d" * 20 for _ in range(500)) + "/p.html"
    name = twin_names([deep, "x" * 400 + ".html"])
    assert all(len(each) < 1200 for each in name.values())


def test_slugs_count_what_was_there_before():
    assert slugs(["A b!", "a B", "a-b-1", "", "A b"]) == ["a-b", "a-b-1", "a-b-1-1", "", "a-b-2"]


def inventory(lines):
    header = b"# Sphinx inventory version 2\n# Project: Kiln\n# Version: 3.1\n# zlib\n"
    return header + zlib.compress("\n".join(lines).encode())


def test_inventories_are_read_with_names_that_hold_spaces():
    lines = ["kiln.fire py:function 1 api.html#$ -", "to be done std:label -1 a.html#x To be", "?"]
    found = read_inventory(inventory(lines))
    assert (found.project, found.version) == ("Kiln", "3.1")
    assert found.symbols == (
        ("py:function kiln.fire", "api.html#kiln.fire"),
        ("std:label to be done", "a.html#x"),
    )


def test_what_is_no_inventory_is_none():
    assert read_inventory(b"# Sphinx inventory version 1\n") is None
    assert read_inventory(b"# Sphinx inventory version 2\na\nb\nc\nnot zlib") is None


def test_an_inventory_that_explodes_is_bounded():
    data = b"# Sphinx inventory version 2\na\nb\nc\n" + zlib.compress(bytes(200 << 20))
    assert read_inventory(data).symbols == ()


def test_broken_lists_are_empty():
    assert read_search_index(b"{") == []
    assert read_search_index(b'{"docs": [{"location": 3}]}') == []
    assert read_search_index(b'{"docs": [{"location": "a/#b"}]}') == ["a/"]
    assert read_sitemap_locations(b"<loc> https://x.example/a?b=1&amp;c </loc><loc>") == [
        "https://x.example/a?b=1&c"
    ]


def test_pages_are_found_as_servers_find_them():
    finder = PageFinder(["index.html", "guide/index.html", "a b.html", "x.html"])
    assert finder.find("") == "index.html"
    assert finder.find("guide/") == finder.find("guide") == "guide/index.html"
    assert finder.find("a b") == "a b.html"
    assert joined(Spot("guide/index.html"), "../x.html?v=1#here") == ("x.html?v=1", "here")
    assert joined(Spot("index.html"), "https://other.example/x.html") is None
    assert joined(Spot("index.html"), "http://[bad") is None


def test_links_out_of_the_site_stay_and_others_lead_where_the_page_is():
    finder = PageFinder(["a.html", "dir/b.html"])
    names = {"a.html": "a.md", "dir/b.html": "dir/b.md"}
    links = Links(finder.find, names, {("a.html", "x"): "the-x"})
    text = (
        "[1](https://site.invalid/a.html#x) [2](https://site.invalid/dir/b.html#y) "
        "[3](https://site.invalid/dir/pic_(1).png) ![4](https://site.invalid/top.png) "
        "<https://site.example/>"
    )
    assert links.rewrite(text, "dir/b.html") == (
        "[1](../a.md#the-x) [2](b.md) [3](pic_(1).png) ![4](../top.png) <https://site.example/>"
    )
    based = Links(finder.find, names, {}, "https://kiln.example/en/")
    assert "[3](https://kiln.example/en/dir/pic_(1).png)" in based.rewrite(text, "dir/b.html")


@pytest.mark.parametrize("page", ["a.html", "dir/b.html"])
def test_links_above_the_site_lead_above_it(page):
    address = urljoin(address_of(page), "../" * page.count("/") + "../other/c.html#x")
    assert within(address) is None
    names = {"a.html": "a.md", "dir/b.html": "dir/b.md"}
    up = "../" * page.count("/") + "../other/c.html#x"
    assert Links(names.get, names, {}).rewrite(f"[c]({address})", page) == f"[c]({up})"
    based = Links(names.get, names, {}, "https://kiln.example/en/")
    assert based.rewrite(f"[c]({address})", page) == "[c](https://kiln.example/other/c.html#x)"


def test_branches_that_only_some_sidebars_show_are_put_together():
    tree = NavTree()
    tree.add_sidebar([(1, "a", "A"), (2, "a1", "A1"), (2, "a2", ""), (1, "b", "B")])
    tree.add_sidebar([(1, "a", "A"), (1, "b", "B"), (2, "b1", "B1"), (1, "c", "C")])
    assert tree.order("start") == ["start", "a", "a1", "a2", "b", "b1", "c"]
    assert tree.above("b1") == ["b"]


def test_a_navigation_that_goes_in_circles_ends():
    tree = NavTree()
    tree.add_contents("a", [(1, "b", "")])
    tree.add_contents("b", [(1, "a", ""), (2, "b", ""), (3, "a", "")])
    assert sorted(tree.order("a")) == ["a", "b"]
