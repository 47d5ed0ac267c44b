"""Mintlify's ``docs.json`` and ``mint.json``."""

from __future__ import annotations

import json

import pytest
from project_nav import found_in, pages, shape


def navigation(value, *names, name="docs.json", **others):
    files = {name: json.dumps({"name": "Kiln", "navigation": value}), **pages(*names)}
    return found_in(files | {f"{key}.json": json.dumps(each) for key, each in others.items()})


def test_tabs_groups_and_pages_without_endings():
    value = {
        "tabs": [
            {
                "tab": "Guides",
                "groups": [
                    {"group": "Start", "root": "index", "pages": ["a", "gone", "GET /users"]},
                    {"group": "Deep", "pages": [{"group": "Deeper", "pages": ["b/c"]}]},
                ],
            },
            {"tab": "API", "anchors": [{"anchor": "Ref", "href": "https://x.example"}]},
            {"tab": "More", "pages": ["/d.mdx", "../../etc/passwd"]},
        ],
        "global": {"anchors": [{"anchor": "Blog", "href": "https://x.example"}]},
    }
    found = navigation(value, "index.mdx", "a.mdx", "b/c.md", "d.mdx")
    assert (found.title, found.root) == ("Kiln", "")
    deep = ("Deep", "", [("Deeper", "", [("", "b/c.md")])])
    start = ("Start", "index.mdx", [("", "a.mdx")])
    assert shape(found.items) == [("Guides", "", [start, deep]), ("More", "", [("", "d.mdx")])]


def test_of_languages_and_versions_one_counts():
    value = {
        "languages": [
            {"language": "fr", "pages": ["fr/a"]},
            {
                "language": "en",
                "versions": [
                    {"version": "v1", "pages": ["v1/a"]},
                    {"version": "v2", "default": True, "pages": ["v2/a"]},
                ],
            },
        ]
    }
    found = navigation(value, "fr/a.mdx", "v1/a.mdx", "v2/a.mdx")
    assert shape(found.items) == [("", "v2/a.mdx")]


def test_the_older_form():
    value = [{"group": "Start", "pages": ["a", {"group": "More", "pages": ["b"]}]}]
    found = navigation(value, "a.mdx", "b.mdx", name="mint.json")
    assert shape(found.items) == [("Start", "", [("", "a.mdx"), ("More", "", [("", "b.mdx")])])]


def test_parts_in_other_files_and_files_that_contain_themselves():
    value = {"groups": [{"$ref": "one.json"}, {"$ref": "loop.json"}]}
    one = {"group": "One", "pages": ["a"]}
    loop = {"group": "L", "pages": ["b", {"$ref": "loop.json"}, {"$ref": "loop.json"}]}
    found = navigation(value, "a.mdx", "b.mdx", one=one, loop=loop)
    assert shape(found.items)[0] == ("One", "", [("", "a.mdx")])
    assert found.items[1].children[0].page == "b.mdx"


@pytest.mark.parametrize(
    "text", ["", "[]", '{"navigation": 3}', '{"navigation": {"pages": ["gone"]}}', "[" * 9000]
)
def test_files_of_that_name_without_a_navigation_are_none(text):
    assert found_in({"docs.json": text, "a.md": ""}) is None


def test_pages_of_hidden_groups_are_kept_back_unless_they_stand_elsewhere():
    inner = {"group": "Inner", "hidden": True, "pages": ["b", "c", {"group": "D", "pages": ["d"]}]}
    settings = {"navigation": {"groups": [inner, {"group": "Open", "pages": ["a", "b"]}]}}
    files = {"docs.json": json.dumps(settings), **pages("a.md", "b.md", "c.md", "d.md")}
    found = found_in(files)
    assert shape(found.items) == [("Open", "", [("", "a.md"), ("", "b.md")])]
    assert found.unpublished == {"c.md", "d.md"}
