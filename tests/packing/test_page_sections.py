"""Sections of an llms.txt are those of the navigation, as its author named them."""

from ctxbuild.model import NavItem
from ctxbuild.packing.page_sections import drafted


def _section(title: str, *pages: str) -> NavItem:
    return NavItem(title, "", tuple(NavItem("", page) for page in pages))


def _drafted(items: list[NavItem], others: str = "") -> list[tuple[str, list[str]]]:
    pages = [page for item in items for page in (item.page, *(c.page for c in item.children))]
    groups = dict.fromkeys([*filter(None, pages), *others.split()], "Guides")
    return [(each.title, each.pages) for each in drafted(items, others.split(), groups)]


def test_the_authors_sections_keep_their_names_and_places() -> None:
    items = [
        _section("Getting started", "a", "b"),
        _section("Guides", "c", "d"),
        _section("Reference", "e"),
    ]

    assert _drafted(items) == [
        ("Getting started", ["a", "b"]),
        ("Guides", ["c", "d"]),
        ("Reference", ["e"]),
    ]


def test_a_section_that_says_nothing_and_a_directory_of_one_page_are_none() -> None:
    items = [_section("Contents", "a", "b"), _section("Guides", "c", "d")]

    found = _drafted(items, "x/one y/two y/three")

    assert [pages for _, pages in found] == [["a", "b", "x/one"], ["c", "d"], ["y/two", "y/three"]]
    assert [title for title, _ in found][1:] == ["Guides", "Y"]
