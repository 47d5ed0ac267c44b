"""Just the Docs: pages that name their parents."""

from __future__ import annotations

from project_nav import found_in, shape

CONFIG = "title: Kiln\ntheme: just-the-docs\nurl: https://kiln.example\nbaseurl: /docs\n"


def page(title, **fields):
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\ntitle: {title}\n{lines}---\n"


def test_pages_stand_below_their_parents_numbers_before_words():
    files = {
        "_config.yml": CONFIG,
        "index.md": page("Home", nav_order=1),
        "docs/zeta.md": page("Zeta"),
        "docs/alpha.md": page("Alpha"),
        "docs/word.md": page("Word", nav_order="middle"),
        "docs/use.md": page("Use", nav_order=10, child_nav_order="desc"),
        "docs/one.md": page("One", parent="Use", nav_order=1),
        "docs/two.md": page("Two", parent="Use", nav_order=2),
        "docs/ten.md": page("1.0", parent="One", grand_parent="Use"),
        "README.md": "No fields.",
    }
    found = found_in(files)
    assert (found.title, found.url) == ("Kiln", "https://kiln.example/docs/")
    assert shape(found.items) == [
        ("", "index.md"),
        (
            "Use",
            "docs/use.md",
            [("", "docs/two.md"), ("One", "docs/one.md", [("", "docs/ten.md")])],
        ),
        ("", "docs/alpha.md"),
        ("", "docs/zeta.md"),
        ("", "docs/word.md"),
    ]
    files["_config.yml"] += "nav_sort: case_insensitive\n"
    last = [item.page for item in found_in(files).items[-3:]]
    assert last == ["docs/alpha.md", "docs/word.md", "docs/zeta.md"]


def test_of_parents_with_one_title_the_grandparent_or_the_nearest_counts():
    files = {
        "docs/_config.yml": CONFIG,
        "docs/a/index.md": page("A"),
        "docs/a/api.md": page("API", parent="A"),
        "docs/b/index.md": page("B"),
        "docs/b/api.md": page("API", parent="B"),
        "docs/b/near.md": page("Near", parent="API"),
        "docs/b/far.md": page("Far", parent="API", grand_parent="A"),
    }
    assert shape(found_in(files).items) == [
        ("A", "docs/a/index.md", [("API", "docs/a/api.md", [("", "docs/b/far.md")])]),
        ("B", "docs/b/index.md", [("API", "docs/b/api.md", [("", "docs/b/near.md")])]),
    ]


def test_excluded_pages_are_in_no_menu_and_unpublished_ones_nowhere():
    files = {
        "_config.yml": CONFIG + "exclude: [old/]\ndefaults:\n- scope: {path: side}\n"
        "  values: {nav_exclude: true}\n",
        "a.md": page("A"),
        "b.md": page("B", nav_exclude="true"),
        "c.md": page("C", published="false"),
        "side/d.md": page("D"),
        "old/e.md": page("E"),
        "_drafts/f.md": page("F"),
        "g.md": page("G", parent="Nobody"),
    }
    found = found_in(files)
    assert shape(found.items) == [("", "a.md")]
    assert found.unpublished == {"c.md", "old/e.md"}


def test_pages_that_lead_to_themselves_stand_nowhere():
    files = {
        "_config.yml": CONFIG,
        "top.md": page("Top"),
        "a.md": page("A", parent="B"),
        "b.md": page("B", parent="A"),
        "self.md": page("Self", parent="Self"),
    }
    assert shape(found_in(files).items) == [("", "top.md")]


def test_another_theme_of_jekyll_has_no_such_navigation():
    ordered = {"a.md": page("A", nav_order=1)}
    assert found_in({"_config.yml": "theme: minima\n", **ordered}) is None
    assert found_in({"_config.yml": "title: K\n", "a.md": page("A")}) is None
    assert shape(found_in({"_config.yml": "title: K\n", **ordered}).items) == [("", "a.md")]
    assert found_in({"_config.yml": "title: [", "a.md": page("A")}) is None


def test_a_long_line_of_parents_and_many_namesakes_end():
    deep = {f"p{n}.md": page(f"P{n}", parent=f"P{n - 1}") for n in range(1, 400)}
    many = {f"m/{n}.md": page("Same", parent="Same") for n in range(2_000)}
    items = found_in({"_config.yml": CONFIG, "p0.md": page("P0"), **deep, **many}).items
    assert [item.page for item in items] == ["p0.md"]
